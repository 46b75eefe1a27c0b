import { type Case } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { monthIndex } from '../../../kernel/calendar.ts'
import { spansIn } from './spans.ts'
import { type Things } from './things.ts'
import { type Sources, numbersOf, toldByMonth } from './traffic.ts'

type Lone = { readonly fact: Fact; readonly missing: string }

const and = (missing: string, things: number): string =>
  things > 1 ? `${missing} and of ${things - 1} more` : missing

/** Facts whose thing is not known as they need it: they have no effect until the other half is told. */
export const loneFacts = (c: Case, things: Things): readonly Lone[] =>
  things.loose
    .filter(({ place }) => place < c.facts.length)
    .map(({ fact, missing, things: count }) => ({ fact, missing: and(missing, count) }))

/**
 * Reports of things that had no span in the month. What is matched once stays matched in every later view of a
 * timeline, so each report is looked through once. `began` names what is missing.
 */
export function loneReports(c: Case, things: Things, sources: Sources, began: string): readonly Lone[] {
  const { derived } = c.facts.timeline
  const key = `matched/${sources.reports}`
  const matched = (derived.get(key) as Map<string, number> | undefined) ?? new Map<string, number>()
  derived.set(key, matched)
  const found: Lone[] = []
  for (const [month, { reports, observations }] of toldByMonth(c.facts, sources)) {
    for (const fact of [...reports, ...observations]) {
      if ((matched.get(fact.id) ?? Infinity) <= c.facts.length) continue
      const [first, ...others] = strangers(c, things, fact.data.rows, monthIndex(month))
      if (first === undefined) matched.set(fact.id, c.facts.length)
      else found.push({ fact, missing: and(`${began} ${first}`, others.length + 1) })
    }
  }
  return found
}

function strangers(
  c: Case,
  things: Things,
  rows: Fact<'SimUsageReported'>['data']['rows'],
  month: number,
): string[] {
  const found: string[] = []
  numbersOf(rows, things.names).forEach((thing, row) => {
    const silent = rows.bytes !== undefined && rows.bytes[row] === 0
    if (!silent && spansIn(things.chains, thing, c.facts.length, month) === 0)
      found.push(things.names.text(thing))
  })
  return found
}
