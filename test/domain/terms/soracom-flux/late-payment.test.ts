import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Receivable, receivables } from '../../../../src/domain/contract/receivables.ts'
import { addDays, day, daysBetween } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, found, said } from '../kit.ts'
import { contract, given, permitted, tariff } from './told.ts'

const invoice = (dueOn: string, amount: number, more: object = {}, at = '2023-02-01'): Told => [
  'InvoiceIssued',
  at,
  { invoiceId: 'i-1', dueOn, amount, ...more },
]
const paid = (at: string, amount: number, paymentId = `p-${at.slice(0, 10)}`): Told => [
  'PaymentReceived',
  at,
  { paymentId, amount },
]
const debts = (at: string, ...told: readonly Told[]): readonly Receivable[] =>
  receivables(given(contract({}, '2023-01-11T12:00:00'), told).at(at))
const debt = (at: string, ...told: readonly Told[]): Receivable => {
  const [one] = debts(at, ...told)
  if (!one) throw new Error('no invoice')
  return one
}
/** Days and yen of a debt that was paid whole. */
const late = (dueOn: string, paidOn: string, amount: number, ...told: readonly Told[]) => {
  const one = debt('2028-01-01', invoice(dueOn, amount), paid(paidOn, amount), ...told)
  return [said(one.interestDays), said(one.lateInterest)]
}

describe('SF-12.3 第12.3条 14.5 percent a year from the day after the due date to the day before payment', () => {
  it.each([
    ['SF-X6', '2025-01-31', '2025-03-03', 50_000, 30, 595],
    ['SF-X7, the day after', '2025-03-31', '2025-04-01', 100_000, 0, 0],
    ['SF-X7, two days after', '2025-03-31', '2025-04-02', 100_000, 1, 39],
    ['in time', '2025-03-31', '2025-03-31', 100_000, 0, 0],
    ['early', '2025-03-31', '2025-03-01', 100_000, 0, 0],
    ['SF-X8, a leap year', '2023-12-31', '2024-01-31', 100_000, 30, 1188],
    ['SF-X9, over the turn of the year', '2023-11-30', '2024-03-01', 100_000, 91, 3608],
    ['SF-X10, one civil year with its leap day', '2023-06-30', '2024-07-01', 100_000, 366, 14_500],
    ['SF-X10, a month more', '2023-06-30', '2024-08-01', 100_000, 397, 15_728],
    ['a day less than a year', '2023-06-30', '2024-06-30', 100_000, 365, 14_480],
  ])('%s: due %s, paid %s', (_name, dueOn, paidOn, amount, days, yen) => {
    expect(late(dueOn, paidOn, amount)).toEqual([days, yen])
  })

  it('SF-X8: with the 365-day basis published every day is a 365th (SF-Q5)', () => {
    expect(late('2023-12-31', '2024-01-31', 100_000, tariff({ interestBasis: 'act/365' }))).toEqual([
      30, 1191,
    ])
    expect(late('2023-06-30', '2024-07-01', 100_000, tariff({ interestBasis: 'act/365' }))).toEqual([
      366, 14_539,
    ])
  })

  it('a share that comes out even loses no yen', () => {
    // 122 days of a leap year are a third of it: 3,000 × 14.5 % ÷ 3 = 145
    expect(late('2023-12-31', '2024-05-02', 3000)).toEqual([122, 145])
  })

  it('each payment bears interest on the part it settles, cut once (SF-Q10)', () => {
    const one = debt(
      '2026-01-01',
      invoice('2025-01-31', 100_000),
      paid('2025-02-11', 50_000),
      paid('2025-02-21', 50_000),
    )
    expect(said(one.lateInterest)).toBe(595) // 50,000 × 14.5 % × (10 + 20) ÷ 365: cut apart it would be 198 + 397 = 595
    const uneven = debt(
      '2026-01-01',
      invoice('2025-01-31', 2000),
      paid('2025-02-05', 1000),
      paid('2025-02-06', 1000),
    )
    expect(said(uneven.lateInterest)).toBe(3) // 1.589 + 1.986: cut apart it would be 2
  })

  it('what is unpaid counts as if it were paid on the day of asking', () => {
    const unpaid = (at: string) => debt(at, invoice('2025-03-31', 100_000))
    expect(said(unpaid('2025-04-01').lateInterest)).toBe(0)
    expect(said(unpaid('2025-04-02').lateInterest)).toBe(39)
    expect(said(unpaid('2025-04-02').interestDays)).toBe(1)
  })

  it('late interest bears none: payments settle it first', () => {
    const lines = [
      { kind: 'monthly-base', amount: 100_000 },
      { kind: 'late-interest', amount: 20_000 },
    ]
    const whole = invoice('2025-01-31', 120_000, { lines })
    expect(said(debt('2026-01-01', whole, paid('2025-03-03', 120_000)).lateInterest)).toBe(1191)
    const split = debt('2026-01-01', whole, paid('2025-01-31', 20_000), paid('2025-03-03', 100_000))
    expect(said(split.lateInterest)).toBe(1191)
  })

  it('the rule is named, and the due date keeps its own', () => {
    const one = debt('2025-05-01', invoice('2025-03-31', 100_000))
    expect(one.lateInterest.clause).toMatchObject({ rule: 'SF-12.3', article: '第12.3条' })
    expect(one.dueOn.clause.rule).toBe('SF-12.2')
  })

  it('property: it never shrinks with time, and a year costs 14.5 percent', () => {
    const start = day('2023-03-01')
    const interest = (dueOn: string, paidOn: string, amount: number): number => {
      const yen = said(debt('2035-01-01', invoice(dueOn, amount), paid(paidOn, amount)).lateInterest)
      return Number(yen)
    }
    fc.assert(
      fc.property(
        fc.nat(1500),
        fc.nat(1200),
        fc.integer({ min: 1, max: 10_000_000 }),
        (from, delay, amount) => {
          const dueOn = addDays(start, from)
          const one = interest(dueOn, addDays(dueOn, delay), amount)
          expect(interest(dueOn, addDays(dueOn, delay + 1), amount)).toBeGreaterThanOrEqual(one)
          const years = daysBetween(dueOn, addDays(dueOn, delay)) / 365
          expect(Math.abs(one - amount * 0.145 * years)).toBeLessThanOrEqual(amount * 0.145 * (3 / 365) + 1)
        },
      ),
      { numRuns: 60 },
    )
  })
})

