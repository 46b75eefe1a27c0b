import { type Case, type Question, answer, asOf, closingDay, factsOf } from '../../../contract/case.ts'
import { on } from '../../../contract/timeline.ts'
import { type Month } from '../../../kernel/calendar.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Charge, type Subject } from '../../terms.ts'
import {
  type Option,
  type Section,
  isInMonth,
  isOptionInForce,
  lifecycleOf,
  ofKind,
  optionEnded,
  optionsOf,
} from '../applied-option.ts'
import { conditionsOnSite } from './documents.ts'
import { localRouters } from './local-router.ts'

const KIND = 'archive-sharing'
/** 第32条第1項, as reports name it: infringement, malware. */
const PROHIBITED = /^32(-1(-[12])?)?$/
const SECTION: Section = { kind: KIND, rule: 'SC-30-1' }
const options = optionsOf(SECTION)

/** 第30条第2項: free; the line says so. */
function charge(c: Case, option: Option, month: Month): readonly Charge[] {
  if (!isInMonth(c, option, month)) return []
  const { ref, accepted } = option
  const q: Question = {
    what: 'charge.option-base',
    ref,
    rule: 'SC-30-2',
    on: closingDay(month),
    causes: [accepted],
  }
  return [
    {
      kind: 'option-base',
      item: KIND,
      option: KIND,
      ref,
      unit: 'month',
      unitPrice: '0',
      amount: answer(c, q, 0),
    },
  ]
}

/** `breach.prohibited-act`: archives that infringe rights or carry malware, while archives are shared. */
const prohibited = (c: Case): readonly Answer<string>[] =>
  factsOf(c, 'ProhibitedActReported')
    .filter(({ data }) => PROHIBITED.test(data.item))
    .filter((fact) => {
      const then = asOf(c, fact.at)
      return options(then).some((option) => isOptionInForce(then, SECTION, option))
    })
    .map((fact) => {
      const q: Question = {
        what: 'breach.prohibited-act',
        ref: fact.data.actId,
        rule: 'SC-32-1',
        on: on(fact),
        causes: [fact],
      }
      return answer(c, q, fact.data.item)
    })

/** Disputes with those with whom archives are shared are the customer's (第31条第1項第3号). */
const responsible = (c: Case): readonly Answer<'customer'>[] =>
  factsOf(c, 'ThirdPartyDisputeReported')
    .filter(({ data }) => data.cause === 'peer' && options(c).length > 0 && localRouters(c).length === 0)
    .map((fact) => {
      const q: Question = {
        what: 'dispute.responsible-party',
        ref: fact.data.disputeId,
        rule: 'SC-31-1',
        on: on(fact),
        causes: [fact],
      }
      return answer(c, q, 'customer')
    })

const lifecycle = lifecycleOf(SECTION, options)

/** Chapter 2 section 7: archive sharing. */
export const archiveSharing: Subject = {
  ...lifecycle,
  acts: {
    ...ofKind(KIND, ['SC-30-1', 'SC-30-2']),
    SharingKeyIssued: {
      basis: ['SC-31-1'],
      refuse: (c, act) => optionEnded(c, options(c), act.data.ref),
    },
    ProhibitedActReported: { basis: ['SC-32-1'], speaksOf: (_c, act) => PROHIBITED.test(act.data.item) },
  },
  answers: {
    ...lifecycle.answers,
    'terms.site-revision': (c) => conditionsOnSite(c, KIND, options(c), 'SC-30-1'),
    'breach.prohibited-act': prohibited,
    'dispute.responsible-party': responsible,
  },
  charges: (c, month) => options(c).flatMap((option) => charge(c, option, month)),
}
