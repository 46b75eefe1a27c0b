import { type ChildProcess, fork } from 'node:child_process'
import { Agent, request } from 'node:http'
import { line, median, ms, perSecond, quantile, ratio, timed, title } from './report.ts'

const CONNECTIONS = 16
const EVENTS_A_CONTRACT = 10
const ROUNDS = 3
const AIM_COMMANDS = 0.4
const AIM_READ_MS = 5
const TOKEN = 'bench'

type Served = { readonly port: number; readonly child: ChildProcess }
type Call = { readonly method: string; readonly path: string; readonly body?: string }

/** Commands over HTTP beside an empty fastify + zod route, then reads of one contract. */
export async function http(directory: string, quick: boolean): Promise<void> {
  title(
    `Commands over HTTP (${CONNECTIONS} connections, contracts of ${EVENTS_A_CONTRACT} events, Prefer: return=minimal)`,
  )
  const contracts = quick ? 100 : 600
  const ledger = await serve('ledger', directory)
  const empty = await serve('empty', directory)
  await post(ledger, '/v1/reference/actions', {
    type: 'TaxRatePublished',
    service: 'iij-media-sphere',
    occurredAt: '2020-01-01T12:00:00+09:00',
    data: { rate: '0.10', effectiveOn: '2019-10-01' },
  })
  const ours: number[] = []
  const limits: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const actions = Array.from({ length: contracts }, (_, i) => history(`h-${round}-${i}`, EVENTS_A_CONTRACT))
    limits.push(await commands(empty, actions))
    ours.push(await commands(ledger, actions))
  }
  line(
    'commands, recorded and on disk',
    perSecond(median(ours)),
    ratio(median(ours), median(limits), AIM_COMMANDS),
  )
  line('  empty fastify + zod route, same client', perSecond(median(limits)))
  await reads(ledger, quick)
  await memory(ledger)
  for (const { child } of [ledger, empty]) child.disconnect()
}

/** Each connection works through whole contracts, so that the actions of one come in their order. */
async function commands(served: Served, contracts: readonly (readonly Call[])[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  let next = 0
  const worker = async (): Promise<void> => {
    for (let calls = contracts[next++]; calls; calls = contracts[next++]) {
      for (const each of calls) await call(served, agent, each, 201)
    }
  }
  const seconds = await timed(
    async () => void (await Promise.all(Array.from({ length: CONNECTIONS }, worker))),
  )
  agent.destroy()
  return (contracts.length * EVENTS_A_CONTRACT) / seconds
}

async function reads(served: Served, quick: boolean): Promise<void> {
  title('Reads of one contract of 300 events (one caller)')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (const each of history('r-1', 300)) await call(served, agent, each, 201)
  for (const [name, path] of [
    ['card', ''],
    ['charges of a month', '/charges?month=2025-06'],
  ] as const) {
    const times: number[] = []
    for (let i = 0; i < (quick ? 300 : 2_000); i++) {
      times.push(
        (await timed(
          async () =>
            void (await call(served, agent, { method: 'GET', path: `/v1/contracts/r-1${path}` }, 200)),
        )) * 1_000,
      )
    }
    const warm = times.slice(50)
    line(
      `${name}: p50 / p99`,
      `${ms(quantile(warm, 0.5))} / ${ms(quantile(warm, 0.99))}`,
      `aim: p99 under ${AIM_READ_MS} ms; first read ${ms(times[0] ?? 0)}`,
    )
  }
  agent.destroy()
}

async function memory({ child }: Served): Promise<void> {
  title('Memory of the serving process afterwards')
  const answered = new Promise<NodeJS.MemoryUsage>((done) =>
    child.once('message', (said: { memory: NodeJS.MemoryUsage }) => done(said.memory)),
  )
  child.send('memory')
  const { rss, heapUsed } = await answered
  line('resident / heap', `${Math.round(rss / 2 ** 20)} / ${Math.round(heapUsed / 2 ** 20)} MiB`)
}

/** A believable contract: applied for, accepted, billed, then readings month by month. */
function history(contractId: string, events: number): readonly Call[] {
  const action = (type: string, occurredAt: string, data: object): Call => ({
    method: 'POST',
    path: `/v1/contracts/${contractId}/actions`,
    body: JSON.stringify({ type, service: 'iij-media-sphere', partyId: `p-${contractId}`, occurredAt, data }),
  })
  const opening = [
    action('ApplicationSubmitted', '2022-06-01T12:00:00+09:00', { plan: 'premium', form: 'provider-form' }),
    action('ApplicationAccepted', '2022-06-02T12:00:00+09:00', {}),
    action('BillingStarted', '2022-06-03T12:00:00+09:00', { billingStartsOn: '2022-07-01' }),
  ]
  const readings = Array.from({ length: events - opening.length }, (_, i) => {
    const month = `${2022 + (Math.floor((i + 6) / 12) % 4)}-${String(((i + 6) % 12) + 1).padStart(2, '0')}`
    return action('UsageMeasured', `${month}-20T12:00:00.${String(i).padStart(3, '0')}+09:00`, {
      month,
      readings: [
        { meter: 'transcode-hours', quantity: String(100 + i) },
        { meter: 'storage-gb', quantity: '2300' },
        { meter: 'delivery-gb', quantity: '12000.5' },
        { meter: 'live-hours', quantity: '80' },
      ],
    })
  })
  return [...opening, ...readings]
}

async function post(served: Served, path: string, body: object): Promise<void> {
  const agent = new Agent()
  await call(served, agent, { method: 'POST', path, body: JSON.stringify(body) }, 201)
  agent.destroy()
}

const serve = (kind: string, directory: string): Promise<Served> =>
  new Promise((done, fail) => {
    const child = fork(new URL('./server.ts', import.meta.url), [kind, directory], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    child.once('error', fail)
    child.once('message', (said: { port: number }) => done({ port: said.port, child }))
  })

const call = ({ port }: Served, agent: Agent, { method, path, body }: Call, wanted: number): Promise<void> =>
  new Promise((done, fail) => {
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      prefer: 'return=minimal',
    }
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        method,
        path,
        headers: body === undefined ? { authorization: headers.authorization } : headers,
      },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () =>
          answer.statusCode === wanted
            ? done()
            : fail(
                new Error(
                  `${method} ${path} answered ${answer.statusCode}: ${Buffer.concat(parts).toString().slice(0, 300)}`,
                ),
              ),
        )
      },
    )
    sent.on('error', fail)
    sent.end(body)
  })
