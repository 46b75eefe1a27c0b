import { type z } from 'zod'
import { type FieldRules, rulesOf } from './events/fields.ts'
import { type Service } from './service.ts'
import {
  type DataOf,
  type Entry,
  EVENT_TYPES,
  type EventType,
  isEventType,
  vocabulary,
} from './vocabulary.ts'

/** What is wrong with an action and where: `data.sims.3.iccid`. */
export type FieldError = { readonly path: string; readonly message: string }

export type Parsed =
  | { readonly ok: true; readonly type: EventType; readonly data: DataOf<EventType> }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** More than a client reads at once; a list of a thousand bad entries is one mistake. */
const ERRORS_MAX = 100

/**
 * Reads `{ type, data }` of an action of a service; whatever else is in `input` is the envelope and not looked at.
 * Every error is named at once. Instants come out in their canonical text, so equal facts are equal texts.
 */
export function parseAction(input: unknown, service: Service): Parsed {
  if (!isObject(input)) return refused('', 'wanted: an object with type and data')
  const { type, data } = input
  if (typeof type !== 'string') return refused('type', 'wanted: the name of a fact, like UsagePaused')
  if (!isEventType(type)) return refused('type', 'unknown: no fact of this name is in the vocabulary')
  const entry: Entry = vocabulary[type]
  if (entry.scope === 'system') return refused('type', `${type} is recorded by the ledger and never posted`)
  if (!entry.services.includes(service))
    return refused('type', `${type} is no fact of ${service}: it belongs to ${entry.services.join(', ')}`)
  return parseData(type, data === undefined ? {} : data, service)
}

/** Reads the data of a type, also of one that only the ledger records. */
export function parseData(type: EventType, data: unknown, service: Service): Parsed {
  const entry: Entry = vocabulary[type]
  const parsed = entry.data.safeParse(data, { error: wantedKind })
  const errors = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => schemaErrors(issue, data))),
    ...(isObject(data) ? serviceErrors(type, data, service) : []),
  ]
  if (errors.length > 0) return { ok: false, errors: errors.slice(0, ERRORS_MAX) }
  return { ok: true, type, data: parsed.data as DataOf<EventType> }
}

// ---- fields --------------------------------------------------------------------------------------------------------

/** The fields of a type by name. */
export const fieldsOf = (type: EventType): Readonly<Record<string, z.core.$ZodType>> =>
  vocabulary[type].data.shape

/** The fields of a type with personal data. */
export const personalFields = (type: EventType): readonly string[] => PERSONAL.get(type) ?? []

const PERSONAL: ReadonlyMap<EventType, readonly string[]> = new Map(
  EVENT_TYPES.map((type) => [
    type,
    Object.entries(fieldsOf(type)).flatMap(([name, field]) => (rulesOf(field).personal ? [name] : [])),
  ]),
)

// ---- errors --------------------------------------------------------------------------------------------------------

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const refused = (path: string, message: string): Parsed => ({ ok: false, errors: [{ path, message }] })

const KINDS: Readonly<Record<string, string>> = { object: 'an object', record: 'an object', array: 'a list' }
/** In plain English what a schema without words of its own wants. */
const wantedKind: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'invalid_type' ? (KINDS[issue.expected] ?? issue.expected) : undefined

function schemaErrors(issue: z.core.$ZodIssue, data: unknown): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: 'unknown field' }))
  const missing = issue.path.length > 0 && valueAt(data, issue.path) === undefined
  return [{ path: pathOf(issue.path), message: `${missing ? 'missing' : 'wanted'}: ${issue.message}` }]
}

const pathOf = (path: readonly PropertyKey[]): string => ['data', ...path.map(String)].join('.')

const valueAt = (data: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    data,
  )

/** What depends on the service: a field of another one, a field it needs, a value it does not have. */
function serviceErrors(
  type: EventType,
  data: Readonly<Record<string, unknown>>,
  service: Service,
): readonly FieldError[] {
  return Object.entries(fieldsOf(type)).flatMap(([name, field]) => {
    const message = serviceError(rulesOf(field), data[name], service)
    return message === undefined ? [] : [{ path: pathOf([name]), message }]
  })
}

function serviceError(rules: FieldRules, value: unknown, service: Service): string | undefined {
  if (value === undefined)
    return rules.requiredFor?.includes(service) ? `missing: ${service} needs this field` : undefined
  if (rules.services && !rules.services.includes(service))
    return `unknown field of ${service}: it belongs to ${rules.services.join(', ')}`
  const values = rules.valuesByService?.[service]
  if (values && typeof value === 'string' && !values.includes(value))
    return `wanted: one of ${values.join(', ')}, the plans of ${service}`
  return undefined
}
