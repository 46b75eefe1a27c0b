import { spawn } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openEmbedded } from '../src/cli/embedded.ts'
import { type Month, addMonths, lastDayOf, month as monthText } from '../src/domain/kernel/calendar.ts'
import { copies, tell } from './contracts.ts'
import { line, perSecond, timed, title } from './report.ts'

const MONTH = monthText('2026-03')
const EVENTS = 300
const MONTHS_OF_USE = 15
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const BARE_SERVER = fileURLToPath(new URL('./bare-server.ts', import.meta.url))
const PEAK = fileURLToPath(new URL('./peak-memory.ts', import.meta.url))
const LINE_FEED = 10
const CONFIG = { token: 'bench', testClock: false, data: '' }

/** Closes a month of many contracts as an operator does, `daicho close`, in one thread and in two more; then exports the bills. */
export async function close(directory: string, quick: boolean): Promise<void> {
  const contracts = quick ? 500 : 10_000
  title(`Closing ${MONTH} of ${contracts.toLocaleString('en')} contracts, ${EVENTS} events each`)
  const data = join(directory, 'close')
  const seconds = await timed(() => fill(data, contracts))
  line('filling the ledger', perSecond((contracts * EVENTS) / seconds), 'events')
  for (const workers of [1, 2]) {
    const copy = `${data}-${workers}`
    cpSync(data, copy, { recursive: true })
    const { said, cost } = await ended(copy, [
      MAIN,
      'close',
      '--month',
      MONTH,
      '--workers',
      String(workers),
      '--json',
      '--data',
    ])
    const { closed, seconds: spent } = JSON.parse(said) as { closed: number; seconds: number }
    if (closed !== contracts) throw new Error(`${closed} of ${contracts} bills were closed`)
    line(
      `closed, ${workers} worker${workers === 1 ? '' : 's'}`,
      perSecond(contracts / spent),
      cost(contracts),
    )
  }
  const { seconds: spent, cpu } = await reading(data)
  line('reading the log, the limit of open bills', perSecond(contracts / spent), perContract(cpu, contracts))
  await exports(`${data}-1`, data, contracts)
}

const perContract = (cpu: number, contracts: number): string =>
  `${(cpu / 1e3 / contracts).toFixed(2)} ms of CPU a contract`

/** Runs a process to its end, a data directory as its last argument: what it said, and what it cost, its start included. */
async function ended(
  data: string,
  args: readonly string[],
  meanwhile?: (said: string, end: () => void) => void,
): Promise<{ readonly said: string; readonly cost: (contracts: number) => string }> {
  const file = `${data}.peak`
  const child = spawn(process.execPath, ['--import', PEAK, ...args, data], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BENCH_PEAK: file },
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    meanwhile?.(said, () => child.kill('SIGTERM'))
  })
  await new Promise((done) => child.once('close', done))
  const { maxRSS, cpu } = JSON.parse(readFileSync(file, 'utf8')) as { maxRSS: number; cpu: number }
  const cost = (contracts: number): string =>
    `${perContract(cpu, contracts)}, ${Math.round(maxRSS / 1e3)} MB at most`
  return { said, cost }
}

const NDJSON = 'application/x-ndjson'
const CSV = 'text/csv'

/** What it takes to read every event once, and do nothing with it: seconds, and microseconds of CPU. */
async function reading(data: string): Promise<{ readonly seconds: number; readonly cpu: number }> {
  const { ledger, close: end } = await openEmbedded(CONFIG, { data })
  let events = 0
  const before = process.cpuUsage()
  const seconds = await timed(async () => {
    for await (const { revision } of ledger.store.readAll(0)) events += Math.min(1, revision)
  })
  const { user, system } = process.cpuUsage(before)
  await end()
  if (events === 0) throw new Error('the log is empty')
  return { seconds, cpu: user + system }
}

