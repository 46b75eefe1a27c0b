import { type Case } from '../../../contract/case.ts'
import { on } from '../../../contract/timeline.ts'
import { day, month, monthIndex } from '../../../kernel/calendar.ts'
import { type RuleId } from '../../../kernel/finding.ts'
import { type Span } from '../fleet/spans.ts'
import { type Fleet, fleetOf } from '../fleet/sims.ts'
import { type Months, communication, lastUsed, usedIn } from './traffic.ts'

/** 第39条第1項: months of silence that make a fee. */
export const WINDOW_MONTHS = 12
/** 附則第2条: for SIMs registered on this day already the first window does not begin before its month. */
const OLD_SIMS_UNTIL = day('2022-08-01')
const OLD_SIMS_FROM = monthIndex(month('2022-08'))

/** Where the months of silence of a registration begin, seen from the end of a month; months count from year 0. */
export type Clock = {
  readonly start: number
  /** The month of the last communication, where the clock runs from that. */
  readonly last: number | undefined
  readonly rule: RuleId
}

/** The first month that may count: that of the registration, of an old SIM not before August 2022. */
function earliest(fleet: Fleet, { began, from }: Span): { readonly start: number; readonly rule: RuleId } {
  const old = from < OLD_SIMS_FROM || (from === OLD_SIMS_FROM && on(fleet.factOf(began)) <= OLD_SIMS_UNTIL)
  return old ? { start: OLD_SIMS_FROM, rule: 'SC-S2' } : { start: from, rule: 'SC-39-1-1' }
}

/**
 * 第39条第1項, 附則第2条: from the month of the registration, or from the month after the last communication where that is
 * later, whatever registration it was under (SC-Q8, SC-Q9).
 */
export function clockOf(c: Case, sim: number, span: Span, upTo: number): Clock {
  const first = earliest(fleetOf(c), span)
  const last = lastUsed(communication(c), sim, upTo, first.start)
  return last + 1 > first.start ? { start: last + 1, last, rule: 'SC-39-1-2' } : { ...first, last: undefined }
}

/** Which window of a clock a month belongs to, and what makes its fee: the first rests on its own item, later ones on the rest. */
export const ruleOf = ({ rule, start }: Clock, last: number): RuleId =>
  last - start < WINDOW_MONTHS || rule === 'SC-S2' ? rule : 'SC-39-1'

/** Months at the end of which a registration owed a fee, up to a month: silent twelve months on end, and not deleted. */
export function accruals(
  fleet: Fleet,
  months: Months,
  sim: number,
  span: Span,
  upTo: number,
  visit: (month: number) => void,
): void {
  const last = Math.min(upTo, span.to - 1)
  let silent = 0
  for (let at = earliest(fleet, span).start; at <= last; at++) {
    silent = usedIn(months, sim, at) ? 0 : silent + 1
    if (silent > 0 && silent % WINDOW_MONTHS === 0) visit(at)
  }
}
