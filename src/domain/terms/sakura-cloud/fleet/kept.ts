import { type Facts } from '../../../contract/timeline.ts'

/** Of one question the answers of so many versions are kept, the oldest thrown away. */
const VERSIONS_KEPT = 4

type Kept = { readonly version: string; readonly answer: unknown }

/**
 * An answer kept with the timeline. `version` names the facts it rests on, by how many of them a view holds: facts are
 * in one order, so as many of the same kind are the same ones, whatever else the view holds.
 */
export function kept<T>(
  { timeline: { derived } }: Facts,
  question: string,
  version: string,
  make: () => T,
): T {
  const before = (derived.get(question) as readonly Kept[] | undefined) ?? []
  const known = before.find((each) => each.version === version)
  if (known) return known.answer as T
  const answer = make()
  derived.set(question, [...before.slice(1 - VERSIONS_KEPT), { version, answer }])
  return answer
}
