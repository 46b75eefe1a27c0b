import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Told, given, lines, subtotal, value } from '../../kit.ts'
import { concluded, gpu, paused, published, resumed, server, terminated } from '../told.ts'

const SC = 'sakura-cloud'
const bought = (data: object = {}, at = '2025-05-01T13:00:00'): Told => [
  'PassportPurchased',
  at,
  {
    ref: 'pp-1',
    item: 'passport-12m',
    fee: 120_000,
    fromOn: '2025-05-01',
    toOn: '2026-04-30',
    rate: '0.10',
    targets: ['server'],
    purpose: 'business',
    ...data,
  },
]
const contract = (...told: readonly Told[]) =>
  given(SC, published(), concluded('2025-05-01', [server, gpu]), ...told)
const of = (month: string, ...told: readonly Told[]) => lines(contract(...told).at('2027-01-01'), month)

describe('SC-12-1 第12条第1項 prepaid for a discount', () => {
  it('the fee stands in the month of the purchase, the discount in every month of the period', () => {
    expect(of('2025-05', bought())).toEqual([
      'monthly-base server.2core 2000',
      'monthly-base gpu 90000',
      'passport passport-12m 120000',
      'discount passport-12m -200',
    ])
    expect(of('2025-06', bought())).toContain('discount passport-12m -200')
    expect(of('2026-04', bought())).toContain('discount passport-12m -200')
    expect(of('2026-05', bought())).not.toContain('discount passport-12m -200')
  })

  it('a month its period touches is discounted as a whole', () => {
    const short = bought({ fromOn: '2025-06-30', toOn: '2025-07-01' })
    expect(of('2025-05', short)).not.toContain('discount passport-12m -200')
    expect(of('2025-06', short)).toContain('discount passport-12m -200')
    expect(of('2025-07', short)).toContain('discount passport-12m -200')
    expect(of('2025-08', short)).not.toContain('discount passport-12m -200')
  })

  it.each([
    ['a kind with its plan', ['server.2core'], -200],
    ['one resource', ['gpu-1'], -9000],
    ['several', ['server', 'gpu'], -9200],
    ['a plan nobody has', ['server.4core'], undefined],
    ['the beginning of a name', ['serv'], undefined],
  ])('discounts %s', (_what, targets, yen) => {
    const discount = of('2025-06', bought({ targets })).filter((line) => line.startsWith('discount'))
    expect(discount).toEqual(yen === undefined ? [] : [`discount passport-12m ${yen}`])
  })

  it('is rounded once, and undetermined where a price is', () => {
    expect(of('2025-06', bought({ rate: '0.1234567', targets: ['server'] }))).toContain(
      'discount passport-12m -246',
    )
    const c = given(SC, published({ monthlyFees: undefined }), concluded(), bought()).at('2025-08-01')
    expect(lines(c, '2025-06')).toContain('discount passport-12m undetermined tariff:monthlyFees')
  })

  it('does not discount a pause', () => {
    expect(of('2025-06', bought(), paused('2025-05-20'), resumed('2025-07-05'))).toEqual(['paused base 500'])
  })

  it('the rate is there inside the period', () => {
    const it = contract(bought({ fromOn: '2025-06-01', toOn: '2025-06-30' }))
    expect(() => value(it.at('2025-05-31T23:59:59'), 'passport.discount-rate', 'pp-1')).toThrow(
      'does not arise',
    )
    expect(value(it.at('2025-06-01T00:00:00'), 'passport.discount-rate', 'pp-1')).toBe('0.10')
    expect(value(it.at('2025-06-30T23:59:59'), 'passport.discount-rate', 'pp-1')).toBe('0.10')
    expect(() => value(it.at('2025-07-01T00:00:00'), 'passport.discount-rate', 'pp-1')).toThrow(
      'does not arise',
    )
  })

  it('never gives back more than what it discounts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (percent) => {
        const rate = (percent / 100).toFixed(2)
        const c = contract(bought({ rate, targets: ['server', 'gpu'] })).at('2026-01-01')
        expect(subtotal(c, '2025-06')).toBe(92_000 - Math.trunc((92_000 * percent) / 100))
      }),
      { numRuns: 50 },
    )
  })
})

describe('SC-12-2-1 第12条第2項第1号 for business only', () => {
  it('is refused otherwise', () => {
    expect(contract().refusal(...bought({ purpose: 'non-business' }))).toMatchObject({
      what: 'refusal.passport-purpose',
      clause: { rule: 'SC-12-2-1' },
    })
    expect(contract().refusal(...bought())).toBeUndefined()
  })
})

describe('SC-12-2-2 第12条第2項第2号 never refunded, never longer', () => {
  it('SC-X46: not when a target is cancelled, not when a price rises, not when everything ends', () => {
    const dearer: Told = [
      'TariffPublished',
      '2025-06-01',
      { tariffId: 't-2', effectiveOn: '2026-01-01', monthlyFees: [{ item: 'server.2core', amount: 3000 }] },
    ]
    const it = contract(dearer, bought(), terminated('2025-09-10', 'sv-1'), terminated('2026-02-01'))
    for (const at of ['2025-09-11', '2026-01-02', '2026-03-01', '2026-06-01']) {
      expect(value(it.at(at), 'passport.refund', 'pp-1')).toBe(0)
      expect(value(it.at(at), 'passport.ends-on', 'pp-1')).toBe('2026-04-30')
    }
    expect(lines(it.at('2026-06-01'), '2025-09').filter((line) => line.startsWith('refund'))).toEqual([])
  })

  it('its end is a deadline', () => {
    const it = contract(bought())
    const of = (at: string) =>
      it
        .at(at)
        .terms.deadlines(it.at(at))
        .filter(({ kind }) => kind === 'passport-end')
        .map(({ state }) => state)
    expect(of('2026-04-30T23:59:59')).toEqual(['upcoming'])
    expect(of('2026-05-01T00:00:00')).toEqual(['met'])
  })
})
