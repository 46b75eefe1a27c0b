import { type Actor, type EventDraft } from '../eventstore/event-store.ts'
import { contractStream } from './directory.ts'
import { eventId } from './event-id.ts'
import { type Ledger } from './ledger.ts'

const ATTEMPTS_MAX = 20
const SYSTEM: Actor = { id: 'daicho', role: 'system' }

/** What an erasure did: the contracts in which it is recorded. */
export type Erased = { readonly subject: string; readonly contracts: readonly string[] }

/**
 * Forgets a person (`ledger.md` section 6): records `SubjectErased` in every contract of the subject, then throws the
 * key away. Recorded first, so that an erasure which a crash cut off is finished when the ledger is opened again.
 * @param subject a party, or `<contractId>/<eventId>` for a person who is not the party
 * @throws RangeError when no contract knows the subject
 */
export async function eraseSubject(ledger: Ledger, subject: string, reason?: string): Promise<Erased> {
  await ledger.directory.catchUp()
  const contracts = await contractsOf(ledger, subject)
  if (contracts.length === 0)
    throw new RangeError(`no contract knows the subject ${subject}; nothing was erased`)
  for (const contractId of contracts) await recordErasure(ledger, contractId, subject, reason)
  await ledger.keys.erase([subject])
  return { subject, contracts }
}

/** The contracts of a party; of another person the one in which it is told of. */
async function contractsOf(ledger: Ledger, subject: string): Promise<readonly string[]> {
  const [contractId = '', event] = subject.split('/')
  if (event !== undefined)
    return (await ledger.store.find(event))?.contractId === contractId ? [contractId] : []
  return [...ledger.directory.contracts()].filter(({ partyId }) => partyId === subject).map(({ id }) => id)
}

async function recordErasure(
  ledger: Ledger,
  contractId: string,
  subject: string,
  reason: string | undefined,
): Promise<void> {
  const contract = ledger.directory.contract(contractId)
  const stream = contractStream(contractId)
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const { revision, events } = await ledger.loader.stream(stream)
    if (events.some((event) => event.type === 'SubjectErased' && event.data['subject'] === subject)) return
    const draft: EventDraft = {
      v: 1,
      id: eventId(stream, undefined),
      type: 'SubjectErased',
      service: contract?.service ?? '',
      contractId,
      partyId: contract?.partyId ?? null,
      occurredAt: ledger.clock.now(),
      actor: SYSTEM,
      reportedBy: null,
      data: { subject, ...(reason !== undefined && { reason }) },
      basis: [],
      corrects: null,
      evidence: null,
      seen: {},
    }
    const appended = await ledger.store.append(stream, revision, [draft])
    if (appended.outcome === 'appended') return
  }
  throw new Error(`${contractId}: ${ATTEMPTS_MAX} attempts met another writer; run the erasure again`)
}
