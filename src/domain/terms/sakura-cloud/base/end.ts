import { type Case, type Question, answer, factsOf, remembered, today } from '../../../contract/case.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type EventType } from '../../../contract/vocabulary.ts'
import { type Day, type Instant, addDays, endOf } from '../../../kernel/calendar.ts'
import { type Answer, type Finding, type RuleId, isKnown } from '../../../kernel/finding.ts'
import { type Deadline, type Subject } from '../../terms.ts'
import { application } from './application.ts'

/** What ends: the contract (no `ref`), a resource or an option, from the instant at which it could end. */
export type Ending = {
  readonly what: string
  readonly ref?: string
  readonly since: Instant
  /** The rule of a cancellation by notice; 第6条第1項 unless an option has its own. */
  readonly noticeRule?: RuleId
  /** The rule of an abolition; that of the base terms unless an option has its own. */
  readonly discontinuationRule?: RuleId
  /** When a notice takes effect and under which rule, where that is not the day on which it arrives. */
  readonly noticeEnd?: (arrived: Instant) => { readonly rule: RuleId; readonly on: Day }
}

type End = { readonly fact: Fact; readonly rule: RuleId; readonly on: Day }

/**
 * Every end of a thing that was told, each with its last day (to 24:00 of it, CC-09). A cancellation takes effect on the
 * day its notice arrives (第6条第1項), a measure of 第7条第5項 on its day; other ends are those of the base terms.
 */
export function endsOf(c: Case, ending: Ending): readonly Answer<Day>[] {
  return told(c, ending)
    .filter(({ fact }) => fact.at >= ending.since)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map(({ fact, rule, on: day }) => {
      const q: Question = { what: ending.what, ref: ending.ref, rule, on: on(fact), causes: [fact] }
      return answer(c, q, day)
    })
}

type Named = Extract<
  EventType,
  'TerminationNoticeSubmitted' | 'ContractRescinded' | 'ContractEnded' | 'ServiceDiscontinued' | 'OptionEnded'
>

/** The facts of a type about a thing; without a name, about the contract. A project may have thousands of things. */
function about<T extends Named>(type: T): (c: Case, ref: string | undefined) => readonly Fact<T>[] {
  const index = remembered((c: Case) => {
    const byRef = new Map<string, Fact<T>[]>()
    for (const fact of factsOf(c, type)) {
      const { ref = '' } = fact.data as { readonly ref?: string }
      const before = byRef.get(ref)
      if (before) before.push(fact)
      else byRef.set(ref, [fact])
    }
    return byRef
  })
  return (c, ref) => index(c).get(ref ?? '') ?? []
}

const notices = about('TerminationNoticeSubmitted')
const rescissions = about('ContractRescinded')
const otherEnds = about('ContractEnded')
const abolitions = about('ServiceDiscontinued')
const switchedOff = about('OptionEnded')

function told(c: Case, ending: Ending): End[] {
  const { ref, noticeRule = 'SC-6-1', discontinuationRule = 'SC-1-2' } = ending
  return [
    ...notices(c, ref).map((fact): End => ({
      fact,
      rule: noticeRule,
      on: on(fact),
      ...ending.noticeEnd?.(fact.at),
    })),
    ...rescissions(c, ref)
      .filter(({ data }) => ref !== undefined || data.part !== 'part')
      .map((fact): End => ({ fact, rule: rescissionRule(fact), on: fact.data.endsOn ?? on(fact) })),
    ...otherEnds(c, ref).map((fact): End => ({ fact, rule: 'SC-1-2', on: fact.data.endsOn })),
    ...abolitions(c, ref)
      .filter(({ data }) => (data.scope === 'all') === (ref === undefined))
      .map((fact): End => ({ fact, rule: discontinuationRule, on: fact.data.endsOn })),
    ...(ref === undefined ? [] : switchedOff(c, ref)).map((fact): End => ({
      fact,
      rule: noticeRule,
      on: fact.data.endsOn ?? on(fact),
    })),
    ...measuresThatEnd(c, ref ?? 'base'),
  ]
}

const rescissionRule = ({ data }: Fact<'ContractRescinded'>): RuleId =>
  data.ground === 'pause-over-limit' ? 'SC-7-5' : data.by === 'customer' ? 'SC-6-1' : 'SC-1-2'

/** 第7条第5項第1号, 第4号: the measures that end what was paused. */
function measuresThatEnd(c: Case, scope: string): readonly End[] {
  const paused = new Map(factsOf(c, 'UsagePaused').map(({ data }) => [data.pauseId, data.scope]))
  return factsOf(c, 'PauseMeasureTaken')
    .filter(({ data }) => paused.get(data.pauseId) === scope)
    .filter(({ data }) => data.measure === 'end' || data.measure === 'rescind')
    .map((fact): End => ({ fact, rule: 'SC-7-5', on: on(fact) }))
}

/** The first of several ends; one that is undetermined only where no other is known. */
export const firstEnd = (ends: readonly Answer<Day>[]): Answer<Day> | undefined =>
  ends
    .filter((end) => isKnown(end))
    .reduce<Finding<Day> | undefined>(
      (best, end) => (!best || end.value < best.value ? end : best),
      undefined,
    ) ?? ends[0]

/** The end as far as it is known. */
export const knownEnd = (end: Answer<Day> | undefined): Finding<Day> | undefined =>
  end && isKnown(end) ? end : undefined

/** `termination.effective-on` of the contract: it ends with all its base resources. */
export const contractEnd = remembered((c: Case): Answer<Day> | undefined => {
  const { accepted } = application(c)
  return accepted && firstEnd(endsOf(c, { what: 'termination.effective-on', since: accepted.at }))
})

/** The last day of the contract lies behind `asOf`. */
export const hasEnded = (c: Case, end: Answer<Day> | undefined): end is Finding<Day> =>
  end !== undefined && isKnown(end) && today(c) > end.value

/** The instant at which something that ended was no longer in force: 00:00 after its last day. */
export const endedAt = (end: Finding<Day>): Instant => endOf(end.value)

/** `termination-effective`: when something ends, as long as the end was told. */
export function endDeadline(c: Case, end: Answer<Day> | undefined): readonly Deadline[] {
  if (!end || !isKnown(end)) return []
  return [
    {
      kind: 'termination-effective',
      ...(end.ref !== undefined && { ref: end.ref }),
      who: 'customer',
      state: today(c) < addDays(end.value, 1) ? 'upcoming' : 'met',
      when: end,
    },
  ]
}

/** Options whose sections say themselves how they are cancelled (第16条, 第75条, 第85条). */
const CANCELLED_OTHERWISE: readonly string[] = ['hybrid', 'sms-2fa', 'sms-a2p', 'ssl']

const isCancelledOtherwise = (c: Case, ref: string | undefined): boolean =>
  ref !== undefined &&
  factsOf(c, 'OptionApplied').some(
    ({ data }) => data.ref === ref && CANCELLED_OTHERWISE.includes(data.option),
  )

const own = (c: Case): readonly Answer<Day>[] => [contractEnd(c)].filter((end) => end !== undefined)

export const termination: Subject = {
  acts: {
    TerminationNoticeSubmitted: {
      basis: ['SC-6-1'],
      speaksOf: (c, act) => !isCancelledOtherwise(c, act.data.ref),
    },
    ContractRescinded: { basis: ['SC-6-1'] },
    ContractEnded: { basis: ['SC-6-1'] },
  },
  answers: { 'termination.effective-on': own },
  deadlines: (c) => endDeadline(c, contractEnd(c)),
}
