import { v7 } from 'uuid'
import { type EventDraft } from '../src/eventstore/event-store.ts'
import { contractStream } from '../src/ledger/directory.ts'
import { type Ledger } from '../src/ledger/ledger.ts'
import { record } from '../src/ledger/record.ts'

const ACTOR = { id: 'operator', role: 'operator' } as const
const SERVICE = 'iij-media-sphere'
const SIDE_BY_SIDE = 8

/** Tells a contract of Media Sphere something as a client does; without a contract it is published. */
export async function tell(
  ledger: Ledger,
  contractId: string | undefined,
  type: string,
  occurredAt: string,
  data: object,
): Promise<void> {
  const party = contractId !== undefined && { partyId: `p-${contractId.slice(2)}` }
  const outcome = await record(ledger, {
    door: contractId === undefined ? 'reference' : 'contract',
    ...(contractId !== undefined && { contractId }),
    actor: ACTOR,
    body: { type, occurredAt, service: SERVICE, ...party, data },
  })
  if (outcome.kind === 'problem') throw new Error(`${type}: ${outcome.problem.detail}`)
}

/** Copies contract `c-0` into streams of their own, until there are so many contracts. */
export async function copies(ledger: Ledger, contracts: number): Promise<void> {
  const model: EventDraft[] = []
  for await (const { v, type, service, partyId, occurredAt, actor, reportedBy, data, basis, corrects, evidence, seen } of ledger.store.read(contractStream('c-0'))) // prettier-ignore
    model.push({ v, id: '', type, service, contractId: '', partyId, occurredAt, actor, reportedBy, data, basis, corrects, evidence, seen }) // prettier-ignore
  for (let n = 1; n < contracts; n += SIDE_BY_SIDE)
    await Promise.all(
      Array.from({ length: Math.min(SIDE_BY_SIDE, contracts - n) }, (_, i) => {
        const contractId = `c-${n + i}`
        const events = model.map((event) => ({ ...event, id: v7(), contractId, partyId: `p-${n + i}` }))
        return ledger.store.append(contractStream(contractId), 0, events)
      }),
    )
}
