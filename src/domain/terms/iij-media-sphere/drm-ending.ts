import { type Case } from '../../contract/case.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Refusal, type Subject } from '../terms.ts'
import { type DrmOption, drmOptions, endOfOption, stateOf, takenOptions } from './drm.ts'
import { earliestOn, endDeadline, isOver, noticeValid } from './ends.ts'

/** Use of an option that has ended, refused under the rule of its end. */
export function endedOption(c: Case, option: DrmOption | undefined): Refusal | undefined {
  if (!option || !isOver(c, endOfOption(c, option))) return undefined
  const state = stateOf(c, option)
  return { what: 'refusal.not-in-force', clause: state.clause, causes: [state] }
}

/** Facts about an option nobody applied for wait for the application. */
const lone = (c: Case): readonly { readonly fact: Fact; readonly missing: string }[] =>
  c.facts
    .ofAny('BillingStarted', 'TerminationNoticeSubmitted', 'ContractEnded', 'ContractRescinded')
    .flatMap((fact) => {
      const { ref } = fact.data
      return ref === undefined || drmOptions(c).some((option) => option.ref === ref)
        ? []
        : [{ fact, missing: `OptionApplied ref ${ref}` }]
    })

/** 第5条第5項: the end of the DRM option. */
export const drmEnding: Subject = {
  acts: {
    BillingStarted: {
      basis: [],
      refuse: (c, { data }) =>
        data.ref === undefined
          ? undefined
          : endedOption(
              c,
              drmOptions(c).find(({ ref }) => ref === data.ref),
            ),
    },
    TerminationNoticeSubmitted: { basis: ['IJ-5-3', 'IJ-5-5'] },
    OptionEnded: { basis: ['IJ-5-5'] },
  },
  answers: {
    'option.ends-on': (c) =>
      drmOptions(c)
        .map((option) => endOfOption(c, option))
        .filter((end) => end !== undefined),
    'termination.notice-valid': (c) => drmOptions(c).flatMap(({ ref }) => noticeValid(c, ref)),
    'termination.earliest-on': (c) =>
      takenOptions(c)
        .filter((option) => !isOver(c, endOfOption(c, option)))
        .map(({ ref }) => earliestOn(c, 'IJ-5-5', ref)),
  },
  deadlines: (c) => drmOptions(c).flatMap((option) => endDeadline(c, endOfOption(c, option))),
  unmatched: (c) => lone(c),
}
