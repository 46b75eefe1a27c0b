import { type Clause, type Cause } from '../domain/kernel/finding.ts'
import { type Material } from './load.ts'
import { type StoredEvent } from '../eventstore/event-store.ts'

/** One thing that is wrong with an input, and where. */
export type InputError = { readonly path: string; readonly message: string }

/** Why an action was not recorded as asked, in the words of RFC 9457; `type` is the end of the problem's URI. */
export type Problem =
  | {
      readonly type: 'malformed'
      readonly status: 400
      readonly detail: string
      readonly errors: readonly InputError[]
    }
  | { readonly type: 'not-found'; readonly status: 404; readonly detail: string }
  | { readonly type: 'conflict'; readonly status: 409; readonly detail: string }
  | { readonly type: 'precondition-failed'; readonly status: 412; readonly detail: string }
  | { readonly type: 'too-large'; readonly status: 413; readonly detail: string }
  | { readonly type: 'idempotency-key'; readonly status: 422; readonly detail: string }
  | Refused

/** The terms do not allow it. Recorded as `ActionRefused` unless it was a dry run. */
export type Refused = {
  readonly type: 'refused'
  readonly status: 422
  readonly detail: string
  readonly what: string
  readonly clause: Clause
  readonly causes: readonly Cause[]
}

/**
 * What became of an action. `events` are what was recorded for it; `after`, of a dry run, is the contract as it would
 * stand then; `replayed`: it is the first answer given under the key again, and nothing was recorded now.
 */
export type Outcome =
  | {
      readonly kind: 'recorded'
      readonly events: readonly StoredEvent[]
      readonly revision: number
      readonly after?: Material
      readonly replayed?: true
    }
  /** The same fact is recorded already: nothing new was. */
  | { readonly kind: 'same' }
  | {
      readonly kind: 'problem'
      readonly problem: Problem
      readonly event?: StoredEvent
      readonly replayed?: true
    }

export const malformed = (errors: readonly InputError[]): Problem => ({
  type: 'malformed',
  status: 400,
  detail: errors.map(({ path, message }) => `${path}: ${message}`).join('; '),
  errors,
})
export const notFound = (detail: string): Problem => ({ type: 'not-found', status: 404, detail })
export const conflict = (detail: string): Problem => ({ type: 'conflict', status: 409, detail })
