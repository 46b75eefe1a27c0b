import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSqliteKeys } from '../src/eventstore/sqlite-keys.ts'
import { openSqliteStore } from '../src/eventstore/sqlite.ts'
import { type Month, addMonths, lastDayOf, month, startOf } from '../src/domain/kernel/calendar.ts'
import { machineClock } from '../src/ledger/clock.ts'
import { seal } from '../src/ledger/leaf.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { caseOf } from '../src/ledger/load.ts'
import { record } from '../src/ledger/record.ts'
import { card } from '../src/projections/card.ts'
import { chargeDetail, charges } from '../src/projections/charges.ts'
import { deadlines } from '../src/projections/deadlines.ts'
import { Renderer } from '../src/projections/render.ts'
import { resourcePage } from '../src/projections/resources.ts'

/**
 * One contract with a fleet of SIMs and years of monthly reports in batches of 1,000: what it costs to record them, and
 * what its card and one month's charges cost in a process that has read nothing yet.
 *
 *     node bench/fleet.ts --sims 100000 --months 36          records, then reads
 *     node bench/fleet.ts --sims 100000 --months 36 --read   reads what was recorded before
 */
const { values } = parseArgs({
  options: {
    sims: { type: 'string', default: '100000' },
    months: { type: 'string', default: '36' },
    read: { type: 'boolean', default: false },
  },
})
const SIMS = Number(values.sims)
const MONTHS = Number(values.months)
const BATCH = 1_000
const FIRST = month('2022-06')
const CONTRACT = 'fleet'
const ACTOR = { id: 'operator', role: 'operator' } as const
const directory = join(tmpdir(), 'daicho-fleet')

const iccid = (n: number): string => `8981${String(n).padStart(15, '0')}`
const say = (what: string, seconds: number, cpu = 0): void => {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
  console.log(
    `${what.padEnd(42)}${seconds.toFixed(3).padStart(9)} s, of the processor ${cpu.toFixed(3)} s   rss ${mb(rss)}, heap ${mb(heapUsed)}, buffers ${mb(arrayBuffers)}`,
  )
}
const timed = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
  const from = performance.now()
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  say(what, (performance.now() - from) / 1000, (user + system) / 1e6)
  return result
}

async function open(): Promise<Ledger> {
  const store = await openSqliteStore({
    path: join(directory, 'ledger.sqlite'),
    now: machineClock.now,
    seal,
  })
  return openLedger({ store, keys: openSqliteKeys(join(directory, 'keys.sqlite')), clock: machineClock })
}

async function post(ledger: Ledger, type: string, occurredAt: string, data: object): Promise<void> {
  const reference = type.endsWith('Published')
  const outcome = await record(ledger, {
    door: reference ? 'reference' : 'contract',
    ...(!reference && { contractId: CONTRACT }),
    actor: ACTOR,
    body: { type, occurredAt, service: 'sakura-cloud', ...(!reference && { partyId: 'p-1' }), data },
  })
  if (outcome.kind === 'problem') throw new Error(JSON.stringify(outcome.problem))
}

async function batches(
  ledger: Ledger,
  type: string,
  at: string,
  entry: (n: number) => object,
  more: object = {},
) {
  for (let from = 0; from < SIMS; from += BATCH) {
    const sims = Array.from({ length: Math.min(BATCH, SIMS - from) }, (_, i) => entry(from + i))
    await post(ledger, type, at, { ...more, sims })
  }
}

/** Every SIM talks in most months; one in ten fell silent after the first. */
const bytesOf = (n: number, m: number): number =>
  n % 10 === 0 && m > 0 ? 0 : ((n * 7919 + m * 104729) % 5_000_000) + 1

async function fill(ledger: Ledger): Promise<void> {
  await post(ledger, 'TermsVersionPublished', '2019-12-01T12:00:00+09:00', {
    document: 'service-terms', versionId: '2020-01-01', effectiveOn: '2020-01-01', textKnown: true, sameTextAs: '2025-04-16',
  }) // prettier-ignore
  await post(ledger, 'TariffPublished', '2019-12-01T12:00:00+09:00', {
    tariffId: 't', effectiveOn: '2020-01-01', taxTreatment: 'none', initialTermMonths: 12, simBaseFee: 100,
    lineMaintenanceFee: 300, dataUnitPrice: '1', dataUnit: 'mb', mobileGatewayFee: 1800,
  }) // prettier-ignore
  await post(ledger, 'MobileGatewayCreated', `${FIRST}-01T09:00:00+09:00`, { gatewayId: 'gw-1' })
  await batches(ledger, 'SimRegistered', `${FIRST}-01T10:00:00+09:00`, (n) => ({ iccid: iccid(n) }))
  await batches(ledger, 'SimAttached', `${FIRST}-01T11:00:00+09:00`, (n) => ({ iccid: iccid(n) }), {
    gatewayId: 'gw-1',
  })
  for (let m = 0; m < MONTHS; m++) {
    const of: Month = addMonths(FIRST, m)
    const entry = (n: number): object => ({ iccid: iccid(n), bytes: bytesOf(n, m) })
    await timed(`recorded ${of}`, () =>
      batches(ledger, 'SimUsageReported', `${lastDayOf(of)}T23:00:00+09:00`, entry, { month: of }),
    )
  }
}

async function read(): Promise<void> {
  const ledger = await timed('open', open)
  const render = (): Renderer => new Renderer('events')
  const now = startOf(lastDayOf(addMonths(FIRST, MONTHS)))
  const one = async (
    what: string,
    ask: (c: ReturnType<typeof caseOf>) => unknown,
    at = now,
  ): Promise<void> => {
    const text = await timed(what, async () => {
      const material = await ledger.loader.material(CONTRACT)
      if (!material) throw new Error('nothing was recorded yet')
      return JSON.stringify(ask(caseOf(material, at)))
    })
    console.log(`  ${(text.length / 1e3).toFixed(0)} kB`)
  }
  const asked = { revision: 0, knownAt: null, stream: `contract-${CONTRACT}` }
  const last = addMonths(FIRST, MONTHS - 1)
  await one('card, cold', (c) => card(c, asked, render()))
  await one('card, again', (c) => card(c, asked, render()))
  await one(`charges of ${last}`, (c) => charges(c, last, render()))
  await one(`charges of ${last}, again`, (c) => charges(c, last, render()))
  await one('charges of month 13', (c) => charges(c, addMonths(FIRST, 13), render()))
  await one(
    'charges seen from the middle of a month',
    (c) => charges(c, last, render()),
    startOf(`${last}-15` as never),
  )
  await one('a page of 1,000 details', (c) =>
    chargeDetail(c, last, 'sim-base', iccid(50_000), 1_000, render()),
  )
  await one('deadlines', (c) => deadlines(c, render()))
  await one('a page of 1,000 SIMs', (c) => resourcePage(c, 'sims', iccid(50_000), 1_000))
  if (globalThis.gc) globalThis.gc()
  say('at the end', 0)
  await ledger.store.close()
}

if (!values.read) {
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const ledger = await open()
  await timed('recorded all', () => fill(ledger))
  await ledger.store.close()
} else await read()
