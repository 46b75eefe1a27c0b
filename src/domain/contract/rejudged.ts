import { type Answer } from '../kernel/finding.ts'
import { type Refusal } from '../terms/terms.ts'
import { type Case, asOf } from './case.ts'
import { judge, mayBeRefused } from './judge.ts'
import { type Fact, type Timeline, cause } from './timeline.ts'
import { type Facts } from './timeline.ts'

type Verdicts = Map<string, Refusal | undefined>
/** Facts before a fact never change while its timeline and the reference facts live, so neither does its verdict. */
const verdicts = new WeakMap<Timeline, WeakMap<Timeline, Verdicts>>()

const verdictsOf = (facts: Facts, reference: Facts): Verdicts => {
  const byReference = verdicts.get(facts.timeline) ?? new WeakMap<Timeline, Verdicts>()
  verdicts.set(facts.timeline, byReference)
  const known = byReference.get(reference.timeline) ?? new Map<string, Refusal | undefined>()
  byReference.set(reference.timeline, known)
  return known
}

/** The refusal a recorded fact would meet with today's knowledge, judged on the live facts before it. */
function refusalOf(c: Case, fact: Fact): Refusal | undefined {
  const then = { ...asOf(c, fact.at), facts: c.facts.timeline.before(fact) }
  const verdict = judge(then, fact)
  return 'refused' in verdict ? verdict.refused : undefined
}

/** `act.would-be-refused`: recorded, but the terms would refuse it with what is known today. Nothing changes by itself. */
export function wouldBeRefused(c: Case, stream: string): readonly Answer<string>[] {
  const known = verdictsOf(c.facts, c.reference.facts)
  const found: Answer<string>[] = []
  for (const fact of c.facts.all()) {
    if (fact.stream !== stream || !mayBeRefused(c, fact.type)) continue
    if (!known.has(fact.id)) known.set(fact.id, refusalOf(c, fact))
    const refusal = known.get(fact.id)
    if (refusal)
      found.push({
        what: 'act.would-be-refused',
        ref: fact.id,
        value: refusal.what,
        clause: refusal.clause,
        causes: [cause(fact), ...refusal.causes],
      })
  }
  return found
}
