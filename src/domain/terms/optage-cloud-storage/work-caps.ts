import { type Case, type Question, answer, clauseOf, factsOf, given, tariff } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { monthOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Yen, exact, toYen } from '../../kernel/money.ts'
import { type Permitted, type Subject } from '../terms.ts'

/** Faults a contract and month; minutes of operation agency a component and month, not pooled (OP-Q19). */
const FAULTS_A_MONTH = 3
const OPERATION_MINUTES = 60
const MINUTES_AN_HOUR = 60

type Handled = Fact<'SupportHandled'>
type Work = {
  readonly ref: string
  readonly facts: readonly [Handled, ...Handled[]]
  readonly over: boolean
  readonly overMinutes: number
  readonly kind: Handled['data']['kind']
}

const componentOf = (c: Case, { data }: Handled): string =>
  data.componentId ??
  factsOf(c, 'SupportRequested').find((request) => request.data.caseId === data.caseId)?.data.componentId ??
  ''

/** Each case that was worked on, with what went beyond the cap of its month, in the order of the work. */
function works(c: Case): readonly Work[] {
  const faults = new Map<string, Set<string>>()
  const minutes = new Map<string, number>()
  const all = new Map<string, Work>()
  const asked = new Set(factsOf(c, 'SupportRequested').map(({ data }) => data.caseId))
  for (const fact of factsOf(c, 'SupportHandled').filter(({ data }) => asked.has(data.caseId))) {
    const { caseId: ref, kind } = fact.data
    const month = monthOf(fact.at)
    const before = all.get(ref)
    const extra =
      kind === 'fault'
        ? faultOver(faults, month, ref)
        : minutesOver(minutes, `${month} ${componentOf(c, fact)}`, fact)
    all.set(ref, {
      ref,
      kind,
      facts: before ? [...before.facts, fact] : [fact],
      over: (before?.over ?? false) || extra > 0,
      overMinutes: (before?.overMinutes ?? 0) + (kind === 'operation' ? extra : 0),
    })
  }
  return [...all.values()]
}

function faultOver(faults: Map<string, Set<string>>, month: string, ref: string): number {
  const cases = faults.get(month) ?? new Set<string>()
  const isNew = !cases.has(ref)
  faults.set(month, cases.add(ref))
  return isNew && cases.size > FAULTS_A_MONTH ? 1 : 0
}

function minutesOver(minutes: Map<string, number>, key: string, { data }: Handled): number {
  const before = minutes.get(key) ?? 0
  const after = before + (data.minutes ?? 0)
  minutes.set(key, after)
  return Math.max(0, after - OPERATION_MINUTES) - Math.max(0, before - OPERATION_MINUTES)
}

const workQuestion = (what: string, { ref, facts }: Work): Question => ({
  what,
  ref,
  rule: 'OP-A2-5',
  on: on(facts[0]),
  causes: facts,
})

/** `charge.excess-work` (OP-A2-5): the price of what went beyond; the provider may charge it, so it is no line of a bill. */
function excess(c: Case, work: Work): Answer<Yen> {
  const q = workQuestion('charge.excess-work', work)
  if (work.kind === 'fault')
    return given(c, q, [tariff(c, 'excessIncidentFee', q.on, 'OP-A2-5')], (yen) => yen)
  return given(c, q, [tariff(c, 'excessOperationHourFee', q.on, 'OP-A2-5')], (yen) =>
    toYen(exact(yen).times(work.overMinutes).div(MINUTES_AN_HOUR)),
  )
}

const permitted = (c: Case): readonly Permitted[] =>
  works(c).flatMap((work): readonly Permitted[] => {
    const last = work.facts.at(-1)
    if (!work.over || !last) return []
    const clause = clauseOf(c, 'OP-A2-5', on(last))
    return [
      {
        who: 'provider',
        act: 'charge-excess-work',
        ref: work.ref,
        since: last.at,
        clause,
        causes: [cause(last)],
      },
    ]
  })

/** 別表2備考: how much fault handling and operation work the plans hold, and what may be charged beyond. */
export const workCaps: Subject = {
  acts: { SupportHandled: { basis: ['OP-A2-5'] } },
  answers: {
    'support.over-cap': (c) =>
      works(c).map((work) => answer(c, workQuestion('support.over-cap', work), work.over)),
    'charge.excess-work': (c) =>
      works(c)
        .filter(({ over }) => over)
        .map((work) => excess(c, work)),
  },
  permitted,
}
