import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  remembered,
  today,
} from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, addDays } from '../../kernel/calendar.ts'
import { type Answer, type RuleId, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Deadline } from '../terms.ts'

/** 第5条第5項, 第6条: the day on which so many days have passed since arrival; the day of arrival never counts (IJ-Q3). */
const NOTICE_DAYS = 30

export type Notice = Fact<'TerminationNoticeSubmitted'>
/** The name and the rule under which an end is found, and the option it is about. */
export type EndQuestion = { readonly what: string; readonly rule: RuleId; readonly ref?: string | undefined }

/** Notices about the contract, or about an option. */
const noticesOf = (c: Case, ref: string | undefined): readonly Notice[] =>
  factsOf(c, 'TerminationNoticeSubmitted').filter(({ data }) => data.ref === ref)

/** 第6条, 第5条第5項: only the cancellation form of the provider counts (IJ-6-2). */
const isValid = ({ data }: Notice): boolean => data.form === 'provider-form'

/** The end if a notice arrives on a day: the later of that day + 30 and the day that was asked for. */
export const endOfNotice = (arrival: Day, requestedOn?: Day): Day => {
  const passed = addDays(arrival, NOTICE_DAYS)
  return requestedOn !== undefined && requestedOn > passed ? requestedOn : passed
}

/** Ends by notices in the right form. */
export const endsByNotice = (c: Case, { what, rule, ref }: EndQuestion): readonly Answer<Day>[] =>
  noticesOf(c, ref)
    .filter(isValid)
    .map((notice) => {
      const q: Question = { what, ref, rule, on: on(notice), causes: [notice] }
      return answer(c, q, endOfNotice(on(notice), notice.data.requestedOn))
    })

/** An end that a fact states itself: it has a value whatever the text of the version in force. */
export const endByFact = (c: Case, fact: Fact, day: Day, { what, rule, ref }: EndQuestion): Answer<Day> => ({
  what,
  ...(ref !== undefined && { ref }),
  value: day,
  clause: clauseOf(c, rule, on(fact)),
  causes: [cause(fact)],
})

/** Ends told as facts, where an agreement or the general rules decide, or a party rescinded. */
export const endsStated = (c: Case, question: EndQuestion): readonly Answer<Day>[] => {
  const { ref } = question
  const ended = factsOf(c, 'ContractEnded').filter(({ data }) => data.ref === ref)
  const rescinded = factsOf(c, 'ContractRescinded').filter(
    ({ data }) => data.ref === ref && (ref !== undefined || data.part !== 'part'),
  )
  return [
    ...ended.map((fact) => endByFact(c, fact, fact.data.endsOn, question)),
    ...rescinded.map((fact) => endByFact(c, fact, fact.data.endsOn ?? on(fact), question)),
  ]
}

/** The earliest of several ends; undetermined only where none is known. */
export const earliest = (ends: readonly Answer<Day>[]): Answer<Day> | undefined =>
  ends.reduce<Answer<Day> | undefined>((best, next) => {
    const [a, b] = [valueOf(best), valueOf(next)]
    return best === undefined || (b !== undefined && (a === undefined || b < a)) ? next : best
  }, undefined)

/** `termination.effective-on` (IJ-6-1): the earliest end that was told; in force to 24:00 of it. */
export const endOfContract = remembered((c: Case): Answer<Day> | undefined => {
  const question: EndQuestion = { what: 'termination.effective-on', rule: 'IJ-6-1' }
  return earliest([...endsByNotice(c, question), ...endsStated(c, question)])
})

/** Is an end over at `asOf`? */
export const isOver = (c: Case, end: Answer<Day> | undefined): boolean => {
  const day = valueOf(end)
  return day !== undefined && day < today(c)
}
export const isEnded = (c: Case): boolean => isOver(c, endOfContract(c))

/** `termination.notice-valid` (IJ-6-2): true once one notice had the right form. */
export function noticeValid(c: Case, ref?: string): readonly Answer<boolean>[] {
  const notices = noticesOf(c, ref)
  const notice = notices.find(isValid) ?? notices.at(-1)
  if (!notice) return []
  const q: Question = { what: 'termination.notice-valid', ref, rule: 'IJ-6-2', on: on(notice) }
  return [answer(c, { ...q, causes: [notice] }, isValid(notice))]
}

/** `termination.earliest-on`: the end if a notice arrived now. */
export const earliestOn = (c: Case, rule: RuleId, ref?: string): Answer<Day> =>
  answer(c, { what: 'termination.earliest-on', ref, rule, on: today(c) }, endOfNotice(today(c)))

/** The deadline `termination-effective` of an end. */
export const endDeadline = (c: Case, when: Answer<Day> | undefined): readonly Deadline[] => {
  if (!when || !isKnown(when)) return []
  const { ref } = when
  const state = today(c) <= when.value ? 'upcoming' : 'met'
  return [{ kind: 'termination-effective', ...(ref !== undefined && { ref }), who: 'customer', state, when }]
}
