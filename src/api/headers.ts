import { type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type InputError } from '../ledger/outcome.ts'

/** Visible ASCII, as the key of a client's own making travels through every proxy. */
const KEY = /^[!-~]{1,200}$/
const REVISION = /^(?:W\/)?"(\d{1,15})"$/

/** What a recording takes in headers. They are checked by `conditionsOf`, which names them as a client wrote them. */
export const RecordHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .optional()
    .describe('The same key and body give the first answer again; of many lines it is one key for each'),
  'if-match': z
    .string()
    .optional()
    .describe('A revision in quotes, as `ETag` gives it: recorded only while it holds'),
  prefer: z.string().optional().describe('`return=minimal` leaves out what can be read'),
})

/** What the headers of a recording ask for. */
export type Conditions = { readonly key?: string; readonly ifMatch?: number }

/** Reads `Idempotency-Key` and `If-Match`; what is not in order is named, never left out. */
export function conditionsOf(headers: FastifyRequest['headers']): Conditions | readonly InputError[] {
  const key = headers['idempotency-key']
  const match = headers['if-match']
  const revision = match === undefined ? undefined : REVISION.exec(match)?.[1]
  const errors: InputError[] = []
  if (key !== undefined && !(typeof key === 'string' && KEY.test(key)))
    errors.push({ path: 'Idempotency-Key', message: 'wanted: 1 to 200 visible ASCII characters' })
  if (match !== undefined && revision === undefined)
    errors.push({ path: 'If-Match', message: 'wanted: a revision in quotes, as ETag gives it: "7"' })
  if (errors.length > 0) return errors
  return {
    ...(typeof key === 'string' && { key }),
    ...(revision !== undefined && { ifMatch: Number(revision) }),
  }
}

/** `Prefer: return=minimal` (RFC 7240): the answer leaves out what the client can read itself. */
export const prefersMinimal = (headers: FastifyRequest['headers']): boolean =>
  String(headers['prefer'] ?? '')
    .toLowerCase()
    .split(/[,;]/)
    .some((preference) => /^\s*return\s*=\s*"?minimal"?\s*$/.test(preference))
