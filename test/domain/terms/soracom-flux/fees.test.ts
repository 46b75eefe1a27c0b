import { describe, expect, it } from 'vitest'
import { type Told, found, lines } from '../kit.ts'
import { FEES, after, contract, deadlines, given, tariff } from './told.ts'

const PRICES = { monthlyFees: FEES, prorationRule: 'full-month' }

describe('SF-12.1 第12.1条 the service fee', () => {
  it('from the day of acceptance to the last day of the contract', () => {
    const ended: Told = ['ContractEnded', '2025-03-01', { endsOn: '2025-03-31', reason: 'agreement' }]
    const c = after('2025-06-01', tariff(PRICES), ended)
    expect(lines(c, '2024-12')).toEqual([])
    expect(lines(c, '2025-01')).toEqual(['monthly-base standard 30000'])
    expect(lines(c, '2025-03')).toEqual(['monthly-base standard 30000'])
    expect(lines(c, '2025-04')).toEqual([])
  })

  it.each([
    ['full-month', 'monthly-base standard 30000'],
    ['calendar-days', 'monthly-base standard 24193'], // 25 of 31 days: 24,193.5
    ['thirtieths', 'monthly-base standard 25000'],
    [undefined, 'monthly-base standard undetermined tariff:prorationRule'],
  ])('a first month by %s', (prorationRule, line) => {
    expect(
      lines(
        after('2025-06-01', tariff({ monthlyFees: FEES, ...(prorationRule && { prorationRule }) })),
        '2025-01',
      ),
    ).toEqual([line])
  })

  it('is undetermined while no price is published, or no plan was named', () => {
    expect(lines(after('2025-06-01'), '2025-02')).toEqual([
      'monthly-base standard undetermined tariff:monthlyFees',
    ])
    const unnamed = given([tariff()], contract({ plan: undefined })).at('2025-06-01')
    expect(lines(unnamed, '2025-02')).toEqual(['monthly-base plan undetermined tariff:monthlyFees'])
    expect(lines(given([tariff()], contract({ plan: 'huge' })).at('2025-06-01'), '2025-02')).toEqual([
      'monthly-base huge undetermined tariff:monthlyFees',
    ])
  })

  it('a change of the plan counts from its day, asked for or not', () => {
    const change: Told = ['PlanChanged', '2025-03-11', { plan: 'light' }]
    const asked: readonly Told[] = [
      ['PlanChangeRequested', '2025-03-05', { changeId: 'c-1', plan: 'light' }],
      ['PlanChangeAccepted', '2025-03-11', { changeId: 'c-1' }],
    ]
    const prices = tariff({ monthlyFees: FEES, planChangeProration: 'calendar-days' })
    for (const told of [[change], asked]) {
      const c = after('2025-06-01', prices, told)
      // ten days of 31 at 30,000 and twenty-one at 3,200
      expect(lines(c, '2025-03')).toEqual(['monthly-base standard 9677', 'monthly-base light 2167'])
      expect(found(c, 'contract.plan')).toMatchObject({ value: 'light', clause: { rule: 'SF-12.1' } })
    }
  })

  it('what is added, or changed about an option, leaves the plan alone', () => {
    const accepted: Told = ['PlanChangeAccepted', '2025-03-11', { changeId: 'c-1' }]
    for (const more of [{ action: 'add' }, { ref: 'wx' }]) {
      const asked: Told = ['PlanChangeRequested', '2025-03-05', { changeId: 'c-1', plan: 'light', ...more }]
      expect(lines(after('2025-06-01', tariff(PRICES), asked, accepted), '2025-04')).toEqual([
        'monthly-base standard 30000',
      ])
    }
    const ofOption: Told = ['PlanChanged', '2025-03-11', { plan: 'light', ref: 'wx' }]
    expect(lines(after('2025-06-01', tariff(PRICES), ofOption), '2025-04')).toEqual([
      'monthly-base standard 30000',
    ])
  })

  it('an initial fee stands in the month of the start', () => {
    const c = after('2025-06-01', tariff({ ...PRICES, initialFees: [{ item: 'standard', amount: 500 }] }))
    expect(lines(c, '2025-01')).toEqual(['initial standard 500', 'monthly-base standard 30000'])
    expect(lines(c, '2025-02')).toEqual(['monthly-base standard 30000'])
  })
})

