import { type Case, type Question, answer } from '../../contract/case.ts'
import { type Measure, measures as told } from '../../contract/measures.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'

/** 第5.1条第3項第1号〜第5号. */
export const CUSTOMER_GROUNDS: ReadonlySet<string> = new Set([
  'payment-overdue',
  'false-facts',
  'prohibited-act',
  'refusal-ground',
  'card-unusable',
])
/** 第5.2条第1項第1号〜第4号. */
const STOP_GROUNDS: ReadonlySet<string> = new Set([
  'maintenance',
  'core-supplier-stop',
  'number-change',
  'security',
])

/** The provision a ground of a measure belongs to; none where the terms do not know it. */
export function ruleOfGround(ground: string): RuleId | undefined {
  if (CUSTOMER_GROUNDS.has(ground)) return 'SF-5.1-3'
  if (STOP_GROUNDS.has(ground)) return 'SF-5.2-1'
  const others: Readonly<Record<string, RuleId>> = {
    emergency: 'SF-5.1-1',
    bandwidth: 'SF-5.1-2',
    'excessive-input': 'SF-10.1-6',
  }
  return others[ground]
}

const kindOf = ({ fact }: Measure): 'suspension' | 'stop' | 'interruption' | 'restriction' =>
  fact.type === 'ServiceSuspended' ? (fact as Fact<'ServiceSuspended'>).data.kind : 'restriction'

/** The provision under which a measure of a kind may be taken on its ground; undefined where there is none. */
export function basisOf(measure: Measure): RuleId | undefined {
  const rule = ruleOfGround(measure.fact.data.ground)
  const kind = kindOf(measure)
  if (rule === 'SF-5.2-1') return kind === 'stop' ? rule : undefined
  if (rule === 'SF-5.1-1') return rule // an emergency may ask for any of them
  return kind === 'restriction' || kind === 'suspension' ? rule : undefined
}

/** The provision that is asked where a measure has no basis. */
const expected = (measure: Measure): RuleId =>
  kindOf(measure) === 'stop' || kindOf(measure) === 'interruption' ? 'SF-5.2-1' : 'SF-5.1-3'

/** `measure.lawful`: recorded on a ground that its article knows. */
const lawful = (c: Case): readonly Answer<boolean>[] =>
  told(c).map((measure) => {
    const basis = basisOf(measure)
    const q: Question = {
      what: 'measure.lawful',
      ref: measure.id,
      rule: basis ?? expected(measure),
      on: on(measure.fact),
      causes: [measure.fact],
    }
    return answer(c, q, basis !== undefined)
  })

export const measures: Subject = {
  acts: {
    ServiceSuspended: { basis: ['SF-5.1-3', 'SF-5.2-1'] },
    ServiceRestricted: { basis: ['SF-5.1-1', 'SF-5.1-2', 'SF-5.1-3', 'SF-10.1-6'] },
    ServiceResumed: { basis: ['SF-5.1-3'] },
  },
  answers: { 'measure.lawful': lawful },
}
