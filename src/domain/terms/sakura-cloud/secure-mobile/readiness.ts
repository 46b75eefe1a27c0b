import { type Case, type Question, answer, today } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Answer, type RuleId } from '../../../kernel/finding.ts'
import { type Subject } from '../../terms.ts'
import { contentOn, inUseOfKind, isInUse, resourceNamed } from '../base/resources.ts'
import { ATTACHED, DETACHED, fleetOf } from '../fleet/sims.ts'
import { BEGAN, ENDED } from '../fleet/spans.ts'
import { type Gateway, gatewayNamed } from './gateways.ts'
import { simNamed } from './named.ts'

const SWITCH = 'switch'

/** What communication of a SIM needs, as far as it is there: its registration, its gateway, and who told so. */
type Path = {
  readonly facts: readonly Fact[]
  readonly registered: boolean
  readonly gateway: Gateway | undefined
}

/** The gateway to which a SIM is attached under its present registration. */
export function attachedTo(c: Case, sim: number): { readonly fact: Fact; readonly id: string } | undefined {
  const fleet = fleetOf(c)
  const entry = fleet.chains.latestOf(sim, c.facts.length, BEGAN, ENDED, ATTACHED, DETACHED)
  if (entry < 0 || fleet.chains.kindOf(entry) !== ATTACHED) return undefined
  const id = fleet.gatewayIds[fleet.chains.detailOf(entry)] ?? ''
  return { fact: fleet.factOf(entry), id }
}

function pathOf(c: Case, sim: number): Path {
  const fleet = fleetOf(c)
  const registration = fleet.chains.latestOf(sim, c.facts.length, BEGAN, ENDED)
  const registered = fleet.chains.kindOf(registration) === BEGAN
  const attached = attachedTo(c, sim)
  const gateway = attached && gatewayNamed(c, attached.id)
  return {
    registered,
    facts: [fleet.factOf(registration), ...(attached ? [attached.fact] : [])],
    gateway: gateway?.deleted ? undefined : gateway,
  }
}

/** 第34条第2項: the switch of a gateway, under a contract for a switch that is in force. */
function switchInForce(c: Case, ref: string | undefined): boolean {
  if (ref === undefined) return inUseOfKind(c, SWITCH).length > 0
  const resource = resourceNamed(c, ref)
  return resource !== undefined && isInUse(c, resource) && contentOn(resource, today(c))?.kind === SWITCH
}

/** `sim.closed-network-ready` (第34条第1項・第2項): registered, attached, the gateway on a switch and powered. */
export function closedNetworkReady(c: Case, iccid: string): Answer<boolean> | undefined {
  const sim = simNamed(c, iccid)
  if (sim === undefined) return undefined
  const { facts, registered, gateway } = pathOf(c, sim)
  const { poweredOn, switchConnected, switchRef } = gateway?.settings ?? {}
  const set = registered && poweredOn !== undefined && switchConnected !== undefined
  const ready = set && switchInForce(c, switchRef)
  const rule: RuleId = set && !ready ? 'SC-34-2' : 'SC-34-1'
  const causes = [...facts, poweredOn, switchConnected]
  const q: Question = { what: 'sim.closed-network-ready', ref: iccid, rule, on: today(c), causes }
  return answer(c, q, ready)
}

/** `sim.internet-ready` (第34条第3項): registered, attached, the gateway powered and Internet enabled; no switch needed. */
export function internetReady(c: Case, iccid: string): Answer<boolean> | undefined {
  const sim = simNamed(c, iccid)
  if (sim === undefined) return undefined
  const { facts, registered, gateway } = pathOf(c, sim)
  const { poweredOn, internetEnabled } = gateway?.settings ?? {}
  const causes = [...facts, poweredOn, internetEnabled]
  const q: Question = { what: 'sim.internet-ready', ref: iccid, rule: 'SC-34-3', on: today(c), causes }
  return answer(c, q, registered && poweredOn !== undefined && internetEnabled !== undefined)
}

/** 第34条: what must be in place before a SIM can communicate; the customer sets all of it. */
export const readiness: Subject = {
  resourceAnswers: { 'sim.closed-network-ready': closedNetworkReady, 'sim.internet-ready': internetReady },
}