const price = (unitPrice: string, more: object = {}) => [
  { meter: 'events', unit: 'event', unitPrice, ...more },
]
const read = (quantity: string, at: string, month = '2025-10'): Told => [
  'UsageMeasured',
  at,
  { month, readings: [{ meter: 'events', quantity }] },
]
const usage = (at: string, month: string, ...told: readonly (Told | readonly Told[])[]) =>
  lines(after(at, ...told), month).filter((line) => line.startsWith('usage'))

describe('SF-12.1 第12.1条 metered fees and the free tier', () => {
  it.each([
    ['999', 'usage events 0'],
    ['1000', 'usage events 0'],
    ['1001', 'usage events 2'],
  ])('of %s events a thousand are free', (quantity, line) => {
    const prices = tariff({ usagePrices: price('2', { included: '1000' }) })
    expect(usage('2025-12-01', '2025-10', prices, read(quantity, '2025-10-31T23:00:00'))).toEqual([line])
  })

  it('no reading is no zero', () => {
    expect(usage('2025-12-01', '2025-10', tariff({ usagePrices: price('2') }))).toEqual([
      'usage events undetermined usage:events',
    ])
  })
})

describe('SF-1.2-2 第1.2条 new prices in the middle of a month (R-6)', () => {
  const announced: Told = [
    'TermsChangeAnnounced',
    '2025-09-10',
    { versionId: 'v2', effectiveOn: '2025-10-01', channel: 'website', contentStated: true },
  ]
  const used = (at: string): Told => ['ServiceUsed', at]
  const prices: readonly Told[] = [
    tariff({
      monthlyFees: [{ item: 'standard', amount: 30_000 }],
      usagePrices: price('2', { included: '100' }),
    }),
    tariff(
      {
        monthlyFees: [{ item: 'standard', amount: 36_000 }],
        usagePrices: price('3', { included: '150' }),
        termsVersion: 'v2',
      },
      '2025-10-01',
    ),
  ]
  const october = (...told: readonly Told[]) => lines(after('2025-12-01', prices, announced, told), '2025-10')
  const before = read('400', '2025-10-20T09:59:59')
  const atEnd = read('1000', '2025-10-31T23:00:00')

  it('usage before the switch keeps the old prices, usage after it has the new ones, the flat fee follows the close', () => {
    // 300 of the first 400 at 2, the 600 after it at 3
    expect(october(used('2025-10-20T10:00:00'), before, atEnd)).toEqual([
      'monthly-base standard 36000',
      'usage events 600',
      'usage events 1800',
    ])
  })

  it('what the new free tier has left is still free behind the switch', () => {
    const early = read('120', '2025-10-20T09:59:59')
    // 20 of 120 at 2; of the 880 after it 30 are inside the new tier
    expect(october(used('2025-10-20T10:00:00'), early, atEnd).slice(1)).toEqual([
      'usage events 40',
      'usage events 2550',
    ])
  })

  it('a switch at the first instant of a month splits nothing', () => {
    expect(october(used('2025-09-15'), before, atEnd)).toEqual([
      'monthly-base standard 36000',
      'usage events 2550',
    ])
  })

  it('without consent nothing changes', () => {
    expect(october(before, atEnd)).toEqual(['monthly-base standard 30000', 'usage events 1800'])
  })

  it('where the use itself is the switch, nothing was used between announcement and switch', () => {
    expect(october(used('2025-10-20T10:00:00'), atEnd).slice(1)).toEqual([
      'usage events 0',
      'usage events 2550',
    ])
  })

  it('where something may have been used before it, a reading of then is needed', () => {
    const late: Told = [
      'TermsChangeAnnounced',
      '2025-10-05',
      { versionId: 'v2', effectiveOn: '2025-10-01', channel: 'website', contentStated: true },
    ]
    const c = after('2025-12-01', prices, late, used('2025-10-20T10:00:00'), atEnd)
    expect(lines(c, '2025-10').slice(1)).toEqual(['usage events undetermined usage:events'])
    const middle: Told = [
      'TermsChangeAnnounced',
      '2025-09-10',
      { versionId: 'v2', effectiveOn: '2025-10-15', channel: 'website', contentStated: true },
    ]
    const stated = after('2025-12-01', prices, middle, used('2025-09-20'), atEnd)
    expect(lines(stated, '2025-10').slice(1)).toEqual(['usage events undetermined usage:events'])
  })

  it('a switch of another month splits nothing here', () => {
    const c = after('2025-12-01', prices, announced, used('2025-11-20T10:00:00'), before, atEnd)
    expect(lines(c, '2025-10')).toEqual(['monthly-base standard 30000', 'usage events 1800'])
    const november = read('1000', '2025-11-30T23:00:00', '2025-11')
    const early = after('2025-12-01', prices, announced, used('2025-10-20T10:00:00'), november)
    expect(lines(early, '2025-11')).toEqual(['monthly-base standard 36000', 'usage events 2550'])
  })

  it('while the month runs, what was used before the switch is there and the rest is not yet', () => {
    const told = [prices, announced, used('2025-10-20T10:00:00')] as const
    expect(lines(after('2025-10-31T23:59:59.999', ...told, before), '2025-10').slice(1)).toEqual([
      'usage events 600',
      'usage events 0',
    ])
    expect(lines(after('2025-10-31T23:59:59.999', ...told), '2025-10').slice(1)).toEqual(['usage events 0'])
    expect(lines(after('2025-11-01T00:00:00', ...told), '2025-10').slice(1)).toEqual([
      'usage events 0',
      'usage events undetermined usage:events',
    ])
  })

  it('two versions with one price list are one part', () => {
    const one = tariff({ monthlyFees: FEES, usagePrices: price('2') })
    const c = after('2025-12-01', one, announced, used('2025-10-20T10:00:00'), atEnd)
    expect(lines(c, '2025-10')).toEqual(['monthly-base standard 30000', 'usage events 2000'])
  })
})

