import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { type IncomingMessage, get } from 'node:http'
import { join } from 'node:path'
import { openEmbedded } from '../src/cli/embedded.ts'
import { type Day, type Instant, addDays, day } from '../src/domain/kernel/calendar.ts'
import { type Edition } from '../src/projections/views/edition.ts'
import { advance } from '../src/readstore/advance.ts'
import { begin } from '../src/readstore/generations.ts'
import { openPostgresViews } from '../src/readstore/postgres.ts'
import { type ReadStore } from '../src/readstore/read-store.ts'
import { openSqliteViews } from '../src/readstore/sqlite.ts'
import { write } from '../src/readstore/work.ts'
import { draft } from './drafts.ts'
import { line, perSecond, title } from './report.ts'

const CONTRACTS_AT_ONCE = 400
const EVENTS_AT_ONCE = 1_000
const RULE = 'IJ-A1-3'
const FIRST = '2026-01-01T00:00:00.000+09:00' as Instant
const LAST = '9999-12-31T23:59:59.999+09:00' as Instant
const MB = 1_000_000
/** Of the server's heap, so that nothing is kept only because there is room. */
const HEAP_MB = 128

/**
 * Every list with a million rows, as lines over HTTP: rows a second, and the most memory that the server takes, whose heap
 * is kept small; what it took for the first page stands beside it. With `BENCH_POSTGRES=postgres://…` also from views in that database, which must be
 * empty.
 */
export async function lists(directory: string, quick: boolean): Promise<void> {
  const rows = quick ? 20_000 : 1_000_000
  title(`Lists of ${rows.toLocaleString('en')} rows each, as lines over HTTP (one caller)`)
  const data = join(directory, 'lists')
  const events = await fillLog(data, rows)
  await fillViews(await openSqliteViews(join(data, 'views.sqlite')), rows, events)
  await measure('', data, rows)
  const url = process.env['BENCH_POSTGRES']
  if (url === undefined) return
  await fillViews(await openPostgresViews(url), rows, events)
  await measure('PostgreSQL: ', data, rows, url)
}

/** Gives the position of the last event. */
async function fillLog(data: string, count: number): Promise<number> {
  const { ledger, close } = await openEmbedded({ token: 'bench', testClock: false, data }, {})
  for (let n = 0; n < count; n += EVENTS_AT_ONCE) {
    const contractId = `c-${n}`
    const events = Array.from({ length: EVENTS_AT_ONCE }, () => draft(contractId))
    await ledger.store.append(`contract-${contractId}`, 0, events)
  }
  const { position } = await ledger.store.head()
  await close()
  return position
}

async function fillViews(reads: ReadStore, contracts: number, events: number): Promise<void> {
  const { generation } = await begin(reads)
  for (let from = 0; from < events; from += EVENTS_AT_ONCE) {
    const to = Math.min(events, from + EVENTS_AT_ONCE)
    const rules = Array.from({ length: to - from }, (_, i) => ({ rule: RULE, position: from + i + 1 }))
    await advance(
      reads,
      generation,
      { from, to },
      { met: [], touched: new Map(), touchedTogether: [], rules },
    )
  }
  for (let n = 0; n < contracts; n += CONTRACTS_AT_ONCE) {
    const some = Array.from({ length: Math.min(CONTRACTS_AT_ONCE, contracts - n) }, (_, i) => edition(n + i))
    await reads.db
      .transaction()
      .execute((trx) => write(trx, generation, some.map((each) => ({ editions: [each], position: 1, dueAt: LAST })))) // prettier-ignore
  }
  await reads.close()
}

/** An edition of ordinary weight: a contract with a deadline and a pause. */
function edition(n: number): Edition {
  const contractId = `c-${String(n).padStart(7, '0')}`
  const on: Day = addDays(day('2020-01-01'), n % 3_000)
  const whose = { contractId, service: 'sakura-cloud' as const }
  const partyId = `p-${n}`
  const standing = {
    clause: { terms: 'sakura-cloud', version: '2025-04-16', article: '第7条第3項', rule: 'SC-7-3' },
    causes: [{ event: '01a1ff04-9198-7401-af60-0d14a6ae9128' }, { event: '01a1ff04-916d-7642-a8fc-393e713ab8a7' }],
  } // prettier-ignore
  const head = { ...whose, provider: 'SAKURA internet Inc.', partyId, state: 'active', plan: null, startsOn: on, billingStartsOn: null, endsOn: null, minimumTermEndsOn: null, termEndsOn: null, termsVersion: '2025-04-16', revision: 12 } // prettier-ignore
  const paused = { ...whose, pauseId: 'pa-1', scope: 'base', pausedAt: `${on}T12:00:00.000+09:00`, resumedAt: null, limitOn: on, overLimit: true, notices: [], permitted: [], ...standing } // prettier-ignore
  const due = {
    ...whose,
    kind: 'pause-limit',
    ref: 'pa-1',
    on,
    who: 'customer',
    state: 'missed',
    ...standing,
  }
  return {
    contractId,
    from: FIRST,
    to: LAST,
    contract: { ...whose, partyId, firstPartyId: partyId, state: 'active', words: contractId, body: head },
    deadlines: [{ kind: 'pause-limit', state: 'missed', due: on, body: due }],
    pauses: [{ overLimit: true, body: paused }],
  }
}

async function measure(where: string, data: string, rows: number, url?: string): Promise<void> {
  const child = fork(new URL('lists-server.ts', import.meta.url), url === undefined ? [data] : [data, url], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`, '--no-warnings'],
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  for (const path of ['contracts', 'deadlines', 'pauses', 'events', `events?rule=${RULE}`]) {
    const first = `${path}${path.includes('?') ? '&' : '?'}limit=1000`
    await taken(port, first, 'application/json')
    const before = await peakOf(child)
    const from = performance.now()
    const count = await taken(port, path, 'application/x-ndjson')
    const seconds = (performance.now() - from) / 1_000
    if (count !== rows) throw new Error(`${path} gave ${count} rows of ${rows}`)
    const [page, whole] = [before, await peakOf(child)].map((bytes) => `${Math.round(bytes / MB)} MB`)
    line(`${where}/v1/${path}`, perSecond(count / seconds), `${whole}; a page of 1,000: ${page}`)
  }
  child.disconnect()
  await once(child, 'exit')
}

async function peakOf(child: ChildProcess): Promise<number> {
  const told = once(child, 'message')
  child.send('peak')
  const [{ peak }] = (await told) as [{ peak: number }]
  return peak
}

/** Takes a whole answer and counts its lines. */
async function taken(port: number, path: string, accept: string): Promise<number> {
  const headers = { authorization: 'Bearer bench', accept }
  const asked = get({ host: '127.0.0.1', port, path: `/v1/${path}`, headers, agent: false })
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  if (answer.statusCode !== 200) throw new Error(`${path} was answered with ${answer.statusCode}`)
  let lines = 0
  for await (const piece of answer as AsyncIterable<Buffer>)
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines++
  return lines
}
