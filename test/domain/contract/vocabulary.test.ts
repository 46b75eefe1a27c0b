import { z } from 'zod'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  type Parsed,
  fieldsOf,
  parseAction,
  parseData,
  personalFields,
} from '../../../src/domain/contract/parse-action.ts'
import {
  type DataOf,
  type Entry,
  EVENT_TYPES,
  type EventType,
  SERVICES,
  type Service,
  vocabulary,
} from '../../../src/domain/contract/vocabulary.ts'
import {
  type Data,
  SPEC,
  type SpecField,
  type SpecFields,
  badValues,
  entryOf,
  fullest,
  goodValue,
  isAllowed,
  isList,
  isNeeded,
  minimal,
  specOf,
  withField,
} from './examples.ts'

// The schemas against the agreed vocabulary, type by type and field by field, both ways.

/** The ledger's own sums: credits may leave them below zero. */
const SIGNED = ['StatementClosed.subtotal', 'StatementClosed.tax', 'StatementClosed.total']
const LONGEST = 1000

const parse = (type: EventType, data: unknown, service: Service): Parsed =>
  specOf(type).scope === 'system' ? parseData(type, data, service) : parseAction({ type, data }, service)

const accepts = (type: EventType, data: unknown, service: Service): void => {
  const parsed = parse(type, data, service)
  if (!parsed.ok)
    expect.fail(`${service} ${type} ${JSON.stringify(data).slice(0, 300)}: ${JSON.stringify(parsed.errors)}`)
}
/** Refuses it for this field: one of the errors lies there or inside. */
const refuses = (type: EventType, data: unknown, service: Service, path: string): void => {
  const parsed = parse(type, data, service)
  if (parsed.ok) expect.fail(`${service} ${type} takes ${JSON.stringify(data).slice(0, 300)} at ${path}`)
  const paths = parsed.errors.map((error) => error.path)
  expect(
    paths.some((found) => found === path || found.startsWith(`${path}.`)),
    `${path} in ${paths.join(', ')}`,
  ).toBe(true)
  expect(
    parsed.errors.every(({ message }) => /^(missing|wanted|unknown)/.test(message)),
    JSON.stringify(parsed.errors),
  ).toBe(true)
}
const without = ({ ...data }: Data, name: string): Data => {
  delete data[name]
  return data
}
const named = (fields: SpecFields): readonly (readonly [string, SpecField])[] => Object.entries(fields)
const many = (field: SpecField, service: Service, length: number): readonly unknown[] =>
  Array.from({ length }, (_, n) => goodValue(entryOf(field), service, n, true))

/** The schema inside optional fields and lists. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return bare(schema.unwrap())
  return schema instanceof z.ZodArray ? bare(schema.element) : schema
}
const valuesOf = (schema: z.core.$ZodType) =>
  schema instanceof z.ZodEnum ? schema.options.toSorted() : undefined

/** The same names, and under each the same values and the same names again. */
function sameFields(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  fields: SpecFields,
  path: string,
): void {
  expect(Object.keys(shape).toSorted(), path).toEqual(Object.keys(fields).toSorted())
  for (const [name, field] of named(fields)) {
    const schema = bare(shape[name] ?? z.never())
    expect(valuesOf(schema), `${path}.${name}`).toEqual(field.values?.toSorted())
    const inner = schema instanceof z.ZodObject ? schema.shape : {}
    sameFields(inner, field.fields ?? {}, `${path}.${name}`)
  }
}

it('has the agreed types, no more and no less', () => {
  expect(EVENT_TYPES.toSorted()).toEqual(Object.keys(SPEC).toSorted())
  expect(EVENT_TYPES).toHaveLength(127)
})

it('infers the data of a type', () => {
  expectTypeOf<DataOf<'UsagePaused'>>().toEqualTypeOf<{ pauseId: string; scope: string }>()
  expectTypeOf<DataOf<'ServiceResumed' | 'OutageEnded'>>().toEqualTypeOf<
    { measureId: string } | { outageId: string }
  >()
  expectTypeOf<NonNullable<DataOf<'OutageBegan'>['totality']>>().toEqualTypeOf<
    'total' | 'equivalent-to-total' | 'partial'
  >()
})

