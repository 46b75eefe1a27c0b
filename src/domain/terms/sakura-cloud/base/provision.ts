import { type Case } from '../../../contract/case.ts'
import { isKnown } from '../../../kernel/finding.ts'
import { type Subject } from '../../terms.ts'
import {
  type Change,
  changeStates,
  changes,
  isProvisional,
  mayWithdraw,
  provisionalInterval,
} from './change.ts'
import { hasEnded } from './end.ts'
import { resourceEnded, resourceNamed } from './resources.ts'

/** What a change is about has ended before the provider said a word: nothing is left to accept or withdraw. */
const hasLapsed = (c: Case, change: Change): boolean =>
  isProvisional(change) &&
  change.request.data.ref !== undefined &&
  hasEnded(c, resourceNamed(c, change.request.data.ref)?.end)

/** 第3条第2項: what is added or changed is provided provisionally from the request on. */
export const provision: Subject = {
  acts: {
    PlanChangeRequested: {
      basis: ['SC-3-2a'],
      refuse: (c, act) => resourceEnded(c, act.data.ref),
    },
    PlanChangeAccepted: { basis: ['SC-3-2a'] },
    PlanChangeRefused: { basis: ['SC-3-2b'] },
    PlanChanged: { basis: ['SC-4-1'], refuse: (c, act) => resourceEnded(c, act.data.ref) },
  },
  answers: {
    'change.state': (c) => {
      const lapsed = new Set(
        changes(c)
          .filter((each) => hasLapsed(c, each))
          .map(idOf),
      )
      return changeStates(c).map((state) =>
        isKnown(state) && lapsed.has(state.ref ?? '') ? { ...state, value: 'lapsed' } : state,
      )
    },
    'change.provisional-interval': (c) => changes(c).map((change) => provisionalInterval(c, change)),
  },
  permitted: (c) => {
    const lapsed = new Set(
      changes(c)
        .filter((each) => hasLapsed(c, each))
        .map(idOf),
    )
    return mayWithdraw(c).filter(({ ref }) => !lapsed.has(ref ?? ''))
  },
}

const idOf = ({ request }: Change): string => request.data.changeId
