import {
  type Case,
  type Question,
  answer,
  closingDay,
  factsOf,
  given,
  missing,
  tariff,
  tariffOr,
} from '../../../contract/case.ts'
import { readingsOf } from '../../../contract/metered.ts'
import { type TariffValue } from '../../../contract/reference.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Day, type Month, monthIndex, monthOf } from '../../../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined } from '../../../kernel/finding.ts'
import { type Exact, exact, text, toYen } from '../../../kernel/money.ts'
import { type Charge, type Subject } from '../../terms.ts'
import { kept } from '../fleet/kept.ts'
import { fleetOf } from '../fleet/sims.ts'
import { spansIn } from '../fleet/spans.ts'
import { bytesOf, each, has, versionOf } from '../fleet/traffic.ts'
import { type Formed } from '../formed/formed.ts'
import { touches } from '../formed/term.ts'
import { contracts } from './contracts.ts'
import { traffic } from './traffic.ts'

const METER = 'mobile-data'
/** 1 MB = 1,000,000 bytes, 1 GB = 1,000 MB (`ledger.md` section 7). */
const BYTES = { mb: 1_000_000, gb: 1_000_000_000 }
/** A plan of this name is no fixed-amount scheme: back to metering (第40条第1項). */
const METERED = 'metered'

type Plan = TariffValue<'dataPlans'>[number]

// ---- volume ------------------------------------------------------------------------------------------------------

/** Bytes of registered SIMs, for communication of others is not that of 第40条第1項; and whether some were not told. */
type Measured = { readonly bytes: bigint; readonly isWhole: boolean }

function measured(c: Case, month: Month): Measured {
  const fleet = fleetOf(c)
  const version = `${fleet.versionAt(c.facts.length)}/${versionOf(traffic(c, month).told)}`
  return kept(c.facts, `bytes/${month}`, version, () => {
    const { used, reported } = traffic(c, month)
    const isRegistered = (sim: number): boolean =>
      spansIn(fleet.chains, sim, c.facts.length, monthIndex(month)) > 0
    let isWhole = true
    each(used, (sim) => {
      if (!has(reported, sim) && isRegistered(sim)) isWhole = false // seen to communicate, but nobody said how much
    })
    return { bytes: bytesOf(traffic(c, month), fleet.names, isRegistered), isWhole }
  })
}

/**
 * The volume of a month in `dataUnit`: the reading of the provider, or the sum of the SIMs' reports (R-17). Undefined
 * where nobody communicated.
 */
function volumeOf(c: Case, month: Month): Answer<Exact> | undefined {
  const day = closingDay(month)
  const reading = readingsOf(c, month).get(METER)
  const q: Question = { what: 'usage.mobile-data', ref: month, rule: 'SC-40-1', on: day }
  if (reading) return answer(c, { ...q, causes: reading.facts }, reading.quantity)
  const { reports, observations } = traffic(c, month).told
  const causes: readonly Fact[] = [...reports, ...observations]
  const { bytes, isWhole } = measured(c, month)
  if (!isWhole) return missing(c, { ...q, causes }, `usage:${METER}`)
  if (bytes === 0n) return undefined
  return given(c, { ...q, causes: reports }, [tariff(c, 'dataUnit', day, 'SC-40-1')], (unit) =>
    exact(String(bytes)).div(BYTES[unit]),
  )
}

// ---- scheme ------------------------------------------------------------------------------------------------------

type Chosen = { readonly plan: string; readonly from: Day; readonly fact: Fact }

/** The scheme chosen for a contract, as it stands on a day (第40条第2項). */
function chosenOn(c: Case, { ref }: Formed, day: Day): Chosen | undefined {
  const last = [...changed(c, ref), ...accepted(c, ref)]
    .filter(({ from }) => from <= day)
    .sort((a, b) => (a.from === b.from ? a.fact.position - b.fact.position : a.from < b.from ? -1 : 1))
    .at(-1)
  return last?.plan === METERED ? undefined : last
}

const changed = (c: Case, ref: string): readonly Chosen[] =>
  factsOf(c, 'PlanChanged').flatMap((fact) =>
    fact.data.ref === ref && fact.data.plan !== undefined
      ? [{ plan: fact.data.plan, from: fact.data.effectiveOn ?? on(fact), fact }]
      : [],
  )

