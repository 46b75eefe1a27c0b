import { type Case, type Question, answer, clauseOf, closingDay, today } from '../../../contract/case.ts'
import { on } from '../../../contract/timeline.ts'
import { type Day, type Instant, type Month, dayOf } from '../../../kernel/calendar.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Act, type Charge, type OptionEntry, type Refusal, type Subject } from '../../terms.ts'
import { endDeadline } from '../base/end.ts'
import { projectGone } from '../mono-platform/devices.ts'
import { gatewayGone } from '../secure-mobile/gateways.ts'
import { simGone } from '../secure-mobile/sims.ts'
import { betaSubOptions } from './beta.ts'
import { type Family } from './families.ts'
import { subOptionFees } from './fees.ts'
import { type SubOption, familyOf, isInMonth, parentNow, stateOf, subOptions } from './sub-option.ts'

// ---- refusal -------------------------------------------------------------------------------------------------------

/** A sub-option needs the contract of its service (第33条, 第52条; of a β 第63条第2項), and what it hangs on. */
function refuse(c: Case, act: Act<'OptionEnabled'>): Refusal | undefined {
  const family = familyOf(c, act.data)
  if (!family) return undefined
  const { parentRef = '', option } = act.data
  if (!parentNow(c, family, act.data.parentRef)) {
    const rule = option === 'beta' ? 'SC-63-2' : family.catalogue
    return {
      what: 'refusal.option-requires-parent',
      clause: clauseOf(c, rule, today(c)),
      causes: [{ what: 'option.parent', value: act.data.parentRef ?? family.name }],
    }
  }
  return simGone(c, parentRef) ?? gatewayGone(c, parentRef) ?? projectGone(c, parentRef)
}

// ---- what is found -------------------------------------------------------------------------------------------------

const formedAt = (c: Case, { enabled, ref }: SubOption): Answer<Instant> =>
  answer(
    c,
    { what: 'contract.formed-at', ref, rule: 'SC-64-1', on: on(enabled), causes: [enabled] },
    enabled.at,
  )

const startsOn = (c: Case, { enabled, ref }: SubOption): Answer<Day> =>
  answer(
    c,
    { what: 'contract.starts-on', ref, rule: 'SC-3-1', on: on(enabled), causes: [enabled] },
    dayOf(enabled.at),
  )

/** `option.usable` of a β: while it is in force and what it belongs to is not stopped (第67条第2項). */
function usable(c: Case, sub: SubOption): Answer<boolean> {
  const state = stateOf(c, sub)
  const q: Question = { what: 'option.usable', ref: sub.ref, rule: 'SC-67-2', on: today(c), causes: [state] }
  return answer(c, q, state.value === 'active')
}

const entry = (c: Case, sub: SubOption): OptionEntry => ({
  option: sub.enabled.data.option,
  ref: sub.ref,
  state: stateOf(c, sub),
  startsOn: startsOn(c, sub),
  ...(sub.end && { endsOn: sub.end }),
})

/** 第63条第3項: a β is free. */
const free = (c: Case, { enabled, ref, family }: SubOption, month: Month): Charge => ({
  kind: 'option-base',
  item: 'beta',
  option: family.name,
  ref,
  amount: answer(
    c,
    { what: 'charge.option-base', ref, rule: 'SC-63-3', on: closingDay(month), causes: [enabled] },
    0,
  ),
})

const betas = (c: Case): readonly SubOption[] => subOptions(c).filter(({ isBeta }) => isBeta)
const ends = (c: Case): readonly Answer<Day>[] => subOptions(c).flatMap(({ end }) => end ?? [])

type Enabling = Act<'OptionEnabled'>
const of = (name: Family['name'], c: Case, { data }: Enabling): boolean =>
  data.option !== 'beta' && familyOf(c, data)?.name === name

/** On what an act stands depends on what is switched on. */
const enabling: readonly Subject[] = [
  {
    acts: {
      OptionEnabled: {
        basis: ['SC-33-3', 'SC-33-4', 'SC-42-1'],
        speaksOf: (c, act) => of('secure-mobile', c, act),
        refuse,
      },
    },
  },
  {
    acts: {
      OptionEnabled: { basis: ['SC-52-2', 'SC-58-1'], speaksOf: (c, act) => of('mono-platform', c, act) },
    },
  },
  {
    acts: {
      OptionEnabled: {
        basis: ['SC-63-2', 'SC-64-1'],
        speaksOf: (c, act) => act.data.option === 'beta' && familyOf(c, act.data) !== undefined,
      },
    },
  },
]

const found: Subject = {
  answers: {
    'contract.formed-at': (c) => betas(c).map((beta) => formedAt(c, beta)),
    'contract.starts-on': (c) => subOptions(c).map((sub) => startsOn(c, sub)),
    'option.state': (c) => subOptions(c).map((sub) => stateOf(c, sub)),
    'option.usable': (c) => betas(c).map((beta) => usable(c, beta)),
    'option.ends-on': ends,
  },
  options: (c) => subOptions(c).map((sub) => entry(c, sub)),
  deadlines: (c) => ends(c).flatMap((end) => endDeadline(c, end)),
  charges: (c, month) => [
    ...subOptionFees(c, month),
    ...betas(c)
      .filter((beta) => isInMonth(c, beta, month))
      .map((beta) => free(c, beta, month)),
  ],
}

/** Sub-options of §8 and §9, and their β of §10, which are sub-options themselves. */
export const subOptionSubjects: readonly Subject[] = [...enabling, found, betaSubOptions]
