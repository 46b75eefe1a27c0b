import { day } from '../../kernel/calendar.ts'
import { type Version } from '../terms.ts'

/** 附則第1条: the second version applies from this day, to older contracts as well. */
export const SECOND_VERSION_ON = day('2021-07-15')

/** Of the first version only the day is known. */
export const versions: readonly Version[] = [
  { id: '2020-05-08', effectiveOn: day('2020-05-08'), textKnown: false },
  { id: '2021-07-15', effectiveOn: SECOND_VERSION_ON, textKnown: true },
]
