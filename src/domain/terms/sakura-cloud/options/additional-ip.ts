import {
  type Case,
  type Question,
  answer,
  asOf,
  closingDay,
  factsOf,
  given,
  missing,
  tariff,
  tariffOr,
  today,
} from '../../../contract/case.ts'
import {
  type Day,
  type Month,
  dayOf,
  daysIn,
  daysInclusive,
  lastDayOf,
  monthOf,
} from '../../../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined, valueOf } from '../../../kernel/finding.ts'
import { prorate } from '../../../kernel/money.ts'
import { type Charge, type Refusal, type Subject } from '../../terms.ts'
import {
  type Option,
  type Section,
  isEndMonth,
  isOfKind,
  lifecycleOf,
  ofKind,
  optionsOf,
} from '../applied-option.ts'
import { contentOn, inUseOfKind, resources } from '../base/resources.ts'
import { flatFee } from './flat-fee.ts'

const KIND = 'additional-ip'
/** 第13条: the option lives on a router with a switch. */
const PARENT = 'router-switch'

/** 第13条第1項: refused without a router+switch in use: the one it names, else any. */
function refuseWithoutParent(c: Case, parentRef: string | undefined): Refusal | undefined {
  const parents = inUseOfKind(c, PARENT).filter(({ ref }) => parentRef === undefined || ref === parentRef)
  const has = answer(c, { what: 'option.parent', rule: 'SC-13-1', on: today(c) }, parents.length > 0)
  if (!isKnown(has) || has.value) return undefined
  return {
    what: 'refusal.option-requires-parent',
    clause: has.clause,
    causes: [{ what: 'option.parent', value: parentRef ?? PARENT }],
  }
}

/** 第13条第2項: it ends by itself with its router+switch; one that names none with the last of them. */
function endsWithParent(c: Case, { ref, parentRef, accepted }: Omit<Option, 'end'>): readonly Answer<Day>[] {
  if (!accepted) return []
  const then = asOf(c, accepted.at)
  const parents = resources(c).filter((resource) =>
    parentRef === undefined
      ? contentOn(resource, dayOf(then.asOf))?.kind === PARENT
      : resource.ref === parentRef,
  )
  const ends = parents.map(({ end }) => end)
  const last = ends.reduce<Answer<Day> | undefined>(
    (latest, end) => (latest && end && (valueOf(latest) ?? '') >= (valueOf(end) ?? '') ? latest : end),
    ends[0],
  )
  if (!last || ends.some((end) => end === undefined)) return []
  const q: Question = { what: 'option.ends-on', ref, rule: 'SC-13-2', on: valueOf(last) ?? today(c) }
  return [given(c, q, [last], (day) => day)]
}

const SECTION: Section = { kind: KIND, rule: 'SC-13-1', ends: endsWithParent }
export const additionalIps = optionsOf(SECTION)

/** The month of the end in full (第13条第3項); that of the start as the tariff says (SC-Q13). */
function charge(c: Case, option: Option, month: Month): readonly Charge[] {
  const full = flatFee(c, option, month, { kind: KIND, key: 'additionalIpFee', rule: 'SC-13-3' })
  const { startsOn } = option
  if (startsOn === undefined || monthOf(startsOn) !== month || isEndMonth(option, month)) return full
  return full.flatMap((line) => startMonth(c, line, startsOn, month))
}

function startMonth(c: Case, line: Charge, startsOn: Day, month: Month): readonly Charge[] {
  const closing = closingDay(month)
  const rule = tariff(c, 'additionalIpStartMonth', closing, 'SC-13-3')
  const q: Question = { what: 'charge.additional-ip', ref: line.ref, rule: 'SC-13-3', on: closing }
  if (isUndetermined(rule))
    return [{ ...line, amount: missing(c, { ...q, causes: [rule, line.amount] }, rule.undetermined.missing) }]
  if (rule.value === 'free') return []
  const days = daysInclusive(startsOn, lastDayOf(month))
  const rounding = tariffOr(c, 'lineRounding', closing, 'CC-11', 'floor')
  const amount = given(c, q, [line.amount, rule, rounding], (yen, how, mode) =>
    how === 'calendar-days' ? prorate(yen, days, daysIn(month), mode) : yen,
  )
  return [{ ...line, amount }]
}

/** `charge.proration`: whatever the day of the end, its month is owed in full. */
const proration = (c: Case): readonly Answer<string>[] =>
  additionalIps(c).flatMap(({ ref, end }) => {
    if (!end || !isKnown(end)) return []
    const q: Question = { what: 'charge.proration', ref, rule: 'SC-13-3', on: end.value, causes: [end] }
    return [answer(c, q, 'full-month')]
  })

const parentOf = (c: Case, ref: string): string | undefined =>
  factsOf(c, 'OptionApplied').find(({ data }) => data.ref === ref)?.data.parentRef

const acts = ofKind(KIND, ['SC-13-1'])
const lifecycle = lifecycleOf(SECTION, additionalIps)

/** Chapter 2 section 1: extra IP addresses. */
export const additionalIp: Subject = {
  ...lifecycle,
  acts: {
    OptionApplied: {
      basis: [],
      ...acts.OptionApplied,
      refuse: (c, act) => (act.data.option === KIND ? refuseWithoutParent(c, act.data.parentRef) : undefined),
    },
    OptionAccepted: {
      basis: [],
      ...acts.OptionAccepted,
      refuse: (c, act) =>
        isOfKind(c, act.data.ref, KIND) ? refuseWithoutParent(c, parentOf(c, act.data.ref)) : undefined,
    },
  },
  answers: { ...lifecycle.answers, 'charge.proration': proration },
  charges: (c, month) => additionalIps(c).flatMap((option) => charge(c, option, month)),
}
