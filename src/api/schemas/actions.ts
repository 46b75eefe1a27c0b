import { z } from 'zod'
import { Envelope } from '../../domain/contract/envelope.ts'
import { type FieldRules, rulesOf } from '../../domain/contract/events/fields.ts'
import { fieldsOf } from '../../domain/contract/parse-action.ts'
import { EVENT_TYPES, type EventType, vocabulary } from '../../domain/contract/vocabulary.ts'
import { Text, name } from './words.ts'

const { type: _type, data: _data, ...envelope } = Envelope.shape

/** Where a type may be posted. */
type Door = 'contract' | 'reference' | 'outage'

function doorsOf(type: EventType): readonly Door[] {
  const { scope, wide } = vocabulary[type]
  if (type === 'ActionVoided') return ['contract', 'reference', 'outage']
  if (scope === 'system') return []
  if (scope === 'reference') return ['reference']
  if (scope === 'outage') return ['contract', 'outage']
  return wide ? ['contract', 'reference'] : ['contract']
}

/** A body of one type: the envelope, and data as the vocabulary has it. */
function actionOf(type: EventType) {
  const { services, by } = vocabulary[type]
  const data = dataOf(type)
  const said = `${services.length === 5 ? 'Every service' : services.join(', ')}. Told by ${by.join(' or ')}.`
  return name(
    type,
    `${said} Posted to ${doorsOf(type).join(' or ')}.`,
    z.strictObject({ type: z.literal(type), ...envelope, data: isOptional(type) ? data.optional() : data }),
  )
}

const isOptional = (type: EventType): boolean => vocabulary[type].data.safeParse({}).success

/** The data of a type, with what depends on the service said at its fields. */
function dataOf(type: EventType): z.ZodType {
  const fields = Object.entries(fieldsOf(type)).map(([field, schema]) => {
    const note = noteOf(rulesOf(schema))
    return [field, note === '' ? schema : (schema as z.ZodType).describe(note)]
  })
  return z.strictObject(Object.fromEntries(fields))
}

function noteOf({ services, requiredFor, valuesByService, personal }: FieldRules): string {
  return [
    ...(services ? [`Only of ${services.join(', ')}.`] : []),
    ...(requiredFor ? [`Required for ${requiredFor.join(', ')}.`] : []),
    ...Object.entries(valuesByService ?? {}).map(([service, values]) => `${service}: ${values.join(', ')}.`),
    ...(personal ? ['Personal: stored encrypted for its subject, and erasable.'] : []),
  ].join(' ')
}

const actions = new Map(
  EVENT_TYPES.filter((type) => doorsOf(type).length > 0).map((type) => [type, actionOf(type)]),
)

type Action = ReturnType<typeof actionOf>
const through = (door: Door): z.ZodType => {
  const all = [...actions].filter(([type]) => doorsOf(type).includes(door)).map(([, schema]) => schema)
  return z.discriminatedUnion('type', all as [Action, ...Action[]])
}

const PAUSE = {
  type: 'UsagePaused',
  occurredAt: '2025-11-30T14:00:00+09:00',
  service: 'sakura-cloud',
  partyId: 'p-1',
  data: { pauseId: 'pa-1', scope: 'base' },
}
const TAX = {
  type: 'TaxRatePublished',
  occurredAt: '2025-04-01T12:00:00+09:00',
  service: 'sakura-cloud',
  data: { rate: '0.10', effectiveOn: '2019-10-01' },
}
const OUTAGE = {
  type: 'OutageBegan',
  occurredAt: '2025-06-10T08:20:00+09:00',
  service: 'iij-media-sphere',
  data: { outageId: 'out-1', totality: 'total' },
}

/** What may be posted to each door. It describes: the ledger itself checks, and names every error. */
export const ContractAction = name('ContractAction', 'An action of a contract', through('contract'), PAUSE)
export const ReferenceAction = name(
  'ReferenceAction',
  'A fact that a provider published',
  through('reference'),
  TAX,
)
export const OutageAction = name(
  'OutageAction',
  'What happened to a whole service',
  through('outage'),
  OUTAGE,
)

/** A line of many names its contract beside the action. */
export const ActionLine = name(
  'ActionLine',
  'A ContractAction with `contractId` beside its members',
  z.looseObject({ contractId: Text, type: Text, occurredAt: envelope.occurredAt }),
  { contractId: 'c-1', ...PAUSE },
)
