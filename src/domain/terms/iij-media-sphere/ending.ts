import { type Subject } from '../terms.ts'
import { conclusion } from './application.ts'
import { earliestOn, endDeadline, endOfContract, isEnded, noticeValid } from './ends.ts'

/** 第6条: when the contract ends, and what a notice that arrived now could reach. */
export const ending: Subject = {
  acts: {
    TerminationNoticeSubmitted: { basis: ['IJ-5-5', 'IJ-6-1', 'IJ-6-2'] },
    ContractRescinded: { basis: ['IJ-6-1'] },
    ContractEnded: { basis: ['IJ-6-1'] },
  },
  answers: {
    'termination.effective-on': (c) => [endOfContract(c)].filter((end) => end !== undefined),
    'termination.notice-valid': (c) => noticeValid(c),
    'termination.earliest-on': (c) => (conclusion(c) && !isEnded(c) ? [earliestOn(c, 'IJ-6-1')] : []),
  },
  deadlines: (c) => endDeadline(c, endOfContract(c)),
}
