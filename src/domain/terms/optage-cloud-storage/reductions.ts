import { type Case, type Question, answer, factsOf, given, tariffOr } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Month, lastDayOf, monthOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Yen, exact, toYen } from '../../kernel/money.ts'
import { type Charge, type Subject } from '../terms.ts'
import { feesOf } from './billing.ts'
import { sumOf } from './monthly-fee.ts'
import { withTax } from './tax.ts'

/** 第26条: the surcharge is so many times the evaded amount before tax. */
const SURCHARGE_TIMES = 2

type Reduction = Fact<'TemporaryReductionAnnounced'>

/** `charge.temporary-reduction` (OP-A3-7): the announced amount or share of the month's fees, never more than they are. */
function reduction(c: Case, told: Reduction, month: Month): Charge {
  const { data } = told
  const day = lastDayOf(month)
  const q: Question = {
    what: 'charge.temporary-reduction',
    ref: data.reductionId,
    rule: 'OP-A3-7',
    on: on(told),
    causes: [told],
  }
  const fees = sumOf(
    c,
    { ...q, what: 'charge.month', on: day },
    feesOf(c, month).map(({ amount }) => amount),
  )
  const rounding = tariffOr(c, 'lineRounding', day, 'CC-11', 'floor')
  const off = given(c, q, [fees, rounding], (yen, mode): Yen =>
    Math.min(yen, data.amount ?? toYen(exact(yen).times(data.rate ?? '0'), mode)),
  )
  return {
    kind: 'temporary-reduction',
    item: 'reduction',
    ref: data.reductionId,
    amount: negative(c, q, off),
  }
}

const negative = (c: Case, q: Question, amount: Answer<Yen>): Answer<Yen> =>
  given(c, { ...q, causes: [] }, [amount], (yen) => (yen === 0 ? 0 : -yen))

/** 第26条: what was evaded, with tax, and the surcharge with the tax on it; both whole amounts, in the month of the finding. */
function evasion(c: Case, fact: Fact<'FeeEvasionEstablished'>): readonly Charge[] {
  const day = on(fact)
  const q = { ref: fact.id, rule: 'OP-26', on: day, causes: [fact] } satisfies Omit<Question, 'what'>
  const evaded = answer(c, { ...q, what: 'evasion.amount' }, fact.data.amountExTax)
  const extra = answer(c, { ...q, what: 'evasion.surcharge' }, SURCHARGE_TIMES * fact.data.amountExTax)
  const line = (kind: 'evaded-amount' | 'surcharge', amount: Answer<Yen>): Charge => ({
    kind,
    item: 'evasion',
    ref: fact.id,
    amount: withTax(c, { ...q, what: `charge.${kind}` }, amount),
    taxCategory: 'included',
    occurredOn: day,
  })
  return [line('evaded-amount', evaded), line('surcharge', extra)]
}

/** 第26条, 別表3の7: surcharges for evasion, reductions in a disaster. */
export const reductions: Subject = {
  acts: {
    FeeEvasionEstablished: { basis: ['OP-26'] },
    TemporaryReductionAnnounced: { basis: ['OP-A3-7'] },
  },
  charges: (c, month) => [
    ...factsOf(c, 'FeeEvasionEstablished')
      .filter(({ at }) => monthOf(at) === month)
      .flatMap((fact) => evasion(c, fact)),
    ...factsOf(c, 'TemporaryReductionAnnounced')
      .filter(({ data }) => data.month === month && feesOf(c, month).length > 0)
      .map((fact) => reduction(c, fact, month)),
  ],
}
