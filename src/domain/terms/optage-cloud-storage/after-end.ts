import { type Case, type Question, answer, clauseOf, factsOf, restated } from '../../contract/case.ts'
import { cause, on } from '../../contract/timeline.ts'
import { type Instant, endOf } from '../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../kernel/finding.ts'
import { type Obligation, type Permitted, type Subject } from '../terms.ts'
import { type End, end, hasEnded } from './ending.ts'
import { isOfKind } from './requests.ts'

const ended = (c: Case): End | undefined => (hasEnded(c) ? end(c) : undefined)

/** `data.deletable-from` (OP-30-1): all data, from the end of the contract on. */
function deletableFrom(c: Case): readonly Answer<Instant>[] {
  const over = ended(c)
  if (!over) return []
  const q: Question = { what: 'data.deletable-from', rule: 'OP-30-1', on: over.day, causes: over.facts }
  const last = restated(c, { ...q, what: 'termination.effective-on' }, over.answer)
  return [isKnown(last) ? answer(c, { ...q, causes: [last] }, endOf(last.value)) : restated(c, q, last)]
}

function permitted(c: Case): readonly Permitted[] {
  const over = ended(c)
  if (!over) return []
  const clause = clauseOf(c, 'OP-30-1', over.day)
  return [
    { who: 'provider', act: 'delete-data', since: endOf(over.day), clause, causes: over.facts.map(cause) },
  ]
}

/** 第30条第2項: software and papers go back or are destroyed, as the provider instructs, once the contract has ended. */
function obligations(c: Case): readonly Obligation[] {
  const over = ended(c)
  if (!over) return []
  const done = new Set(
    factsOf(c, 'RequestAnswered')
      .filter(({ data }) => data.isFalse !== true)
      .map(({ data }) => data.requestId),
  )
  return factsOf(c, 'RequestMade')
    .filter(
      ({ data }) => data.kind === 'software-return' && data.by === 'provider' && !done.has(data.requestId),
    )
    .map((request) => ({
      who: 'customer',
      duty: 'return-software',
      ref: request.data.requestId,
      since: request.at > endOf(over.day) ? request.at : endOf(over.day),
      ...(request.data.dueOn !== undefined && { dueOn: request.data.dueOn }),
      clause: clauseOf(c, 'OP-30-2', on(request)),
      causes: [cause(request), ...over.facts.map(cause)],
    }))
}

/** 第30条: what follows the end of the contract. */
export const afterEnd: Subject = {
  acts: {
    RequestMade: { basis: ['OP-30-2'], speaksOf: (_c, { data }) => data.kind === 'software-return' },
    RequestAnswered: {
      basis: ['OP-30-2'],
      speaksOf: (c, { data }) => isOfKind(c, data.requestId, 'software-return'),
    },
  },
  answers: { 'data.deletable-from': deletableFrom },
  permitted,
  obligations,
}