describe.each(EVENT_TYPES)('%s', (type) => {
  const spec = specOf(type)
  const fields = named(spec.data)

  it('belongs to the agreed services, roles and scope', () => {
    const { data: _, ...entry }: Entry = vocabulary[type]
    const { scope, by, services } = spec
    expect(entry).toEqual({ scope, by, services, wide: spec.wide ?? false, v: 1 })
  })

  it('has the agreed fields, values and personal marks', () => {
    sameFields(fieldsOf(type), spec.data, type)
    expect(personalFields(type)).toEqual(fields.flatMap(([name, field]) => (field.personal ? [name] : [])))
  })

  it.each(spec.services)('of %s: takes the least and the most, and nothing else', (service) => {
    accepts(type, minimal(type, service), service)
    accepts(type, fullest(type, service), service)
    refuses(type, { ...fullest(type, service), unheardOf: 1 }, service, 'data.unheardOf')
    for (const bad of [null, [], 'x', 3]) refuses(type, bad, service, 'data')
  })

  it.each(spec.services)('of %s: asks for every field it needs and for no other', (service) => {
    for (const [name, field] of fields) {
      const data = withField(type, name, goodValue(field, service), service)
      if (!isAllowed(field, service)) refuses(type, data, service, `data.${name}`)
      else accepts(type, data, service)
      if (isNeeded(field, service))
        refuses(type, without(minimal(type, service), name), service, `data.${name}`)
    }
  })

  it.each(spec.services)('of %s: takes every value there is and no wrong one', (service) => {
    for (const [name, field] of fields.filter(([, field]) => isAllowed(field, service))) {
      const put = (value: unknown): Data => withField(type, name, isList(field) ? [value] : value, service)
      for (const value of field.values ?? field.valuesByService?.[service] ?? [])
        accepts(type, put(value), service)
      if (field.valuesByService?.[service]) refuses(type, put('another'), service, `data.${name}`)
      for (const bad of badValues(field)) {
        const good = withField(type, name, goodValue(field, service), service)
        refuses(type, { ...good, [name]: bad }, service, `data.${name}`)
      }
    }
  })

  it.each(spec.services)('of %s: keeps to the length of lists', (service) => {
    for (const [name, field] of fields.filter(([, field]) => isList(field) && isAllowed(field, service))) {
      const least = field.min ?? 0
      const most = field.max ?? LONGEST
      const put = (length: number): Data => withField(type, name, many(field, service, length), service)
      accepts(type, put(least), service)
      accepts(type, put(most), service)
      refuses(type, put(most + 1), service, `data.${name}`)
      if (least > 0) refuses(type, put(least - 1), service, `data.${name}`)
    }
  })

  it.each(spec.services)('of %s: holds the entries of lists to their own fields', (service) => {
    for (const [name, field] of fields.filter(([, field]) => isAllowed(field, service))) {
      if (!isList(field) || named(field.fields ?? {}).length === 0) continue
      const inner = named(field.fields ?? {})
      const entry = goodValue(entryOf(field), service, 0, true) as Data
      const put = (second: Data): Data =>
        withField(type, name, [goodValue(entryOf(field), service, 1, true), second], service)
      refuses(type, put({ ...entry, unheardOf: 1 }), service, `data.${name}.1.unheardOf`)
      for (const [part, rule] of inner) {
        accepts(type, put({ ...entry, [part]: goodValue(rule, service, 0, true) }), service)
        const path = `data.${name}.1.${part}`
        if (rule.required) refuses(type, put(without(entry, part)), service, path)
        else accepts(type, put(without(entry, part)), service)
        for (const value of rule.values ?? []) accepts(type, put({ ...entry, [part]: value }), service)
        for (const bad of badValues(rule)) refuses(type, put({ ...entry, [part]: bad }), service, path)
      }
    }
  })

  it('takes no negative yen, but where the ledger sums', () => {
    for (const [name, field] of fields.filter(([, { type: kind }]) => kind === 'yen')) {
      const service = (field.services ?? spec.services)[0] ?? 'sakura-cloud'
      const data = { ...withField(type, name, 1, service), [name]: -1 }
      if (SIGNED.includes(`${type}.${name}`)) accepts(type, data, service)
      else refuses(type, data, service, `data.${name}`)
    }
  })

  it.each(spec.services)('of %s: an instant of another offset is the same fact', (service) => {
    const elsewhere = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll('2025-11-30T14:00:00.000+09:00', '2025-11-30T05:00:00Z'))
    const data = fullest(type, service)
    expect(parse(type, elsewhere(data), service)).toEqual(parse(type, data, service))
    expect(parse(type, data, service)).toEqual({ ok: true, type, data })
  })
})

it('a type of another service is no type of this one', () => {
  for (const type of EVENT_TYPES)
    for (const service of SERVICES) {
      if (specOf(type).services.includes(service)) continue
      const parsed = parseAction({ type, data: {} }, service)
      expect(parsed.ok ? [] : parsed.errors.map(({ path }) => path), `${service} ${type}`).toEqual(['type'])
    }
})
