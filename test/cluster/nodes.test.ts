import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { daicho } from '../cli/running.ts'
import { SERVER_COMMAND, sayWhatIsSkipped } from '../eventstore/kurrentdb-server.ts'
import { type Serving, serving } from '../serving.ts'
import { type Cluster, type Env, HAS_CLUSTER, startCluster } from './cluster.ts'
import { get, load } from './writers.ts'

sayWhatIsSkipped('DAICHO_KURRENTDB_SERVER', SERVER_COMMAND)

const WRITERS = 12

describe.skipIf(!HAS_CLUSTER)('two nodes of daicho serve', { timeout: 240_000 }, () => {
  let cluster: Cluster
  let env: Env
  let nodes: Serving[] = []
  const node = (): Promise<Serving> => serving(['--api-only', '--log', 'error'], env)
  beforeAll(async () => {
    cluster = await startCluster()
    env = await cluster.ledger()
    nodes = await Promise.all([node(), node()])
  }, 240_000)
  afterAll(async () => {
    await Promise.all(nodes.map((each) => each.stop()))
    await cluster.end()
  }, 60_000)

  const [first, second] = [0, 1].map((i) => (): Serving => {
    const one = nodes[i]
    if (!one) throw new Error('no node')
    return one
  }) as [() => Serving, () => Serving]
  const ready = async (of: Serving): Promise<number> => (await get(of, '/v1/ready')).status
  const until = async (what: () => Promise<boolean>): Promise<void> => {
    for (let i = 0; i < 600 && !(await what().catch(() => false)); i++) await sleep(100)
    expect(await what()).toBe(true)
  }
  /** Waits until the writers have got so many further. */
  const further = (work: { readonly acknowledged: () => number }, by: number): Promise<void> => {
    const from = work.acknowledged()
    return until(async () => work.acknowledged() >= from + by)
  }
  const told = (case_: string, work: ReturnType<typeof load>): void =>
    void process.stderr.write(
      `${case_}: ${work.acknowledged()} acknowledged, ${work.unavailable()} answers of 503 or none\n`,
    )

  test('writers by turns: every action once, whichever node is asked', async () => {
    const work = load(() => nodes, WRITERS, 'turns')
    await further(work, 200)
    await work.end(second())
    told('by turns', work)
    expect(work.unavailable()).toBe(0)
  })

  test('a node killed under writers and started again: they go on with the other one, nothing is lost or doubled', async () => {
    const work = load(() => nodes, WRITERS, 'killed')
    for (let kill = 0; kill < 2; kill++) {
      await further(work, 60)
      await first().kill()
      await further(work, 60)
      nodes = [await node(), second()]
    }
    await further(work, 60)
    await work.end(first())
    told('a node killed twice', work)
  })

  test('a node told to stop under writers ends in order', async () => {
    const work = load(() => nodes, WRITERS, 'stopped')
    await further(work, 60)
    await second().stop()
    await further(work, 30)
    nodes = [first(), await node()]
    await work.end(second())
    told('a node stopped', work)
  })

  test('KurrentDB killed under writers and started again', async () => {
    const work = load(() => nodes, WRITERS, 'log')
    for (let kill = 0; kill < 2; kill++) {
      await further(work, 60)
      await cluster.kurrentdb.kill()
      expect(await ready(first())).toBe(503)
      expect((await get(first(), '/v1/health')).status).toBe(200)
      await cluster.kurrentdb.start()
    }
    await further(work, 60)
    await until(async () => (await ready(first())) === 200 && (await ready(second())) === 200)
    await work.end(first())
    told('KurrentDB killed twice', work)
  })

  test('KurrentDB away for long: 503 and when to come back, and then it goes on', async () => {
    const work = load(() => nodes, 4, 'away')
    await further(work, 10)
    await cluster.kurrentdb.kill()
    await until(async () => work.unavailable() > 4)
    const answer = await get(first(), '/v1/contracts/away-0')
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([503, true])
    await cluster.kurrentdb.start()
    await further(work, 10)
    await work.end(second())
    told('KurrentDB away', work)
  })

  test.each(['SIGINT', 'SIGKILL'] as const)(
    'PostgreSQL ended by %s under writers and started again',
    async (signal) => {
      const { own } = cluster.postgres
      if (!own) return // one that was given is not to be stopped
      const work = load(() => nodes, WRITERS, `base-${signal.toLowerCase()}`)
      await further(work, 60)
      await own.stop(signal)
      await until(async () => work.unavailable() > WRITERS)
      expect(await ready(first())).toBe(503)
      const of = async (path: string) =>
        (await get(first(), `/v1/contracts/base-${signal.toLowerCase()}-0${path}`)).status
      expect([await of(''), await of('/history')]).toEqual([200, 503]) // only the latter shows a name
      await own.start()
      await further(work, 60)
      await until(async () => (await ready(first())) === 200 && (await ready(second())) === 200)
      await work.end(second())
      told(`PostgreSQL ${signal}`, work)
    },
  )

  test('an import goes on where the log was away, and a second one records nothing', async () => {
    const line = (i: number): string =>
      JSON.stringify({ contractId: `imported-${i % 50}`, type: i < 50 ? 'ApplicationSubmitted' : 'OneTimeFactOccurred', service: 'iij-media-sphere', partyId: 'p-1', occurredAt: '2025-01-10T10:00:00+09:00', data: i < 50 ? { plan: 'basic' } : { item: 'data-transfer' } }) // prettier-ignore
    const journal = Array.from({ length: 1_000 }, (_, i) => line(i)).join('\n')
    const imported = daicho(['import', '-', '--json'], env, journal)
    await until(async () => (await get(first(), '/v1/contracts/imported-1')).status === 200)
    await cluster.kurrentdb.kill()
    await sleep(1_000)
    await cluster.kurrentdb.start()
    const { code, stdout } = await imported
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { lines: 1_000, recorded: 1_000, failed: 0 }])
    const again = await daicho(['import', '-', '--json'], env, journal)
    expect(JSON.parse(again.stdout)).toMatchObject({ lines: 1_000, recorded: 0, same: 1_000 })
  })

  test('at the end every hash verifies, and everything is judged as it was', async () => {
    const [verified, judged] = [
      await daicho(['verify', '--json'], env),
      await daicho(['rejudge', '--json'], env),
    ]
    expect([verified.code, JSON.parse(verified.stdout)]).toMatchObject([0, { faults: [] }])
    expect([judged.code, judged.stderr]).toEqual([0, ''])
  })

  test('a data directory beside it, no token, half of the addresses: wrong use, and no secret is said', async () => {
    for (const [args, more, said] of [
      [['serve', '--data', 'x'], {}, '--data and DAICHO_KURRENTDB exclude each other'],
      [['serve', '--memory'], {}, '--memory and DAICHO_KURRENTDB exclude each other'],
      [['serve'], { DAICHO_TOKEN: '' }, 'DAICHO_TOKEN is needed'],
      [['verify', '--data', 'x'], {}, 'exclude each other'],
      [['demo'], {}, 'the demo fills a data directory'],
      [['verify'], { DAICHO_POSTGRES: '' }, 'DAICHO_POSTGRES is not'],
    ] as const) {
      const { code, stderr } = await daicho(args, { ...env, ...more })
      expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    }
    const wrong = { ...env, DAICHO_POSTGRES: 'postgres://u:hidden@127.0.0.1:1/none' }
    const away = await daicho(['verify'], wrong)
    expect([away.code, away.stderr]).toEqual([1, expect.stringContaining('PostgreSQL does not answer')])
    expect(away.stderr).not.toContain('hidden')
  })
})
