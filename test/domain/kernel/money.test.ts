import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { Quantity, Yen, exact, prorate, text, toYen } from '../../../src/domain/kernel/money.ts'

const yen = fc.integer({ min: 0, max: 10_000_000_000_000 })

/** A decimal text as a whole number of trillionths, for arithmetic that cannot round. */
const TRILLION = 1_000_000_000_000n
const trillionths = (decimal: string): bigint => {
  const [whole = '0', behind = ''] = decimal.split('.')
  return BigInt(whole) * TRILLION + BigInt(behind.padEnd(12, '0'))
}
const quantity = fc
  .tuple(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 0, max: 999_999_999_999 }))
  .map(([whole, behind]) => `${whole}.${String(behind).padStart(12, '0')}`)

describe('CC-11 money: exact until one truncation a line', () => {
  test.each([
    ['137.5', 'floor', 137],
    ['137.999999999999', 'floor', 137],
    ['138', 'floor', 138],
    ['-137.5', 'floor', -137], // toward zero, not down
    ['-0.9', 'floor', 0], // and zero has no sign
    ['137.5', 'round', 138],
    ['137.499999999999', 'round', 137],
    ['-137.5', 'round', -138],
    ['137.000000000001', 'ceil', 138],
    ['-137.1', 'ceil', -138],
  ] as const)('%s, %s: %i', (amount, rounding, wanted) => expect(toYen(exact(amount), rounding)).toBe(wanted))

  it('truncates unless a tariff says otherwise', () => expect(toYen(exact('0.999999999999'))).toBe(0))

  it('multiplies before it divides', () => {
    expect(prorate(100, 3, 3)).toBe(100) // a third first would leave 99
    expect(prorate(1000, 1, 30)).toBe(33)
    expect(prorate(10_000, 30, 31)).toBe(9677)
    expect(prorate(10_000, 30, 31, 'ceil')).toBe(9678)
  })
  it('prorates as whole numbers do, for every amount and every part', () =>
    fc.assert(
      fc.property(
        yen,
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        (amount, part, whole) => {
          const wanted = (BigInt(amount) * BigInt(part)) / BigInt(whole)
          fc.pre(wanted <= BigInt(Number.MAX_SAFE_INTEGER))
          expect(BigInt(prorate(amount, part, whole))).toBe(wanted)
        },
      ),
      { numRuns: 2000 },
    ))
  it('a unit price times a quantity loses nothing', () =>
    fc.assert(
      fc.property(quantity, quantity, (price, used) => {
        const product = trillionths(price) * trillionths(used)
        fc.pre(product / TRILLION / TRILLION <= BigInt(Number.MAX_SAFE_INTEGER))
        expect(BigInt(toYen(exact(price).times(used)))).toBe(product / TRILLION / TRILLION)
      }),
      { numRuns: 2000 },
    ))
  it('a sum of many quantities loses nothing', () =>
    fc.assert(
      fc.property(fc.array(quantity, { maxLength: 50 }), (parts) => {
        const sum = parts.reduce((total, part) => total.plus(part), exact(0))
        expect(trillionths(text(sum))).toBe(parts.reduce((total, part) => total + trillionths(part), 0n))
      }),
    ))
  it('an amount that a number cannot hold exactly is an error, never a wrong amount', () => {
    expect(toYen(exact('9007199254740991.9'))).toBe(Number.MAX_SAFE_INTEGER)
    expect(() => toYen(exact('9007199254740992'))).toThrow(RangeError)
    expect(() => prorate(10_000_000_000_000, 10_000, 1)).toThrow(RangeError)
  })
  it('0.1 and 0.2 are 0.3', () => expect(text(exact('0.1').plus('0.2'))).toBe('0.3'))
})

describe('what money and quantities look like', () => {
  test.each([0, 1, 98_560, 10_000_000_000_000])('%i yen', (amount) => expect(Yen.parse(amount)).toBe(amount))
  test.each([12.5, -1, -0.5, '100', Number.NaN, Infinity, null, 10_000_000_000_001, 1e300])(
    'not yen: %j',
    (amount) => expect(Yen.safeParse(amount).success).toBe(false),
  )
  test.each(['0', '0.5', '137.5', '1000', '999999999999.999999999999'])('a quantity: %s', (decimal) =>
    expect(Quantity.parse(decimal)).toBe(decimal),
  )
  test.each([
    '',
    '.5',
    '5.',
    '-1',
    '+1',
    '1e3',
    '1,000',
    '01',
    ' 1',
    '1 ',
    'NaN',
    '１',
    '0.1234567890123',
    '1000000000000',
    '1\n',
    137.5,
  ])('not a quantity: %j', (decimal) => expect(Quantity.safeParse(decimal).success).toBe(false))
  it('is written without an exponent and without empty digits', () => {
    expect(text(exact('1000000000000000000000000'))).toBe('1000000000000000000000000')
    expect(text(exact('0.000000000001'))).toBe('0.000000000001')
    expect(text(exact('1.500'))).toBe('1.5')
  })
})
