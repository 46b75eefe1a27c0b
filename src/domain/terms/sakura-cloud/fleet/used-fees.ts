import { type Case, type Question, answer, closingDay } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Month, monthIndex, monthOf } from '../../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../../kernel/finding.ts'
import { type Yen } from '../../../kernel/money.ts'
import { type Charge, type ChargeKind } from '../../terms.ts'
import { type Owing, likeFees } from '../like-fees.ts'
import { BEGAN, type Span, spansIn, spansOf } from './spans.ts'
import { kept } from './kept.ts'
import { type Things } from './things.ts'
import { type Sources, type Traffic, each, has, numbersOf, trafficIn, versionOf } from './traffic.ts'

/** A full monthly fee for each span of a thing (a registration, a grant), waived in a month without its traffic. */
export type UsedFee = {
  readonly kind: ChargeKind
  readonly item: string
  readonly option: string
  readonly sources: Sources
  readonly thingsOf: (c: Case) => Things
  readonly price: (c: Case, month: Month) => Answer<Yen>
  /** Names of what is counted, with the rules that say so. */
  readonly used: { readonly what: string; readonly rule: RuleId }
  readonly spans: { readonly what: string; readonly rule: RuleId }
  /** One fee a thing; several where it began more than once. */
  readonly once: RuleId
  readonly several: RuleId
  /** The first and the last month of a span are whole ones. */
  readonly whole: RuleId
}

const trafficOf = (c: Case, { sources, thingsOf }: UsedFee, month: Month): Traffic =>
  trafficIn(c.facts, sources, thingsOf(c).names, month)

/** What is counted for a line: things, fees, and the places of the facts that began the spans. */
type Count = { things: number; quantity: number; readonly places: Set<number> }

const countOf = (c: Case, fee: UsedFee, month: Month): Count => {
  const version = `${fee.thingsOf(c).versionAt(c.facts.length)}/${versionOf(trafficOf(c, fee, month).told)}`
  return kept(c.facts, `count/${fee.kind}/${month}`, version, () => counted(c, fee, month))
}

function counted(c: Case, fee: UsedFee, month: Month): Count {
  const { chains } = fee.thingsOf(c)
  const index = monthIndex(month)
  const end = c.facts.length
  const count: Count = { things: 0, quantity: 0, places: new Set() }
  each(trafficOf(c, fee, month).used, (thing) => {
    const spans = spansIn(chains, thing, end, index)
    if (spans === 0) return
    count.things++
    count.quantity += spans
    let left = spans
    for (
      let entry = chains.latestOf(thing, end, BEGAN);
      left > 0 && entry >= 0;
      entry = chains.before(entry)
    ) {
      if (chains.kindOf(entry) !== BEGAN || chains.monthOf(entry) > index) continue
      count.places.add(chains.placeOf(entry))
      left--
    }
  })
  return count
}

/** The one line of a month. */
export function usedFees(c: Case, fee: UsedFee, month: Month): readonly Charge[] {
  if (month > monthOf(c.asOf)) return []
  const { things, quantity, places } = countOf(c, fee, month)
  if (quantity === 0) return []
  const on = closingDay(month)
  const { facts } = fee.thingsOf(c)
  const { reports, observations } = trafficOf(c, fee, month).told
  const began = [...places].sort((a, b) => a - b).flatMap((place) => facts.get(place) ?? [])
  const used: Question = { ...fee.used, ref: month, on, causes: [...reports, ...observations] }
  const rule = quantity > things ? fee.several : fee.spans.rule
  return likeFees(c, {
    kind: fee.kind,
    item: fee.item,
    option: fee.option,
    rule: quantity > things ? fee.several : fee.once,
    on,
    price: fee.price(c, month),
    quantity,
    things,
    causes: [
      answer(c, used, things),
      answer(c, { what: fee.spans.what, ref: month, rule, on, causes: began }, quantity),
      answer(c, { what: 'charge.proration', ref: month, rule: fee.whole, on }, 'full-month'),
    ],
    owing: (after) => owing(c, fee, month, after),
  })
}

function* owing(c: Case, fee: UsedFee, month: Month, after: string): Generator<Owing> {
  const things = fee.thingsOf(c)
  const { used } = trafficOf(c, fee, month)
  for (const thing of things.inOrder(after)) {
    const spans = has(used, thing) ? spansTouching(c, things, thing, month) : []
    if (spans.length === 0) continue
    yield {
      ref: things.names.text(thing),
      times: spans.length,
      rule: spans.length > 1 ? fee.several : fee.once,
      facts: [...spans.map(({ began }) => things.factOf(began)), ...factsNaming(c, fee, month, thing)],
    }
  }
}

/** The spans of a thing that touch a month, the first one first. */
const spansTouching = (c: Case, things: Things, thing: number, month: Month): readonly Span[] =>
  spansOf(things.chains, thing, c.facts.length)
    .filter(({ from, to }) => from <= monthIndex(month) && monthIndex(month) <= to)
    .reverse()

/** Facts told of the traffic of a month that name a thing. */
function factsNaming(c: Case, fee: UsedFee, month: Month, thing: number): readonly Fact[] {
  const { reports, observations } = trafficOf(c, fee, month).told
  const { names } = fee.thingsOf(c)
  return [...reports, ...observations].filter(({ data }) => numbersOf(data.rows, names).includes(thing))
}

// ---- one thing -----------------------------------------------------------------------------------------------------

/** Did a thing have traffic in a month? Undefined for a thing that never began. */
export function wasUsed(c: Case, fee: UsedFee, ref: string, month: Month): Answer<boolean> | undefined {
  const thing = fee.thingsOf(c).named(ref, c.facts.length)
  if (thing === undefined) return undefined
  const used = month <= monthOf(c.asOf) && has(trafficOf(c, fee, month).used, thing)
  return answer(
    c,
    { ...fee.used, ref, on: closingDay(month), causes: factsNaming(c, fee, month, thing) },
    used,
  )
}

/** How many spans of a thing touch a month. */
export function spanCount(c: Case, fee: UsedFee, ref: string, month: Month): Answer<number> | undefined {
  const things = fee.thingsOf(c)
  const thing = things.named(ref, c.facts.length)
  if (thing === undefined) return undefined
  const spans = month > monthOf(c.asOf) ? [] : spansTouching(c, things, thing, month)
  const causes = spans.map(({ began }) => things.factOf(began))
  return answer(
    c,
    { what: fee.spans.what, rule: fee.several, ref, on: closingDay(month), causes },
    spans.length,
  )
}
