import { type Case, answer, factsOf, today } from '../../../contract/case.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Day, type Month, dayOf, firstDayOf, lastDayOf } from '../../../kernel/calendar.ts'
import { type Answer, type Cause } from '../../../kernel/finding.ts'
import { type Charge, type Subject } from '../../terms.ts'
import {
  type Option,
  type Section,
  isActive,
  lifecycleOf,
  ofKind,
  optionEnded,
  optionsOf,
} from '../applied-option.ts'
import { inUseOfKind } from '../base/resources.ts'
import { conditionsOnSite } from './documents.ts'
import { flatFee } from './flat-fee.ts'

const KIND = 'local-router'
const SECTION: Section = { kind: KIND, rule: 'SC-20-1' }
export const localRouters = optionsOf(SECTION)

/** A local router can be used: as an option, or as a resource of the base service. */
export const localRouterInUse = (c: Case): readonly Cause[] => [
  ...localRouters(c).flatMap((option) =>
    option.accepted && isActive(c, SECTION, option) ? [cause(option.accepted)] : [],
  ),
  ...inUseOfKind(c, KIND).flatMap(({ contents }) => contents.flatMap(({ causes }) => causes.map(cause))),
]

type Link = Fact<'PeerLinkChanged'>

/** Links that could not be used at some time of a month, each by the fact since which it could not. */
function lostIn(c: Case, { ref }: Option, month: Month): readonly Link[] {
  const links = factsOf(c, 'PeerLinkChanged').filter(({ data }) => data.ref === undefined || data.ref === ref)
  return links.filter((link, i) => {
    if (link.data.state !== 'unavailable') return false
    const next = links.slice(i + 1).find(({ data }) => data.peerId === link.data.peerId)
    const until: Day = next ? dayOf(next.at) : today(c)
    return dayOf(link.at) <= lastDayOf(month) && until >= firstDayOf(month)
  })
}

/** While the other project's contract keeps a peer from working, the fee goes on until the option is cancelled. */
function charge(c: Case, option: Option, month: Month): readonly Charge[] {
  const lost = lostIn(c, option, month)
  return flatFee(c, option, month, {
    kind: 'option-base',
    key: 'localRouterFee',
    rule: lost.length > 0 ? 'SC-21-1-6' : 'SC-4-1',
    causes: lost.map(cause),
  })
}

/** `dispute.responsible-party`: disputes with a peer are the customer's (第21条第1項第4号). */
const responsible = (c: Case): readonly Answer<'customer'>[] =>
  factsOf(c, 'ThirdPartyDisputeReported')
    .filter(({ data }) => data.cause === 'peer' && localRouters(c).length > 0)
    .map((fact) =>
      answer(
        c,
        {
          what: 'dispute.responsible-party',
          ref: fact.data.disputeId,
          rule: 'SC-21-1',
          on: on(fact),
          causes: [fact],
        },
        'customer',
      ),
    )

const lifecycle = lifecycleOf(SECTION, localRouters)

/** Chapter 2 section 5: local router connection. */
export const localRouter: Subject = {
  ...lifecycle,
  acts: {
    ...ofKind(KIND, ['SC-20-1']),
    PeerLinkChanged: {
      basis: ['SC-21-1', 'SC-21-1-6'],
      refuse: (c, act) =>
        act.data.state === 'connected' ? optionEnded(c, localRouters(c), act.data.ref) : undefined,
    },
    ThirdPartyDisputeReported: { basis: ['SC-21-1'], speaksOf: (_c, act) => act.data.cause === 'peer' },
  },
  answers: {
    ...lifecycle.answers,
    'terms.site-revision': (c) => conditionsOnSite(c, KIND, localRouters(c), 'SC-20-1'),
    'dispute.responsible-party': responsible,
  },
  charges: (c, month) => localRouters(c).flatMap((option) => charge(c, option, month)),
}
