import { type Case, type Question, answer, closingDay, tariff } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Month, monthIndex, monthOf } from '../../../kernel/calendar.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Charge, type Subject } from '../../terms.ts'
import { BEGAN, spansIn, spansOf } from '../fleet/spans.ts'
import { fleetOf } from '../fleet/sims.ts'
import { each, has } from '../fleet/traffic.ts'
import { type Owing, likeFees } from '../like-fees.ts'
import { simNamed } from './named.ts'
import { factsNaming, traffic } from './traffic.ts'

/** The registrations of a SIM that touch a month, if it communicated in it under any of them (SC-Q11). */
function registrations(c: Case, sim: number, month: Month): number {
  return spansIn(fleetOf(c).chains, sim, c.facts.length, monthIndex(month))
}

/** SIMs that owe base fees for a month: how many of them, how many fees, and the facts of their registrations. */
function owingIn(
  c: Case,
  month: Month,
): { things: number; quantity: number; several: boolean; places: Set<number> } {
  const { chains } = fleetOf(c)
  const found = { things: 0, quantity: 0, several: false, places: new Set<number>() }
  each(traffic(c, month).used, (sim) => {
    const count = registrations(c, sim, month)
    if (count === 0) return
    found.things++
    found.quantity += count
    if (count > 1) found.several = true
    for (
      let entry = chains.latestOf(sim, c.facts.length, BEGAN), left = count;
      entry >= 0;
      entry = chains.before(entry)
    ) {
      if (chains.kindOf(entry) !== BEGAN || chains.monthOf(entry) > monthIndex(month)) continue
      found.places.add(chains.placeOf(entry))
      if (--left === 0) break
    }
  })
  return found
}

function* details(c: Case, month: Month, after: string): Generator<Owing> {
  const { used } = traffic(c, month)
  const fleet = fleetOf(c)
  const index = monthIndex(month)
  for (const sim of fleet.inOrder(after)) {
    if (!has(used, sim)) continue
    const spans = spansOf(fleet.chains, sim, c.facts.length).filter(
      ({ from, to }) => from <= index && index <= to,
    )
    if (spans.length === 0) continue
    const registered = spans.map(({ began }) => fleet.factOf(began)).reverse()
    yield {
      ref: fleet.names.text(sim),
      times: spans.length,
      rule: spans.length > 1 ? 'SC-38-3' : 'SC-38-1',
      facts: [...registered, ...factsNaming(c, month, sim)],
    }
  }
}

/** 第38条: for each registration of the month of a SIM that communicated in it, a full fee. */
function charges(c: Case, month: Month): readonly Charge[] {
  if (month > monthOf(c.asOf)) return []
  const { things, quantity, several, places } = owingIn(c, month)
  if (quantity === 0) return []
  const on = closingDay(month)
  const { facts } = fleetOf(c)
  const registered = [...places].sort((a, b) => a - b).flatMap((place) => facts.get(place) ?? [])
  const { reports, observations } = traffic(c, month).told
  const used: Question = {
    what: 'sim.communicated',
    ref: month,
    rule: 'SC-38-2b',
    on,
    causes: [...reports, ...observations],
  }
  const rule = several ? 'SC-38-3' : 'SC-38-2a'
  const counted: Question = { what: 'sim.registrations', ref: month, rule, on, causes: registered }
  return likeFees(c, {
    kind: 'sim-base',
    item: 'sim-base',
    option: 'secure-mobile',
    rule: several ? 'SC-38-3' : 'SC-38-1',
    on,
    price: tariff(c, 'simBaseFee', on, 'SC-37-1'),
    quantity,
    things,
    causes: [answer(c, used, things), answer(c, counted, quantity)],
    owing: (after) => details(c, month, after),
  })
}

function communicated(c: Case, iccid: string, month: Month): Answer<boolean> | undefined {
  const sim = simNamed(c, iccid)
  if (sim === undefined) return undefined
  const used = month <= monthOf(c.asOf) && has(traffic(c, month).used, sim)
  const causes: readonly Fact[] = factsNaming(c, month, sim)
  return answer(
    c,
    { what: 'sim.communicated', ref: iccid, rule: 'SC-38-2b', on: closingDay(month), causes },
    used,
  )
}

function registrationsOf(c: Case, iccid: string, month: Month): Answer<number> | undefined {
  const sim = simNamed(c, iccid)
  if (sim === undefined) return undefined
  const { chains } = fleetOf(c)
  const index = monthIndex(month)
  const causes = spansOf(chains, sim, c.facts.length)
    .filter(({ from, to }) => from <= index && index <= to)
    .map(({ began }) => fleetOf(c).factOf(began))
  const count = month > monthOf(c.asOf) ? 0 : causes.length
  return answer(
    c,
    { what: 'sim.registrations', ref: iccid, rule: 'SC-38-3', on: closingDay(month), causes },
    count,
  )
}

/** 第37条第1項第1号, 第38条: the SIM base fee. */
export const simBase: Subject = {
  acts: {
    SimCommunicated: { basis: ['SC-38-2b', 'SC-39-1-2'] },
    SimUsageReported: { basis: ['SC-38-2b', 'SC-39-1-2', 'SC-40-1'] },
  },
  charges,
  resourceAnswers: { 'sim.communicated': communicated, 'sim.registrations': registrationsOf },
}
