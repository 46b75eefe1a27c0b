import { describe, expect, test } from 'vitest'
import { type Case, answer, clauseOf, given as derived } from '../../../src/domain/contract/case.ts'
import { Reference } from '../../../src/domain/contract/reference.ts'
import { said } from '../../../src/domain/contract/said.ts'
import { Timeline } from '../../../src/domain/contract/timeline.ts'
import { day, instant, lastDayOf, month } from '../../../src/domain/kernel/calendar.ts'
import { dated } from '../../../src/domain/kernel/dated.ts'
import { type Yen } from '../../../src/domain/kernel/money.ts'
import { compose } from '../../../src/domain/terms/compose.ts'
import { type Subject, type Terms, type Version } from '../../../src/domain/terms/terms.ts'
import { type Told, factOf, said as valueOf } from './kit.ts'

/**
 * An invented 約款 with one fee, and a second version of it: the recipe of docs/changing-terms.md. The first version is
 * left as it was; the second is a line in the list of versions and a line in the list of prices.
 */
const FIRST: Version = { id: 'v1', effectiveOn: day('2025-04-01'), textKnown: true }
const SECOND: Version = { id: 'v2', effectiveOn: day('2026-01-01'), textKnown: true }
const FEE = dated({ from: FIRST.effectiveOn, value: 1_000 }, { from: SECOND.effectiveOn, value: 1_200 })

const fee: Subject = {
  charges: (c, of) => {
    const q = { what: 'charge.monthly-base', rule: 'XX-1', on: lastDayOf(of) }
    return [
      {
        kind: 'monthly-base',
        item: 'fee',
        amount: derived(c, q, [said<Yen>(c, q, FEE)], (yen) => yen as Yen),
      },
    ]
  },
}
/** Transitional provision of the second version: the notice of one month of the first stays for contracts older than it. */
const NOTICE_MONTHS = dated({ from: FIRST.effectiveOn, value: 1 }, { from: SECOND.effectiveOn, value: 2 })
const notice: Subject = {
  answers: {
    'termination.notice-deadline': (c) => {
      const concluded = c.facts.of('ApplicationAccepted')[0]
      const older = concluded !== undefined && concluded.at < `${SECOND.effectiveOn}T`
      const q = {
        what: 'termination.notice-deadline',
        rule: older ? 'XX-S1' : 'XX-2',
        on: older ? FIRST.effectiveOn : day(c.asOf.slice(0, 10)),
      }
      return [said(c, q, NOTICE_MONTHS)]
    },
  },
}

const termsWith = (versions: readonly Version[], more: Partial<Terms> = {}): Terms => ({
  ...compose(
    {
      id: 'imageflux',
      provider: 'Invented Inc.',
      rules: {
        'XX-1': { article: '第1条', en: 'Fee', ja: '料金' },
        'XX-2': { article: '第2条', en: 'Notice', ja: '通知' },
        'XX-S1': { article: '附則第1項', en: 'Older contracts', ja: '経過措置' },
      },
      readings: {},
      versions,
      state: (c) => ({
        what: 'contract.state',
        value: 'active',
        clause: clauseOf(c, 'XX-1', day('2025-04-01')),
        causes: [],
      }),
      opening: [],
      settlement: {
        dueOn: (c, of) =>
          answer(c, { what: 'payment.due-on', rule: 'XX-1', on: lastDayOf(of) }, lastDayOf(of)),
        lateInterest: (c) =>
          answer(c, { what: 'charge.late-interest', rule: 'XX-1', on: day('2025-04-01') }, 0),
        overdueRule: 'XX-1',
        taxRule: 'XX-1',
      },
    },
    [fee, notice],
  ),
  ...more,
})

