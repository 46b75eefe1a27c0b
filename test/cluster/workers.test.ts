import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { daicho } from '../cli/running.ts'
import { SERVER_COMMAND, sayWhatIsSkipped } from '../eventstore/kurrentdb-server.ts'
import { type Serving, serving } from '../serving.ts'
import { type Cluster, type Env, HAS_CLUSTER, startCluster } from './cluster.ts'
import { get, load } from './writers.ts'

sayWhatIsSkipped('DAICHO_KURRENTDB_SERVER', SERVER_COMMAND)

const WRITERS = 8
const ROUNDS = 4

describe.skipIf(!HAS_CLUSTER)('two processes of daicho project', { timeout: 240_000 }, () => {
  let cluster: Cluster
  let env: Env
  let node: Serving
  let workers: Serving[] = []
  const worker = (): Promise<Serving> => serving(['--log', 'error'], env, 'project')
  beforeAll(async () => {
    cluster = await startCluster()
    env = await cluster.ledger()
    node = await serving(['--api-only', '--log', 'error'], env)
    workers = await Promise.all([worker(), worker()])
  }, 240_000)
  afterAll(async () => {
    await Promise.all([node, ...workers].map((each) => each.stop()))
    await cluster.end()
  }, 60_000)

  /** The list as it stands when everything recorded by now is in it. */
  const listed = async (): Promise<readonly Record<string, unknown>[]> => {
    const answer = await fetch(`${node.url}/v1/contracts?consistent=true`, {
      headers: { authorization: `Bearer ${node.token}`, accept: 'application/x-ndjson' },
    })
    expect(answer.status).toBe(200)
    const lines = (await answer.text()).split('\n').filter((line) => line !== '')
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  test('either of them killed under writers: the other one goes on, and every list is as the contracts say', async () => {
    const work = load(() => [node], WRITERS, 'viewed')
    for (let round = 0; round < ROUNDS; round++) {
      const from = work.acknowledged()
      while (work.acknowledged() < from + 40) await sleep(20)
      const one = round % workers.length
      await workers[one]?.kill()
      const rows = await listed() // the other one alone, while writers go on
      expect(rows).toHaveLength(WRITERS)
      workers[one] = await worker()
    }
    await work.end(node)
    for (const row of await listed()) {
      const card = (await (await get(node, `/v1/contracts/${String(row['contractId'])}`)).json()) as Record<
        string,
        unknown
      >
      expect(card).toMatchObject(row)
    }
    const replayed = await daicho(['replay', '--json'], env)
    const said = JSON.parse(replayed.stdout) as { differences: unknown; before: string; after: string }
    expect([replayed.code, said.differences, said.before]).toEqual([0, [], said.after])
  })

  test('a worker says how far the views are, and that they are ready', async () => {
    const [first] = workers
    const metrics = await (await get(first ?? node, '/v1/metrics')).text()
    expect(metrics).toMatch(/^daicho_views_lag_positions 0$/m)
    expect(metrics).toMatch(/^daicho_views_waiting_contracts 0$/m)
    expect((await get(first ?? node, '/v1/ready')).status).toBe(200)
    expect((await get(first ?? node, '/v1/contracts')).status).toBe(404)
  })

  test('PostgreSQL restarted: the workers go on, and nothing is missing', async () => {
    const work = load(() => [node], WRITERS, 'restarted')
    while (work.acknowledged() < 40) await sleep(20)
    const server = cluster.postgres.own
    if (!server) return work.end(node)
    await server.stop('SIGKILL')
    await sleep(1_000)
    await server.start()
    const from = work.acknowledged()
    while (work.acknowledged() < from + 40) await sleep(20)
    await work.end(node)
    expect(await listed()).toHaveLength(2 * WRITERS)
    const { code, stdout } = await daicho(['replay', '--json'], env)
    expect([code, (JSON.parse(stdout) as { differences: unknown }).differences]).toEqual([0, []])
  })
})
