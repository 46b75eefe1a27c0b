import { Names, packed } from '../domain/contract/bulk.ts'
import { reusedId } from '../domain/contract/ids.ts'
import { judge } from '../domain/contract/judge.ts'
import { type EventType, vocabulary } from '../domain/contract/vocabulary.ts'
import { rulesUnder } from '../domain/kernel/finding.ts'
import { type Act, type Refusal } from '../domain/terms/terms.ts'
import { type EventDraft, type StoredEvent } from '../eventstore/event-store.ts'
import { type Before, END, caseBefore, loadBefore, withoutTarget } from './before.ts'
import { check } from './check.ts'
import { eventId } from './event-id.ts'
import { type Ledger } from './ledger.ts'
import { type Outcome, type Problem, type Refused, conflict } from './outcome.ts'
import { sealed } from './personal.ts'
import { answerOf, receiptOf, repeated } from './receipts.ts'
import { type Checked, type Request } from './request.ts'
import { sameFact, targetProblem } from './told-before.ts'
import { inItsTurn } from './turns.ts'

const ATTEMPTS_MAX = 20
/**
 * Records an action: checks it, judges it by the terms on what is known, and appends it or its refusal. A lost race
 * with another writer is judged again on what that writer left.
 */
export async function record(ledger: Ledger, request: Request): Promise<Outcome> {
  const answered = await repeated(ledger, request)
  if (answered) return answered
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const checked = await check(ledger, request)
    if ('problem' in checked) return { kind: 'problem', problem: checked.problem }
    const outcome = await inItsTurn(ledger, checked, () => attemptOf(ledger, checked))
    if (outcome !== 'again') return outcome
  }
  return problem(
    conflict(
      `${request.contractId ?? request.door}: ${ATTEMPTS_MAX} attempts met another writer; send it again`,
    ),
  )
}

const problem = (found: Problem, event?: StoredEvent): Outcome => ({
  kind: 'problem',
  problem: found,
  ...(event && { event }),
})

async function attemptOf(ledger: Ledger, action: Checked): Promise<Outcome | 'again'> {
  const before = await loadBefore(ledger, action)
  if (action.ifMatch !== undefined && action.ifMatch !== before.revision) {
    return problem({
      type: 'precondition-failed',
      status: 412,
      detail: `If-Match names revision ${action.ifMatch}, ${action.stream} stands at ${before.revision}; read it again and decide anew`,
    })
  }
  if (await sameFact(ledger, action, before.events)) return keepSame(ledger, action, before)
  const wrongTarget = await targetProblem(ledger, action, before.events)
  if (wrongTarget) return problem(wrongTarget)
  const timeline = withoutTarget(action, before)
  const reused = reusedId(timeline.until(END), action.stream, action, (field, id) =>
    ledger.directory.ownerOf(action.service, field, id),
  )
  if (reused !== undefined)
    return problem(
      conflict(
        `${action.type}: ${reused}; post what is said of it under the same id with the type for it, or choose a new id`,
      ),
    )
  const verdict = before.material
    ? judge(caseBefore(action, before, before.material, timeline), actOf(action))
    : { allowed: [] }
  return 'refused' in verdict
    ? refuse(ledger, action, before, verdict.refused)
    : accept(ledger, action, before, verdict.allowed)
}

const actOf = ({ type, envelope, data }: Checked): Act => ({
  type,
  at: envelope.occurredAt,
  data: packed(type, data, new Names()) as Act['data'],
})

async function keepSame(ledger: Ledger, action: Checked, { revision }: Before): Promise<Outcome | 'again'> {
  if (action.key !== undefined && action.dryRun !== true) {
    const receipt = await receiptOf(ledger, action, 200, null)
    const kept = await ledger.store.append(action.stream, revision, [], receipt)
    if (kept.outcome === 'conflict') return 'again'
    if (kept.outcome === 'repeated') return answerOf(ledger, action, kept.receipt)
  }
  return { kind: 'same' }
}

function accept(
  ledger: Ledger,
  action: Checked,
  before: Before,
  basis: readonly string[],
): Promise<Outcome | 'again'> {
  const draft = draftOf(action, before, { type: action.type, data: action.data, basis })
  return append(ledger, action, before, draft, 201, null)
}

function refuse(
  ledger: Ledger,
  action: Checked,
  before: Before,
  refusal: Refusal,
): Promise<Outcome | 'again'> {
  const { what, clause, causes } = refusal
  const refused: Refused = {
    type: 'refused',
    status: 422,
    detail: `${action.type} of ${action.contractId ?? action.stream} is not allowed by ${clause.terms} ${clause.article} (${clause.rule}): ${what}`,
    what,
    clause,
    causes,
  }
  const data = { type: action.type, data: action.data, what, rule: clause.rule }
  const basis = rulesUnder({ what, value: what, clause, causes })
  return append(
    ledger,
    action,
    before,
    draftOf(action, before, { type: 'ActionRefused', data, basis }),
    422,
    refused,
  )
}

type Said = {
  readonly type: EventType
  readonly data: Record<string, unknown>
  readonly basis: readonly string[]
}

function draftOf(action: Checked, { material }: Before, { type, data, basis }: Said): EventDraft {
  const { envelope, contractId, actor, service } = action
  const id = eventId(action.stream, action.key)
  const partyId = action.door === 'contract' ? (material?.contract.partyId ?? null) : null
  return {
    v: vocabulary[type].v,
    id,
    type,
    service,
    contractId: contractId ?? null,
    partyId,
    occurredAt: envelope.occurredAt,
    actor,
    reportedBy: envelope.reportedBy ?? null,
    data,
    basis,
    corrects: type === 'ActionRefused' ? null : (envelope.corrects ?? null),
    evidence: envelope.evidence ?? null,
    seen: material?.seen ?? {},
  }
}

async function append(
  ledger: Ledger,
  action: Checked,
  before: Before,
  draft: EventDraft,
  status: number,
  refused: Refused | null,
): Promise<Outcome | 'again'> {
  if (action.dryRun === true) return dryRun(ledger, action, before, draft, refused)
  const receipt = action.key === undefined ? undefined : await receiptOf(ledger, action, status, refused)
  const appended = await ledger.store.append(
    action.stream,
    before.revision,
    [await sealed(ledger.keys, draft)],
    receipt,
  )
  if (appended.outcome === 'conflict') return 'again'
  if (appended.outcome === 'repeated') return answerOf(ledger, action, appended.receipt)
  for (const event of appended.events) ledger.directory.note(event)
  const [event] = appended.events
  if (refused) return problem(refused, event)
  return { kind: 'recorded', events: appended.events, revision: event?.revision ?? before.revision }
}

/** The answer an action would get, and the contract as it would stand after it; nothing is recorded. */
async function dryRun(
  ledger: Ledger,
  action: Checked,
  before: Before,
  draft: EventDraft,
  refused: Refused | null,
): Promise<Outcome> {
  if (refused) return problem(refused)
  const { position } = await ledger.store.head()
  const revision = before.revision + 1
  const event: StoredEvent = {
    ...draft,
    stream: action.stream,
    revision,
    recordedAt: ledger.clock.now(),
    prev: null,
    position: position + 1,
    hash: '',
  }
  return {
    kind: 'recorded',
    events: [event],
    revision,
    ...(before.material && { after: await ledger.loader.imagined(before.material, event) }),
  }
}
