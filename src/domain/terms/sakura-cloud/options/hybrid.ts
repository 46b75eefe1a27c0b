import {
  type Case,
  type Question,
  answer,
  closingDay,
  factsOf,
  given,
  missing,
  tariff,
  today,
} from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Day, type Month, addMonths, lastDayOf, monthOf } from '../../../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined } from '../../../kernel/finding.ts'
import { type Act, type Charge, type Refusal, type Subject } from '../../terms.ts'
import {
  type Option,
  type Section,
  isInMonth,
  isOfKind,
  isOptionInForce,
  lifecycleOf,
  ofKind,
  optionEnded,
  optionsOf,
} from '../applied-option.ts'
import { application } from '../base/application.ts'
import { contractEnd, hasEnded } from '../base/end.ts'
import { flatFee } from './flat-fee.ts'
import { metPrerequisites } from './prerequisites.ts'

const KIND = 'hybrid'
/** 第15条第1項: the first charge is due at the end of the month behind that of the start. */
const MONTHS_TO_PAY_FIRST = 1
/** 第15条第2項: with the bills of these the payment cannot be combined. */
const NOT_COMBINED: readonly string[] = ['sakura-cloud', 'dedicated-server-hourly']

const SECTION: Section = { kind: KIND, rule: 'SC-14-1', noticeRule: 'SC-16-1' }
export const hybrids = optionsOf(SECTION)

// ---- 第14条: who may apply ---------------------------------------------------------------------------------------

const isBaseInUse = (c: Case): boolean =>
  application(c).accepted !== undefined && !hasEnded(c, contractEnd(c))

/** 本オプション適用サービス in use: this contract's base service, or one outside it. */
const isQualified = (c: Case): boolean =>
  isBaseInUse(c) || metPrerequisites(c, 'qualifying-service').length > 0

function refuseUnqualified(c: Case, act: Act<'OptionApplied'>): Refusal | undefined {
  if (act.data.option !== KIND) return undefined
  const qualified = answer(c, { what: 'option.parent', rule: 'SC-14-1', on: today(c) }, isQualified(c))
  if (!isKnown(qualified) || qualified.value) return undefined
  return {
    what: 'refusal.option-requires-parent',
    clause: qualified.clause,
    causes: [{ what: 'option.parent', value: 'qualifying-service' }],
  }
}

// ---- 第15条: payment ---------------------------------------------------------------------------------------------

/** `payment.due-on` of the charges of the start month, whatever they are (SC-Q14). */
function firstDue(c: Case, { ref, startsOn, accepted }: Option): Answer<Day> | undefined {
  if (startsOn === undefined) return undefined
  const month = monthOf(startsOn)
  const q: Question = {
    what: 'payment.due-on',
    ref,
    rule: 'SC-15-1',
    on: closingDay(month),
    causes: [accepted],
  }
  return answer(c, q, lastDayOf(addMonths(month, MONTHS_TO_PAY_FIRST)))
}

/** Every charge of a month is a first one: its bill is then due with them. */
export function dueWithFirst(c: Case, month: Month): Answer<Day> | undefined {
  const first = hybrids(c).find(({ startsOn }) => startsOn !== undefined && monthOf(startsOn) === month)
  if (!first || c.terms.charges(c, month).some(({ dueOn }) => dueOn === undefined)) return undefined
  return firstDue(c, first)
}

function charges(c: Case, option: Option, month: Month): readonly Charge[] {
  const isFirst = option.startsOn !== undefined && monthOf(option.startsOn) === month
  const dueOn = isFirst ? firstDue(c, option) : undefined
  const rule = isFirst ? 'SC-15-1' : survivesBefore(c, month) ? 'SC-16-1' : 'SC-4-1'
  return [
    ...(isFirst ? initial(c, option, month, dueOn) : []),
    ...flatFee(c, option, month, {
      kind: 'option-base',
      key: 'hybridMonthlyFee',
      rule,
      ...(dueOn && { dueOn }),
    }),
  ]
}

/** The base service had ended before the month: the option is charged all the same (第16条第1項). */
const survivesBefore = (c: Case, month: Month): boolean => {
  const end = contractEnd(c)
  return end !== undefined && isKnown(end) && monthOf(end.value) < month
}

