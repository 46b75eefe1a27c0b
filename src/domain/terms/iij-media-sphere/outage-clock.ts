import { type Case, type Question, answer, given, missing } from '../../contract/case.ts'
import { type Outage, outages } from '../../contract/outages.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import {
  type Day,
  type Instant,
  addHours,
  civilEnd,
  dayAfter,
  dayOf,
  elapsedMs,
} from '../../kernel/calendar.ts'
import { type Answer, type RuleId, isKnown } from '../../kernel/finding.ts'
import { exact, text } from '../../kernel/money.ts'
import { type Deadline, type Subject } from '../terms.ts'

/** 第8条: the state must last so many hours without a break; 別紙2 counts units of as many. */
const HOURS = 24
const MS_PER_HOUR = 3_600_000
export const MS_OF_THRESHOLD = HOURS * MS_PER_HOUR
/** Hours that do not end are cut off there: a unit is never rounded up to. */
const HOUR_DIGITS = 6
/** 第8条ただし書. */
const CLAIM_MONTHS = 3

/** The clock of an outage: it runs from the instant the provider knew, and not before the outage began (IJ-Q1). */
export type Clock = {
  readonly outage: Outage
  readonly recognized: Fact<'OutageRecognized'>
  readonly start: Instant
  /** The end of the outage, or `asOf` while it goes on. */
  readonly until: Instant
  readonly isOver: boolean
  readonly facts: readonly (Fact | undefined)[]
}

/** The clock of an outage the provider learned of; nothing runs before. */
export function clockOf(c: Case, outage: Outage): Clock | undefined {
  const { recognized, began, ended } = outage
  if (!recognized) return undefined
  const start = began && began.at > recognized.at ? began.at : recognized.at
  const until = ended?.at ?? c.asOf
  return {
    outage,
    recognized,
    start,
    until: until < start ? start : until,
    isOver: ended !== undefined,
    facts: [recognized, ended],
  }
}

const msOf = ({ start, until }: Clock): number => elapsedMs(start, until)
/** Whole units of 24 hours, up to the end of the outage or to `asOf`. */
export const unitsOf = (clock: Clock): number => Math.floor(msOf(clock) / MS_OF_THRESHOLD)
/** Has it lasted the 24 hours? From then on a reduction may be claimed, though it still goes on (IJ-Q2). */
export const isReached = (clock: Clock): boolean => unitsOf(clock) >= 1
export const thresholdOf = ({ start }: Clock): Instant => addHours(start, HOURS)
/** Last day of the claim period: three months from the day it became claimable, which never counts. */
export const claimDeadlineOf = (clock: Clock): Day => civilEnd(dayAfter(thresholdOf(clock)), CLAIM_MONTHS)

const question = (what: string, rule: RuleId, { outage, recognized, facts }: Clock): Question => ({
  what,
  ref: outage.id,
  rule,
  on: on(recognized),
  causes: facts,
})

export const thresholdAt = (c: Case, clock: Clock): Answer<Instant> =>
  answer(
    c,
    { ...question('outage.threshold-at', 'IJ-8-1', clock), causes: [clock.recognized] },
    thresholdOf(clock),
  )

const hours = (c: Case, clock: Clock): Answer<string> =>
  answer(
    c,
    question('outage.hours', 'IJ-8-1', clock),
    text(exact(msOf(clock)).div(MS_PER_HOUR).toDecimalPlaces(HOUR_DIGITS)),
  )

export const units = (c: Case, clock: Clock): Answer<number> =>
  given(c, question('outage.units', 'IJ-A2-1', clock), [hours(c, clock)], () => unitsOf(clock))

/** `credit.claimable-on` and `credit.claim-deadline` (IJ-8-2): once the 24 hours are over. */
export const claimableOn = (c: Case, clock: Clock): Answer<Day> =>
  given(c, question('credit.claimable-on', 'IJ-8-2', clock), [thresholdAt(c, clock)], dayOf)
export const claimDeadline = (c: Case, clock: Clock): Answer<Day> =>
  given(c, question('credit.claim-deadline', 'IJ-8-2', clock), [claimableOn(c, clock)], () =>
    claimDeadlineOf(clock),
  )

// ---- whose outage it was ----------------------------------------------------------------------------------------------

/** 第3条第2項, 第11条第1項: causes for which the provider does not answer, beside those that are simply not its own. */
const DISCLAIMED: Readonly<Record<string, RuleId>> = {
  'customer-prerequisite': 'IJ-3-2',
  restriction: 'IJ-11-1',
}
const OF_PROVIDER: readonly string[] = ['provider', 'gross-negligence']

/** `outage.attributable`: to the provider. */
export function attributable(
  c: Case,
  { id, attribution, cause, began, recognized }: Outage,
): Answer<boolean> {
  const told = cause ?? recognized ?? began
  const rule = DISCLAIMED[attribution ?? ''] ?? 'IJ-8-1'
  const day = told ? on(told) : dayOf(c.asOf)
  const q: Question = { what: 'outage.attributable', ref: id, rule, on: day, causes: [told] }
  return attribution === undefined
    ? missing(c, q, 'cause:attribution')
    : answer(c, q, OF_PROVIDER.includes(attribution))
}

export const clocks = (c: Case): readonly Clock[] =>
  outages(c)
    .map((outage) => clockOf(c, outage))
    .filter((clock) => clock !== undefined)

/** `outage-threshold`: kept where the outage is over before the 24 hours are. */
const deadline = (c: Case, clock: Clock): readonly Deadline[] => {
  const when = thresholdAt(c, clock)
  if (!isKnown(when)) return []
  const state = isReached(clock) ? 'missed' : clock.isOver ? 'met' : 'upcoming'
  return [{ kind: 'outage-threshold', ref: clock.outage.id, who: 'provider', state, when }]
}

export const outageClock: Subject = {
  acts: {
    OutageBegan: { basis: ['IJ-8-1'] },
    OutageRecognized: { basis: ['IJ-8-1', 'IJ-8-2'] },
    OutageEnded: { basis: ['IJ-8-1'] },
    OutageCauseDetermined: { basis: ['IJ-3-2', 'IJ-8-1', 'IJ-11-1'] },
  },
  answers: {
    'outage.threshold-at': (c) => clocks(c).map((clock) => thresholdAt(c, clock)),
    'outage.hours': (c) => clocks(c).map((clock) => hours(c, clock)),
    'outage.units': (c) => clocks(c).map((clock) => units(c, clock)),
    'outage.attributable': (c) => outages(c).map((outage) => attributable(c, outage)),
    'credit.claimable-on': (c) =>
      clocks(c)
        .filter(isReached)
        .map((clock) => claimableOn(c, clock)),
    'credit.claim-deadline': (c) =>
      clocks(c)
        .filter(isReached)
        .map((clock) => claimDeadline(c, clock)),
  },
  deadlines: (c) => clocks(c).flatMap((clock) => deadline(c, clock)),
}
