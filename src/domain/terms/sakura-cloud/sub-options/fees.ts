import { type Case, type Question, closingDay, given, missing, tariff } from '../../../contract/case.ts'
import { type TariffValue } from '../../../contract/reference.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Month, monthIndex } from '../../../kernel/calendar.ts'
import { type Answer, isUndetermined } from '../../../kernel/finding.ts'
import { type Charge } from '../../terms.ts'
import { devicesOf } from '../fleet/devices.ts'
import { fleetOf } from '../fleet/sims.ts'
import { spansIn } from '../fleet/spans.ts'
import { type Things } from '../fleet/things.ts'
import { type Owing, likeFees } from '../like-fees.ts'
import { gateways, touches } from '../secure-mobile/gateways.ts'
import { type SubOption, isInMonth, subOptions } from './sub-option.ts'

type Fee = TariffValue<'subOptionFees'>[number]
type Named = SubOption['enabled']['data']['option']

/** 第42条, 第58条: what each sub-option costs a month, as its conditions say. */
export function subOptionFees(c: Case, month: Month): readonly Charge[] {
  const byOption = new Map<Named, SubOption[]>()
  for (const sub of subOptions(c)) {
    if (sub.isBeta || !isInMonth(c, sub, month)) continue
    const { option } = sub.enabled.data
    byOption.set(option, [...(byOption.get(option) ?? []), sub])
  }
  return [...byOption].flatMap(([option, subs]) => ofOption(c, month, option, subs))
}

function ofOption(c: Case, month: Month, option: Named, subs: readonly SubOption[]): readonly Charge[] {
  const [first] = subs
  if (!first) return []
  const day = closingDay(month)
  const { fee: rule, name } = first.family
  const causes = subs.map(({ enabled }) => enabled)
  const q: Question = { what: 'charge.sub-option', rule, on: day, causes }
  const list = tariff(c, 'subOptionFees', day, rule)
  const fee = isUndetermined(list) ? undefined : list.value.find((each) => each.option === option)
  if (!fee) {
    const gap = isUndetermined(list) ? list.undetermined.missing : 'tariff:subOptionFees'
    return [
      {
        kind: 'sub-option',
        item: option,
        option: name,
        amount: missing(c, { ...q, causes: [...causes, list] }, gap),
      },
    ]
  }
  const price: Answer<number> = given(
    c,
    { what: `tariff.subOptionFees.${option}`, rule, on: day },
    [list],
    () => fee.amount,
  )
  const { things, quantity, owing } = owedBy(c, month, subs, fee.per)
  return likeFees(c, {
    kind: 'sub-option',
    item: option,
    option: name,
    rule,
    on: day,
    price,
    quantity,
    things,
    causes,
    owing,
  })
}

/** What owes a fee for a month: how many things, how many fees, and each of them. */
type Owed = {
  readonly things: number
  readonly quantity: number
  readonly owing: (after: string) => Iterable<Owing>
}

/** A sub-option that hangs on one thing owes for that one; one that hangs on none of them, for all of them. */
function owedBy(c: Case, month: Month, subs: readonly SubOption[], per: Fee['per']): Owed {
  if (per === 'contract') return listed(subs, new Map(subs.map((sub) => [sub.ref, [sub]])))
  if (per === 'gateway') return ofGateways(c, month, subs)
  return ofThings(c, month, subs, per === 'sim' ? fleetOf(c) : devicesOf(c))
}

function listed(subs: readonly SubOption[], by: ReadonlyMap<string, readonly SubOption[]>): Owed {
  const rule = subs[0]?.family.fee ?? ''
  const refs = [...by.keys()].sort()
  return {
    things: refs.length,
    quantity: [...by.values()].reduce((sum, each) => sum + each.length, 0),
    owing: (after) =>
      refs
        .filter((ref) => ref > after)
        .map((ref) => ({
          ref,
          times: by.get(ref)?.length ?? 0,
          rule,
          facts: (by.get(ref) ?? []).map(enabledOf),
        })),
  }
}

const enabledOf = ({ enabled }: SubOption): Fact => enabled

function ofGateways(c: Case, month: Month, subs: readonly SubOption[]): Owed {
  const there = gateways(c).filter(({ created, deleted }) => touches(month, created.at, deleted?.at))
  const ids = new Set(gateways(c).map(({ id }) => id))
  const by = there.map(({ id }): [string, readonly SubOption[]] => [
    id,
    subs.filter(({ enabled: { data } }) => data.parentRef === id || !ids.has(data.parentRef ?? '')),
  ])
  return listed(subs, new Map(by.filter(([, owed]) => owed.length > 0)))
}

/** SIMs or devices in the month, each with the sub-options that are its own and those that are for all. */
function ofThings(c: Case, month: Month, subs: readonly SubOption[], things: Things): Owed {
  const rule = subs[0]?.family.fee ?? ''
  const own = new Map<number, SubOption[]>()
  const forAll: SubOption[] = []
  for (const sub of subs) {
    const thing = things.named(sub.enabled.data.parentRef ?? '', c.facts.length)
    if (thing === undefined) forAll.push(sub)
    else own.set(thing, [...(own.get(thing) ?? []), sub])
  }
  const isThere = (thing: number): boolean =>
    spansIn(things.chains, thing, c.facts.length, monthIndex(month)) > 0
  const owedOf = (thing: number): readonly SubOption[] => [...forAll, ...(own.get(thing) ?? [])]
  const owing = (forAll.length > 0 ? things.all : [...own.keys()]).filter(isThere)
  return {
    things: owing.length,
    quantity: owing.reduce((sum, thing) => sum + forAll.length + (own.get(thing)?.length ?? 0), 0),
    owing: function* (after) {
      for (const thing of things.inOrder(after)) {
        const owed = owedOf(thing)
        if (owed.length === 0 || !isThere(thing)) continue
        yield { ref: things.names.text(thing), times: owed.length, rule, facts: owed.map(enabledOf) }
      }
    },
  }
}
