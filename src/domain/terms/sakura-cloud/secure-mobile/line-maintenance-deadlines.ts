import { type Case, answer, today } from '../../../contract/case.ts'
import { type Month, lastDayOf, monthAt, monthIndex, monthOf } from '../../../kernel/calendar.ts'
import { isKnown } from '../../../kernel/finding.ts'
import { type Deadline, type DeadlineState } from '../../terms.ts'
import { openSpan, spansOf } from '../fleet/spans.ts'
import { fleetOf } from '../fleet/sims.ts'
import { WINDOW_MONTHS, accruals, clockOf } from './silence.ts'
import { communication } from './traffic.ts'

/** SIMs concerned by the end of a month: how many, and the places of their registrations. */
type Concerned = { count: number; readonly places: Set<number> }
type ByMonth = Map<number, Concerned>

/**
 * The months at whose end a SIM must have communicated or be deleted: the last one of its running window, and the one
 * before it as a warning. Windows that went by in silence stay as missed.
 */
export function deadlines(c: Case): readonly Deadline[] {
  const now = monthIndex(monthOf(c.asOf))
  const [ahead, missed]: [ByMonth, ByMonth] = [new Map(), new Map()]
  const { all: sims, chains } = fleetOf(c)
  const months = communication(c)
  for (const sim of sims) {
    for (const span of spansOf(chains, sim, c.facts.length))
      accruals(fleetOf(c), months, sim, span, now - 1, (month) =>
        note(missed, month, chains.placeOf(span.began)),
      )
    const span = openSpan(chains, sim, c.facts.length)
    if (!span) continue
    const { start } = clockOf(c, sim, span, now)
    const from = start + Math.max(0, Math.floor((now - start) / WINDOW_MONTHS)) * WINDOW_MONTHS
    const last = from + WINDOW_MONTHS - 1
    for (const month of [last - 1, last]) if (month >= now) note(ahead, month, chains.placeOf(span.began))
  }
  return [...entries(c, missed, 'missed'), ...entries(c, ahead, 'upcoming')]
}

function note(months: ByMonth, month: number, place: number): void {
  const found = months.get(month) ?? { count: 0, places: new Set() }
  found.count++
  found.places.add(place)
  months.set(month, found)
}

const entries = (c: Case, months: ByMonth, state: DeadlineState): readonly Deadline[] =>
  [...months]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, concerned]) => entry(c, monthAt(index), concerned, state))

function entry(
  c: Case,
  month: Month,
  { count, places }: Concerned,
  state: DeadlineState,
): readonly Deadline[] {
  const { facts } = fleetOf(c)
  const causes = [...places].sort((a, b) => a - b).flatMap((place) => facts.get(place) ?? [])
  const q = { what: 'line-maintenance.deadline', ref: month, rule: 'SC-39-1', on: today(c), causes }
  const when = answer(c, q, lastDayOf(month))
  return isKnown(when) ? [{ kind: 'line-maintenance', who: 'customer', state, when, count }] : []
}
