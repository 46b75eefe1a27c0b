import { type Case } from '../../../contract/case.ts'
import {
  type Instant,
  type Month,
  addMonths,
  dayInMonth,
  dayOf,
  lastDayOf,
  monthOf,
} from '../../../kernel/calendar.ts'
import { type Option, type Section, isOptionInForce, optionsOf } from '../applied-option.ts'

/** 第75条第1項: a notice until this day ends the contract with its month, a later one with the next month. */
export const CUTOFF_DAY = 20

export const cutoffOf = (month: Month) => dayInMonth(month, CUTOFF_DAY)

/** When a cancellation takes effect, by the day on which its notice arrives (SC-Q22). */
const noticeEnd: NonNullable<Section['noticeEnd']> = (arrived: Instant) => {
  const month = monthOf(arrived)
  return dayOf(arrived) <= cutoffOf(month)
    ? { rule: 'SC-75-1a', on: lastDayOf(month) }
    : { rule: 'SC-75-1b', on: lastDayOf(addMonths(month, 1)) }
}

const section = (kind: 'sms-2fa' | 'sms-a2p'): Section => ({
  kind,
  rule: 'SC-69-1',
  noticeRule: 'SC-75-2',
  noticeEnd,
  discontinuationRule: 'SC-77-1',
})

/** 第68条第2項: two types, applied for each by itself (第69条). */
export const SECTIONS = [section('sms-2fa'), section('sms-a2p')] as const
export const [authentication, distribution] = SECTIONS.map((each) => ({
  section: each,
  all: optionsOf(each),
})) as [SmsType, SmsType]
export type SmsType = { readonly section: Section; readonly all: (c: Case) => readonly Option[] }
export const TYPES: readonly SmsType[] = [authentication, distribution]

/** Options of both types, with their sections. */
export const smsOptions = (c: Case): readonly { readonly section: Section; readonly option: Option }[] =>
  TYPES.flatMap(({ section: of, all }) => all(c).map((option) => ({ section: of, option })))

/** Those in force at `asOf`. */
export const smsInForce = (c: Case): readonly Option[] =>
  smsOptions(c)
    .filter(({ section: of, option }) => isOptionInForce(c, of, option))
    .map(({ option }) => option)
