import { type Case, type Question, answer, remembered, today } from '../../contract/case.ts'
import { monthlyCharges } from '../../contract/statement.ts'
import {
  Month as MonthText,
  type Day,
  type Month,
  addMonths,
  dayInMonth,
  monthOf,
} from '../../kernel/calendar.ts'
import { type Answer, valueOf } from '../../kernel/finding.ts'
import { type Charge, type Subject } from '../terms.ts'
import { daysOf, feesOf, fullMonth } from './billing.ts'
import { type Fee } from './monthly-fee.ts'
import { start } from './start.ts'
import { taxTreatment } from './tax.ts'

/** 別表2 prints prices before tax; only a tariff's own prices may be with tax or without any. */
const line = (c: Case, { part, ...fee }: Fee, on: Day): Charge => ({
  ...fee,
  ...(part !== 'storage' &&
    valueOf(taxTreatment(c, on)) === 'inclusive' && { taxCategory: 'standard' as const }),
})

const monthly = (c: Case, month: Month): readonly Charge[] =>
  feesOf(c, month).map((fee) => line(c, fee, dayInMonth(month, 31)))

/** `charge.proration` of the running month, one for each kind of line. */
function prorations(c: Case): readonly Answer<string>[] {
  const month = monthOf(today(c))
  if (!daysOf(c, month)) return []
  return [...new Set(feesOf(c, month).map(({ kind }) => kind))].map((kind) => fullMonth(c, month, kind))
}

/** 料金月 begin on the first unless the provider says otherwise (別表3の1). */
const FIRST = 1

/** `billing.cycle-start` (OP-A3-1d): first day of the running billing month; a change holds for cycles that begin from its day on. */
const cycleStart = remembered((c: Case): Answer<Day> | undefined => {
  if (!start(c)) return undefined
  const told = c.facts.of('BillingCycleChanged')
  const inForce = (on: Day) =>
    told.reduce<(typeof told)[number] | undefined>(
      (best, next) =>
        next.data.effectiveOn <= on && (!best || next.data.effectiveOn >= best.data.effectiveOn)
          ? next
          : best,
      undefined,
    )
  const days = new Set([FIRST, ...told.map(({ data }) => data.startDay)])
  const months = [0, -1, -2].map((n) => addMonths(monthOf(today(c)), n))
  const starts = months
    .flatMap((month) => [...days].map((day) => ({ day, on: dayInMonth(month, day) })))
    .filter(({ day, on }) => on <= today(c) && (inForce(on)?.data.startDay ?? FIRST) === day)
    .map(({ on }) => on)
    .sort()
  const first = starts.at(-1)
  if (first === undefined) return undefined
  const q: Question = { what: 'billing.cycle-start', rule: 'OP-A3-1d', on: first, causes: [inForce(first)] }
  return answer(c, q, first)
})

/** 別表2, 別表3の1: what is owed month by month. */
export const charges: Subject = {
  acts: { BillingCycleChanged: { basis: ['OP-A3-1d'] } },
  answers: {
    'charge.proration': prorations,
    'billing.cycle-start': (c) => [cycleStart(c)].filter((each) => each !== undefined),
  },
  resourceAnswers: {
    'invoice.tax': (c, ref) => {
      const month = MonthText.safeParse(ref)
      return month.success ? monthlyCharges(c, month.data).tax : undefined
    },
  },
  charges: monthly,
}
