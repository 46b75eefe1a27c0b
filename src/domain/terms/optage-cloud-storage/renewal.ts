import { type Case, type Question, clauseOf, given, today } from '../../contract/case.ts'
import { cause } from '../../contract/timeline.ts'
import { type Day, startOf, addDays } from '../../kernel/calendar.ts'
import { type Answer, type Finding, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Deadline, type DeadlineState, type Party, type Permitted, type Subject } from '../terms.ts'
import { end, hasEnded } from './ending.ts'
import { start } from './start.ts'
import { declared, endsUntil, minimumEnd, nonRenewalDeadline } from './term.ts'

/** The terms stop with the contract: a day behind its end has no later one. */
const lastDay = (c: Case): Day => {
  const over = end(c)
  return over && over.day < today(c) ? over.day : today(c)
}

const currentEnd = (c: Case): Answer<Day> | undefined => endsUntil(c, lastDay(c)).at(-1)

/** `term.renews` (OP-11-1b): as things stand, the term will be extended at its end. */
function renews(c: Case): readonly Answer<boolean>[] {
  const term = currentEnd(c)
  if (!term) return []
  const over = end(c)
  const q: Question = { what: 'term.renews', rule: 'OP-11-1b', on: today(c), causes: over ? over.facts : [] }
  return [given(c, q, [term], (last) => !over || over.day > last)]
}

function minimumEntry(c: Case): readonly Deadline[] {
  const when = minimumEnd(c)
  return when && isKnown(when)
    ? [{ kind: 'minimum-term-end', who: 'customer', state: stateOfEnd(c, when.value), when }]
    : []
}

function stateOfEnd(c: Case, last: Day): DeadlineState {
  const over = end(c)
  if (over && over.day < last && today(c) > over.day) return 'lapsed'
  return today(c) <= last ? 'upcoming' : 'met'
}

function termEntry(c: Case): readonly Deadline[] {
  const when = currentEnd(c)
  return when && isKnown(when)
    ? [{ kind: 'term-end', who: 'customer', state: stateOfEnd(c, when.value), when }]
    : []
}

/** Ends that a declaration could still stop or could have stopped: up to the running one, and the next once that is certain. */
function endsInQuestion(c: Case): readonly Finding<Day>[] {
  const upTo = endsUntil(c, lastDay(c))
  const running = upTo.at(-1)
  if (!running || !isKnown(running)) return upTo.filter(isKnown)
  const passed = valueOf(nonRenewalDeadline(c, running))
  const isCertain =
    passed !== undefined && today(c) > passed && (!end(c) || (end(c)?.day ?? '') > running.value)
  return (isCertain ? endsUntil(c, addDays(running.value, 1)) : upTo).filter(isKnown)
}

const PARTIES: readonly Exclude<Party, 'heir' | 'either'>[] = ['customer', 'provider']

function nonRenewalEntries(c: Case): readonly Deadline[] {
  return endsInQuestion(c).flatMap((term) => {
    const when = nonRenewalDeadline(c, term)
    if (!isKnown(when)) return []
    return PARTIES.map((who): Deadline => ({
      kind: 'non-renewal',
      ref: term.value,
      who,
      state: nonRenewalState(c, term.value, when.value, who),
      when,
    }))
  })
}

/** Met by who declared; it has lost its object for the other, and for both where the contract does not reach that end. */
function nonRenewalState(c: Case, term: Day, last: Day, who: Party): DeadlineState {
  const no = declared(c)
  if (no && valueOf(no.end) === term) return no.fact.data.by === who ? 'met' : 'lapsed'
  const over = end(c)
  if (over && over.day <= term) return 'lapsed'
  return today(c) > last ? 'missed' : 'upcoming'
}

/** Either party may declare at any time; a late declaration counts for the next end. */
function permitted(c: Case): readonly Permitted[] {
  const started = start(c)
  if (!started || declared(c) || end(c) || hasEnded(c)) return []
  const ends = endsUntil(c, lastDay(c))
  const before = ends.at(-2)
  const since = before && isKnown(before) ? startOf(addDays(before.value, 1)) : startOf(started.day)
  return [
    {
      who: 'either',
      act: 'declare-non-renewal',
      since: since < c.asOf ? since : started.fact.at,
      clause: clauseOf(c, 'OP-11-1b', today(c)),
      causes: [cause(started.fact)],
    },
  ]
}

/** 第11条第1項: the minimum term, its extensions by a month, and declarations against them. */
export const renewal: Subject = {
  acts: { NonRenewalDeclared: { basis: ['OP-11-1b'] } },
  answers: {
    'term.minimum-end': (c) => [minimumEnd(c)].filter((each) => each !== undefined),
    'term.end': (c) => [currentEnd(c)].filter((each) => each !== undefined),
    'term.renews': renews,
    'term.non-renewal-deadline': (c) => {
      const term = currentEnd(c)
      return term ? [nonRenewalDeadline(c, term)] : []
    },
  },
  deadlines: (c) => [...minimumEntry(c), ...termEntry(c), ...nonRenewalEntries(c)],
  permitted,
}
