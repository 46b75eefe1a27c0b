import { z } from 'zod'
import { Day, Month } from '../../kernel/calendar.ts'
import { Yen } from '../../kernel/money.ts'
import { OP, SC } from '../service.ts'
import { DayNumber, Id, Line, PaymentMethod, Rate, list, oneOf, only } from './fields.ts'

/**
 * An invoice was issued. `dueOn` = designated due date where the terms leave it to the provider. `amount`
 * defaults to the statement total. `months` = combined billing; whether they are enough is a matter of the
 * terms. `lines` for amounts fixed by the provider (e.g. the due date of an early-termination charge).
 */
export const InvoiceIssued = z.strictObject({
  invoiceId: Id,
  month: Month.optional(),
  months: only([OP], list(Month)),
  dueOn: Day.optional(),
  amount: Yen.optional(),
  lines: list(z.strictObject({ kind: Line, amount: Yen })).optional(),
})
export type InvoiceIssued = z.infer<typeof InvoiceIssued>

/** A method, or a deposit that is used up. */
export const ReceiptMethod = oneOf(
  'card',
  'bank-transfer',
  'direct-debit',
  'invoice',
  'combined',
  'deposit',
  'other',
)
export type ReceiptMethod = z.infer<typeof ReceiptMethod>

/** A payment was received. occurredAt = payment instant. Without `appliedTo`: oldest due date first. */
export const PaymentReceived = z
  .strictObject({
    paymentId: Id,
    amount: Yen,
    method: ReceiptMethod.optional(),
    appliedTo: list(z.strictObject({ invoiceId: Id, amount: Yen })).optional(),
  })
  .refine(
    ({ amount, appliedTo }) => (appliedTo ?? []).reduce((sum, part) => sum + part.amount, 0) <= amount,
    {
      path: ['appliedTo'],
      error: 'parts that do not exceed the amount together',
    },
  )
export type PaymentReceived = z.infer<typeof PaymentReceived>

/** Payment of a debt was demanded. Counts while an acceleration ground persists. */
export const PaymentDemanded = z.strictObject({ invoiceId: Id })
export type PaymentDemanded = z.infer<typeof PaymentDemanded>

/** An advance deposit was received. */
export const DepositReceived = z.strictObject({ depositId: Id, amount: Yen })
export type DepositReceived = z.infer<typeof DepositReceived>

/** Money was refunded. */
export const RefundPaid = z.strictObject({
  refundId: Id,
  amount: Yen,
  outageId: Id.optional(),
  invoiceId: Id.optional(),
})
export type RefundPaid = z.infer<typeof RefundPaid>

/**
 * A fact causing a one-time fee occurred. `item` of tariff `oneTimeFees`; only where no acceptance is
 * needed.
 */
export const OneTimeFactOccurred = z.strictObject({ item: Id })
export type OneTimeFactOccurred = z.infer<typeof OneTimeFactOccurred>

/** Unlawful evasion of charges was established. */
export const FeeEvasionEstablished = z.strictObject({ amountExTax: Yen, month: Month.optional() })
export type FeeEvasionEstablished = z.infer<typeof FeeEvasionEstablished>

/** A temporary disaster reduction was announced. Exactly one of `amount`, `rate`. */
export const TemporaryReductionAnnounced = z
  .strictObject({ reductionId: Id, month: Month, amount: Yen.optional(), rate: Rate.optional() })
  .refine(
    ({ amount, rate }) => (amount === undefined) !== (rate === undefined),
    'exactly one of amount and rate',
  )
export type TemporaryReductionAnnounced = z.infer<typeof TemporaryReductionAnnounced>

/** The first day of the billing month was changed. */
export const BillingCycleChanged = z.strictObject({ startDay: DayNumber, effectiveOn: Day })
export type BillingCycleChanged = z.infer<typeof BillingCycleChanged>

/** Services whose bill may be combined with this one. */
export const CombinedWith = oneOf(
  'sakura-cloud',
  'dedicated-server',
  'dedicated-server-hourly',
  'vps',
  'housing',
  'remote-housing',
)
export type CombinedWith = z.infer<typeof CombinedWith>

/** The payment method was changed. `ref` = hybrid option when only its method changes. */
export const PaymentMethodChanged = z.strictObject({
  method: PaymentMethod,
  ref: Id.optional(),
  combineWith: only([SC], CombinedWith),
})
export type PaymentMethodChanged = z.infer<typeof PaymentMethodChanged>

/** A card credit allocation was attempted. */
export const CardAuthorizationAttempted = z.strictObject({
  result: oneOf('succeeded', 'failed'),
  amount: Yen.optional(),
})
export type CardAuthorizationAttempted = z.infer<typeof CardAuthorizationAttempted>

/** The client's own name of a card. A card number is refused before it is written anywhere. */
const CardId = Id.refine((id) => !isCardNumber(id), 'an id of your own, never a card number')

/** 13 to 19 digits whose check digit is right (ISO/IEC 7812). */
function isCardNumber(id: string): boolean {
  if (!/^\d{13,19}$/.test(id)) return false
  const sum = [...id].reverse().reduce((total, digit, place) => {
    const n = Number(digit) * (place % 2 === 0 ? 1 : 2)
    return total + (n > 9 ? n - 9 : n)
  }, 0)
  return sum % 10 === 0
}

/** A usable card was registered. Never a card number. */
export const CardRegistered = z.strictObject({ cardId: CardId.optional() })
export type CardRegistered = z.infer<typeof CardRegistered>

/** The registered card became unusable. */
export const CardInvalidated = z.strictObject({ cardId: CardId.optional() })
export type CardInvalidated = z.infer<typeof CardInvalidated>

/** A coupon was registered. */
export const CouponRegistered = z.strictObject({ couponId: Id, amount: Yen, expiresOn: Day.optional() })
export type CouponRegistered = z.infer<typeof CouponRegistered>

/** Coupon value paid a service fee. */
export const CouponApplied = z.strictObject({ couponId: Id, month: Month, amount: Yen })
export type CouponApplied = z.infer<typeof CouponApplied>

/** A coupon was reported lost. No re-issue, no refund. */
export const CouponLost = z.strictObject({ couponId: Id })
export type CouponLost = z.infer<typeof CouponLost>

/** SF-12.4-1 (1) to (8), in this order. */
export const AccelerationGround = oneOf(
  'insolvency',
  'insolvency-proceedings',
  'dishonoured-bill',
  'attachment',
  'registration-cancelled',
  'business-ended',
  'whereabouts-unknown',
  'serious-obstacle',
)
export type AccelerationGround = z.infer<typeof AccelerationGround>

/** A ground of acceleration arose. */
export const AccelerationGroundArose = z.strictObject({ groundId: Id, ground: AccelerationGround })
export type AccelerationGroundArose = z.infer<typeof AccelerationGroundArose>

/** An acceleration ground ended. */
export const AccelerationGroundResolved = z.strictObject({ groundId: Id })
export type AccelerationGroundResolved = z.infer<typeof AccelerationGroundResolved>
