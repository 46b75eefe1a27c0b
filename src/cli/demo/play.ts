import { receivables } from '../../domain/contract/receivables.ts'
import { monthlyCharges } from '../../domain/contract/statement.ts'
import { type Instant, type Month } from '../../domain/kernel/calendar.ts'
import { valueOf } from '../../domain/kernel/finding.ts'
import { type Actor } from '../../eventstore/event-store.ts'
import { type Clock } from '../../ledger/clock.ts'
import { contractStream } from '../../ledger/directory.ts'
import { eventId } from '../../ledger/event-id.ts'
import { type Told } from '../../ledger/journal.ts'
import { type Ledger } from '../../ledger/ledger.ts'
import { caseOf } from '../../ledger/load.ts'
import { type Outcome } from '../../ledger/outcome.ts'
import { record } from '../../ledger/record.ts'
import { type Scene } from './scene.ts'

const OPERATOR: Actor = { id: 'operator', role: 'operator' }

/** A clock that stands at the scene being told, so that the ledger learned of things when somebody would have told it. */
export class SceneClock implements Clock {
  #at: Instant

  constructor(at: Instant) {
    this.#at = at
  }

  now(): Instant {
    return this.#at
  }

  set(at: Instant): void {
    this.#at = at
  }
}

/** Tells the scenes one after another; gives the number of events recorded. */
export async function play(
  ledger: Ledger,
  clock: SceneClock,
  scenes: readonly Scene[],
  told: () => void,
): Promise<number> {
  for (const scene of scenes) {
    clock.set(scene.at)
    if (scene.kind === 'action') await tell(ledger, pointed(scene), keyOf(scene.name))
    else if (scene.kind === 'invoice') await invoice(ledger, scene)
    else await payment(ledger, scene)
    told()
  }
  return (await ledger.store.head()).position
}

const keyOf = (name: string): string => `demo ${name}`.replaceAll(' ', '/')

/** The action of a scene with the event it corrects or withdraws, which is known by its key. */
function pointed({ told, of }: Extract<Scene, { kind: 'action' }>): Told {
  if (!of) return told
  const body = told.body as { readonly data: object }
  const event = eventId(contractStream(told.contractId ?? ''), keyOf('voids' in of ? of.voids : of.corrects))
  const pointing = 'voids' in of ? { data: { ...body.data, eventId: event } } : { corrects: event }
  return { ...told, body: { ...body, ...pointing } }
}

async function tell(ledger: Ledger, told: Told, key: string): Promise<void> {
  const outcome = await record(ledger, { ...told, key, actor: OPERATOR })
  if (isBroken(outcome))
    throw new Error(`the demo tells what cannot be told: ${key}: ${outcome.problem.detail}`)
}

/** Refusals of the terms belong to the history; anything else is a mistake in it. */
const isBroken = (outcome: Outcome): outcome is Extract<Outcome, { kind: 'problem' }> =>
  outcome.kind === 'problem' && outcome.problem.type !== 'refused'

type Bill = { readonly contractId: string; readonly month: Month; readonly at: Instant }
const invoiceId = ({ contractId, month }: Bill): string => `inv-${contractId}-${month}`

async function invoice(ledger: Ledger, bill: Bill & { readonly again?: true }): Promise<void> {
  const c = await caseAt(ledger, bill)
  const amount = valueOf(monthlyCharges(c, bill.month).total)
  if (amount === undefined || amount <= 0) return
  const data = { invoiceId: invoiceId(bill), month: bill.month, amount }
  const told = saying(c.service, bill, 'InvoiceIssued', data)
  const first = keyOf(invoiceId(bill))
  if (!bill.again) return tell(ledger, told, first)
  const corrects = eventId(contractStream(bill.contractId), first)
  return tell(ledger, { ...told, body: { ...(told.body as object), corrects } }, `${first}/again`)
}

async function payment(ledger: Ledger, bill: Bill & { readonly method: string }): Promise<void> {
  const c = await caseAt(ledger, bill)
  const id = invoiceId(bill)
  const amount = receivables(c).find((debt) => debt.invoice.data.invoiceId === id)?.open ?? 0
  if (amount <= 0) return
  const data = {
    paymentId: `pay-${bill.contractId}-${bill.month}`,
    amount,
    method: bill.method,
    appliedTo: [{ invoiceId: id, amount }],
  }
  await tell(ledger, saying(c.service, bill, 'PaymentReceived', data), keyOf(data.paymentId))
}

const saying = (service: string, { contractId, at }: Bill, type: string, data: object): Told => ({
  door: 'contract',
  contractId,
  body: { type, service, occurredAt: at, data },
})

async function caseAt(ledger: Ledger, { contractId, at }: Bill) {
  const material = await ledger.loader.material(contractId)
  if (!material) throw new Error(`the demo bills ${contractId} before it is there`)
  return caseOf(material, at)
}
