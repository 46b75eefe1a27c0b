import { Decimal } from 'decimal.js'
import { z } from 'zod'

/**
 * Money is whole yen; everything between is exact (CC-11): products first, then one division, then one rounding a
 * line. A private clone, so that nobody else's settings of decimal.js change an amount.
 */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_DOWN, toExpNeg: -60, toExpPos: 60 })
export type Exact = Decimal

/** Beyond this an amount is taken for a typing error (ten trillion yen). */
const YEN_MAX = 10_000_000_000_000

/** Whole yen, not negative, as a JSON integer. */
export const Yen = z
  .int('whole yen')
  .min(0, 'whole yen, not negative')
  .max(YEN_MAX, `at most ${YEN_MAX} whole yen`)
export type Yen = number

const DECIMAL = 'a decimal text like "137.5", not negative'
/** A quantity that may have a fraction: a decimal text. Not negative; at most 12 digits before and behind the point. */
export const Quantity = z.string(DECIMAL).regex(/^(0|[1-9]\d{0,11})(\.\d{1,12})?$/, DECIMAL)
export type Quantity = z.infer<typeof Quantity>

export type Rounding = 'floor' | 'round' | 'ceil'

const modes: Record<Rounding, Decimal.Rounding> = {
  floor: Decimal.ROUND_DOWN, // toward zero (CC-11)
  round: Decimal.ROUND_HALF_UP,
  ceil: Decimal.ROUND_UP,
}

export const exact = (n: string | number | Decimal): Exact => new Exact(n)

/**
 * The one rounding of a line: to whole yen, toward zero unless a tariff says otherwise. An amount beyond 2^53 - 1
 * cannot be a number without becoming another one: RangeError.
 */
export const toYen = (amount: Exact, rounding: Rounding = 'floor'): Yen => {
  const yen = amount.toDecimalPlaces(0, modes[rounding]).toNumber()
  if (!Number.isSafeInteger(yen))
    throw new RangeError(`not a number of yen that can be kept: ${text(amount)}`)
  return yen === 0 ? 0 : yen // never -0
}

/** `amount × part ÷ whole` in whole yen, multiplied before it is divided. */
export const prorate = (amount: Yen, part: Exact | number, whole: Exact | number, rounding?: Rounding): Yen =>
  toYen(exact(amount).times(part).div(whole), rounding)

/** A quantity as answers write it: no exponent, no trailing zeros. */
export const text = (n: Exact): string => n.toFixed()
