import { type Case, remembered } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { monthIndex } from '../../../kernel/calendar.ts'
import { type Subject } from '../../terms.ts'
import { fleetOf } from '../fleet/sims.ts'
import { spansIn } from '../fleet/spans.ts'
import { numbersOf } from '../fleet/traffic.ts'
import { told } from './traffic.ts'

type Lone = { readonly fact: Fact; readonly missing: string }
const MATCHED = 'fleet/matched'

/** Facts whose SIM or gateway is not known as they need it: they have no effect until the other half is told. */
const lone = (c: Case): readonly Lone[] =>
  fleetOf(c)
    .loose.filter(({ place }) => place < c.facts.length)
    .map(({ fact, missing, things }) => ({ fact, missing: and(missing, things) }))

const and = (missing: string, things: number): string =>
  things > 1 ? `${missing} and of ${things - 1} more` : missing

/**
 * Reports of SIMs that have no registration in the month. What is matched once stays matched in every later view of a
 * timeline, so a report is looked through once.
 */
const strangers = remembered((c: Case): readonly Lone[] => {
  const { derived } = c.facts.timeline
  const matched = (derived.get(MATCHED) as Map<string, number> | undefined) ?? new Map<string, number>()
  derived.set(MATCHED, matched)
  const found: Lone[] = []
  for (const [month, { reports, observations }] of told(c)) {
    for (const fact of [...reports, ...observations]) {
      if ((matched.get(fact.id) ?? Infinity) <= c.facts.length) continue
      const unknown = strangersIn(c, fact, monthIndex(month))
      const [first] = unknown
      if (first === undefined) matched.set(fact.id, c.facts.length)
      else found.push({ fact, missing: and(`SimRegistered iccid ${first}`, unknown.length) })
    }
  }
  return found
})

function strangersIn(
  c: Case,
  { data: { rows } }: Fact<'SimUsageReported'> | Fact<'SimCommunicated'> | Fact<'DeviceTrafficReported'>,
  month: number,
): readonly string[] {
  const { names, chains } = fleetOf(c)
  const found: string[] = []
  numbersOf(rows, names).forEach((sim, row) => {
    const silent = rows.bytes !== undefined && rows.bytes[row] === 0
    if (!silent && spansIn(chains, sim, c.facts.length, month) === 0) found.push(names.text(sim))
  })
  return found
}

/** What was told of SIMs and gateways without their registration, their creation or what else it needs. */
export const unmatchedFacts: Subject = { unmatched: (c) => [...lone(c), ...strangers(c)] }
