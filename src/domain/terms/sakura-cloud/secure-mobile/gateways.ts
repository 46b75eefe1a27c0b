import {
  type Case,
  type Question,
  answer,
  clauseOf,
  closingDay,
  given,
  tariff,
} from '../../../contract/case.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Instant, type Month, monthOf } from '../../../kernel/calendar.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Charge, type Refusal, type ResourceEntry, type Resources, type Subject } from '../../terms.ts'
import { fleetOf } from '../fleet/sims.ts'

/** A mobile gateway in a view, with its settings as they stand. */
export type Gateway = {
  readonly id: string
  readonly created: Fact<'MobileGatewayCreated'>
  readonly deleted?: Fact<'MobileGatewayDeleted'>
  readonly settings: Settings
}

/** What was set last, each with the fact that set it. A new gateway is off, without a switch and without Internet. */
export type Settings = {
  readonly poweredOn?: Fact<'MobileGatewayConfigured'>
  readonly internetEnabled?: Fact<'MobileGatewayConfigured'>
  readonly switchConnected?: Fact<'MobileGatewayConfigured'>
  readonly switchRef?: string
}

/** A gateway by its id; undefined while it was not created. */
export function gatewayNamed(c: Case, id: string): Gateway | undefined {
  const end = c.facts.length
  const found = fleetOf(c).gateways.get(id)
  if (!found || found.created.place >= end) return undefined
  const { deleted } = found
  return {
    id,
    created: found.created.fact,
    ...(deleted && deleted.place < end && { deleted: deleted.fact }),
    settings: found.settings
      .filter(({ place }) => place < end)
      .reduce<Settings>((settings, { fact }) => withSetting(settings, fact), {}),
  }
}

function withSetting(settings: Settings, fact: Fact<'MobileGatewayConfigured'>): Settings {
  const { poweredOn, internetEnabled, switchConnected, switchRef } = fact.data
  const next: { -readonly [K in keyof Settings]: Settings[K] } = { ...settings }
  if (switchRef !== undefined) next.switchRef = switchRef
  for (const [name, value] of Object.entries({ poweredOn, internetEnabled, switchConnected })) {
    const setting = name as 'poweredOn' | 'internetEnabled' | 'switchConnected'
    if (value === true) next[setting] = fact
    if (value === false) delete next[setting]
  }
  return next
}

/** Every gateway that was created, in order of id. */
export const gateways = (c: Case): readonly Gateway[] =>
  [...fleetOf(c).gateways.keys()].sort().flatMap((id) => gatewayNamed(c, id) ?? [])

/** Use of a gateway that was deleted. */
export function gatewayGone(c: Case, id: string): Refusal | undefined {
  const deleted = gatewayNamed(c, id)?.deleted
  return (
    deleted && {
      what: 'refusal.not-in-force',
      clause: clauseOf(c, 'SC-41-2', on(deleted)),
      causes: [{ event: deleted.id }],
    }
  )
}

// ---- the fee -----------------------------------------------------------------------------------------------------

/** 第41条: from the month of the creation to that of the deletion, in full, whether or not it is on or used. */
function charges(c: Case, month: Month): readonly Charge[] {
  if (month > monthOf(c.asOf)) return []
  return gateways(c)
    .filter(({ created, deleted }) => touches(month, created.at, deleted?.at))
    .map((gateway) => charge(c, month, gateway))
}

export const touches = (month: Month, from: Instant, to: Instant | undefined): boolean =>
  monthOf(from) <= month && (to === undefined || month <= monthOf(to))

function charge(c: Case, month: Month, { id, created, deleted }: Gateway): Charge {
  const day = closingDay(month)
  const partial = [created, deleted].filter((fact) => fact !== undefined && monthOf(fact.at) === month)
  const whole: Question = { what: 'charge.proration', ref: id, rule: 'SC-41-2', on: day, causes: partial }
  const q: Question = {
    what: 'charge.mobile-gateway',
    ref: id,
    rule: partial.length > 0 ? 'SC-41-2' : 'SC-41-1',
    on: day,
    causes: [created, deleted, ...(partial.length > 0 ? [answer(c, whole, 'full-month')] : [])],
  }
  const price = tariff(c, 'mobileGatewayFee', day, 'SC-37-1')
  const amount: Answer<number> = given(c, q, [price], (fee) => fee)
  const unit = 'value' in price ? { unitPrice: String(price.value) } : {}
  return {
    kind: 'mobile-gateway',
    item: 'mobile-gateway',
    option: 'secure-mobile',
    ref: id,
    quantity: '1',
    ...unit,
    amount,
  }
}

// ---- as a resource -----------------------------------------------------------------------------------------------

const entry = ({ id, created, deleted, settings }: Gateway): ResourceEntry => ({
  gatewayId: id,
  state: deleted ? 'deleted' : settings.poweredOn ? 'on' : 'off',
  createdAt: created.at,
  deletedAt: deleted?.at ?? null,
  switchConnected: settings.switchConnected !== undefined,
  switchRef: settings.switchRef ?? null,
  internetEnabled: settings.internetEnabled !== undefined,
})

const resources = (c: Case): Resources => {
  const all = gateways(c)
  return {
    kind: 'gateways',
    count: all.length,
    page: (after, limit) =>
      all
        .filter(({ id }) => id > after)
        .slice(0, limit)
        .map(entry),
  }
}

/** 第35条第3項, 第41条: gateways, their settings and their fee. */
export const mobileGateways: Subject = {
  acts: {
    MobileGatewayConfigured: {
      basis: ['SC-34-1', 'SC-34-3'],
      refuse: (c, act) => gatewayGone(c, act.data.gatewayId),
    },
  },
  charges,
  resources: (c) => (fleetOf(c).gateways.size > 0 ? [resources(c)] : []),
}
