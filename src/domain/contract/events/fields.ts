import { z } from 'zod'
import { type Service } from '../service.ts'

/** What the fields of actions are made of. Every message says what is wanted, in words a client can act on. */
const STRING_MAX = 200
const TEXT_MAX = 10_000
const LIST_MAX = 1000
const COUNT_MAX = 1_000_000

const ID = 'an id: 1 to 64 of A-Z a-z 0-9 . _ -'
/** The client's own name of a thing. */
export const Id = z.string(ID).regex(/^[A-Za-z0-9._-]{1,64}$/, ID)

const written = (max: number) => {
  const wanted = `a text of 1 to ${max} characters, not blank`
  return z
    .string(wanted)
    .regex(/\S/, wanted)
    .max(max, wanted)
    .refine(
      (text) => text.isWellFormed(),
      'a text of whole characters: half a surrogate pair cannot be stored',
    )
}
/** A short text: a reason, a reference, an article. */
export const Line = written(STRING_MAX)
/** A text somebody wrote. */
export const Text = written(TEXT_MAX)

/** Yes or no; absent means no, unless its type says otherwise. */
export const Flag = z.boolean('true or false')

const whole = (min: number, max: number) => {
  const wanted = `a whole number from ${min} to ${max}`
  return z.int(wanted).min(min, wanted).max(max, wanted)
}
/** How many there are of something. */
export const Count = whole(0, COUNT_MAX)
export const Bytes = whole(0, Number.MAX_SAFE_INTEGER)
/** A day of the month; 31 stands for the last one where a month is shorter. */
export const DayNumber = whole(1, 31)
/** Months of a term or until something is due: up to a hundred years. */
export const Months = whole(0, 1200)
/** At least one. */
export const Positive = whole(1, COUNT_MAX)

const RATE = 'a rate from "0" to "1" as a decimal text: 10 % is "0.10"'
/** A share as a decimal text: `"0.145"` is 14.5 %. */
export const Rate = z.string(RATE).regex(/^(0(\.\d{1,12})?|1(\.0{1,12})?)$/, RATE)

/** One of the named values. */
export const oneOf = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, `one of ${values.join(', ')}`)

/** A list of at most 1,000 entries. */
export const list = <T extends z.ZodType>(entry: T, min = 0) => {
  const wanted =
    min === 0 ? `a list of at most ${LIST_MAX} entries` : `a list of ${min} to ${LIST_MAX} entries`
  return z.array(entry, wanted).min(min, wanted).max(LIST_MAX, wanted)
}

// ---- values that several subjects share --------------------------------------------------------------------------

/** One of the two parties. */
export const Side = oneOf('customer', 'provider')
/** To whom the end of a contract is put down. */
export const EndAttribution = oneOf('customer', 'provider', 'shared')
/** How an application or a notice was made. */
export const Form = oneOf('provider-form', 'online', 'other')
/** Business use is what consumer law does not protect. */
export const Purpose = oneOf('business', 'non-business')
/** Natural or legal person. */
export const PersonKind = oneOf('individual', 'organisation')
/** Delivery methods of a live engine. */
export const DeliveryMethod = oneOf('one-way', 'low-latency')
/** Ways of paying. */
export const PaymentMethod = oneOf('card', 'bank-transfer', 'direct-debit', 'invoice', 'combined', 'other')
/** Services outside the contract on which an option may hang. */
export const QualifyingService = oneOf(
  'dedicated-server',
  'dedicated-server-hourly',
  'vps',
  'housing',
  'remote-housing',
)

/** The plans that the terms themselves name. */
export const PLANS = {
  'iij-media-sphere': ['basic', 'premium'],
  'optage-cloud-storage': ['entry', 'standard', 'advanced', 'premium'],
}

// ---- what a schema cannot say --------------------------------------------------------------------------------------

/** What holds for a field beside its type. */
export type FieldRules = {
  /** Allowed for these services only. */
  readonly services?: readonly Service[]
  /** Must be present for these services. */
  readonly requiredFor?: readonly Service[]
  /** The values of a service; the others take any. */
  readonly valuesByService?: Readonly<Partial<Record<Service, readonly string[]>>>
  /** Personal data: encrypted for its subject, and erasable. */
  readonly personal?: boolean
}

const fieldRules = z.registry<FieldRules>()

/** The rules of a field, by its schema in the `shape` of its object. */
export const rulesOf = (field: z.core.$ZodType): FieldRules => fieldRules.get(field) ?? {}

/** A field that may be left out, with rules of its own. */
export const ruled = <T extends z.ZodType>(rules: FieldRules, field: T): z.ZodOptional<T> => {
  const optional = field.optional()
  fieldRules.add(optional, rules)
  return optional
}

/** A field that these services alone know. */
export const only = <T extends z.ZodType>(services: readonly Service[], field: T) =>
  ruled({ services }, field)
/** A field with personal data. */
export const personal = <T extends z.ZodType>(field: T) => ruled({ personal: true }, field)
