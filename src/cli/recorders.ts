import { type Actor } from '../eventstore/event-store.ts'
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

/** Records actions under keys, so many at once as share a commit well where it records. */
export type Recorder = {
  readonly atOnce: number
  readonly record: (told: Told, key: string) => Promise<Answer>
}

const OPERATOR: Actor = { id: 'operator', role: 'operator' }

/** Into a ledger that this process has open. */
export const intoLedger = (ledger: Ledger): Recorder => ({
  atOnce: 8_192,
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
export const intoServer = ({ url, token }: Server): Recorder => ({
  atOnce: 64,
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
    })
    const replayed = answer.headers.get('idempotent-replayed') === 'true'
    const { status } = answer
    const said = (await answer.json()) as { type?: string; detail?: string }
    if (answer.ok) return { status, replayed }
    if (status === 401) throw new Error(`${url} does not take this token`)
    const type = said.type?.split('/').at(-1) ?? 'internal'
    return { status, replayed, problem: { type, detail: said.detail ?? `answered ${status}` } }
  },
})

const pathOf = ({ door, contractId }: Told): string =>
  door === 'contract'
    ? `/v1/contracts/${contractId ?? ''}/actions`
    : door === 'reference'
      ? '/v1/reference/actions'
      : '/v1/outages'
