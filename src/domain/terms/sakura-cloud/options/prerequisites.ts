import { type Case } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'

type Met = Fact<'PrerequisiteMet'>

/** Conditions of a kind outside the contract that are fulfilled at `asOf`: each by its `ref`, until it lapsed. */
export function metPrerequisites(c: Case, kind: Met['data']['kind']): readonly Met[] {
  const met = new Map<string, Met>()
  for (const fact of c.facts.ofAny('PrerequisiteMet', 'PrerequisiteLapsed')) {
    if (fact.data.kind !== kind) continue
    const { ref } = fact.data
    if (fact.type === 'PrerequisiteMet') met.set(ref ?? '', fact as Met)
    else if (ref === undefined) met.clear()
    else met.delete(ref)
  }
  return [...met.values()]
}
