import { hash } from 'node:crypto'
import { type Closable, isOver, owesAnything, toClose } from '../domain/contract/closing.ts'
import { type StatementClosed } from '../domain/contract/events/ledger.ts'
import { vocabulary } from '../domain/contract/vocabulary.ts'
import { type Month } from '../domain/kernel/calendar.ts'
import { type Undetermined } from '../domain/kernel/finding.ts'
import { type EventDraft } from '../eventstore/event-store.ts'
import { type Contract } from './directory.ts'
import { eventId } from './event-id.ts'
import { canonical } from './leaf.ts'
import { type Ledger } from './ledger.ts'
import { type Material, caseOf } from './load.ts'
import { LEDGER } from './numbers.ts'
import { conflict, notFound } from './outcome.ts'

export type CloseRequest = {
  readonly contractId: string
  readonly month: Month
  /** Names of undetermined lines that the bill may leave out. */
  readonly leaveOut: readonly string[]
  /** Who told the ledger to close, where somebody did. */
  readonly reportedBy?: string
  /** A month without any line is left as it is. */
  readonly onlyOwed?: boolean
}

/** What closing needs of a ledger. */
export type Closer = Pick<Ledger, 'store' | 'clock' | 'loader' | 'numbers'>

/** Why a month was not closed. */
export type CloseProblem =
  | { readonly type: 'not-found'; readonly status: 404; readonly detail: string }
  | { readonly type: 'conflict'; readonly status: 409; readonly detail: string }
  | { readonly type: 'month-open'; readonly status: 422; readonly detail: string }
  | {
      readonly type: 'undetermined'
      readonly status: 422
      readonly detail: string
      readonly undetermined: readonly Undetermined[]
    }

export type CloseOutcome =
  /** `event` is the id of the closing; `already`: it was recorded before. */
  | { readonly kind: 'closed' | 'already'; readonly event: string }
  /** There is nothing to bill, and no bill was asked for then. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly problem: CloseProblem }

const ATTEMPTS_MAX = 20

/** Closes a month of a contract: its bill is recorded with all its lines and never changes again. */
export async function close(ledger: Closer, request: CloseRequest): Promise<CloseOutcome> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const material = await ledger.loader.material(request.contractId)
    if (!material) return problem(notFound(`there is no contract ${request.contractId}`))
    const outcome = await attemptOf(ledger, request, material)
    if (outcome !== 'again') return outcome
  }
  return problem(
    conflict(`${request.contractId}: ${ATTEMPTS_MAX} attempts met another writer; close it again`),
  )
}

const problem = (found: {
  readonly type: string
  readonly status: number
  readonly detail: string
}): CloseOutcome => ({
  kind: 'problem',
  problem: found as CloseProblem,
})

async function attemptOf(
  ledger: Closer,
  request: CloseRequest,
  material: Material,
): Promise<CloseOutcome | 'again'> {
  const { month, leaveOut } = request
  const known = material.closed.get(month)
  if (known) return { kind: 'already', event: known.event }
  const now = ledger.clock.now()
  const c = caseOf(material, now)
  if (!isOver(c, month)) return problem(stillOpen(request, now))
  if (request.onlyOwed === true && !owesAnything(c, month)) return { kind: 'nothing' }
  const ready = toClose(c, month, leaveOut)
  if ('undetermined' in ready) return problem(undetermined(request, ready.undetermined))
  const { contract } = material
  const number = await ledger.numbers.take({ service: contract.service, contractId: contract.id, month }, now)
  const data = numbered(contract, ready.closable, number)
  const draft: EventDraft = {
    v: vocabulary.StatementClosed.v,
    id: closingId(contract, month),
    type: 'StatementClosed',
    service: contract.service,
    contractId: contract.id,
    partyId: contract.partyId,
    occurredAt: now,
    actor: LEDGER,
    reportedBy: request.reportedBy ?? null,
    data,
    basis: ready.basis,
    corrects: null,
    evidence: null,
    seen: material.seen,
  }
  const appended = await ledger.store.append(contract.stream, material.own.revision, [draft])
  return appended.outcome === 'appended' ? { kind: 'closed', event: draft.id } : 'again'
}

/** Id of the event by which a month is closed: the same for whoever closes it, and one that no client's key can make. */
export const closingId = ({ stream }: Pick<Contract, 'stream'>, month: Month): string =>
  eventId(`${stream}/statements`, month)

/** The statement with its number and its digest: SHA-256 over the canonical text of everything else it says. */
export function numbered(
  contract: Pick<Contract, 'id' | 'service'>,
  bill: Closable,
  number: string,
): StatementClosed {
  const { id: contractId, service } = contract
  return { ...bill, number, digest: digestOf({ contractId, service, ...bill, number }) }
}

export const digestOf = (statement: Readonly<Record<string, unknown>>): string =>
  hash('sha256', canonical(statement))

const stillOpen = ({ contractId, month }: CloseRequest, now: string) => ({
  type: 'month-open',
  status: 422,
  detail: `${month} of ${contractId} is not over at ${now}; close it when the next month has begun`,
})

const undetermined = ({ contractId, month }: CloseRequest, lines: readonly Undetermined[]) => ({
  type: 'undetermined',
  status: 422,
  detail: `${month} of ${contractId} has what cannot be billed: ${lines
    .map(
      ({ what, ref, undetermined: { missing } }) =>
        `${what}${ref === undefined ? '' : ` (${ref})`} needs ${missing}`,
    )
    .join('; ')}. Tell the ledger what is missing, or name it in leaveOut`,
  undetermined: lines,
})
