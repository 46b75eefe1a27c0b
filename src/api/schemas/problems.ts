import { z } from 'zod'
import { Clause, Finding } from './findings.ts'
import { Text, name } from './words.ts'

const shape = {
  type: Text.describe('Where this kind of problem is explained'),
  title: Text,
  status: z.int(),
  detail: Text.describe('What was wrong here, and what to do'),
}

export const ProblemAnswer = name('Problem', 'RFC 9457', z.looseObject(shape))

export const Malformed = name(
  'Malformed',
  'Everything that is wrong with the input, at once',
  z.strictObject({
    ...shape,
    errors: z.array(z.strictObject({ path: Text, message: Text })),
  }),
)

export const Ambiguous = name(
  'Ambiguous',
  'The things a finding of this name is about',
  z.strictObject({ ...shape, refs: z.array(Text) }),
)

export const Refused = name(
  'Refused',
  'The terms do not allow it',
  z.strictObject({
    ...shape,
    what: Text.describe('Name of the refusal'),
    clause: Clause,
    causes: z.array(z.strictObject({ event: Text })),
    event: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('The recorded ActionRefused; absent in a dry run'),
  }),
)

export const NotDetermined = name(
  'NotDetermined',
  'Lines that have no amount, and what each lacks',
  z.strictObject({ ...shape, undetermined: z.array(Finding) }),
)
