import { type Case } from '../domain/contract/case.ts'
import { type Month } from '../domain/kernel/calendar.ts'
import { type Actor } from '../eventstore/event-store.ts'
import { type Ledger } from './ledger.ts'
import { type Material, caseOf } from './load.ts'
import { type Outcome, notFound } from './outcome.ts'
import { record } from './record.ts'
import { type Request } from './request.ts'
import { whatIf } from './what-if.ts'

export type PreviewRequest = {
  readonly contractId: string
  readonly month: Month
  /** What would be told, in this order, each at a door of the ledger; the service is the contract's. */
  readonly told: readonly {
    readonly door: Request['door']
    readonly body: Readonly<Record<string, unknown>>
  }[]
  readonly actor: Actor
}

/** The contract as it is and as it would be; or why something could not be told, and which thing it was. */
export type Previewed =
  | { readonly now: Case; readonly then: Case }
  | { readonly problem: Extract<Outcome, { kind: 'problem' }>; readonly index: number }

/** Looks at a contract with things told that nobody told. Records nothing. */
export async function preview(
  ledger: Ledger,
  { contractId, told, actor }: PreviewRequest,
): Promise<Previewed> {
  const before = await ledger.loader.material(contractId)
  if (!before)
    return {
      problem: { kind: 'problem', problem: notFound(`there is no contract ${contractId}`) },
      index: -1,
    }
  const scratch = await whatIf(ledger)
  for (const [index, { door, body }] of told.entries()) {
    const outcome = await record(scratch, {
      door,
      body: { service: before.contract.service, ...body },
      actor,
      ...(door === 'contract' && { contractId }),
    })
    if (outcome.kind === 'problem') return { problem: outcome, index }
  }
  const after = await scratch.loader.material(contractId)
  return { now: at(ledger, before), then: at(ledger, after ?? before) }
}

/** As of now, or of the latest thing that was told, which may lie a little ahead. */
const at = (ledger: Ledger, material: Material): Case => {
  const now = ledger.clock.now()
  const last = material.own.events.at(-1)?.occurredAt ?? now
  return caseOf(material, last > now ? last : now)
}