function accepted(c: Case, ref: string): readonly Chosen[] {
  const requests = new Map(factsOf(c, 'PlanChangeRequested').map(({ data }) => [data.changeId, data]))
  return factsOf(c, 'PlanChangeAccepted').flatMap((fact) => {
    const { plan, ref: of } = requests.get(fact.data.changeId) ?? {}
    return of === ref && plan !== undefined ? [{ plan, from: fact.data.effectiveOn ?? on(fact), fact }] : []
  })
}

/** The contract that governs a month: the latest one in force in it. */
const contractIn = (c: Case, month: Month): Formed | undefined =>
  contracts(c).findLast((formed) => touches(c, formed, month))

// ---- lines -------------------------------------------------------------------------------------------------------

const LINE = { kind: 'data', option: 'secure-mobile' } as const

/** 第40条: in principle metered; by the fixed-amount scheme where one was chosen. */
function charges(c: Case, month: Month): readonly Charge[] {
  if (month > monthOf(c.asOf)) return []
  const formed = contractIn(c, month)
  const chosen = formed && chosenOn(c, formed, closingDay(month))
  return chosen ? ofPlan(c, month, chosen) : metered(c, month)
}

function metered(c: Case, month: Month): readonly Charge[] {
  const volume = volumeOf(c, month)
  if (!volume) return []
  const price = tariff(c, 'dataUnitPrice', closingDay(month), 'SC-37-1')
  return [priced(c, month, 'mobile-data', 'SC-40-1', volume, price)]
}

/** Volume times price, rounded once. */
function priced(
  c: Case,
  month: Month,
  item: string,
  rule: string,
  volume: Answer<Exact>,
  price: Answer<string>,
): Charge {
  const day = closingDay(month)
  const q: Question = { what: 'charge.data', rule, on: day }
  const rounding = tariffOr(c, 'lineRounding', day, 'CC-11', 'floor')
  const unit = c.reference.tariff('dataUnit', day)?.value
  return {
    ...LINE,
    item,
    ...(isKnown(volume) && { quantity: text(volume.value) }),
    ...(unit !== undefined && { unit }),
    ...(isKnown(price) && { unitPrice: price.value }),
    amount: given(c, q, [volume, price, rounding], (quantity, each, mode) =>
      toYen(quantity.times(each), mode),
    ),
  }
}

/** 第40条第2項: the fixed amount, and what is published for volume beyond the plan. */
function ofPlan(c: Case, month: Month, { plan, fact }: Chosen): readonly Charge[] {
  const day = closingDay(month)
  const q: Question = { what: 'charge.data', rule: 'SC-40-2', on: day, causes: [fact] }
  const plans = tariff(c, 'dataPlans', day, 'SC-40-2')
  const known = isKnown(plans) ? plans.value.find((each) => each.plan === plan) : undefined
  if (!known) {
    const gap = isUndetermined(plans) ? plans.undetermined.missing : 'tariff:dataPlans'
    return [{ ...LINE, item: plan, amount: missing(c, { ...q, causes: [fact, plans] }, gap) }]
  }
  const amount = given(c, q, [plans], () => known.monthlyFee)
  return [
    { ...LINE, item: plan, quantity: '1', unitPrice: String(known.monthlyFee), amount },
    ...overflow(c, month, known, plans),
  ]
}

function overflow(c: Case, month: Month, plan: Plan, plans: Answer<unknown>): readonly Charge[] {
  const { overflowUnitPrice, included } = plan
  const volume = overflowUnitPrice === undefined ? undefined : volumeOf(c, month)
  if (!volume || overflowUnitPrice === undefined) return []
  const day = closingDay(month)
  const q: Question = { what: 'usage.mobile-data', ref: `${month}.overflow`, rule: 'SC-40-2', on: day }
  const beyond = given(c, q, [volume, plans], (used) => used.minus(included))
  if (isKnown(beyond) && !beyond.value.greaterThan(0)) return []
  const price: Question = { what: 'tariff.dataPlans', rule: 'SC-40-2', on: day }
  const each = given(c, price, [plans], () => overflowUnitPrice)
  return [priced(c, month, `${plan.plan}.overflow`, 'SC-40-2', beyond, each)]
}

/** 第37条第1項第3号, 第40条: the data fee. */
export const dataFee: Subject = { charges }
