import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type StatementClosed } from '../../src/domain/contract/events/ledger.ts'
import { verify } from '../../src/ledger/verify.ts'
import { SERVER_COMMAND, sayWhatIsSkipped } from '../eventstore/kurrentdb-server.ts'
import { contract, eventsOf, publish, setClock } from '../ledger/billing.ts'
import { inherited } from '../serving.ts'
import { type Cluster, type Env, HAS_CLUSTER, startCluster } from './cluster.ts'

sayWhatIsSkipped('DAICHO_KURRENTDB_SERVER', SERVER_COMMAND)

const CHILD = fileURLToPath(new URL('close-child.ts', import.meta.url))
const NOW = '2025-04-10T09:00:00+09:00'
const CONTRACTS = 40

/** Closes until so many contracts were told of, then ends as a power cut would; what it said. */
async function closing(env: Env, workers: number, killAfter = Infinity): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', CHILD, '2025-02', String(workers), NOW],
    { env: { ...inherited(), ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const gone = new Promise((done) => child.once('exit', done))
  const said: string[] = []
  for await (const line of createInterface({ input: child.stdout }))
    if (said.push(line) === killAfter) child.kill('SIGKILL')
  await gone
  return said
}

describe.skipIf(!HAS_CLUSTER)('daicho close on two machines at once', { timeout: 240_000 }, () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  }, 120_000)
  afterAll(() => cluster.end(), 60_000)

  test('killed again and again: every bill once, and its number, without a gap', async () => {
    const env = await cluster.ledger()
    const { ledger } = await cluster.open({ ...env, DAICHO_TEST_CLOCK: '1' } as Env)
    setClock(ledger, NOW)
    await publish(ledger)
    await Promise.all(Array.from({ length: CONTRACTS }, (_, n) => contract(ledger, `c-${n}`, String(n * 40))))
    for (const kills of [
      [3, 6],
      [9, 4],
    ])
      // the two start together and die at different moments
      await Promise.all(kills.map((kill, i) => closing(env, i + 1, kill)))
    const [one, other] = await Promise.all([closing(env, 1), closing(env, 2)])
    for (const said of [one, other]) {
      expect(said).toHaveLength(CONTRACTS)
      expect(said.filter((line) => !/ (closed|already)/.test(line))).toEqual([])
    }
    const closed = await eventsOf(ledger, 'StatementClosed')
    const bills = closed.map((event) => `${event.contractId}/${(event.data as StatementClosed).month}`)
    expect([bills.length, new Set(bills).size]).toEqual([CONTRACTS, CONTRACTS])
    const numbers = closed.map((event) => (event.data as StatementClosed).number).sort()
    const series = Array.from({ length: CONTRACTS }, (_, i) => `iij-media-sphere-2025-${String(i + 1).padStart(6, '0')}`) // prettier-ignore
    expect(numbers).toEqual(series)
    const taken = await eventsOf(ledger, 'StatementNumbered')
    expect(taken.map(({ data }) => String(data['statement'])).sort()).toEqual(bills.sort())
    const faults: unknown[] = []
    for await (const fault of verify(ledger.store, () => undefined)) faults.push(fault)
    expect(faults).toEqual([])
  })
})
