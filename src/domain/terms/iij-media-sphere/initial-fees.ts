import { type Case, type Question, answer, given } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Month, monthOf } from '../../kernel/calendar.ts'
import { type Charge, type Subject } from '../terms.ts'
import { conclusion } from './application.ts'
import { OFFERED, drmOptions } from './drm.ts'
import { planOn } from './plan.ts'
import { initialFee, quoted } from './prices.ts'

/** The initial fee of the plan: owed on the acceptance, whenever billing starts (IJ-7-2). */
function ofPlan(c: Case, month: Month): readonly Charge[] {
  const accepted = conclusion(c)
  if (!accepted || monthOf(accepted.at) !== month) return []
  const step = planOn(c, on(accepted))
  if (!step) return []
  const q: Question = { what: 'charge.initial', rule: 'IJ-A1-1', on: on(accepted), causes: step.facts }
  const amount = given(c, q, [arises(c, accepted), initialFee(c, step.item, q.on)], (_day, yen) => yen)
  return [{ kind: 'initial', item: step.item, occurredOn: on(accepted), amount }]
}

const arises = (c: Case, accepted: Fact) =>
  answer(c, { what: 'charge.arises-on', rule: 'IJ-7-2', on: on(accepted), causes: [accepted] }, on(accepted))

/** The initial fee of DRM, as quoted, on the acceptance of the option. */
const ofOptions = (c: Case, month: Month): readonly Charge[] =>
  drmOptions(c).flatMap(({ ref, accepted }): readonly Charge[] => {
    if (!accepted || monthOf(accepted.at) !== month) return []
    const day = on(accepted)
    const q: Question = { what: 'charge.initial', ref, rule: 'IJ-A1-1', on: day }
    const quote = quoted(c, 'drm-initial', ref, day, 'IJ-A1-1')
    const amount = given(c, q, [arises(c, accepted), quote], (_day, yen) => yen)
    return [{ kind: 'initial', item: OFFERED, option: OFFERED, ref, occurredOn: day, amount }]
  })

/** 第7条, 別紙1の1: initial fees in the month of the acceptance. */
export const initialFees: Subject = {
  acts: { QuoteGiven: { basis: ['IJ-A1-1', 'IJ-A1-2c'] } },
  charges: (c, month) => [...ofPlan(c, month), ...ofOptions(c, month)],
}
