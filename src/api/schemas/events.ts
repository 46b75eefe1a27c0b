import { z } from 'zod'
import { Service } from '../../domain/contract/vocabulary.ts'
import { Card } from './card.ts'
import { ProblemAnswer } from './problems.ts'
import { Instant, Text, name } from './words.ts'

const shape = {
  id: Text,
  position: z.int().describe('Its place in the whole ledger'),
  stream: Text,
  revision: z.int().describe('Its number in its stream, from 1'),
  v: z.int().describe('Version of the schema of its type'),
  contractId: Text.nullable(),
  partyId: Text.nullable(),
  service: z.union([Service, z.literal('daicho')]).describe('`daicho`: of the ledger itself, of no service'),
  type: Text,
  occurredAt: Instant,
  recordedAt: Instant,
  actor: z.strictObject({
    id: Text,
    role: z.enum(['customer', 'provider', 'operator', 'auditor', 'system']),
  }),
  data: z
    .record(z.string(), z.unknown())
    .describe('As the type was told; personal fields of somebody erased are null, with erased: true'),
  basis: z.array(Text).describe('Rules it was judged by'),
  corrects: Text.nullable(),
  evidence: Text.nullable(),
  reportedBy: Text.nullable(),
  hash: Text.describe('Hex SHA-256 of the leaf; empty in a dry run'),
}

export const Event = name(
  'Event',
  'An action, judged and recorded: immutable, numbered, hashed',
  z.strictObject(shape),
)

export const EventPage = name(
  'EventPage',
  'Events in ledger order, and the position behind which the next page begins',
  z.strictObject({ items: z.array(Event), next: Text.nullable() }),
)

export const HistoryEntry = name(
  'HistoryEntry',
  'An event of the audit trail, with the id of the one that replaced or withdrew it',
  z.strictObject({
    ...shape,
    leaf: Text.optional().describe('With `leaf=true`: base64 of the bytes the hash covers'),
    correctedBy: Text.nullable(),
  }),
)

export const Recorded = name(
  'Recorded',
  'What was recorded, and the contract after it',
  z.strictObject({ events: z.array(Event), contract: Card }),
)
export const RecordedMinimal = name(
  'RecordedMinimal',
  'With `Prefer: return=minimal`: what was recorded, and where the contract stands',
  z.strictObject({ events: z.array(Event), revision: z.int() }),
)
export const RecordedFact = name(
  'RecordedFact',
  'What was recorded',
  z.strictObject({ events: z.array(Event) }),
)

export const LineAnswer = name(
  'LineAnswer',
  'What became of one line',
  z.strictObject({
    line: z.int().describe('Counted from 1, blank lines included'),
    contractId: Text.optional(),
    status: z.int().describe('As if the action had been posted alone'),
    events: z.array(Event).optional(),
    revision: z.int().optional().describe('With `Prefer: return=minimal`, in the place of the events'),
    problem: ProblemAnswer.optional(),
  }),
)