const ground = (at = '2025-06-10T11:00:00', groundId = 'g-1'): Told => [
  'AccelerationGroundArose',
  at,
  { groundId, ground: 'attachment' },
]
const resolved = (at: string): Told => ['AccelerationGroundResolved', at, { groundId: 'g-1' }]
const issued = (invoiceId: string, dueOn: string, at: string, more: object = {}): Told => [
  'InvoiceIssued',
  at,
  { invoiceId, dueOn, amount: 30_000, ...more },
]
const accelerated = (at: string, ...told: readonly Told[]) =>
  debts(at, ...told).map(({ acceleratedTo, delinquentFrom }) => [
    acceleratedTo?.value ?? null,
    said(delinquentFrom),
  ])

describe('SF-12.4-1 第12.4条前段 all debts fall due at once', () => {
  const two = [issued('i-1', '2025-06-30', '2025-06-05'), issued('i-2', '2025-07-31', '2025-06-05T13:00:00')]

  it('SF-X20: on the day of the ground, late on the next, with interest from then', () => {
    expect(accelerated('2025-06-09', ...two, ground())).toEqual([
      [null, '2025-07-01'],
      [null, '2025-08-01'],
    ])
    expect(accelerated('2025-06-11', ...two, ground())).toEqual([
      ['2025-06-10', '2025-06-11'],
      ['2025-06-10', '2025-06-11'],
    ])
    const [one] = debts('2025-06-22', ...two, ground(), paid('2025-06-21', 30_000))
    expect([said(one?.interestDays as never), said(one?.lateInterest as never)]).toEqual([10, 119])
    expect(one?.dueOn).toMatchObject({ value: '2025-06-30' })
    expect(one?.acceleratedTo?.clause.rule).toBe('SF-12.4-1')
  })

  it('a debt that was due already, or was paid, keeps its day', () => {
    expect(accelerated('2025-06-20', issued('i-1', '2025-06-10', '2025-05-05'), ground())).toEqual([
      [null, '2025-06-11'],
    ])
    expect(accelerated('2025-06-20', issued('i-1', '2025-06-11', '2025-05-05'), ground())).toEqual([
      ['2025-06-10', '2025-06-11'],
    ])
    const settled = [issued('i-1', '2025-06-30', '2025-06-05'), paid('2025-06-09', 30_000)]
    expect(accelerated('2025-06-20', ...settled, ground())).toEqual([[null, '2025-07-01']])
  })

  it('what was lost stays lost when the ground is gone', () => {
    expect(accelerated('2025-07-20', ...two, ground(), resolved('2025-06-20'))).toEqual([
      ['2025-06-10', '2025-06-11'],
      ['2025-06-10', '2025-06-11'],
    ])
  })

  it('the fee of a month that was over is a debt, billed or not', () => {
    const may = issued('i-1', '2025-07-31', '2025-06-15', { month: '2025-05' })
    const june = issued('i-2', '2025-08-31', '2025-07-01T01:00:00', { month: '2025-06' })
    expect(accelerated('2025-07-02', may, june, ground())).toEqual([
      ['2025-06-10', '2025-06-11'],
      [null, '2025-09-01'],
    ])
  })

  it('there is no roll to a business day: due at once is due at once', () => {
    const roll = tariff({ dueDateRoll: 'next-business-day' })
    const saturday = ground('2025-06-14T11:00:00')
    expect(accelerated('2025-06-20', roll, issued('i-1', '2025-06-30', '2025-06-05'), saturday)).toEqual([
      ['2025-06-14', '2025-06-15'],
    ])
  })

  it.each([
    'insolvency',
    'insolvency-proceedings',
    'dishonoured-bill',
    'attachment',
    'registration-cancelled',
    'business-ended',
    'whereabouts-unknown',
    'serious-obstacle',
  ])('%s is a ground', (of) => {
    // prettier-ignore
    const told: Told = ['AccelerationGroundArose', '2025-06-10', { groundId: 'g-1', ground: of }]
    expect(accelerated('2025-06-20', issued('i-1', '2025-06-30', '2025-06-05'), told)).toEqual([
      ['2025-06-10', '2025-06-11'],
    ])
  })

  it('the finding stands on the card under its own name', () => {
    const c = given(contract({}, '2023-01-11T12:00:00'), [
      issued('i-1', '2025-06-30', '2025-06-05'),
      ground(),
    ]).at('2025-06-11')
    expect(found(c, 'payment.accelerated-to', 'i-1')).toMatchObject({ value: '2025-06-10' })
  })
})

