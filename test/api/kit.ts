import { type FastifyInstance, type LightMyRequestResponse } from 'fastify'
import { createApp } from '../../src/api/app.ts'
import { type AppOptions } from '../../src/api/options.ts'
import { openEmbedded } from '../../src/cli/embedded.ts'
import { viewsOf } from '../../src/cli/views.ts'
import { type Ledger } from '../../src/ledger/ledger.ts'
import { step } from '../../src/ledger/tend.ts'
import { begin } from '../../src/readstore/generations.ts'
import { type ReadStore } from '../../src/readstore/read-store.ts'
import { openSqliteViews } from '../../src/readstore/sqlite.ts'
import { expectSameJudgements } from '../ledger/rejudging.ts'

export const TOKEN = 'token-of-a-test'
type Headers = Readonly<Record<string, string>>
type Json = Record<string, unknown> & readonly Json[]

/** An answer with its body read: of an NDJSON body a list of its lines. */
export type Answer = {
  readonly status: number
  readonly headers: LightMyRequestResponse['headers']
  readonly text: string
  // What a test looks at in an answer is checked by the test itself.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any
}

/**
 * The HTTP interface of a ledger in memory whose clock stands where `clock` sets it. Closing it holds that everything
 * a test recorded is judged today as it was then.
 */
export async function api(options: Partial<AppOptions> = {}) {
  const { ledger, close } = await memoryLedger()
  return served(ledger, options, close)
}

/**
 * The same with its lists across contracts. Nobody keeps them caught up until `start` is called; by hand it is done
 * with `step` (a piece of the work, false when there is none) or `caughtUp` (all of it).
 * @param open where what is read lies; closing the interface closes it
 */
export async function apiWithLists(
  options: Partial<AppOptions> = {},
  open: () => Promise<ReadStore> = () => openSqliteViews(':memory:'),
) {
  const { ledger, close } = await memoryLedger()
  const reads = await open()
  const views = viewsOf(ledger, reads, raised)
  const it = { ledger, loader: ledger.loader, reads, onFault: raised }
  const stepped = async (): Promise<boolean> => {
    await begin(reads)
    return step(it)
  }
  const caughtUp = async (): Promise<void> => {
    while (await stepped()) continue
  }
  const whole = await served(ledger, { ...options, lists: views.lists }, async () => {
    await views.close()
    await close()
  })
  return { ...whole, reads, lists: views.lists, start: views.start, step: stepped, caughtUp }
}

const memoryLedger = () => openEmbedded({ token: TOKEN, testClock: true, data: 'unused' }, { memory: true })

const raised = (what: string, error: unknown): void => {
  throw new Error(what, { cause: error })
}

async function served(ledger: Ledger, options: Partial<AppOptions>, close: () => Promise<void>) {
  const app = await createApp(ledger, { token: TOKEN, ...options })
  const end = async (): Promise<void> => {
    await app.close()
    await expectSameJudgements(ledger)
    await close()
  }
  return { ledger, app, close: end, ...client(app) }
}

export function client(app: FastifyInstance) {
  const call = async (
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: unknown,
    headers: Headers = {},
  ): Promise<Answer> => {
    const answer = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      ...(payload !== undefined && { payload: payload as string | object }),
    })
    return read(answer)
  }
  return {
    call,
    get: (url: string, headers?: Headers) => call('GET', url, undefined, headers),
    post: (contractId: string, action: unknown, headers?: Headers, query = '') =>
      call('POST', `/v1/contracts/${contractId}/actions${query}`, action, headers),
    reference: (action: unknown, headers?: Headers, query = '') =>
      call('POST', `/v1/reference/actions${query}`, action, headers),
    outage: (action: unknown, headers?: Headers, query = '') =>
      call('POST', `/v1/outages${query}`, action, headers),
    many: (body: string | Buffer, headers: Headers = {}) =>
      call('POST', '/v1/actions', body, { 'content-type': 'application/x-ndjson', ...headers }),
    clock: (now: string) => call('PUT', '/v1/test-clock', { now }),
  }
}

function read(answer: LightMyRequestResponse): Answer {
  const text = answer.body
  const type = String(answer.headers['content-type'] ?? '')
  const json = (): Json | undefined => {
    if (type.startsWith('application/x-ndjson'))
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Json) as unknown as Json
    return type.includes('json') && text !== '' ? (JSON.parse(text) as Json) : undefined
  }
  return { status: answer.statusCode, headers: answer.headers, text, json: json() }
}

/** The application of an IIJ Media Sphere contract. */
export const application = (over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  type: 'ApplicationSubmitted',
  service: 'iij-media-sphere',
  partyId: 'p-1',
  occurredAt: '2025-01-10T10:00:00+09:00',
  data: { plan: 'basic' },
  ...over,
})
export const acceptance = {
  type: 'ApplicationAccepted',
  occurredAt: '2025-01-12T10:00:00+09:00',
  data: {},
}
/** Refused on a basic plan. */
export const drmApplication = {
  type: 'OptionApplied',
  occurredAt: '2025-01-13T10:00:00+09:00',
  data: { option: 'drm', ref: 'drm-1' },
}
export type Api = Awaited<ReturnType<typeof api>>
export type { Ledger }
