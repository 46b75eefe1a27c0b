import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  remembered,
  today,
} from '../../../contract/case.ts'
import { openMeasures } from '../../../contract/measures.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Day, type Month, monthOf } from '../../../kernel/calendar.ts'
import { type Answer, type Finding, valueOf } from '../../../kernel/finding.ts'
import { type State } from '../../terms.ts'
import { offerOf } from '../base/beta.ts'
import { endsOf, firstEnd, hasEnded } from '../base/end.ts'
import { type Formed } from '../formed/formed.ts'
import { endOfContract, isOver } from '../formed/term.ts'
import { type Family, FAMILIES } from './families.ts'

/** A sub-option of secure mobile or of the mono platform; a β of them is one as well (第63条第1項). */
export type SubOption = {
  readonly enabled: Fact<'OptionEnabled'>
  readonly ref: string
  readonly isBeta: boolean
  readonly family: Family
  /** The contract it belongs to. */
  readonly parent: Formed | undefined
  readonly promoted: Fact<'BetaPromoted'> | undefined
  readonly end: Answer<Day> | undefined
}

type Enabling = Fact<'OptionEnabled'>['data']

/** To which option service an option belongs; undefined for those of the base service and for what nobody can tell. */
export function familyOf(c: Case, data: Enabling): Family | undefined {
  const own = FAMILIES.find(({ options }) => options.includes(data.option))
  if (own || (data.option !== 'other-sub-option' && data.option !== 'beta')) return own
  const offered = data.option === 'beta' ? offerOf(c, data.betaId)?.data.parentOption : undefined
  if (offered) return FAMILIES.find(({ name }) => name === offered)
  const { parentRef } = data
  if (parentRef !== undefined) return FAMILIES.find((family) => family.knows(c, parentRef))
  return data.option === 'beta' ? undefined : FAMILIES.find((family) => parentNow(c, family, undefined))
}

/** The contract of a family that is in force, the named one where one is named. */
export const parentNow = (c: Case, family: Family, ref: string | undefined): Formed | undefined =>
  family
    .contracts(c)
    .findLast((formed) => !isOver(c, formed) && (!isContract(family, ref) || formed.ref === ref))

const isContract = ({ name }: Family, ref: string | undefined): boolean =>
  ref !== undefined && (ref === name || ref.startsWith(`${name}-`))

export const subOptions = remembered((c: Case): readonly SubOption[] =>
  factsOf(c, 'OptionEnabled').flatMap((enabled) => {
    const family = familyOf(c, enabled.data)
    return family ? [subOptionOf(c, enabled, family)] : []
  }),
)

function subOptionOf(c: Case, enabled: Fact<'OptionEnabled'>, family: Family): SubOption {
  const { ref, option, parentRef, betaId } = enabled.data
  const isBeta = option === 'beta'
  const parent = family
    .contracts(c)
    .findLast(
      (formed) =>
        wasInForce(c, formed, enabled) && (!isContract(family, parentRef) || formed.ref === parentRef),
    )
  const promoted = c.reference.facts
    .of('BetaPromoted')
    .findLast(({ data }) => isBeta && betaId !== undefined && data.betaId === betaId)
  const known = { enabled, ref, isBeta, family, parent, promoted }
  return { ...known, end: firstEnd(ends(c, known)) }
}

function wasInForce(c: Case, formed: Formed, enabled: Fact): boolean {
  const end = valueOf(endOfContract(c, formed))
  return formed.fact.at <= enabled.at && (end === undefined || on(enabled) <= end)
}

// ---- end ---------------------------------------------------------------------------------------------------------

/** Ends that were told, the end of the contract it belongs to (第67条第1項), and of a β its abolition or promotion. */
function ends(c: Case, sub: Omit<SubOption, 'end'>): readonly Answer<Day>[] {
  const { enabled, ref, isBeta, parent, promoted } = sub
  const above = parent && endOfContract(c, parent)
  return [
    ...endsOf(c, { what: 'option.ends-on', ref, since: enabled.at }),
    ...(above ? [withParent(c, sub, above)] : []),
    ...(isBeta ? abolished(c, enabled) : []),
    ...(promoted ? [byPromotion(c, ref, promoted)] : []),
  ]
}

function withParent(
  c: Case,
  { enabled, ref, isBeta }: Omit<SubOption, 'end'>,
  end: Answer<Day>,
): Answer<Day> {
  const day = valueOf(end) ?? on(enabled)
  const rule = isBeta ? 'SC-67-1' : end.clause.rule
  const q: Question = { what: 'option.ends-on', ref, rule, on: day, causes: [enabled, end] }
  return 'undetermined' in end ? { ...end, what: q.what, ref } : answer(c, q, day)
}

const abolished = (c: Case, { data, at }: Fact<'OptionEnabled'>): readonly Answer<Day>[] =>
  factsOf(c, 'ServiceDiscontinued')
    .filter((fact) => fact.data.scope === 'beta' && fact.data.betaId !== undefined)
    .filter((fact) => fact.data.betaId === data.betaId && fact.data.endsOn >= at.slice(0, 10))
    .map((fact) => {
      const q: Question = {
        what: 'option.ends-on',
        ref: data.ref,
        rule: 'SC-11-4',
        on: on(fact),
        causes: [fact],
      }
      return answer(c, q, fact.data.endsOn)
    })

/** 第66条第1項: with the formal service the β is over; who wants that concludes a new contract. */
const byPromotion = (c: Case, ref: string, promoted: Fact<'BetaPromoted'>): Answer<Day> =>
  answer(
    c,
    { what: 'option.ends-on', ref, rule: 'SC-66-1', on: on(promoted), causes: [promoted] },
    promoted.data.endsOn,
  )

// ---- state -------------------------------------------------------------------------------------------------------

/** `option.state`: stopped as long as what it belongs to is stopped, in whatever way (第67条第2項, R-13). */
export function stateOf(c: Case, { enabled, ref, isBeta, family, parent, end }: SubOption): Finding<State> {
  const found = { what: 'option.state', ref }
  if (hasEnded(c, end)) return { ...found, value: 'ended', clause: end.clause, causes: [cause(enabled), end] }
  const stopped = openMeasures(c).find(({ fact }) => stops(fact, ref, parent))
  const rule = stopped ? 'SC-67-2' : isBeta ? 'SC-64-1' : family.catalogue
  return {
    ...found,
    value: stopped ? 'suspended' : 'active',
    clause: clauseOf(c, rule, stopped ? today(c) : on(enabled)),
    causes: [cause(enabled), ...(stopped ? [cause(stopped.fact)] : [])],
  }
}

function stops(
  fact: Fact<'ServiceSuspended'> | Fact<'ServiceRestricted'>,
  ref: string,
  parent: Formed | undefined,
): boolean {
  if (fact.type !== 'ServiceSuspended') return false
  const { data } = fact as Fact<'ServiceSuspended'>
  return (
    data.ref === undefined || data.ref === parent?.ref || (data.ref === ref && data.kind === 'suspension')
  )
}

/** In force in some day of a month that has begun. */
export function isInMonth(c: Case, { enabled, end }: SubOption, month: Month): boolean {
  const last = valueOf(end)
  return (
    month <= monthOf(c.asOf) && monthOf(enabled.at) <= month && (last === undefined || month <= monthOf(last))
  )
}