describe('SF-12.4-2 第12.4条後段 later debts are due on demand while the ground persists', () => {
  const later = issued('i-1', '2025-08-31', '2025-07-01')
  const demanded = (at: string): Told => ['PaymentDemanded', at, { invoiceId: 'i-1' }]

  it('SF-X20: demanded, it is due on that day; not demanded, on its own', () => {
    expect(accelerated('2025-07-06', ground(), later, demanded('2025-07-05'))).toEqual([
      ['2025-07-05', '2025-07-06'],
    ])
    expect(accelerated('2025-07-06', ground(), later)).toEqual([[null, '2025-09-01']])
    const [one] = debts('2025-07-06', ground(), later, demanded('2025-07-05'))
    expect(one?.acceleratedTo?.clause.rule).toBe('SF-12.4-2')
  })

  it('a demand counts while a ground persists, and for debts that arose then', () => {
    expect(
      accelerated(
        '2025-07-20',
        ground(),
        later,
        resolved('2025-07-05T12:00:00'),
        demanded('2025-07-05T12:00:00'),
      ),
    ).toEqual([[null, '2025-09-01']])
    expect(
      accelerated(
        '2025-07-20',
        ground(),
        later,
        resolved('2025-07-05T12:00:01'),
        demanded('2025-07-05T12:00:00'),
      ),
    ).toEqual([['2025-07-05', '2025-07-06']])
    expect(accelerated('2025-07-20', later, demanded('2025-07-05'))).toEqual([[null, '2025-09-01']])
  })

  it('each ground is resolved by itself', () => {
    const second = ground('2025-06-12T11:00:00', 'g-2')
    const other: Told = ['AccelerationGroundResolved', '2025-06-20', { groundId: 'g-2' }]
    expect(accelerated('2025-07-06', ground(), second, other, later, demanded('2025-07-05'))).toEqual([
      ['2025-07-05', '2025-07-06'],
    ])
    expect(
      accelerated('2025-07-06', ground(), resolved('2025-06-10T11:00:00'), later, demanded('2025-07-05')),
    ).toEqual([[null, '2025-09-01']])
    expect(
      accelerated('2025-07-06', resolved('2025-06-09'), ground(), later, demanded('2025-07-05')),
    ).toEqual([['2025-07-05', '2025-07-06']])
  })

  it('a second ground makes the debts due that arose since the first was resolved', () => {
    const again = ground('2025-07-10T09:00:00', 'g-2')
    expect(accelerated('2025-07-20', ground(), resolved('2025-06-20'), later, again)).toEqual([
      ['2025-07-10', '2025-07-11'],
    ])
  })

  it('a demand behind the debt’s own day changes nothing', () => {
    expect(accelerated('2025-09-10', ground(), later, demanded('2025-09-05'))).toEqual([[null, '2025-09-01']])
  })

  it('the provider may demand what is open, not yet due and not demanded', () => {
    const may = (at: string, ...told: readonly Told[]) =>
      permitted(given(contract({}, '2023-01-11T12:00:00'), told).at(at)).filter((act) =>
        act.includes('demand-payment'),
      )
    expect(may('2025-07-06', ground(), later)).toEqual(['provider demand-payment i-1 SF-12.4-2'])
    expect(may('2025-07-06', ground(), later, demanded('2025-07-05'))).toEqual([])
    expect(may('2025-07-06', ground(), later, paid('2025-07-05', 30_000))).toEqual([])
    expect(may('2025-07-06', ground(), later, resolved('2025-07-05'))).toEqual([])
    expect(may('2025-08-31', ground(), later)).toEqual([])
    expect(may('2025-07-06', ground(), issued('i-1', '2025-08-31', '2025-06-01'))).toEqual([])
  })
})
