import { type Case, type Question, answer, missing } from '../../contract/case.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Day, addDays, daysBefore } from '../../kernel/calendar.ts'
import { type Answer, isUndetermined } from '../../kernel/finding.ts'

/** 第28条: the notice arrives by so many days before the day it asks for. */
const NOTICE_DAYS = 60
/** Further back than that a calendar must have been published wrongly. */
const ROLL_DAYS_MAX = 60

/** 別表1の1.3: the desk is closed on this day of every year, beside the closures that are published (OP-Q4). */
const isMayFirst = (day: Day): boolean => day.endsWith('-05-01')

export type OpenDay = { readonly open: boolean; readonly fact?: Fact } | { readonly missing: string }

/** Is the company open: no Saturday, Sunday, holiday, 1 May or published closure? */
export function openDay(c: Case, day: Day): OpenDay {
  if (isMayFirst(day)) return { open: false }
  const found = c.reference.businessDay(day, 'with-closures')
  return 'missing' in found ? found : { open: found.business, ...(found.fact && { fact: found.fact }) }
}

/**
 * `termination.notice-deadline` for a day asked for (OP-28): sixty days before it; where that is a Saturday, a Sunday or
 * a holiday, the company's business day before it. A mere closure day stays (OP-Q4).
 */
export function noticeDeadline(c: Case, q: Question, requestedOn: Day): Answer<Day> {
  const day = daysBefore(requestedOn, NOTICE_DAYS)
  const trigger = c.reference.businessDay(day, 'holidays-only')
  if ('missing' in trigger) return missing(c, q, trigger.missing)
  const causes = [...(q.causes ?? []), trigger.fact]
  if (trigger.business) return answer(c, { ...q, causes }, day)
  for (let back = addDays(day, -1), i = 0; i < ROLL_DAYS_MAX; back = addDays(back, -1), i++) {
    const target = openDay(c, back)
    if ('missing' in target) return missing(c, { ...q, causes }, target.missing)
    if (target.open) return answer(c, { ...q, causes: [...causes, target.fact] }, back)
  }
  return missing(c, { ...q, causes }, 'calendar:holidays')
}

/** `termination.earliest-on` (OP-28, OP-Q3): the first day that a notice arriving on a day may ask for. */
export function earliestEnd(c: Case, q: Question, arrivedOn: Day): Answer<Day> {
  for (
    let asked = addDays(arrivedOn, NOTICE_DAYS), i = 0;
    i < ROLL_DAYS_MAX;
    asked = addDays(asked, 1), i++
  ) {
    const last = noticeDeadline(c, { ...q, what: 'termination.notice-deadline' }, asked)
    if (isUndetermined(last))
      return missing(c, { ...q, causes: [...(q.causes ?? []), last] }, last.undetermined.missing)
    if (last.value >= arrivedOn) return answer(c, { ...q, causes: [...(q.causes ?? []), last] }, asked)
  }
  return missing(c, q, 'calendar:holidays')
}
