import { describe, expect, it } from 'vitest'
import { receivables } from '../../../../../src/domain/contract/receivables.ts'
import { type Month } from '../../../../../src/domain/kernel/calendar.ts'
import { valueOf } from '../../../../../src/domain/kernel/finding.ts'
import { type Told, given, lines, value } from '../../kit.ts'
import { applied, concluded, published, terminated } from '../told.ts'
import { option } from './told.ts'

const SC = 'sakura-cloud'
const tariff = published({ hybridInitialFee: 50_000, hybridMonthlyFee: 10_000 })
const hybrid = (startsOn: string, at = '2025-05-20') => option('hybrid', 'hy-1', at, { startsOn })
const contract = (...told: readonly (Told | readonly Told[])[]) => given(SC, tariff, concluded(), ...told)
const vps = (type: 'PrerequisiteMet' | 'PrerequisiteLapsed', at: string): Told => [
  type,
  at,
  { kind: 'qualifying-service', ref: 'vps-1', ...(type === 'PrerequisiteMet' && { serviceKind: 'vps' }) },
]
const apply: Told = ['OptionApplied', '2025-06-10', { option: 'hybrid', ref: 'hy-1' }]
/** The lines of the option in a month with the day each is due. */
function dues(it: ReturnType<typeof contract>, month: string): readonly string[] {
  const c = it.at('2029-01-01')
  const regular = c.terms.settlement.dueOn(c, month as Month)
  return c.terms
    .charges(c, month as Month)
    .filter(({ option }) => option === 'hybrid')
    .map(
      ({ kind, amount, dueOn }) => `${kind} ${String(valueOf(amount))} ${String(valueOf(dueOn ?? regular))}`,
    )
}

describe('SC-14-1 第14条第1項 only with a qualifying service', () => {
  it('this contract is one while it is in force', () => {
    expect(contract().refusal(...apply)).toBeUndefined()
    const notConcluded = given(SC, applied('2025-05-01'))
    expect(notConcluded.refusal(...apply)).toMatchObject({
      what: 'refusal.option-requires-parent',
      clause: { rule: 'SC-14-1' },
    })
  })

  it('so is one outside it, until it lapsed', () => {
    const open = applied('2025-05-01')
    expect(given(SC, open, vps('PrerequisiteMet', '2025-06-01')).refusal(...apply)).toBeUndefined()
    expect(given(SC, open, vps('PrerequisiteMet', '2025-06-11')).refusal(...apply)).toBeDefined()
    expect(
      given(SC, open, vps('PrerequisiteMet', '2025-06-01'), vps('PrerequisiteLapsed', '2025-06-05')).refusal(
        ...apply,
      ),
    ).toBeDefined()
  })
})

describe('SC-15-1 第15条第1項 the first charge by the end of the next month', () => {
  it.each([
    ['2026-01-31', '2026-02-28', '2026-02', '2026-03-10'],
    ['2028-01-10', '2028-02-29', '2028-02', '2028-03-10'],
    ['2027-12-15', '2028-01-31', '2028-01', '2028-02-10'],
  ])('SC-X18: started %s, due %s; use of %s due %s', (startsOn, first, next, then) => {
    const it = contract(hybrid(startsOn))
    expect(dues(it, startsOn.slice(0, 7))).toEqual([`initial 50000 ${first}`, `option-base 10000 ${first}`])
    expect(dues(it, next)).toEqual([`option-base 10000 ${then}`])
    expect(value(it.at('2028-06-01'), 'payment.due-on', 'hy-1')).toBe(first)
  })

  it('the month has two due dates then, and both are deadlines', () => {
    const it = contract(hybrid('2026-01-31'))
    const of = (at: string) =>
      it
        .at(at)
        .terms.deadlines(it.at(at))
        .filter(({ kind, ref }) => kind === 'payment' && ref === '2026-01')
        .map(({ when, state }) => `${String(when.value)} ${state}`)
    expect(of('2026-02-10T23:59:59')).toEqual(['2026-02-10 upcoming', '2026-02-28 upcoming'])
    expect(of('2026-02-11T00:00:00')).toEqual(['2026-02-10 missed', '2026-02-28 upcoming'])
  })

  it('the bill of a month with nothing but first charges is due with them', () => {
    const only = given(
      SC,
      tariff,
      [applied('2025-05-01', []), ['ApplicationAccepted', '2025-05-02']],
      hybrid('2025-06-15'),
      ['InvoiceIssued', '2025-07-01', { invoiceId: 'inv-1', month: '2025-06' }],
    )
    const c = only.at('2025-07-20')
    expect(receivables(c).map(({ dueOn, overdue }) => [valueOf(dueOn), valueOf(overdue)])).toEqual([
      ['2025-07-31', false],
    ])
    expect(valueOf(c.terms.settlement.dueOn(c, '2025-07' as Month))).toBe('2025-08-10')
    const mixed = contract(hybrid('2025-06-15')).at('2025-07-20')
    expect(valueOf(mixed.terms.settlement.dueOn(mixed, '2025-06' as Month))).toBe('2025-07-10')
  })

  it('an initial fee that is not published is undetermined', () => {
    const it = given(SC, published({ hybridMonthlyFee: 10_000 }), concluded(), hybrid('2025-06-01'))
    expect(lines(it.at('2025-08-01'), '2025-06')).toContain(
      'initial hybrid undetermined tariff:hybridInitialFee',
    )
  })
})

