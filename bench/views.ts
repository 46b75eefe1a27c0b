import { join } from 'node:path'
import { openEmbedded } from '../src/cli/embedded.ts'
import { type Ledger } from '../src/ledger/ledger.ts'
import { Lists } from '../src/ledger/lists.ts'
import { Loader } from '../src/ledger/load.ts'
import { step, tend } from '../src/ledger/tend.ts'
import { begin } from '../src/readstore/generations.ts'
import { openSqliteViews } from '../src/readstore/sqlite.ts'
import { copies, tell } from './contracts.ts'
import { line, ms, perSecond, quantile, timed, title } from './report.ts'

const EVENTS = 100
const CONFIG = { token: 'bench', testClock: false, data: '' }
const LOOK_MS = 20
const LOAD_MS = 15_000

/** Builds the views of a million events anew, beside a bare read of them; then how far behind they are under load. */
export async function views(directory: string, quick: boolean): Promise<void> {
  const contracts = quick ? 300 : 10_000
  const events = contracts * EVENTS
  title(`Views of ${contracts.toLocaleString('en')} contracts, ${events.toLocaleString('en')} events`)
  const { ledger, close } = await openEmbedded(CONFIG, { data: join(directory, 'views') })
  await fill(ledger, contracts)
  let read = 0
  const bare = await timed(async () => {
    for await (const { position } of ledger.store.readAll(0)) read += Math.min(1, position)
  })
  const reads = await openSqliteViews(join(directory, 'views.sqlite'))
  const loader = new Loader(ledger.store, ledger.directory, 20_000)
  const it = { ledger, loader, reads, onFault: fault }
  await begin(reads)
  const rebuild = await timed(async () => {
    while (await step(it)) continue
  })
  line('built anew', perSecond(read / rebuild), `${(bare / rebuild).toFixed(3)} of a bare read`)
  line('  contracts computed', perSecond(contracts / rebuild), memory())
  line('  bare read of the same events', perSecond(read / bare))
  await lag(ledger, reads)
  await reads.close()
  await close()
}

/** While events are recorded as fast as one process takes them, the views follow in the same process. */
async function lag(ledger: Ledger, reads: Awaited<ReturnType<typeof openSqliteViews>>): Promise<void> {
  const lists = new Lists(ledger, reads, () => openSqliteViews(''))
  const ending = new AbortController()
  const work = tend({ ledger, loader: ledger.loader, reads, onFault: fault }, ending.signal)
  const lags: number[] = []
  let recorded = 0
  for (const perSecondWanted of [10, 100, Infinity]) {
    lags.length = 0
    recorded = 0
    const from = performance.now()
    while (performance.now() - from < LOAD_MS) {
      const told = performance.now()
      await tell(
        ledger,
        `c-${recorded % 100}`,
        'UsageMeasured',
        '2026-06-20T12:00:00+09:00',
        usage(recorded++),
      )
      if (perSecondWanted !== Infinity) {
        await seen(lists)
        lags.push(performance.now() - told)
        await new Promise((done) => setTimeout(done, 1_000 / perSecondWanted))
      }
    }
    const rate = recorded / ((performance.now() - from) / 1_000)
    const caught = await timed(() => seen(lists))
    if (lags.length > 0)
      line(`recorded until seen in the lists, ${Math.round(rate)}/s: p50 / p99`, `${ms(quantile(lags, 0.5))} / ${ms(quantile(lags, 0.99))}`) // prettier-ignore
    else
      line(
        `as fast as one caller records`,
        perSecond(rate),
        `caught up ${ms(caught * 1_000)} after the last event`,
      )
  }
  ending.abort()
  await work
}

async function seen(lists: Lists): Promise<void> {
  for (;;) {
    const { position, head } = await lists.lag()
    if (position === head) return
    await new Promise((done) => setTimeout(done, LOOK_MS / 10))
  }
}

const memory = (): string => `${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB resident`
const fault = (what: string, error: unknown): void => {
  throw new Error(what, { cause: error })
}

/** One contract is told as clients tell it; the others are the same in streams of their own. */
async function fill(ledger: Ledger, contracts: number): Promise<void> {
  await tell(ledger, undefined, 'TaxRatePublished', '2022-04-01T12:00:00+09:00', { rate: '0.10', effectiveOn: '2019-10-01' }) // prettier-ignore
  await tell(ledger, 'c-0', 'ApplicationSubmitted', '2022-06-01T12:00:00+09:00', { plan: 'premium', form: 'provider-form' }) // prettier-ignore
  await tell(ledger, 'c-0', 'ApplicationAccepted', '2022-06-02T12:00:00+09:00', {})
  await tell(ledger, 'c-0', 'BillingStarted', '2022-06-03T12:00:00+09:00', { billingStartsOn: '2022-07-01' })
  for (let i = 0; i < EVENTS - 3; i++) {
    const month = `${2022 + Math.floor((6 + (i >> 1)) / 12)}-${String(((6 + (i >> 1)) % 12) + 1).padStart(2, '0')}`
    await tell(ledger, 'c-0', 'UsageMeasured', `${month}-20T12:00:00.${String(i).padStart(3, '0')}+09:00`, usage(i, month)) // prettier-ignore
  }
  await copies(ledger, contracts)
}

const usage = (i: number, month = '2026-06') => ({
  month,
  readings: [
    { meter: 'transcode-hours', quantity: String(100 + i) },
    { meter: 'storage-gb', quantity: '2300' },
  ],
})
