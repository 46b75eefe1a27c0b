import { readFileSync } from 'node:fs'
import { addDays, addMonths, day, month } from '../../../src/domain/kernel/calendar.ts'
import { type Service } from '../../../src/domain/contract/vocabulary.ts'

/** The vocabulary as it was agreed, and examples made from it without a look at the schemas. */
export type SpecField = {
  readonly type: string
  readonly required?: boolean
  readonly requiredFor?: readonly Service[]
  readonly services?: readonly Service[]
  readonly values?: readonly string[]
  readonly valuesByService?: Readonly<Partial<Record<Service, readonly string[]>>>
  readonly personal?: boolean
  readonly min?: number
  readonly max?: number
  readonly fields?: SpecFields
}
export type SpecFields = Readonly<Record<string, SpecField>>
export type SpecType = {
  readonly scope: string
  readonly wide?: boolean
  readonly by: readonly string[]
  readonly services: readonly Service[]
  readonly data: SpecFields
}
export type Data = Record<string, unknown>

const file = new URL('../../spec/events.json', import.meta.url)
export const SPEC = (JSON.parse(readFileSync(file, 'utf8')) as { types: Readonly<Record<string, SpecType>> })
  .types

export const isNeeded = (field: SpecField, service: Service): boolean =>
  field.required === true || field.requiredFor?.includes(service) === true
export const isAllowed = (field: SpecField, service: Service): boolean =>
  field.services === undefined || field.services.includes(service)

const LIST = 'list-of-'
export const isList = (field: SpecField): boolean => field.type.startsWith(LIST)
/** What one entry of a list is. */
export const entryOf = (field: SpecField): SpecField => {
  const { values, fields } = field
  return { type: field.type.slice(LIST.length), ...(values && { values }), ...(fields && { fields }) }
}

/** A sum that holds many parts, so that no list of parts exceeds it. */
const SUM = 1_000_000

/** The n-th good value of a type; `inside` a list a yen is a part of some sum. */
const GOOD: Readonly<Record<string, (n: number, inside: boolean) => unknown>> = {
  id: (n) => `x.${n}_A-1`,
  string: (n) => `words ${n}`,
  text: (n) => `more\nwords ${n}`,
  boolean: () => true,
  yen: (_, inside) => (inside ? 1 : SUM),
  integer: () => 1,
  decimal: (n) => `0.${String(n + 1).padStart(4, '0')}`,
  day: (n) => addDays(day('2025-04-01'), n),
  month: (n) => addMonths(month('1990-01'), n),
  instant: () => '2025-11-30T14:00:00.000+09:00',
}

/** A good value of a field; another `n` makes another one. */
export function goodValue(field: SpecField, service: Service, n = 0, inside = false): unknown {
  if (isList(field)) return [0, 1].map((i) => goodValue(entryOf(field), service, i, true))
  const values = field.values ?? field.valuesByService?.[service]
  if (values) return values[n % values.length]
  if (field.type === 'object') return goodObject(field.fields ?? {}, service, n)
  const good = GOOD[field.type]
  if (!good) throw new Error(`no example of ${field.type}`)
  return good(n, inside)
}

/** Without fields of its own an object holds anything. */
const goodObject = (fields: SpecFields, service: Service, n: number): Data =>
  Object.keys(fields).length > 0 ? requiredOf(fields, service, n, true) : { anything: [n] }

const requiredOf = (fields: SpecFields, service: Service, n = 0, inside = false): Data =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => isNeeded(field, service))
      .map(([name, field]) => [name, goodValue(field, service, n, inside)]),
  )

