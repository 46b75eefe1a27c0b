import { z } from 'zod'
import { Day } from '../../kernel/calendar.ts'
import { Count, Flag, Id, Line, Rate, Text, list, oneOf } from './fields.ts'

const within = (days: readonly Day[], from: Day, to: Day): boolean =>
  days.every((on) => from <= on && on <= to)

/** Documents a contract may consist of. */
export const TermsDocument = oneOf(
  'service-terms',
  'base-terms',
  'general-rules',
  'individual-rule',
  'sla',
  'sim-terms',
  'privacy-policy',
)
export type TermsDocument = z.infer<typeof TermsDocument>

/**
 * A version of terms was registered with the ledger. The versions in the five texts are built in; this adds
 * later ones, other documents and the version of SORACOM Flux (the text has none). `textKnown=false` → what
 * falls under it is `terms:<versionId>` for `service-terms`, and stays `terms:base`, `terms:general-rules`,
 * `terms:sla`, `terms:individual` for the other documents; `textKnown=false` with `sameTextAs` contradicts
 * itself: 400; `textKnown=true` with `sameTextAs` = a version whose text it repeats, and its rules then
 * apply; registering a built-in version id again this way is allowed.
 */
export const TermsVersionPublished = z
  .strictObject({
    document: TermsDocument,
    versionId: Id,
    effectiveOn: Day.optional(),
    textKnown: Flag,
    sameTextAs: Id.optional(),
    partialEffective: list(z.strictObject({ article: Line, fromOn: Day })).optional(),
    textSha256: Line.optional(),
  })
  .refine(({ textKnown, sameTextAs }) => textKnown || sameTextAs === undefined, {
    path: ['sameTextAs'],
    error: 'a version that repeats a known text has textKnown true; leave out sameTextAs otherwise',
  })
export type TermsVersionPublished = z.infer<typeof TermsVersionPublished>

/**
 * A change of terms was announced to the customer. occurredAt = announcement. SF: use after it is consent
 * (SF-1.2-2). OP: without content or date `terms.change-incomplete` (OP-4-2).
 */
export const TermsChangeAnnounced = z.strictObject({
  versionId: Id,
  effectiveOn: Day.optional(),
  channel: oneOf('website', 'e-mail', 'letter', 'console', 'other'),
  contentStated: Flag,
})
export type TermsChangeAnnounced = z.infer<typeof TermsChangeAnnounced>

/** Pages the terms point to. */
export const GuidePage = oneOf(
  'service-site',
  'service-guide',
  'option-page',
  'managed-spec',
  'control-panel',
  'coupon-rules',
  'support-hours',
)
export type GuidePage = z.infer<typeof GuidePage>

/**
 * A service site, guide, option page or rule page revision was published. Attached by revision id to
 * decisions that point to it.
 */
export const GuidePublished = z.strictObject({
  revisionId: Id,
  page: GuidePage,
  option: Id.optional(),
  effectiveOn: Day,
  contents: Text.optional(),
})
export type GuidePublished = z.infer<typeof GuidePublished>

/**
 * Terms of a third party that bind the customer were published. GRED, AWS Customer Agreement, CA terms, AI
 * provider terms, external service terms.
 */
export const ThirdPartyTermsPublished = z.strictObject({
  document: Id,
  versionId: Id,
  effectiveOn: Day,
  option: Id.optional(),
})
export type ThirdPartyTermsPublished = z.infer<typeof ThirdPartyTermsPublished>

/** A consumption tax rate was published. `"0.10"`. Default category `standard`. */
export const TaxRatePublished = z.strictObject({
  rate: Rate,
  effectiveOn: Day,
  category: oneOf('standard', 'reduced').optional(),
})
export type TaxRatePublished = z.infer<typeof TaxRatePublished>

/**
 * Holidays and company closure days of a span were published. Outside every published span:
 * `calendar:holidays`. Holidays are recorded, never looked up while judging: a later version of a holiday
 * library would change old answers. `daicho holidays` drafts this action from a maintained library.
 */
export const HolidayCalendarPublished = z
  .strictObject({
    calendarId: Id,
    fromOn: Day,
    toOn: Day,
    holidays: list(Day),
    closures: list(Day).optional(),
  })
  .refine(({ fromOn, toOn }) => fromOn <= toOn, { path: ['toOn'], error: 'a day not before fromOn' })
  .refine(({ fromOn, toOn, holidays }) => within(holidays, fromOn, toOn), {
    path: ['holidays'],
    error: 'days from fromOn to toOn',
  })
  .refine(({ fromOn, toOn, closures }) => within(closures ?? [], fromOn, toOn), {
    path: ['closures'],
    error: 'days from fromOn to toOn',
  })
export type HolidayCalendarPublished = z.infer<typeof HolidayCalendarPublished>

/**
 * The provider preset the date on which cancellations take effect. `presetOn` with `fixed-day`, `days` with
 * `days-after-arrival`.
 */
export const CancellationDatePreset = z
  .strictObject({
    rule: oneOf('fixed-day', 'month-end-of-arrival', 'next-month-end', 'days-after-arrival'),
    presetOn: Day.optional(),
    days: Count.optional(),
    effectiveOn: Day.optional(),
  })
  .refine(({ rule, presetOn }) => (rule === 'fixed-day') === (presetOn !== undefined), {
    path: ['presetOn'],
    error: 'a day with rule fixed-day, and with no other rule',
  })
  .refine(({ rule, days }) => (rule === 'days-after-arrival') === (days !== undefined), {
    path: ['days'],
    error: 'a number of days with rule days-after-arrival, and with no other rule',
  })
export type CancellationDatePreset = z.infer<typeof CancellationDatePreset>

/**
 * A beta service was offered. A later one with the same `betaId` replaces the mark from its `occurredAt`.
 */
export const BetaOffered = z.strictObject({
  betaId: Id,
  marked: Flag,
  parentOption: oneOf('base', 'secure-mobile', 'mono-platform', 'apprun').optional(),
})
export type BetaOffered = z.infer<typeof BetaOffered>

/**
 * A beta became a formal service. `endsOn` = end of the beta; `designatedOn` = SC-66-1. §10 and AppRun:
 * `new-contract` only.
 */
export const BetaPromoted = z.strictObject({
  betaId: Id,
  mode: oneOf('new-contract', 'carry-over'),
  endsOn: Day,
  designatedOn: Day.optional(),
})
export type BetaPromoted = z.infer<typeof BetaPromoted>