describe('SF-12.2 第12.2条 paid by the designated day', () => {
  const due = (month: string, ...told: readonly Told[]) => {
    const c = after('2025-12-01', ...told)
    return c.terms.settlement.dueOn(c, month as never)
  }

  it('designated on the invoice, else by the published day, else missing', () => {
    const invoice: Told = [
      'InvoiceIssued',
      '2025-04-05',
      { invoiceId: 'i-1', month: '2025-03', dueOn: '2025-04-25' },
    ]
    const published = tariff({ paymentDueMonths: 1, paymentDueDay: 31 })
    expect(due('2025-03')).toMatchObject({
      undetermined: { missing: 'fact:due-date' },
      clause: { rule: 'SF-12.2' },
    })
    expect(due('2025-03', published)).toMatchObject({ value: '2025-04-30', clause: { rule: 'SF-12.2' } })
    expect(due('2025-03', published, invoice)).toMatchObject({
      value: '2025-04-25',
      clause: { rule: 'SF-12.2' },
    })
    expect(due('2025-01', published)).toMatchObject({ value: '2025-02-28' })
    expect(due('2025-03', tariff({ paymentDueMonths: 1 }))).toMatchObject({
      undetermined: { missing: 'fact:due-date' },
    })
  })

  it('a month is due without an invoice, and with one under its name', () => {
    const published = tariff({
      monthlyFees: FEES,
      prorationRule: 'full-month',
      paymentDueMonths: 2,
      paymentDueDay: 10,
    })
    expect(deadlines(after('2025-01-20', published), 'payment')).toEqual(['2025-01 2025-03-10 upcoming'])
    const invoice: Told = ['InvoiceIssued', '2025-01-19', { invoiceId: 'i-1', month: '2025-01' }]
    expect(deadlines(after('2025-01-20', published, invoice), 'payment')).toEqual([])
  })
})