const END = instant('2199-12-31T23:59:59.999+09:00')
function caseOf(terms: Terms, ...told: readonly Told[]): Case {
  const facts = told.map((each, i) => factOf('imageflux', each, i + 1))
  const isReference = ({ type }: { type: string }): boolean => type === 'TermsVersionPublished'
  return {
    service: 'imageflux',
    contractId: 'c-1',
    partyId: 'p-1',
    asOf: END,
    facts: new Timeline(facts.filter((fact) => !isReference(fact))).until(END),
    reference: new Reference(new Timeline(facts.filter(isReference)).until(END)),
    terms,
  }
}
const feeOf = (c: Case, of: string): unknown =>
  valueOf(
    c.terms.charges(c, month(of))[0]?.amount ?? {
      what: '',
      value: 'none',
      clause: clauseOf(c, 'XX-1', day('2025-04-01')),
      causes: [],
    },
  )
const clauseIn = (c: Case, of: string) => c.terms.charges(c, month(of))[0]?.amount.clause

describe('a second version of a 約款', () => {
  const both = termsWith([FIRST, SECOND])

  test('is a line more: months before its day keep the first price, months from it have the second', () => {
    const c = caseOf(both)
    expect([feeOf(c, '2025-11'), feeOf(c, '2025-12'), feeOf(c, '2026-01')]).toEqual([1_000, 1_000, 1_200])
    expect(clauseIn(c, '2025-12')).toMatchObject({ version: 'v1' })
    expect(clauseIn(c, '2026-01')).toMatchObject({ version: 'v2' })
  })

  test('changes nothing that was answered before it was added', () => {
    expect(feeOf(caseOf(both), '2025-12')).toEqual(feeOf(caseOf(termsWith([FIRST])), '2025-12'))
  })

  test('known by its day only, is undetermined until its text is added', () => {
    const c = caseOf(termsWith([FIRST]), [
      'TermsVersionPublished',
      '2025-10-01',
      { document: 'service-terms', versionId: 'v2', effectiveOn: '2026-01-01', textKnown: false },
    ])
    expect([feeOf(c, '2025-12'), feeOf(c, '2026-01')]).toEqual([1_000, 'undetermined terms:v2'])
  })

  test('that repeats another text says what that one says, through others too and in whatever order they are told', () => {
    const of = (versionId: string, effectiveOn: string, sameTextAs: string): Told => [
      'TermsVersionPublished',
      '2025-10-01',
      { document: 'service-terms', versionId, effectiveOn, textKnown: true, sameTextAs },
    ]
    const [a, b] = [of('v0', '2024-01-01', 'v0b'), of('v0b', '2024-06-01', 'v1')]
    for (const told of [
      [a, b],
      [b, a],
    ]) {
      const c = caseOf(both, ...told)
      expect([feeOf(c, '2024-03'), feeOf(c, '2024-07'), feeOf(c, '2026-02')]).toEqual([1_000, 1_000, 1_200])
    }
  })

  test('with a transitional provision, leaves older contracts their number and says under which provision', () => {
    const at = (accepted: string): unknown => {
      const c = caseOf(
        both,
        ['ApplicationSubmitted', '2025-05-01', { serviceType: 'image-engine' }],
        ['ApplicationAccepted', accepted],
      )
      const [found] = (c.terms.answers['termination.notice-deadline'] ?? []).flatMap((ask) => ask(c))
      return [found && valueOf(found), found?.clause.rule]
    }
    expect(at('2025-12-31T23:59:59.999')).toEqual([1, 'XX-S1'])
    expect(at('2026-01-01T00:00:00')).toEqual([2, 'XX-2'])
  })

  test('may govern a contract only from its own consent: versionOn is the document’s own word', () => {
    const consent = termsWith([FIRST, SECOND], {
      versionOn: (c, on) => {
        const used = c.facts
          .of('ApplicationAccepted')
          .some(({ at }) => at.slice(0, 10) <= on && at >= `${SECOND.effectiveOn}T`)
        return on >= SECOND.effectiveOn && used ? SECOND : FIRST
      },
    })
    const application: Told = ['ApplicationSubmitted', '2025-05-01', { serviceType: 'image-engine' }]
    expect(feeOf(caseOf(consent, application), '2026-03')).toBe(1_000)
    const c = caseOf(consent, application, ['ApplicationAccepted', '2026-02-10'])
    expect([feeOf(c, '2026-01'), feeOf(c, '2026-02')]).toEqual([1_000, 1_200])
  })
})
