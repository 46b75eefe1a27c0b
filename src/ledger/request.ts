import { type Contract } from './directory.ts'
import { type Envelope } from '../domain/contract/envelope.ts'
import { type EventType, type Service } from '../domain/contract/vocabulary.ts'
import { type Actor } from '../eventstore/event-store.ts'

/** An action on its way in. `door` is where it was posted; a contract's door has its id. */
export type Request = {
  readonly door: 'contract' | 'reference' | 'outage'
  readonly contractId?: string
  /** The body as it came, not checked yet. */
  readonly body: unknown
  readonly actor: Actor
  readonly key?: string
  readonly ifMatch?: number
  readonly dryRun?: boolean
}

/** A request whose input is in order. */
export type Checked = Request & {
  readonly envelope: Envelope
  readonly type: EventType
  readonly data: Record<string, unknown>
  readonly service: Service
  readonly stream: string
  /** The contract it is posted to; undefined when it opens one. */
  readonly contract: Contract | undefined
}
