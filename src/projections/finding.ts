import { type Case } from '../domain/contract/case.ts'
import { delinquentFrom } from '../domain/contract/payment.ts'
import { type Month, Month as MonthText, monthOf } from '../domain/kernel/calendar.ts'
import { type Answer } from '../domain/kernel/finding.ts'
import { findings } from './card.ts'

/** One finding, several that share the name, or none: the question does not arise. */
export type Found =
  { readonly one: Answer<unknown> } | { readonly ambiguous: readonly string[] } | { readonly none: true }

/** "Why is this so?": the finding of a name, narrowed by `ref`; without it the contract's own, else the only one. */
export function findOne(
  c: Case,
  stream: string,
  what: string,
  ref: string | undefined,
  month: Month | undefined,
): Found {
  const named = candidates(c, stream, what, ref, month)
  if (ref !== undefined) {
    const one = named.find((answer) => answer.ref === ref)
    return one ? { one } : { none: true }
  }
  const own = named.find((answer) => answer.ref === undefined)
  if (own) return { one: own }
  const [only, ...others] = named
  if (!only) return { none: true }
  return others.length === 0
    ? { one: only }
    : { ambiguous: [...new Set(named.map((answer) => answer.ref ?? ''))] }
}

function candidates(
  c: Case,
  stream: string,
  what: string,
  ref: string | undefined,
  month: Month | undefined,
): readonly Answer<unknown>[] {
  const onCard =
    what === 'contract.state'
      ? [c.terms.state(c)]
      : findings(c, stream).filter((answer) => answer.what === what)
  const asked = onCard.some((answer) => answer.ref === ref) ? [] : ofMonth(c, what, ref)
  if (onCard.length + asked.length > 0) return [...onCard, ...asked]
  const ofResources = ofEachResource(c, what, ref, month ?? monthOf(c.asOf))
  if (ofResources.length > 0) return ofResources
  if (!what.startsWith('charge.')) return []
  return c.terms
    .charges(c, month ?? monthOf(c.asOf))
    .map(({ amount }) => amount)
    .filter((amount) => amount.what === what)
}

/** Refs named to a question that names none, where a fleet could give thousands. */
const MOST_REFS = 100

/** Findings of one resource of many: of the one that is named, else of the first of each kind that has one. */
function ofEachResource(
  c: Case,
  what: string,
  ref: string | undefined,
  month: Month,
): readonly Answer<unknown>[] {
  const ask = c.terms.resourceAnswers[what]
  if (!ask) return []
  const refs = ref === undefined ? resourceIds(c) : [ref]
  return refs.map((each) => ask(c, each, month)).filter((answer) => answer !== undefined)
}

/** Ids by which findings of resources are asked. */
function resourceIds(c: Case): readonly string[] {
  const entries = c.terms.resources(c).flatMap(({ page }) => page('', MOST_REFS))
  const ids = new Set(entries.flatMap(({ iccid, deviceId }) => [iccid, deviceId]))
  return [...ids].filter((id) => typeof id === 'string')
}

/** Due date and first day of delay of a month, which are answered whether or not an invoice was issued. */
function ofMonth(c: Case, what: string, ref: string | undefined): readonly Answer<unknown>[] {
  const month = MonthText.safeParse(ref)
  if (!month.success) return []
  const due = c.terms.settlement.dueOn(c, month.data)
  if (what === 'payment.due-on') return [due]
  return what === 'payment.delinquent-from' ? [delinquentFrom(c, due, month.data, false)] : []
}
