import { type Case, type Question, answer, closingDay, tariff } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import {
  type Day,
  type Month,
  addMonths,
  dayInMonth,
  endOf,
  lastDayOf,
  monthAt,
  monthIndex,
  monthOf,
} from '../../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../../kernel/finding.ts'
import { type Charge, type Subject } from '../../terms.ts'
import { type Span, openAfter, openSpan } from '../fleet/spans.ts'
import { fleetOf } from '../fleet/sims.ts'
import { kept } from '../fleet/kept.ts'
import { has, versionOf } from '../fleet/traffic.ts'
import { type Owing, likeFees } from '../like-fees.ts'
import { deadlines } from './line-maintenance-deadlines.ts'
import { type Clock, WINDOW_MONTHS, clockOf, ruleOf } from './silence.ts'
import { simNamed } from './named.ts'
import { communication, factsNaming, told, usedWithin } from './traffic.ts'

/** 第39条第3項: the 10th of the month after the fee arose. */
const DUE_DAY = 10

type Accrued = { readonly sim: number; readonly span: Span; readonly clock: Clock; readonly rule: RuleId }

/** The fee of one SIM at the end of a month: its registration has been silent for a whole number of windows. */
function accruedBy(c: Case, sim: number, index: number): Accrued | undefined {
  const span = openAfter(fleetOf(c).chains, sim, c.facts.length, index)
  if (!span) return undefined
  const clock = clockOf(c, sim, span, index)
  const silent = index - clock.start + 1
  if (silent <= 0 || silent % WINDOW_MONTHS !== 0) return undefined
  return { sim, span, clock, rule: ruleOf(clock, index) }
}

/** What the line of a month rests on, without an object a SIM. */
type Sum = { things: number; places: Set<number>; rules: Set<RuleId>; lastMonths: Set<number> }

const sumOf = (c: Case, index: number): Sum => {
  const spoken = [...told(c)]
    .filter(([month]) => monthIndex(month) <= index)
    .map(([, each]) => versionOf(each))
  const version = `${fleetOf(c).versionAt(c.facts.length)}/${spoken.join(',')}`
  return kept(c.facts, `line-maintenance/${index}`, version, () => summed(c, index))
}

function summed(c: Case, index: number): Sum {
  const { all: sims, chains } = fleetOf(c)
  const sum: Sum = { things: 0, places: new Set(), rules: new Set(), lastMonths: new Set() }
  const lately = usedWithin(communication(c), index - WINDOW_MONTHS + 1, index)
  for (const sim of sims) {
    if (has(lately, sim)) continue // not silent for a whole window
    const accrued = accruedBy(c, sim, index)
    if (!accrued) continue
    sum.things++
    sum.places.add(chains.placeOf(accrued.span.began))
    sum.rules.add(accrued.rule)
    if (accrued.clock.last !== undefined) sum.lastMonths.add(accrued.clock.last)
  }
  return sum
}

/** 第39条: it arises at 24:00 of the last day of the window and is dated in that month (SC-Q7). */
function charges(c: Case, month: Month): readonly Charge[] {
  const on = closingDay(month)
  if (c.asOf < endOf(on)) return []
  const { things, places, rules, lastMonths } = sumOf(c, monthIndex(month))
  if (things === 0) return []
  const [rule, ...others] = rules
  return likeFees(c, {
    kind: 'line-maintenance',
    item: 'line-maintenance',
    option: 'secure-mobile',
    rule: rule !== undefined && others.length === 0 ? rule : 'SC-39-1',
    on,
    price: tariff(c, 'lineMaintenanceFee', on, 'SC-37-1'),
    quantity: things,
    things,
    causes: [
      answer(c, { what: 'charge.quantity', rule: 'SC-39-2', on, causes: registrations(c, places) }, things),
      ...[...lastMonths].sort((a, b) => a - b).flatMap((last) => toldOf(c, last)),
    ],
    owing: (after) => details(c, month, after),
    dueOn: dueOn(c, month),
    occurredOn: on,
  })
}

const registrations = (c: Case, places: ReadonlySet<number>): readonly Fact[] =>
  [...places].sort((a, b) => a - b).flatMap((place) => fleetOf(c).facts.get(place) ?? [])

function toldOf(c: Case, index: number): readonly Fact[] {
  const { reports, observations } = told(c).get(monthAt(index)) ?? { reports: [], observations: [] }
  return [...reports, ...observations]
}

function* details(c: Case, month: Month, after: string): Generator<Owing> {
  const fleet = fleetOf(c)
  for (const sim of fleet.inOrder(after)) {
    const accrued = accruedBy(c, sim, monthIndex(month))
    if (!accrued) continue
    const { last } = accrued.clock
    const facts = [
      fleet.factOf(accrued.span.began),
      ...(last === undefined ? [] : factsNaming(c, monthAt(last), sim)),
    ]
    yield { ref: fleet.names.text(sim), times: 1, rule: accrued.rule, facts }
  }
}

const dueOn = (c: Case, month: Month): Answer<Day> =>
  answer(
    c,
    { what: 'payment.due-on', ref: `${month}.line-maintenance`, rule: 'SC-39-3', on: closingDay(month) },
    dayInMonth(addMonths(month, 1), DUE_DAY),
  )

/** `sim.line-maintenance-window`: the running one, of a SIM that is registered. */
function windowOf(c: Case, iccid: string): Answer<{ fromMonth: Month; toMonth: Month }> | undefined {
  const fleet = fleetOf(c)
  const sim = simNamed(c, iccid)
  const span = sim === undefined ? undefined : openSpan(fleet.chains, sim, c.facts.length)
  if (sim === undefined || !span) return undefined
  const now = monthIndex(monthOf(c.asOf))
  const clock = clockOf(c, sim, span, now)
  const passed = Math.max(0, Math.floor((now - clock.start) / WINDOW_MONTHS))
  const from = clock.start + passed * WINDOW_MONTHS
  const q: Question = {
    what: 'sim.line-maintenance-window',
    ref: iccid,
    rule: ruleOf(clock, from),
    on: lastDayOf(monthOf(c.asOf)),
    causes: [
      fleet.factOf(span.began),
      ...(clock.last === undefined ? [] : factsNaming(c, monthAt(clock.last), sim)),
    ],
  }
  return answer(c, q, { fromMonth: monthAt(from), toMonth: monthAt(from + WINDOW_MONTHS - 1) })
}

/** 第37条第1項第2号, 第39条, 附則第2条: the line-maintenance fee. */
export const lineMaintenance: Subject = {
  charges,
  deadlines,
  resourceAnswers: { 'sim.line-maintenance-window': windowOf },
}
