import {
  type Case,
  type Question,
  answer,
  closingDay,
  factsOf,
  given,
  today,
  tariffOr,
} from '../../../contract/case.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Day, type Month, monthOf } from '../../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../../kernel/finding.ts'
import { type Yen, exact, toYen } from '../../../kernel/money.ts'
import { type Act, type Charge, type ChargeKind, type Refusal, type Subject } from '../../terms.ts'

type Passport = Fact<'PassportPurchased'>

/** Charges for the use of a service in a month, which a passport may discount; what is owed once or for a pause is none. */
const DISCOUNTED: readonly ChargeKind[] = [
  'monthly-base', 'usage', 'option-base', 'additional-ip', 'aws-base', 'aws-data', 'sim-base', 'data',
  'mobile-gateway', 'platform-base', 'sub-option', 'sms',
] // prettier-ignore

const question = (what: string, passport: Passport, rule: string): Question => ({
  what,
  ref: passport.data.ref,
  rule,
  on: on(passport),
  causes: [passport],
})

/** 第12条第2項第1号: a passport is for business use only. */
function refusePurpose(c: Case, act: Act<'PassportPurchased'>): Refusal | undefined {
  const lawful = answer(
    c,
    { what: 'passport.purpose', rule: 'SC-12-2-1', on: today(c) },
    act.data.purpose === 'business',
  )
  if (!isKnown(lawful) || lawful.value) return undefined
  return {
    what: 'refusal.passport-purpose',
    clause: lawful.clause,
    causes: [{ what: 'passport.purpose', value: act.data.purpose }],
  }
}

const endsOn = (c: Case, passport: Passport): Answer<Day> =>
  answer(c, question('passport.ends-on', passport, 'SC-12-2-2'), passport.data.toOn)

/** `passport.discount-rate`, inside the period. */
const rateNow = (c: Case, passport: Passport): readonly Answer<string>[] =>
  passport.data.fromOn <= today(c) && today(c) <= passport.data.toOn
    ? [answer(c, question('passport.discount-rate', passport, 'SC-12-1'), passport.data.rate)]
    : []

/** The fee is paid in advance: it stands in the month of the purchase. */
function fee(c: Case, passport: Passport, month: Month): readonly Charge[] {
  if (monthOf(passport.at) !== month) return []
  const { ref, item } = passport.data
  const amount = answer(c, question('charge.passport', passport, 'SC-12-1'), passport.data.fee)
  return [
    { kind: 'passport', item: item ?? 'passport', option: 'passport', ref, occurredOn: on(passport), amount },
  ]
}

/** A target names a kind of service, a kind with its plan, an option, or one resource. */
const isTarget = (target: string, { item, option, ref }: Charge): boolean =>
  item === target || item.startsWith(`${target}.`) || option === target || ref === target

/** Every month the period touches is discounted, with what it charges for the targets (ledger.md 7). */
function discount(c: Case, passport: Passport, month: Month, charges: readonly Charge[]): readonly Charge[] {
  const { ref, item, fromOn, toOn, rate, targets } = passport.data
  if (month < monthOf(fromOn) || monthOf(toOn) < month) return []
  const discounted = charges.filter(
    (charge) => DISCOUNTED.includes(charge.kind) && targets.some((target) => isTarget(target, charge)),
  )
  if (discounted.length === 0) return []
  const rounding = tariffOr(c, 'lineRounding', closingDay(month), 'CC-11', 'floor')
  const q: Question = { ...question('charge.discount', passport, 'SC-12-1'), on: closingDay(month) }
  const amount = given(c, q, [rounding, ...discounted.map((charge) => charge.amount)], (mode, ...amounts) => {
    const total = (amounts as Yen[]).reduce((sum, each) => sum + each, 0)
    return -toYen(exact(total).times(rate), mode) || 0
  })
  return [{ kind: 'discount', item: item ?? 'passport', option: 'passport', ref, amount }]
}

const ofEach =
  <T>(ask: (c: Case, passport: Passport) => readonly T[]) =>
  (c: Case): readonly T[] =>
    factsOf(c, 'PassportPurchased').flatMap((passport) => ask(c, passport))

/** 第12条: the discount passport. `others` are the subjects whose charges it may discount. */
export const passports = (others: readonly Subject[]): Subject => ({
  acts: { PassportPurchased: { basis: ['SC-12-1', 'SC-12-2-1'], refuse: refusePurpose } },
  answers: {
    'passport.discount-rate': ofEach(rateNow),
    'passport.ends-on': ofEach((c, passport) => [endsOn(c, passport)]),
    'passport.refund': ofEach((c, passport) => [
      answer(c, question('passport.refund', passport, 'SC-12-2-2'), 0),
    ]),
  },
  charges: (c, month) => {
    const bought = month > monthOf(c.asOf) ? [] : factsOf(c, 'PassportPurchased')
    if (bought.length === 0) return []
    const charges = others.flatMap((subject) => subject.charges?.(c, month) ?? [])
    return bought.flatMap((passport) => [
      ...fee(c, passport, month),
      ...discount(c, passport, month, charges),
    ])
  },
  deadlines: ofEach((c, passport) => {
    const when = endsOn(c, passport)
    if (!isKnown(when)) return []
    return [
      {
        kind: 'passport-end',
        ref: passport.data.ref,
        who: 'customer',
        state: today(c) <= when.value ? 'upcoming' : 'met',
        when,
      },
    ]
  }),
})
