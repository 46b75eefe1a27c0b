import { PartyId } from '../domain/contract/envelope.ts'
import { eventsUnder } from '../domain/kernel/finding.ts'
import { type Receipt, type StoredEvent } from '../eventstore/event-store.ts'
import { contractStream } from './directory.ts'
import { eventId } from './event-id.ts'
import { canonical } from './leaf.ts'
import { type Ledger } from './ledger.ts'
import { type Outcome, type Refused } from './outcome.ts'
import { subjectOfInput } from './personal.ts'
import { type Request } from './request.ts'
import { inputHash, sameInput } from './subjects.ts'

/** An Idempotency-Key belongs to one credential and one door: a contract, or one of the doors of a provider. */
const doorOf = (request: Request): string =>
  request.door === 'contract' ? contractStream(request.contractId ?? '') : request.door

/** The first answer given under the key of a request; undefined when it carries none or a new one. */
export async function repeated(ledger: Ledger, request: Request): Promise<Outcome | undefined> {
  if (request.key === undefined || request.dryRun === true) return undefined
  const receipt = await ledger.store.findReceipt(request.actor.id, doorOf(request), request.key)
  return receipt && answerOf(ledger, request, receipt)
}

/** The answer of a receipt again, or the problem that its key was used for another body. */
export async function answerOf(ledger: Ledger, request: Request, receipt: Receipt): Promise<Outcome> {
  if (!sameInput(receipt.inputHash, await hashOf(ledger, request))) {
    const detail = `Idempotency-Key ${receipt.key} was used for another body here; a new action needs a new key`
    return { kind: 'problem', problem: { type: 'idempotency-key', status: 422, detail } }
  }
  const events: StoredEvent[] = []
  for (const id of receipt.eventIds) {
    const event = await ledger.store.find(id)
    if (event) events.push(event)
  }
  const last = events.at(-1)
  if (receipt.status === 422 && receipt.problem) {
    const problem = receipt.problem as unknown as Refused
    return { kind: 'problem', problem, ...(last && { event: last }), replayed: true }
  }
  return last ? { kind: 'recorded', events, revision: last.revision, replayed: true } : { kind: 'same' }
}

/** What is kept of an answer, so that it can be given again. */
export const receiptOf = async (
  ledger: Ledger,
  request: Request,
  status: number,
  refused: Refused | null,
): Promise<Omit<Receipt, 'eventIds'>> => ({
  credential: request.actor.id,
  door: doorOf(request),
  key: request.key ?? '',
  inputHash: await hashOf(ledger, request),
  status,
  problem: refused && briefly(refused),
})

/** A refusal as it is told: with the events it rests on, not every finding between. */
const briefly = (refused: Refused): Refused => ({
  ...refused,
  causes: eventsUnder({ ...refused, value: refused.what }).map((event) => ({ event })),
})

/** Hash of a request's body: under the key of the person it speaks of, so that it cannot be guessed at after an erasure. */
function hashOf(ledger: Ledger, request: Request): Promise<string> {
  const { body, contractId = null, key } = request
  const contract = contractId === null ? undefined : ledger.directory.contract(contractId)
  const partyId = contract?.partyId ?? partyOf(body)
  const subject = subjectOfInput(body, { id: eventId(doorOf(request), key), contractId, partyId })
  return inputHash(textOf(body), subject, ledger.keys)
}

/** The same text for the same body, whatever the order of its fields; also of a body that is not in order. */
function textOf(body: unknown): string {
  try {
    return canonical(plain(body))
  } catch {
    return JSON.stringify(body)
  }
}

const partyOf = (body: unknown): string | null => {
  const { partyId } = (body ?? {}) as { partyId?: unknown }
  return PartyId.safeParse(partyId).data ?? null
}

/** As plain JSON: what a client may send twice. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))
