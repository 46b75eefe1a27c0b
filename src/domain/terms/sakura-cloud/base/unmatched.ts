import { type Case } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Subject } from '../../terms.ts'
import { resourceNamed, resources } from './resources.ts'

type Named = { readonly data: { readonly ref?: string | undefined } }

/** A resource, an option or a passport of this name was told of. */
const isKnownName = (c: Case, ref: string): boolean =>
  resourceNamed(c, ref) !== undefined ||
  c.facts
    .ofAny('OptionApplied', 'OptionEnabled', 'PassportPurchased', 'PlanChangeRequested')
    .some((fact) => fact.data.ref === ref && !isMereChange(fact)) ||
  c.terms.options(c).some((option) => option.ref === ref)

/** A change does not make known what it changes. */
const isMereChange = (fact: Fact): boolean =>
  fact.type === 'PlanChangeRequested' && (fact as Fact<'PlanChangeRequested'>).data.action !== 'add'

/** What names a resource nobody told of waits for it; so does a change that names none where there is not just one. */
const lone = (c: Case): readonly { readonly fact: Fact; readonly missing: string }[] => [
  ...[...c.facts.of('TerminationNoticeSubmitted'), ...c.facts.of('PlanChanged'), ...changesOf(c)].flatMap(
    (fact) =>
      nameless(c, fact)
        ? [{ fact, missing: `a resource or option ${(fact as Named).data.ref ?? 'that it changes'}` }]
        : [],
  ),
]

const changesOf = (c: Case): readonly Fact<'PlanChangeRequested'>[] =>
  c.facts.of('PlanChangeRequested').filter(({ data }) => data.action !== 'add')

function nameless(c: Case, fact: Fact): boolean {
  const { ref } = (fact as Named).data
  if (ref !== undefined) return !isKnownName(c, ref)
  return fact.type !== 'TerminationNoticeSubmitted' && resources(c).length !== 1
}

export const unmatched: Subject = { unmatched: lone }
