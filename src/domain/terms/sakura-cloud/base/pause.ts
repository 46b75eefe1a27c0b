import {
  type Case,
  type Question,
  answer,
  factsOf,
  given,
  remembered,
  today,
} from '../../../contract/case.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Day, type Instant, civilEnd, dayOf, elapsedMs, firstDay } from '../../../kernel/calendar.ts'
import { type Answer, type Finding, isKnown } from '../../../kernel/finding.ts'
import { contractEnd, endedAt, knownEnd } from './end.ts'
import { resourceNamed } from './resources.ts'

/** 第7条第3項: a pause may not go on beyond three months. */
const LIMIT_MONTHS = 3
/** SC-Q4: paused again within so many hours of a resumption is worth a note. */
const BACK_TO_BACK_MS = 24 * 60 * 60 * 1000

/** A pause of the base service or of one of its resources. */
export type Pause = {
  readonly id: string
  /** `base`, or the `ref` of the paused resource. */
  readonly scope: string
  readonly paused: Fact<'UsagePaused'>
  readonly resumed: Fact<'UsageResumed'> | undefined
  /** What was paused ended before it was resumed. */
  readonly ended: Finding<Day> | undefined
}

export const BASE = 'base'

/** Every pause of something the contract has, in order. One of a resource nobody told of waits for it (ledger.md 2). */
export const pauses = remembered((c: Case): readonly Pause[] =>
  factsOf(c, 'UsagePaused')
    .filter(({ data }) => isOfContract(c, data.scope))
    .map((paused) => pauseOf(c, paused)),
)

export const isOfContract = (c: Case, scope: string): boolean =>
  scope === BASE || resourceNamed(c, scope) !== undefined

function pauseOf(c: Case, paused: Fact<'UsagePaused'>): Pause {
  const { pauseId: id, scope } = paused.data
  const resumed = factsOf(c, 'UsageResumed').find(({ at, data }) => data.pauseId === id && at >= paused.at)
  const end = knownEnd(scope === BASE ? contractEnd(c) : resourceNamed(c, scope)?.end)
  const ended = end && today(c) > end.value && !(resumed && dayOf(resumed.at) <= end.value) ? end : undefined
  return { id, scope, paused, resumed: ended ? undefined : resumed, ended }
}

/** Neither resumed nor ended at `asOf`. */
export const isPaused = ({ resumed, ended }: Pause): boolean => !resumed && !ended

/** The instant at which a pause was over, by resumption or with what was paused. */
export const overAt = ({ resumed, ended }: Pause): Instant | undefined =>
  resumed?.at ?? (ended && endedAt(ended))

/** `pause.limit`: the last day of three months from the pause (Civil Code 140, 143). */
export const limitOf = (c: Case, { id, paused }: Pause): Answer<Day> =>
  answer(
    c,
    { what: 'pause.limit', ref: id, rule: 'SC-7-3', on: on(paused), causes: [paused] },
    civilEnd(firstDay(paused.at), LIMIT_MONTHS),
  )

/** `pause.over-limit`: still paused after 24:00 of the limit (SC-Q3). */
export const overLimit = (c: Case, pause: Pause): Answer<boolean> => {
  const q: Question = { what: 'pause.over-limit', ref: pause.id, rule: 'SC-7-3', on: on(pause.paused) }
  return given(c, { ...q, causes: [pause.resumed, pause.ended] }, [limitOf(c, pause)], (limit) =>
    isPaused(pause) ? today(c) > limit : false,
  )
}

/** `pause.state`. */
export const pauseState = (c: Case, { id, paused, resumed, ended }: Pause): Answer<string> =>
  answer(
    c,
    {
      what: 'pause.state',
      ref: id,
      rule: 'SC-7-1',
      on: on(resumed ?? paused),
      causes: [paused, resumed, ended],
    },
    resumed ? 'resumed' : ended ? 'ended' : 'paused',
  )

/** `pause.back-to-back`: the same scope had been resumed at most 24 hours before; its clock starts anew all the same (SC-Q4). */
export function backToBack(c: Case, pause: Pause): readonly Answer<boolean>[] {
  const before = pauses(c).findLast(
    ({ scope, resumed }) => scope === pause.scope && resumed !== undefined && resumed.at <= pause.paused.at,
  )
  if (!before?.resumed || before.id === pause.id) return []
  const q: Question = {
    what: 'pause.back-to-back',
    ref: pause.id,
    rule: 'SC-7-3',
    on: on(pause.paused),
    causes: [before.resumed, pause.paused],
  }
  return [answer(c, q, elapsedMs(before.resumed.at, pause.paused.at) <= BACK_TO_BACK_MS)]
}

/** The contract itself is paused. */
export const basePause = (c: Case): Pause | undefined =>
  pauses(c).find((pause) => pause.scope === BASE && isPaused(pause))

export const isOver = (c: Case, pause: Pause): boolean => {
  const over = overLimit(c, pause)
  return isKnown(over) && over.value
}