function initial(c: Case, option: Option, month: Month, dueOn: Answer<Day> | undefined): readonly Charge[] {
  const { startsOn, ref, accepted } = option
  if (startsOn === undefined || !isInMonth(c, option, month)) return []
  const price = tariff(c, 'hybridInitialFee', startsOn, 'SC-15-1')
  const q: Question = { what: 'charge.initial', ref, rule: 'SC-15-1', on: startsOn, causes: [accepted] }
  const amount = isUndetermined(price)
    ? missing(c, { ...q, causes: [accepted, price] }, price.undetermined.missing)
    : given(c, q, [price], (yen) => yen)
  return [
    { kind: 'initial', item: KIND, option: KIND, ref, occurredOn: startsOn, amount, ...(dueOn && { dueOn }) },
  ]
}

/** `payment.method-allowed` of the option: any method of the provider's, and a bill it may be combined with (第15条第2項). */
function methodAllowed(
  c: Case,
  ref: string,
  data: Act<'PaymentMethodChanged'>['data'],
  fact?: Fact,
): Answer<boolean> {
  const q: Question = { what: 'payment.method-allowed', ref, rule: 'SC-15-2', on: today(c), causes: [fact] }
  return answer(c, q, data.combineWith === undefined || !NOT_COMBINED.includes(data.combineWith))
}

const methods = (c: Case): readonly Answer<boolean>[] =>
  hybrids(c).flatMap(({ ref }) => {
    const last = factsOf(c, 'PaymentMethodChanged').findLast(({ data }) => data.ref === ref)
    return last ? [methodAllowed(c, ref, last.data, last)] : []
  })

/** A method of an option that nobody applied for as another kind is taken for that of a hybrid connection. */
const isOfHybrid = (c: Case, { data }: Act<'PaymentMethodChanged'>): boolean =>
  data.ref !== undefined &&
  (isOfKind(c, data.ref, KIND) ||
    !factsOf(c, 'OptionApplied').some((applied) => applied.data.ref === data.ref))

function refuseCombination(c: Case, act: Act<'PaymentMethodChanged'>): Refusal | undefined {
  if (!isOfHybrid(c, act)) return undefined
  const allowed = methodAllowed(c, act.data.ref ?? KIND, act.data)
  if (!isKnown(allowed) || allowed.value) return undefined
  return {
    what: 'refusal.payment-combination',
    clause: allowed.clause,
    causes: [{ what: 'payment.combine-with', value: act.data.combineWith }],
  }
}

/** `option.survives`: it goes on when the services it was applied with have ended (第16条第1項). */
const survives = (c: Case): readonly Answer<boolean>[] => {
  const end = contractEnd(c)
  if (!hasEnded(c, end)) return []
  return hybrids(c)
    .filter((option) => isOptionInForce(c, SECTION, option))
    .map(({ ref, accepted }) => {
      const q: Question = {
        what: 'option.survives',
        ref,
        rule: 'SC-16-1',
        on: end.value,
        causes: [accepted, end],
      }
      return answer(c, q, true)
    })
}

const lifecycle = lifecycleOf(SECTION, hybrids)
const acts = ofKind(KIND, ['SC-14-1'])

/** Chapter 2 section 2: hybrid connection. */
export const hybrid: Subject = {
  ...lifecycle,
  acts: {
    OptionApplied: { basis: [], ...acts.OptionApplied, refuse: refuseUnqualified },
    OptionAccepted: { ...acts.OptionAccepted, basis: ['SC-15-1'] },
    TerminationNoticeSubmitted: {
      basis: ['SC-16-1'],
      speaksOf: (c, act) => isOfKind(c, act.data.ref, KIND),
    },
    PaymentMethodChanged: {
      basis: ['SC-15-2'],
      speaksOf: isOfHybrid,
      refuse: (c, act) => optionEnded(c, hybrids(c), act.data.ref) ?? refuseCombination(c, act),
    },
    PrerequisiteMet: { basis: ['SC-14-1'], speaksOf: (_c, act) => act.data.kind === 'qualifying-service' },
    PrerequisiteLapsed: { basis: ['SC-16-1'], speaksOf: (_c, act) => act.data.kind === 'qualifying-service' },
  },
  answers: {
    ...lifecycle.answers,
    'option.survives': survives,
    'payment.method-allowed': methods,
    'payment.due-on': (c) => hybrids(c).flatMap((option) => firstDue(c, option) ?? []),
  },
  charges: (c, month) => hybrids(c).flatMap((option) => charges(c, option, month)),
}
