import { type Case, type Question, answer, factsOf, today } from '../../../contract/case.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Day, type Instant, monthOf } from '../../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../../kernel/finding.ts'
import { type Deadline, type DeadlineState, type Subject } from '../../terms.ts'
import { type Option, abolitions, isOfKind, isOptionInForce, lifecycleOf, ofKind } from '../applied-option.ts'
import { contractEnd, hasEnded } from '../base/end.ts'
import { smsFees } from './fees.ts'
import { type SmsType, TYPES, cutoffOf, smsOptions } from './options.ts'
import { thirdParties } from './third-parties.ts'

// ---- 第75条: cancellation ------------------------------------------------------------------------------------------

/** `sms-cutoff`: until the 20th of the running month a notice still ends the contract with that month. */
const cutoffs = (c: Case): readonly Deadline[] =>
  smsOptions(c).flatMap(({ section, option }) => {
    if (!isOptionInForce(c, section, option)) return []
    const notices = noticesOf(c, option)
    const rule = 'SC-75-1a'
    const q: Question = { what: 'sms.cutoff', ref: option.ref, rule, on: today(c), causes: notices }
    const when = answer(c, q, cutoffOf(monthOf(c.asOf)))
    return isKnown(when)
      ? [
          {
            kind: 'sms-cutoff',
            ref: option.ref,
            who: 'customer',
            state: stateOf(c, when.value, notices),
            when,
          },
        ]
      : []
  })

const noticesOf = (c: Case, { ref }: Option): readonly Fact[] =>
  factsOf(c, 'TerminationNoticeSubmitted').filter(({ data }) => data.ref === ref)

/** Met by a notice of this month; where an earlier one ends the contract already, it has lost its object. */
function stateOf(c: Case, day: Day, notices: readonly Fact[]): DeadlineState {
  const [first] = notices
  if (first) return monthOf(first.at) === monthOf(day) && on(first) <= day ? 'met' : 'lapsed'
  return today(c) <= day ? 'upcoming' : 'missed'
}

/** `option.survives`: it goes on when all contracts for the base service have ended (第75条第2項). */
function survives(c: Case): readonly Answer<boolean>[] {
  const end = contractEnd(c)
  if (!hasEnded(c, end)) return []
  return smsOptions(c)
    .filter(({ section, option }) => isOptionInForce(c, section, option))
    .map(({ option: { ref, accepted } }) => {
      const q = { what: 'option.survives', ref, rule: 'SC-75-2', on: end.value, causes: [accepted, end] }
      return answer(c, q, true)
    })
}

// ---- 第77条, 第76条 ------------------------------------------------------------------------------------------------

/** `discontinuation.effective-on`: the supplier's end or change may end the option; notice is best effort. */
const discontinued = (c: Case): readonly Answer<Day>[] =>
  smsOptions(c).flatMap(({ section, option }) => {
    const what = 'discontinuation.effective-on'
    const named = factsOf(c, 'ServiceDiscontinued')
      .filter(({ data }) => data.ref === option.ref)
      .map((fact) => {
        const q = { what, ref: option.ref, rule: 'SC-77-1', on: on(fact), causes: [fact] }
        return answer(c, q, fact.data.endsOn)
      })
    return [...named, ...abolitions(c, section, option, what)].slice(0, 1)
  })

type Gap = { readonly from: Instant; readonly to: Instant | null }

/** `support.joint-noncompliant`: the supplier joined a case before the provider had contacted the customer (第76条). */
const uncontacted = (c: Case): readonly Answer<Gap>[] =>
  (smsOptions(c).length === 0 ? [] : factsOf(c, 'SupportRequested')).flatMap(
    ({ data: { caseId } }): readonly Answer<Gap>[] => {
      const joins = factsOf(c, 'DelegateJoinedSupport').filter(({ data }) => data.caseId === caseId)
      const [first] = joins
      const [to = null] = joins.flatMap(({ data }) => data.customerContactedAt ?? []).sort()
      if (!first || (to !== null && to <= first.at)) return []
      const q = {
        what: 'support.joint-noncompliant',
        ref: caseId,
        rule: 'SC-76-1',
        on: on(first),
        causes: joins,
      }
      return [answer(c, q, { from: first.at, to })]
    },
  )

// ---- the section ---------------------------------------------------------------------------------------------------

const SMS = ['sms-2fa', 'sms-a2p'] as const
const isSms = (c: Case, ref: string | undefined): boolean => SMS.some((kind) => isOfKind(c, ref, kind))

const typeSubject = ({ section, all }: SmsType): Subject => ({
  ...lifecycleOf(section, all),
  acts: ofKind(section.kind, ['SC-69-1']),
})

const common: Subject = {
  acts: {
    TerminationNoticeSubmitted: {
      basis: ['SC-75-1a', 'SC-75-1b'],
      speaksOf: (c, act) => isSms(c, act.data.ref),
    },
    UsageMeasured: {
      basis: ['SC-71-1'],
      speaksOf: (_c, act) => act.data.readings.some(({ meter }) => meter.startsWith('sms-')),
    },
    ServiceDiscontinued: {
      basis: ['SC-77-1'],
      speaksOf: (c, act) => SMS.some((kind) => act.data.option === kind) || isSms(c, act.data.ref),
    },
    SupportRequested: { basis: ['SC-76-1'] },
    DelegateJoinedSupport: { basis: ['SC-76-1'] },
  },
  answers: {
    'option.survives': survives,
    'discontinuation.effective-on': discontinued,
    'support.joint-noncompliant': uncontacted,
  },
  charges: smsFees,
  deadlines: cutoffs,
}

/** Chapter 2 section 11: SMS of both types. */
export const sms: readonly Subject[] = [...TYPES.map(typeSubject), common, thirdParties]
