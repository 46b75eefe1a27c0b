import { type Actor, StoreUnavailable } from '../eventstore/event-store.ts'
import { type Told } from '../ledger/journal.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { record } from '../ledger/record.ts'
import { type Server } from './served.ts'

/** What became of an action; `replayed`: it was recorded under its key before. */
export type Answer = {
  readonly status: number
  readonly replayed: boolean
  readonly problem?: { readonly type: string; readonly detail: string }
}

/**
 * Records actions under keys, so many at once as share a commit well where it records. It throws `StoreUnavailable`
 * where that does not answer.
 */
export type Recorder = {
  readonly atOnce: number
  readonly record: (told: Told, key: string) => Promise<Answer>
}

const OPERATOR: Actor = { id: 'operator', role: 'operator' }

/** Actions under way at once: they share a commit in the log of one machine; elsewhere each has a way to go. */
const AT_ONCE_HERE = 8_192
const AT_ONCE_ELSEWHERE = 64

/** Into a ledger that this process has open. */
export const intoLedger = (ledger: Ledger, isShared = false): Recorder => ({
  atOnce: isShared ? AT_ONCE_ELSEWHERE : AT_ONCE_HERE,
  record: async (told, key) => {
    const outcome = await record(ledger, { ...told, key, actor: OPERATOR })
    if (outcome.kind === 'same') return { status: 200, replayed: false }
    const replayed = outcome.replayed === true
    if (outcome.kind === 'recorded') return { status: 201, replayed }
    const { type, status, detail } = outcome.problem
    return { status, replayed, problem: { type, detail } }
  },
})

/** Into a ledger that is served elsewhere. */
export function intoServer({ url, token }: Server): Recorder {
  let answered = false
  return {
    atOnce: AT_ONCE_ELSEWHERE,
    record: async (told, key) => {
      const answer = await fetch(new URL(pathOf(told), url), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
          prefer: 'return=minimal',
        },
        body: JSON.stringify(told.body),
      }).catch((cause: unknown) => {
        // One that never answered is more likely not there at all than away for a moment.
        if (!answered) throw new Error(`nobody answers at ${url}`, { cause })
        throw new StoreUnavailable(`nobody answers at ${url}`, { retryAfter: 1, inDoubt: true, cause })
      })
      answered = true
      return answerOf(url, answer)
    },
  }
}

async function answerOf(url: string, answer: Response): Promise<Answer> {
  const { status, headers } = answer
  const replayed = headers.get('idempotent-replayed') === 'true'
  const said = (await answer.json()) as { type?: string; detail?: string }
  if (answer.ok) return { status, replayed }
  if (status === 401) throw new Error(`${url} does not take this token`)
  if (status === 503) {
    const retryAfter = Number(headers.get('retry-after') ?? 1)
    throw new StoreUnavailable(said.detail ?? 'not now', { retryAfter, inDoubt: true, cause: undefined })
  }
  const type = said.type?.split('/').at(-1) ?? 'internal'
  return { status, replayed, problem: { type, detail: said.detail ?? `answered ${status}` } }
}

const pathOf = ({ door, contractId }: Told): string =>
  door === 'contract'
    ? `/v1/contracts/${contractId ?? ''}/actions`
    : door === 'reference'
      ? '/v1/reference/actions'
      : '/v1/outages'
