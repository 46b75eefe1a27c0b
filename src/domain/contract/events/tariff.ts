import { z } from 'zod'
import { Day } from '../../kernel/calendar.ts'
import { Quantity, Yen } from '../../kernel/money.ts'
import { IF, IJ, OP, SC, SF } from '../service.ts'
import { Count, DayNumber, Flag, Id, Line, Months, Positive, Rate, list, oneOf, only } from './fields.ts'

/** A list that names each thing once: of two prices for one thing neither would hold. */
const unique = <F extends z.ZodType>(entries: z.ZodArray<F>, ...keys: readonly string[]) =>
  entries.superRefine((items, context) => {
    const seen = new Set<string>()
    for (const [index, item] of items.entries()) {
      const name = nameOf(item, keys)
      if (seen.has(name))
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `each thing once, and ${name} is named twice`,
        })
      seen.add(name)
    }
  })

const nameOf = (item: unknown, keys: readonly string[]): string =>
  typeof item === 'object' && item !== null
    ? keys
        .map((key) => (item as Readonly<Record<string, unknown>>)[key] ?? '')
        .join(' ')
        .trim()
    : String(item)

/** How an amount becomes whole yen. */
export const RoundingMode = oneOf('floor', 'round', 'ceil')
export type RoundingMode = z.infer<typeof RoundingMode>

/** A price list: one amount an item. */
const Fees = unique(list(z.strictObject({ item: Id, amount: Yen })), 'item')

/**
 * Prices and billing parameters were published. A tariff sets only the keys it names, from `effectiveOn`;
 * later `effectiveOn` wins key by key, then ledger order. With `termsVersion` it holds only for contracts
 * that this version of the terms governs (SF-1.2-2).
 */
export const TariffPublished = z.strictObject({
  tariffId: Id,
  effectiveOn: Day,
  termsVersion: Id.optional(),
  taxTreatment: oneOf('exclusive', 'inclusive', 'none').optional(),
  lineRounding: RoundingMode.optional(),
  taxRounding: RoundingMode.optional(),
  dueDateRoll: oneOf('none', 'next-business-day').optional(),
  prorationRule: only([IF, IJ, SC, SF], oneOf('full-month', 'calendar-days', 'thirtieths')),
  planChangeProration: only(
    [IF, IJ, SC, SF],
    oneOf('next-month', 'full-month-new', 'full-month-old', 'calendar-days'),
  ),
  paymentDueMonths: only([IJ, SF, OP], Months),
  paymentDueDay: only([IJ, SF, OP], DayNumber),
  lateInterestRate: only([IF, IJ, SC], Rate),
  interestBasis: only([IF, IJ, SC, SF], oneOf('act/act', 'act/365')),
  monthlyFees: only([IF, SC, SF, OP], Fees),
  initialFees: only([IF, SC, SF, OP], Fees),
  oneTimeFees: only([IF, IJ, SC, SF], Fees),
  usagePrices: only(
    [IF, SC, SF],
    unique(
      list(
        z.strictObject({
          meter: Id,
          item: Id.optional(),
          unit: Line,
          unitPrice: Quantity,
          included: Quantity.optional(),
        }),
      ),
      'meter',
      'item',
    ),
  ),
  minimumTermMonths: only([IF], Months),
  gbPerTb: only([IJ], Positive),
  overageRounding: only([IJ], oneOf('exact', 'ceil', 'floor')),
  storageMeasure: only([IJ], oneOf('peak', 'average', 'month-end')),
  initialTermMonths: only([SC], Months),
  pausedCharge: only([SC], Yen),
  pausedChargeUnit: only([SC], oneOf('month', 'day')),
  provisionalUsageChargeable: only([SC], Flag),
  paymentMethodThreshold: only([SC], Yen),
  passports: only(
    [SC],
    unique(
      list(z.strictObject({ item: Id, fee: Yen, periodMonths: Months, rate: Rate, targets: list(Id) })),
      'item',
    ),
  ),
  additionalIpFee: only([SC], Yen),
  additionalIpStartMonth: only([SC], oneOf('full', 'free', 'calendar-days')),
  hybridInitialFee: only([SC], Yen),
  hybridMonthlyFee: only([SC], Yen),
  webTamperFee: only([SC], Yen),
  bridgeFee: only([SC], Yen),
  localRouterFee: only([SC], Yen),
  awsBaseFee: only([SC], Yen),
  awsDataUnitPrice: only([SC], Quantity),
  simBaseFee: only([SC], Yen),
  lineMaintenanceFee: only([SC], Yen),
  dataUnitPrice: only([SC], Quantity),
  dataUnit: only([SC], oneOf('mb', 'gb')),
  dataPlans: only(
    [SC],
    unique(
      list(
        z.strictObject({
          plan: Id,
          monthlyFee: Yen,
          included: Quantity,
          overflowUnitPrice: Quantity.optional(),
        }),
      ),
      'plan',
    ),
  ),
  mobileGatewayFee: only([SC], Yen),
  subOptionFees: only(
    [SC],
    unique(
      list(z.strictObject({ option: Id, amount: Yen, per: oneOf('contract', 'gateway', 'sim', 'device') })),
      'option',
      'per',
    ),
  ),
  platformBaseFee: only([SC], Yen),
  designatedServiceKinds: only([SC], unique(list(Id))),
  sslServiceKinds: only([SC], unique(list(Id))),
  smsUnitPrice: only([SC], Quantity),
  smsA2pUnitPrice: only([SC], Quantity),
  pinAttemptLimit: only([SC], Count),
  pukAttemptLimit: only([SC], Count),
  slaTable: only(
    [SC],
    unique(list(z.strictObject({ availabilityBelow: Quantity, creditRate: Rate })), 'availabilityBelow'),
  ),
  creditDivisor: only([SF], oneOf('calendar-days', '30')),
  couponOrder: only([SF], oneOf('registration', 'expiry')),
  couponExpiryMonths: only([SF], Months),
  tierMode: only([OP], oneOf('graduated', 'volume')),
  metricRelaxationRepeatFee: only([OP], Yen),
  excessIncidentFee: only([OP], Yen),
  excessOperationHourFee: only([OP], Yen),
})
export type TariffPublished = z.infer<typeof TariffPublished>