/** Values that a field of a type does not take. */
export function badValues(field: SpecField): readonly unknown[] {
  const others = [null, {}, [{}]]
  if (isList(field)) return [null, {}, 'x', 3, [null], ...badValues(entryOf(field)).map((bad) => [bad])]
  if (field.type === 'object') return [null, 'x', 3, [], [{}]]
  const bad: Readonly<Record<string, readonly unknown[]>> = {
    id: [3, true, '', 'a b', 'é', 'a/b', 'x'.repeat(65)],
    string: [3, true, '', '  ', 'x'.repeat(201), 'half \ud83d'],
    text: [3, true, '', ' \n', 'x'.repeat(10_001), 'half \ud83d'],
    boolean: ['true', 1, 0],
    yen: ['100', 12.5, 1e300, Number.NaN, true],
    integer: ['1', 1.5, -1, 2 ** 53, Number.NaN],
    decimal: [5, 1.5, '', '-1', '1e3', '1,000', 'NaN', '.5', '0.1234567890123', '1'.repeat(13)],
    enum: ['not-a-value', '', 3, true],
    day: ['2025-02-29', '2025-4-1', '2025-04-01T00:00:00+09:00', '1969-12-31', '2200-01-01', 20250401],
    month: ['2025-13', '2025-4', '2025-04-01', '2200-01', 202504],
    instant: ['2025-11-30T14:00:00', '2025-11-30', '2025-11-30T24:00:00+09:00', '2201-01-01T00:00:00Z', 0],
  }
  return [...others, ...(bad[field.type] ?? [])]
}

/** The least a type takes of a service. */
export const minimal = (type: string, service: Service): Data =>
  completed(type, requiredOf(specOf(type).data, service), service)

/** The same with one more field. */
export const withField = (type: string, name: string, value: unknown, service: Service): Data =>
  completed(type, { ...requiredOf(specOf(type).data, service), [name]: value }, service)

/** Everything a service may say, as far as it can be said at once. */
export function fullest(type: string, service: Service): Data {
  const fields = Object.entries(specOf(type).data).filter(([, field]) => isAllowed(field, service))
  return completed(
    type,
    Object.fromEntries(fields.map(([name, field]) => [name, goodValue(field, service)])),
    service,
  )
}

export const specOf = (type: string): SpecType => {
  const spec = SPEC[type]
  if (!spec) throw new Error(`no type ${type}`)
  return spec
}

// ---- what fields ask of each other: said in prose, tested one by one in parse-action.test.ts ------------------------

type Completion = (data: Data, service: Service) => Data
const completed: (type: string, data: Data, service: Service) => Data = (type, data, service) =>
  COMPLETIONS[type]?.(data, service) ?? data

const COMPLETIONS: Readonly<Record<string, Completion>> = {
  HolidayCalendarPublished: (data) => ({ ...data, fromOn: '2025-01-01', toOn: '2030-12-31' }),
  CancellationDatePreset: ({ rule, presetOn, days, ...rest }) => {
    if (presetOn !== undefined || (rule === 'fixed-day' && days === undefined))
      return { ...rest, rule: 'fixed-day', presetOn: presetOn ?? '2025-04-01' }
    if (days !== undefined || rule === 'days-after-arrival')
      return { ...rest, rule: 'days-after-arrival', days: days ?? 1 }
    return { ...rest, rule }
  },
  PlanChanged: (data, service) => ({
    plan: goodValue(specOf('PlanChanged').data['plan'] ?? { type: 'id' }, service),
    ...data,
  }),
  PrerequisiteMet: (data) =>
    data['serviceKind'] === undefined ? data : { ...data, kind: 'qualifying-service' },
  ConsentGiven: ({ method, months, ...rest }) => {
    if (method !== undefined) return { ...rest, method, subject: 'payment-method' }
    return months === undefined ? rest : { ...rest, months, subject: 'combined-billing' }
  },
  TemporaryReductionAnnounced: ({ amount, rate, ...rest }) =>
    rate === undefined ? { ...rest, amount: amount ?? SUM } : { ...rest, rate },
  RequestMade: (data) =>
    data['kind'] === 'cure' ? { dueOn: '2025-04-01', ground: 'breach', ...data } : data,
  ContractRescinded: (data) =>
    data['ground'] === 'provider-convenience' ? { endsOn: '2025-04-01', ...data } : data,
}
