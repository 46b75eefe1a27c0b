import { z } from 'zod'
import { Text, name } from './words.ts'

export const Clause = name(
  'Clause',
  'The provision something stands on: document, version in force, article, rule of the catalogue',
  z.strictObject({ terms: Text, version: Text, article: Text, rule: Text }),
)

export const Missing = z
  .strictObject({ missing: Text })
  .describe('What would have to be told or published; several names are joined by commas')

export const Cause = name(
  'Cause',
  'What something stands on: a recorded event, a finding (its name in `trace`), or what was asked',
  z.union([
    z.strictObject({ event: Text }),
    z.strictObject({ finding: Text }),
    z.strictObject({ what: Text, value: z.unknown() }),
  ]),
)

const shape = {
  what: Text,
  ref: Text.optional(),
  value: z.unknown().optional(),
  undetermined: Missing.optional(),
  clause: Clause,
  causes: z.array(Cause),
}
export const Finding = name(
  'Finding',
  'Anything derived: its name, what it is about (`ref`; absent = the contract itself), its value or what is missing for one',
  z.strictObject(shape),
)

export const Trace = name(
  'Trace',
  'With `trace=full`: every finding below the answer once, by the name under which causes point to it',
  z.record(z.string(), Finding),
)

export const FindingAnswer = name(
  'FindingAnswer',
  'A finding with all it stands on',
  z.strictObject({ ...shape, trace: Trace }),
)

/** An object that carries its trace where one was asked for. */
export const traced = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject({ ...shape, trace: Trace.optional() })
/** A list, which becomes `{ items, trace }` with its trace. */
export const tracedList = <S extends z.ZodType>(entry: S) =>
  z.union([z.array(entry), z.strictObject({ items: z.array(entry), trace: Trace })])
