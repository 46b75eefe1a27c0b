import { type Rows } from '../../../contract/bulk.ts'
import { type Case, answer, clauseOf, firstOf, today } from '../../../contract/case.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Answer, type RuleId, valueOf } from '../../../kernel/finding.ts'
import { type Refusal, type ResourceEntry, type Resources, type Subject } from '../../terms.ts'
import { DISABLED, LENT, LOCKED, UNLOCKED, fleetOf } from '../fleet/sims.ts'
import { BEGAN, ENDED } from '../fleet/spans.ts'
import { loneFacts, loneReports } from '../fleet/unmatched.ts'
import { gatewayGone } from './gateways.ts'
import { simNamed, simsIn } from './named.ts'
import { SIMS } from './traffic.ts'
import { attachedTo, closedNetworkReady, internetReady } from './readiness.ts'

export type SimState = 'registered' | 'locked' | 'disabled' | 'deleted'
type Seen = { readonly state: SimState; readonly rule: RuleId; readonly facts: readonly Fact[] }

/** A lock is one of the card itself: it outlasts a deletion, and a SIM disabled once is disabled for good (第45条第4項). */
function seen(c: Case, sim: number): Seen {
  const fleet = fleetOf(c)
  const latest = (...kinds: readonly number[]): number => fleet.chains.latestOf(sim, c.facts.length, ...kinds)
  const registration = latest(BEGAN, ENDED)
  const facts = [fleet.factOf(registration)]
  if (fleet.chains.kindOf(registration) === ENDED) return { state: 'deleted', rule: 'SC-38-2a', facts }
  const disabled = latest(DISABLED)
  if (disabled >= 0) return { state: 'disabled', rule: 'SC-45-4', facts: [...facts, fleet.factOf(disabled)] }
  const lock = latest(LOCKED, UNLOCKED)
  if (lock < 0) return { state: 'registered', rule: 'SC-45-1', facts }
  const locked = fleet.chains.kindOf(lock) === LOCKED
  return {
    state: locked ? 'locked' : 'registered',
    rule: locked ? 'SC-45-3' : 'SC-45-4',
    facts: [...facts, fleet.factOf(lock)],
  }
}

/** `sim.state`. */
function stateOf(c: Case, iccid: string): Answer<SimState> | undefined {
  const sim = simNamed(c, iccid)
  if (sim === undefined) return undefined
  const { state, rule, facts } = seen(c, sim)
  return answer(c, { what: 'sim.state', ref: iccid, rule, on: today(c), causes: facts }, state)
}

/** `sim.refund` (第45条第4項): a SIM disabled for good is neither exchanged nor refunded. */
function refundOf(c: Case, iccid: string): Answer<number> | undefined {
  const sim = simNamed(c, iccid)
  const fleet = fleetOf(c)
  const disabled = sim === undefined ? -1 : fleet.chains.latestOf(sim, c.facts.length, DISABLED)
  if (disabled < 0) return undefined
  const fact = fleet.factOf(disabled)
  return answer(c, { what: 'sim.refund', ref: iccid, rule: 'SC-45-4', on: on(fact), causes: [fact] }, 0)
}

// ---- refusals ----------------------------------------------------------------------------------------------------

/** 第45条第1項: only SIMs the provider lent; without any list of lent SIMs there is nothing to check against. */
function notLent(c: Case, rows: Rows): Refusal | undefined {
  const lent = firstOf(c, 'SimLent')
  if (!lent) return undefined
  const { chains } = fleetOf(c)
  for (const { iccid, sim } of simsIn(c, rows)) {
    if (sim !== undefined && chains.latestOf(sim, c.facts.length, LENT) >= 0) continue
    const clause = clauseOf(c, 'SC-45-1', today(c))
    return { what: 'refusal.sim-not-lent', clause, causes: [{ what: 'iccid', value: iccid }, cause(lent)] }
  }
  return undefined
}

/** Use of a SIM whose registration was deleted. */
export function simGone(c: Case, iccid: string): Refusal | undefined {
  const fleet = fleetOf(c)
  const sim = simNamed(c, iccid)
  const entry = sim === undefined ? -1 : fleet.chains.latestOf(sim, c.facts.length, BEGAN, ENDED)
  if (entry < 0 || fleet.chains.kindOf(entry) !== ENDED) return undefined
  const deleted = fleet.factOf(entry)
  return {
    what: 'refusal.not-in-force',
    clause: clauseOf(c, 'SC-38-2a', on(deleted)),
    causes: [{ what: 'iccid', value: iccid }, cause(deleted)],
  }
}

function anyGone(c: Case, rows: Rows): Refusal | undefined {
  for (const { iccid } of simsIn(c, rows)) {
    const gone = simGone(c, iccid)
    if (gone) return gone
  }
  return undefined
}

// ---- as a resource -----------------------------------------------------------------------------------------------

function entry(c: Case, sim: number): ResourceEntry {
  const fleet = fleetOf(c)
  const iccid = fleet.names.text(sim)
  const { state } = seen(c, sim)
  const began = fleet.chains.latestOf(sim, c.facts.length, BEGAN)
  const ended = fleet.chains.latestOf(sim, c.facts.length, BEGAN, ENDED)
  return {
    iccid,
    state,
    registeredAt: fleet.factOf(began).at,
    deletedAt: began === ended ? null : fleet.factOf(ended).at,
    gatewayId: attachedTo(c, sim)?.id ?? null,
    closedNetworkReady: valueOf(closedNetworkReady(c, iccid)) ?? null,
    internetReady: valueOf(internetReady(c, iccid)) ?? null,
  }
}

function page(c: Case, after: string, limit: number): readonly ResourceEntry[] {
  const fleet = fleetOf(c)
  const entries: ResourceEntry[] = []
  for (const sim of fleet.inOrder(after)) {
    if (entries.length === limit) break
    if (fleet.chains.latestOf(sim, c.facts.length, BEGAN) >= 0) entries.push(entry(c, sim))
  }
  return entries
}

function resources(c: Case): readonly Resources[] {
  const count = fleetOf(c).countBefore(c.facts.length)
  return count === 0 ? [] : [{ kind: 'sims', count, page: (after, limit) => page(c, after, limit) }]
}

/** 第35条, 第45条: SIMs, their registration and their locks. */
export const sims: Subject = {
  acts: {
    SimLent: { basis: ['SC-45-1'] },
    SimRegistered: { basis: ['SC-45-1'], refuse: (c, act) => notLent(c, act.data.rows) },
    SimAttached: {
      basis: ['SC-34-1', 'SC-34-3'],
      refuse: (c, act) => anyGone(c, act.data.rows) ?? gatewayGone(c, act.data.gatewayId),
    },
    SimDetached: { basis: ['SC-34-1', 'SC-34-3'] },
    SimLockChanged: {
      basis: ['SC-45-3', 'SC-45-4', 'SC-45-5'],
      refuse: (c, act) => anyGone(c, act.data.rows),
    },
  },
  unmatched: (c) => [...loneFacts(c, fleetOf(c)), ...loneReports(c, fleetOf(c), SIMS, 'SimRegistered iccid')],
  resourceAnswers: { 'sim.state': stateOf, 'sim.refund': refundOf },
  resources,
}
