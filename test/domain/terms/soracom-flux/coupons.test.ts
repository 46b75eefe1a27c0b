import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monthlyCharges } from '../../../../src/domain/contract/statement.ts'
import { month } from '../../../../src/domain/kernel/calendar.ts'
import { valueOf } from '../../../../src/domain/kernel/finding.ts'
import { type Told, found, lines, subtotal, value } from '../kit.ts'
import { FEES, after, contract, deadlines, given, tariff } from './told.ts'

const coupon = (amount: number, more: object = {}, at = '2025-05-01T10:00:00', couponId = 'cp-1'): Told => [
  'CouponRegistered',
  at,
  { couponId, amount, ...more },
]
const applied = (amount: number, at = '2025-05-31', of = '2025-05', couponId = 'cp-1'): Told => [
  'CouponApplied',
  at,
  { couponId, month: of, amount },
]
const lost = (at: string): Told => ['CouponLost', at, { couponId: 'cp-1' }]
const balance = (at: string, ...told: readonly Told[]) => value(after(at, told), 'coupon.balance')

describe('SF-17.3-1 第17.3条第1項 a coupon pays the fee', () => {
  it('SF-X19: the fee is paid, the rest stays as a balance also behind the end', () => {
    const told = [
      tariff(),
      ['CancellationDatePreset', '2025-01-01', { rule: 'month-end-of-arrival' }] as Told,
      ...contract({ plan: 'light' }, '2025-04-01T00:00:00'),
      coupon(5000),
      ['TerminationNoticeSubmitted', '2025-05-20', { form: 'provider-form' }] as Told,
      applied(3200),
    ]
    const c = given(told).at('2025-06-01T12:00:00')
    expect(lines(c, '2025-05')).toEqual(['monthly-base light 3200', 'coupon coupon -3200'])
    expect(subtotal(c, '2025-05')).toBe(0)
    expect(found(c, 'coupon.balance')).toMatchObject({ value: 1800, clause: { rule: 'SF-17.3-1' } })
    expect(found(c, 'coupon.refund')).toMatchObject({ value: 0, clause: { rule: 'SF-17.3-2' } })
    expect(c.terms.state(c).value).toBe('ended')
  })

  it('is money, not a price: tax is owed on the whole fee', () => {
    const rate: Told = ['TaxRatePublished', '2022-12-01', { rate: '0.10', effectiveOn: '2019-10-01' }]
    const c = after(
      '2025-06-01',
      tariff({ monthlyFees: FEES, taxTreatment: 'exclusive' }),
      rate,
      coupon(50_000),
      applied(30_000),
    )
    const { subtotal: before, tax, total } = monthlyCharges(c, month('2025-05'))
    expect([before, valueOf(tax), valueOf(total)]).toEqual([0, 3000, 3000])
  })

  it('pays no more than it holds, and says what was not covered', () => {
    const c = after(
      '2025-07-01',
      tariff(),
      coupon(5000),
      applied(3000),
      applied(3000, '2025-06-30', '2025-06'),
    )
    expect(lines(c, '2025-05')).toContain('coupon coupon -3000')
    expect(lines(c, '2025-06')).toContain('coupon coupon -2000')
    expect(value(c, 'coupon.balance')).toBe(0)
    expect(c.terms.unmatched(c)).toMatchObject([{ missing: 'balance of coupon cp-1' }])
  })

  it('several payments of one coupon in a month are one line', () => {
    const c = after('2025-07-01', tariff(), coupon(5000), applied(1000, '2025-05-20'), applied(500))
    expect(lines(c, '2025-05').filter((line) => line.startsWith('coupon'))).toEqual(['coupon coupon -1500'])
  })

  it('counts from its registration, whatever was told first', () => {
    const early = after('2025-07-01', tariff(), applied(1000, '2025-05-01T09:59:59'), coupon(5000))
    expect([value(early, 'coupon.balance'), lines(early, '2025-05')]).toEqual([
      5000,
      ['monthly-base standard 30000'],
    ])
    expect(balance('2025-07-01', applied(1000, '2025-05-01T10:00:00'), coupon(5000))).toBe(4000)
    expect(() => found(after('2025-04-30', coupon(5000)), 'coupon.balance')).toThrow()
  })

  it('property: what was paid and what is left are what was registered', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.array(fc.nat(4000), { maxLength: 6 }), (amount, uses) => {
        const told = uses.map((use, i) => applied(use, `2025-05-${10 + i}T12:00:00`))
        const c = after('2025-06-15', tariff(), coupon(amount), told)
        const paid = 30_000 - subtotal(c, '2025-05')
        expect(paid + Number(value(c, 'coupon.balance'))).toBe(amount)
        expect(paid).toBe(
          Math.min(
            amount,
            uses.reduce((sum, use) => sum + use, 0),
          ),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('SF-17.3-2 第17.3条第2項 never paid out, never issued again', () => {
  it('a lost coupon is gone with what was left of it', () => {
    expect(balance('2025-06-09', coupon(5000), applied(2000), lost('2025-06-10'))).toBe(3000)
    expect(balance('2025-06-10', coupon(5000), applied(2000), lost('2025-06-10'))).toBe(0)
    const c = after(
      '2025-07-01',
      tariff(),
      coupon(5000),
      lost('2025-06-10'),
      applied(1000, '2025-06-30', '2025-06'),
    )
    expect(lines(c, '2025-06')).toEqual(['monthly-base standard 30000'])
    expect(value(c, 'coupon.refund')).toBe(0)
  })
})

describe('SF-17.3-3 第17.3条第3項 other rules of the website', () => {
  it('usable to 24:00 of the last day it names', () => {
    const dated = coupon(5000, { expiresOn: '2025-05-31' })
    expect(balance('2025-05-31T23:59:59', dated)).toBe(5000)
    expect(balance('2025-06-01T00:00:00', dated)).toBe(0)
    expect(balance('2025-06-01', dated, applied(2000, '2025-05-31T23:59:59'))).toBe(0)
    expect(
      lines(after('2025-07-01', tariff(), dated, applied(2000, '2025-06-01T00:00:00')), '2025-05'),
    ).toEqual(['monthly-base standard 30000'])
  })

  it('else by the published months, from the day after its registration', () => {
    const expiry = (at: string, couponAt = '2025-05-01T10:00:00') =>
      deadlines(after(at, tariff({ couponExpiryMonths: 6 }), coupon(5000, {}, couponAt)), 'coupon-expiry')
    expect(expiry('2025-06-01')).toEqual(['cp-1 2025-11-01 upcoming'])
    expect(expiry('2025-11-02')).toEqual(['cp-1 2025-11-01 missed'])
    expect(expiry('2025-06-01', '2025-05-01T00:00:00')).toEqual(['cp-1 2025-10-31 upcoming'])
    expect(deadlines(after('2025-06-01', coupon(5000)), 'coupon-expiry')).toEqual([])
  })

  it('its day is met when it was used up, and has no object when it was lost', () => {
    const dated = coupon(5000, { expiresOn: '2025-05-31' })
    expect(deadlines(after('2025-06-02', dated, applied(5000, '2025-05-30')), 'coupon-expiry')).toEqual([
      'cp-1 2025-05-31 met',
    ])
    expect(deadlines(after('2025-06-02', dated, lost('2025-05-20')), 'coupon-expiry')).toEqual([
      'cp-1 2025-05-31 lapsed',
    ])
  })

  it('the order of use is asked where there is a choice, and nobody guesses it', () => {
    const two = [coupon(5000), coupon(3000, {}, '2025-05-02', 'cp-2')]
    const guide: Told = [
      'GuidePublished',
      '2025-01-01',
      { revisionId: 'g-1', page: 'coupon-rules', effectiveOn: '2025-01-01' },
    ]
    expect(() => found(after('2025-06-01', coupon(5000)), 'coupon.order')).toThrow()
    expect(value(after('2025-06-01', two), 'coupon.order')).toBe('undetermined terms:guide')
    expect(value(after('2025-06-01', two, guide), 'coupon.order')).toBe('undetermined tariff:couponOrder')
    expect(value(after('2025-06-01', two, tariff({ couponOrder: 'expiry' })), 'coupon.order')).toBe('expiry')
    expect(found(after('2025-06-01', two, guide), 'terms.site-revision', 'coupon-rules').clause.rule).toBe(
      'SF-17.3-3',
    )
  })
})
