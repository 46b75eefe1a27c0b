import { describe, expect, it } from 'vitest'
import { receivables } from '../../../../../src/domain/contract/receivables.ts'
import { valueOf } from '../../../../../src/domain/kernel/finding.ts'
import { type Told, given, value } from '../../kit.ts'
import { applied, concluded, published, server, terminated } from '../told.ts'

const SC = 'sakura-cloud'
const changed = (at: string, method: string, data: object = {}): Told => [
  'PaymentMethodChanged',
  at,
  { method, ...data },
]
const consent = (at: string, data: object = {}): Told => [
  'ConsentGiven',
  at,
  { consentId: 'co-1', subject: 'payment-method', by: 'provider', ...data },
]
const card = (at: string, result: string): Told => ['CardAuthorizationAttempted', at, { result }]
const contract = (...told: readonly Told[]) => given(SC, concluded(), ...told)

describe('SC-4-1 第4条第1項 due on the 10th of the next month', () => {
  const due = (month: string) =>
    valueOf(
      contract()
        .at('2029-01-01')
        .terms.settlement.dueOn(contract().at('2029-01-01'), month as never),
    )

  it.each([
    ['2025-05', '2025-06-10'],
    ['2025-12', '2026-01-10'],
    ['2028-02', '2028-03-10'],
  ])('%s: %s', (month, on) => {
    expect(due(month)).toBe(on)
  })

  const invoice: Told = [
    'InvoiceIssued',
    '2026-01-05',
    { invoiceId: 'inv-1', month: '2025-12', amount: 2000 },
  ]
  const pay = (at: string): Told => [
    'PaymentReceived',
    at,
    { paymentId: 'pay-1', amount: 2000, appliedTo: [{ invoiceId: 'inv-1', amount: 2000 }] },
  ]
  const debt = (at: string, ...told: readonly Told[]) => receivables(contract(invoice, ...told).at(at))[0]

  it('SC-X01, SC-X02: a card due date is not rolled, and delay begins at 00:00 of the 11th', () => {
    expect(valueOf(debt('2026-01-06')?.dueOn)).toBe('2026-01-10')
    expect(valueOf(debt('2026-01-06')?.delinquentFrom)).toBe('2026-01-11') // the 10th is a Saturday
    expect(valueOf(debt('2026-01-10T23:59:59.999')?.overdue)).toBe(false)
    expect(valueOf(debt('2026-01-11T00:00:00')?.overdue)).toBe(true)
    expect(valueOf(debt('2026-01-12', pay('2026-01-10T23:59:59'))?.overdue)).toBe(false)
    expect(debt('2026-01-12', pay('2026-01-10T23:59:59'))?.overdue.clause.rule).toBe('SC-4-1')
  })

  it('late interest is a matter of the base terms until a rate is published', () => {
    const late = debt('2026-02-01', pay('2026-01-20'))
    expect(late?.lateInterest).toMatchObject({ undetermined: { missing: 'terms:base' } })
    const rate = published({ lateInterestRate: '0.146', interestBasis: 'act/365' })
    const c = given(SC, rate, concluded(), invoice, pay('2026-01-20')).at('2026-02-01')
    expect(valueOf(receivables(c)[0]?.lateInterest)).toBe(7) // 2,000 × 14.6 % × 9 ÷ 365
  })
})

describe('SC-4-2a 第4条第2項 a card, unless approved', () => {
  it('another method is refused without approval and allowed with it', () => {
    expect(contract().refusal(...changed('2025-06-01', 'bank-transfer'))).toMatchObject({
      what: 'refusal.payment-method',
      clause: { rule: 'SC-4-2a' },
    })
    expect(contract().refusal(...changed('2025-06-01', 'card'))).toBeUndefined()
    expect(contract(consent('2025-05-30')).refusal(...changed('2025-06-01', 'bank-transfer'))).toBeUndefined()
    expect(
      contract(consent('2025-05-30', { method: 'bank-transfer' })).refusal(
        ...changed('2025-06-01', 'bank-transfer'),
      ),
    ).toBeUndefined()
  })

  it.each([
    ['for another method', consent('2025-05-30', { method: 'invoice' })],
    ['of the customer itself', consent('2025-05-30', { by: 'customer' })],
    ['to something else', consent('2025-05-30', { subject: 'end-user-use' })],
    ['that came later', consent('2025-06-02')],
  ])('not by a consent %s', (_what, told) => {
    expect(contract(told).refusal(...changed('2025-06-01', 'bank-transfer'))).toBeDefined()
  })

  it('an application with another method is refused', () => {
    const [type, at, data] = applied('2025-05-01', [server], { paymentMethod: 'invoice' })
    expect(given(SC).refusal(type, at, data)).toMatchObject({ what: 'refusal.payment-method' })
    const [, , byCard] = applied('2025-05-01')
    expect(given(SC).refusal(type, at, byCard)).toBeUndefined()
  })

  it('the method in force is judged with what is known', () => {
    expect(value(contract().at('2025-06-01'), 'payment.method-allowed')).toBe(true)
    expect(
      value(contract(changed('2025-06-01', 'bank-transfer')).at('2025-06-02'), 'payment.method-allowed'),
    ).toBe(false)
    expect(
      value(
        contract(changed('2025-06-01', 'bank-transfer'), consent('2025-05-30')).at('2025-06-02'),
        'payment.method-allowed',
      ),
    ).toBe(true)
  })

  it('under a version whose text is not known nothing is refused', () => {
    expect(given(SC, concluded('2025-03-01')).refusal(...changed('2025-03-02', 'invoice'))).toBeUndefined()
  })
})