/** Bill runs over HTTP, read as they come, each from a server of its own: nothing is warm, and memory is told apart. */
async function exports(closed: string, open: string, contracts: number): Promise<void> {
  for (const accept of [NDJSON, CSV])
    for (const [name, path, data] of [
      ['statements', `/v1/statements?month=${MONTH}`, closed],
      ['charges, closed', `/v1/charges?month=${MONTH}`, closed],
      ['charges, open', `/v1/charges?month=${MONTH}`, open],
    ] as const) {
      const { seconds, lines, bytes, cost } = await exported(data, path, accept)
      if (lines < contracts) throw new Error(`${path}: ${lines} lines of ${contracts} bills`)
      const size = `${(bytes / 1e6).toFixed(0)} MB, ${lines.toLocaleString('en')} lines`
      line(
        `${name} as ${accept === CSV ? 'CSV' : 'NDJSON'}`,
        perSecond(contracts / seconds),
        `${cost(contracts)}, ${size}`,
      )
    }
}

async function exported(data: string, path: string, accept: string) {
  let seconds = 0
  let lines = 0
  let bytes = 0
  const read = async (url: string): Promise<void> => {
    const answer = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${CONFIG.token}`, accept },
    })
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++
    }
  }
  let begun = false
  const { cost } = await ended(data, [BARE_SERVER, CONFIG.token], (said, end) => {
    if (begun) return
    begun = true
    const { url } = JSON.parse(said) as { url: string }
    void timed(() => read(url)).then((spent) => ((seconds = spent), end()))
  })
  return { seconds, lines, bytes, cost }
}

/** One contract is told as clients tell it; the others are the same in streams of their own. */
async function fill(data: string, contracts: number): Promise<void> {
  const { ledger, close: end } = await openEmbedded(CONFIG, { data })
  for (const [type, body] of PUBLISHED) await tell(ledger, undefined, type, '2022-04-01T12:00:00+09:00', body)
  for (const [type, at, body] of history()) await tell(ledger, 'c-0', type, at, body)
  await copies(ledger, contracts)
  await end()
}

const PUBLISHED = [
  [
    'TariffPublished',
    {
      tariffId: 't-1',
      effectiveOn: '2022-05-01',
      taxTreatment: 'exclusive',
      paymentDueMonths: 1,
      paymentDueDay: 31,
      oneTimeFees: [{ item: 'data-transfer', amount: 3_000 }],
    },
  ],
  ['TaxRatePublished', { rate: '0.10', effectiveOn: '2019-10-01' }],
] as const

/** An application, 15 months of use, invoices and payments, and one-time fees up to the number of events. */
function history(): readonly (readonly [type: string, at: string, data: object])[] {
  const told: [string, string, object][] = [
    ['ApplicationSubmitted', '2024-12-05T12:00:00+09:00', { plan: 'basic', form: 'provider-form' }],
    ['ApplicationAccepted', '2024-12-10T12:00:00+09:00', {}],
    ['BillingStarted', '2024-12-11T12:00:00+09:00', { billingStartsOn: '2025-01-01' }],
  ]
  for (let n = 0; n < MONTHS_OF_USE; n++) {
    const of: Month = addMonths(monthText('2025-01'), n)
    const readings = [
      { meter: 'transcode-hours', quantity: '137.5' },
      { meter: 'storage-gb', quantity: '2300' },
      { meter: 'delivery-gb', quantity: '9000' },
      { meter: 'live-hours', quantity: '12' },
    ]
    told.push(['UsageMeasured', `${lastDayOf(of)}T23:00:00+09:00`, { month: of, readings }])
    told.push([
      'InvoiceIssued',
      `${addMonths(of, 1)}-05T12:00:00+09:00`,
      { invoiceId: `inv-${of}`, month: of, amount: 115_500 },
    ])
    told.push([
      'PaymentReceived',
      `${addMonths(of, 1)}-25T12:00:00+09:00`,
      { paymentId: `pay-${of}`, amount: 115_500 },
    ])
  }
  for (let n = 0; told.length < EVENTS; n++) {
    const at = `${addMonths(monthText('2025-01'), n % MONTHS_OF_USE)}-${String((n % 27) + 1).padStart(2, '0')}`
    told.push([
      'OneTimeFactOccurred',
      `${at}T${String(n % 24).padStart(2, '0')}:30:00+09:00`,
      { item: 'data-transfer' },
    ])
  }
  return told
}
