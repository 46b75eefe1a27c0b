import { type Case, type Question, answer, factsOf, remembered } from '../../contract/case.ts'
import { measures } from '../../contract/measures.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'
import { type Duty, openDuties } from './duties.ts'
import { isOver } from './end.ts'
import { basisOf } from './measures.ts'
import { type Notice, providerNoticesAbout } from './notices.ts'

/** Something that is to be told beforehand, and what was told of it at any time. */
type Event = {
  readonly ref: string
  readonly duty: string
  readonly rule: RuleId
  readonly fact: Fact
  readonly notices: readonly Notice[]
  /** It is over, so that telling it has lost its sense. */
  readonly isPast: boolean
}

/** 第5.2条第2項: stops are posted beforehand, unless they are urgent. */
const stops = (c: Case): readonly Event[] =>
  measures(c)
    .filter((measure) => basisOf(measure) === 'SF-5.2-1' && measure.fact.data.urgent !== true)
    .map(({ id, fact, resumed }) => ({
      ref: id,
      duty: 'announce-stop',
      rule: 'SF-5.2-2',
      fact,
      notices: providerNoticesAbout(c, 'suspension', id),
      isPast: resumed !== undefined,
    }))

/** 第9.3条第2項: important changes of the console are told beforehand. */
const consoleChanges = (c: Case): readonly Event[] =>
  factsOf(c, 'ServiceContentChanged')
    .filter(({ data }) => data.area === 'console' && data.important === true)
    .map((fact) => ({
      ref: fact.data.contentChangeId,
      duty: 'notify-content-change',
      rule: 'SF-9.3-2',
      fact,
      notices: providerNoticesAbout(c, 'content-change', fact.data.contentChangeId),
      isPast: false,
    }))

const events = remembered((c: Case): readonly Event[] => [...stops(c), ...consoleChanges(c)])

/** `notice.missing`: nothing was told before the event; what was told later does not heal it. */
const missingNotices = (c: Case): readonly Answer<boolean>[] =>
  events(c)
    .filter(({ fact, notices }) => !notices.some(({ at }) => at < fact.at))
    .map(({ ref, rule, fact }) => {
      const q: Question = { what: 'notice.missing', ref, rule, on: on(fact), causes: [fact] }
      return answer(c, q, true)
    })

const duties = (c: Case): readonly Duty[] =>
  isOver(c)
    ? []
    : events(c)
        .filter(({ isPast }) => !isPast)
        .map(({ ref, duty, rule, fact, notices }) => ({
          who: 'provider',
          duty,
          ref,
          rule,
          opened: fact,
          fulfilled: notices[0],
        }))

export const priorNotices: Subject = {
  acts: { ServiceContentChanged: { basis: ['SF-9.3-2'] } },
  answers: { 'notice.missing': missingNotices },
  obligations: (c) => openDuties(c, duties(c)),
}
