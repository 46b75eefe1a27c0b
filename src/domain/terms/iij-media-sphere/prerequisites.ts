import { type Case, type Question, answer, clauseOf, firstOf } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Obligation, type Subject } from '../terms.ts'
import { refusal } from './application.ts'
import { isEnded } from './ends.ts'

/** 第3条第1項: what the customer sees to, with the use of the service that asks for it. */
const KINDS = [
  { kind: 'domain-acquired', rule: 'IJ-3-1a', use: 'customDomain' },
  { kind: 'dns-registered', rule: 'IJ-3-1b', use: 'customDomain' },
  { kind: 'certificate', rule: 'IJ-3-1c', use: 'https' },
] as const

/** A condition that is asked for: by the application, or because something was told of it. */
type Condition = {
  readonly kind: string
  readonly rule: RuleId
  readonly asked: Fact
  /** The last word on it. */
  readonly told?: Fact<'PrerequisiteMet' | 'PrerequisiteLapsed'>
}

function conditions(c: Case): readonly Condition[] {
  const applied = firstOf(c, 'ApplicationSubmitted')
  return KINDS.flatMap(({ kind, rule, use }): readonly Condition[] => {
    const words = c.facts
      .ofAny('PrerequisiteMet', 'PrerequisiteLapsed')
      .filter(({ data }) => data.kind === kind)
    const told = words.at(-1)
    const asked = applied?.data[use] === true ? applied : words[0]
    return asked ? [{ kind, rule, asked, ...(told && { told }) }] : []
  })
}

const isMet = ({ told }: Condition): boolean => told?.type === 'PrerequisiteMet'

/** `prerequisite.met`. */
const met = (c: Case): readonly Answer<boolean>[] =>
  conditions(c).map((condition) => {
    const { kind, rule, asked, told } = condition
    const q: Question = { what: 'prerequisite.met', ref: kind, rule, on: on(told ?? asked) }
    return answer(c, { ...q, causes: told && told !== asked ? [asked, told] : [asked] }, isMet(condition))
  })

/** `meet-prerequisite`: open from the application, or again since it lapsed. */
function obligations(c: Case): readonly Obligation[] {
  if (isEnded(c) || refusal(c)) return []
  return conditions(c)
    .filter((condition) => !isMet(condition))
    .map(({ kind, rule, asked, told }) => {
      const since = told ?? asked
      return {
        who: 'customer',
        duty: 'meet-prerequisite',
        ref: kind,
        since: since.at,
        clause: clauseOf(c, rule, on(since)),
        causes: [cause(since)],
      }
    })
}

export const prerequisites: Subject = {
  acts: {
    PrerequisiteMet: { basis: ['IJ-3-1a', 'IJ-3-1b', 'IJ-3-1c'] },
    PrerequisiteLapsed: { basis: ['IJ-3-1a', 'IJ-3-1b', 'IJ-3-1c', 'IJ-3-2'] },
  },
  answers: { 'prerequisite.met': met },
  obligations,
}