describe('SC-4-2b 第4条第2項ただし書 from a threshold another method may be asked for', () => {
  const asked = (paymentMethodThreshold: number, at: string, ...told: readonly Told[]) => {
    const c = given(SC, published({ paymentMethodThreshold }), concluded(), ...told).at(at)
    return c.terms
      .permitted(c)
      .filter(({ act }) => act === 'ask-other-payment-method')
      .map(({ ref }) => ref)
  }
  const request: Told = [
    'RequestMade',
    '2025-06-05',
    { requestId: 'rq-1', by: 'provider', kind: 'payment-method-change' },
  ]

  it('counts the threshold itself', () => {
    expect(asked(2001, '2025-06-03')).toEqual([])
    expect(asked(2000, '2025-06-03')).toEqual(['2025-05', '2025-06'])
    expect(asked(1999, '2025-05-02')).toEqual(['2025-05'])
  })

  it('once asked it is taken, and the other method is then allowed', () => {
    expect(asked(2000, '2025-06-06', request)).toEqual([])
    expect(contract(request).refusal(...changed('2025-06-07', 'bank-transfer'))).toBeUndefined()
    expect(contract(request).refusal(...changed('2025-06-04', 'bank-transfer'))).toBeDefined()
  })

  it('not of somebody who pays otherwise, and not without a known total', () => {
    expect(asked(2000, '2025-06-06', consent('2025-05-30'), changed('2025-06-01', 'invoice'))).toEqual([])
    expect(
      asked(2000, '2025-06-06', [
        'UsageMeasured',
        '2025-06-02',
        { month: '2025-05', readings: [{ meter: 'cpu', quantity: '1' }] },
      ]),
    ).toEqual(['2025-06'])
  })
})

describe('SC-4-3b 第4条第3項 no additions while there is no credit', () => {
  const add = (at: string): Told => [
    'PlanChangeRequested',
    at,
    { changeId: 'ch-1', action: 'add', ref: 'sv-2', serviceKind: 'server', plan: '2core' },
  ]

  it('SC-X04: blocked from a failure to the next success', () => {
    const it = contract(card('2025-07-05', 'failed'), card('2025-07-08', 'succeeded'))
    expect(value(it.at('2025-07-05T13:00:00'), 'additions.blocked')).toBe(true)
    expect(it.refusal(...add('2025-07-06'))).toMatchObject({
      what: 'refusal.additions-blocked',
      clause: { rule: 'SC-4-3b' },
    })
    expect(it.refusal(...add('2025-07-04'))).toBeUndefined()
    expect(value(it.at('2025-07-08T13:00:00'), 'additions.blocked')).toBe(false)
    expect(it.refusal(...add('2025-07-09'))).toBeUndefined()
    expect(it.at('2025-07-06').terms.state(it.at('2025-07-06')).value).toBe('active')
  })

  it('also options, but nothing that goes on', () => {
    const it = contract(card('2025-07-05', 'failed'))
    expect(it.refusal('OptionApplied', '2025-07-06', { option: 'bridge', ref: 'br-1' })).toMatchObject({
      what: 'refusal.additions-blocked',
    })
    expect(it.refusal('OptionEnabled', '2025-07-06', { option: 'beta', ref: 'bo-1' })).toMatchObject({
      what: 'refusal.additions-blocked',
    })
    expect(it.refusal(...terminated('2025-07-06'))).toBeUndefined()
    expect(it.refusal('UsagePaused', '2025-07-06', { pauseId: 'pa-1', scope: 'base' })).toBeUndefined()
  })

  it('SC-4-3a: without an attempt the question does not arise', () => {
    expect(() => value(contract().at('2025-07-01'), 'additions.blocked')).toThrow('does not arise')
  })
})
