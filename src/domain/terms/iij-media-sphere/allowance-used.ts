import { type Case, type Question, factsOf, given, today } from '../../contract/case.ts'
import { readingsOf } from '../../contract/metered.ts'
import { type Month, lastDayOf, monthOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { exact, text } from '../../kernel/money.ts'
import { type Subject } from '../terms.ts'
import { METERS, type Meter, allowance, planOn } from './plan.ts'

/** A share that does not end is cut off there; nobody is told 0.8 before it is reached. */
const SHARE_DIGITS = 6

/** `usage.allowance-used`: the share of each allowance that the last measured month has used (0.8 and 1 are reminders). */
function allowanceUsed(c: Case): readonly Answer<string>[] {
  return METERS.flatMap((meter): readonly Answer<string>[] => {
    const month = lastMeasured(c, meter)
    const step = month && planOn(c, lastDayOf(month) < today(c) ? lastDayOf(month) : today(c))
    const reading = month && readingsOf(c, month).get(meter)
    if (!month || !step || !reading) return []
    const included = allowance(c, step.item, meter, lastDayOf(month))
    const q: Question = { what: 'usage.allowance-used', ref: meter, rule: 'IJ-A1-3', on: lastDayOf(month) }
    const causes = [...reading.facts, { what: 'month', value: month }]
    const share = (volume: string) => reading.quantity.div(exact(volume)).toDecimalPlaces(SHARE_DIGITS)
    return [given(c, { ...q, causes }, [included], (volume) => text(share(volume)))]
  })
}

const lastMeasured = (c: Case, meter: Meter): Month | undefined =>
  factsOf(c, 'UsageMeasured')
    .filter(({ data }) => data.month <= monthOf(c.asOf) && data.readings.some((each) => each.meter === meter))
    .map(({ data }) => data.month)
    .sort()
    .at(-1)

export const allowanceShares: Subject = { answers: { 'usage.allowance-used': allowanceUsed } }