describe('SC-15-2 第15条第2項 combined with which bills', () => {
  it.each([
    ['sakura-cloud', false],
    ['dedicated-server-hourly', false],
    ['dedicated-server', true],
    ['vps', true],
    ['housing', true],
    ['remote-housing', true],
  ])('SC-X20: with %s: %s', (combineWith, allowed) => {
    const it = contract(hybrid('2025-06-01'))
    const change: Told = [
      'PaymentMethodChanged',
      '2025-06-10',
      { method: 'combined', ref: 'hy-1', combineWith },
    ]
    const refusal = it.refusal(...change)
    if (allowed) expect(refusal).toBeUndefined()
    else expect(refusal).toMatchObject({ what: 'refusal.payment-combination', clause: { rule: 'SC-15-2' } })
    expect(
      value(contract(hybrid('2025-06-01'), change).at('2025-07-01'), 'payment.method-allowed', 'hy-1'),
    ).toBe(allowed)
  })

  it('any method of the provider for the option alone; not for another option', () => {
    const it = contract(hybrid('2025-06-01'), option('bridge', 'br-1', '2025-05-20'))
    expect(
      it.refusal('PaymentMethodChanged', '2025-06-10', { method: 'bank-transfer', ref: 'hy-1' }),
    ).toBeUndefined()
    expect(
      it.refusal('PaymentMethodChanged', '2025-06-10', { method: 'bank-transfer', ref: 'br-1' }),
    ).toMatchObject({ what: 'refusal.payment-method' })
    expect(it.refusal('PaymentMethodChanged', '2025-06-10', { method: 'bank-transfer' })).toMatchObject({
      what: 'refusal.payment-method',
    })
  })
})

describe('SC-16-1 第16条第1項 survives every qualifying service', () => {
  it('SC-X19: stays active and is charged after the base contract', () => {
    const it = contract(hybrid('2025-06-01'), terminated('2025-09-30'))
    const c = it.at('2025-10-15')
    expect(c.terms.state(c).value).toBe('ended')
    expect(value(c, 'option.survives', 'hy-1')).toBe(true)
    expect(value(c, 'option.state', 'hy-1')).toBe('active')
    expect(lines(it.at('2025-11-01'), '2025-10')).toEqual(['option-base hybrid 10000'])
    expect(() => value(it.at('2025-09-30T23:59:59'), 'option.survives', 'hy-1')).toThrow('does not arise')
    const charges = it.at('2025-11-01').terms.charges(it.at('2025-11-01'), '2025-10' as Month)
    expect(charges.map(({ amount }) => amount.clause.rule)).toEqual(['SC-16-1'])
  })

  it('ends by its own cancellation, on the day of the notice', () => {
    const it = contract(hybrid('2025-06-01'), terminated('2025-09-30'), terminated('2025-10-20', 'hy-1'))
    const c = it.at('2025-11-01')
    expect(c.terms.options(c)).toMatchObject([
      { state: { value: 'ended' }, endsOn: { value: '2025-10-20', clause: { rule: 'SC-16-1' } } },
    ])
    expect(lines(it.at('2026-01-01'), '2025-10')).toEqual(['option-base hybrid 10000'])
    expect(lines(it.at('2026-01-01'), '2025-11')).toEqual([])
  })

  it('its payment may still be changed when the base contract is gone', () => {
    const it = contract(hybrid('2025-06-01'), terminated('2025-09-30'))
    expect(
      it.refusal('PaymentMethodChanged', '2025-10-10', {
        method: 'combined',
        ref: 'hy-1',
        combineWith: 'vps',
      }),
    ).toBeUndefined()
    expect(it.refusal('PaymentMethodChanged', '2025-10-10', { method: 'card' })).toMatchObject({
      what: 'refusal.not-in-force',
    })
  })
})
