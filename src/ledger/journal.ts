import { z } from 'zod'
import { ContractId } from '../domain/contract/envelope.ts'
import { isEventType, vocabulary } from '../domain/contract/vocabulary.ts'
import { parseJson } from './json.ts'
import { type Line } from './lines.ts'
import { type Problem, malformed } from './outcome.ts'
import { type Request } from './request.ts'

/** What an action says, and at which door. */
export type Told = Pick<Request, 'door' | 'contractId' | 'body'>
/** A line of many: an action, or why it is none. `bytes` is its length. */
export type Entry = { readonly line: number; readonly bytes: number } & (
  { readonly told: Told; readonly problem?: never } | { readonly problem: Problem; readonly told?: never }
)

/** An action may weigh this much, alone or as a line of many. */
export const ACTION_BYTES_MAX = 1_048_576

const PROVIDER_DOOR = z.enum(['reference', 'outage'])
type Members = Readonly<Record<string, unknown>>

/** A line that names its contract. */
export const contractEntry = (line: Line): Entry => entryOf(line, ofContract)

/**
 * A line of a journal. Without `contractId` it is a fact of a provider: `door` says whether `reference` or `outage`;
 * without it the type does.
 */
export const journalEntry = (line: Line): Entry =>
  entryOf(line, (members) =>
    members['contractId'] === undefined ? ofProvider(members) : ofContract(members),
  )

/** The door a line goes through, or what is wrong with it: a path and a message. */
type Read = Told | readonly [path: string, message: string]

function entryOf({ number: line, bytes }: Line, read: (members: Members) => Read): Entry {
  if (bytes === undefined) {
    const detail = `line ${line} is longer than ${ACTION_BYTES_MAX} bytes`
    return { line, bytes: 0, problem: { type: 'too-large', status: 413, detail } }
  }
  const told = membersOf(bytes)
  const made = told instanceof Error ? (['(line)', `not JSON: ${told.message}`] as const) : told && read(told)
  if (made && 'door' in made) return { line, bytes: bytes.length, told: made }
  const [path, message] = made ?? ['(line)', 'wanted: an object, one action']
  return { line, bytes: bytes.length, problem: malformed([{ path, message }]) }
}

function membersOf(bytes: Buffer): Members | Error | undefined {
  try {
    const value = parseJson(bytes)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Members)
      : undefined
  } catch (error) {
    return error as Error
  }
}

function ofContract({ contractId, ...body }: Members): Read {
  const id = ContractId.safeParse(contractId)
  if (id.success) return { door: 'contract', contractId: id.data, body }
  return [
    'contractId',
    contractId === undefined ? 'missing' : `wanted: ${id.error.issues[0]?.message ?? 'an id'}`,
  ]
}

function ofProvider({ door, ...body }: Members): Read {
  const named = PROVIDER_DOOR.safeParse(door ?? doorOf(body['type']))
  if (named.success) return { door: named.data, body }
  return door === undefined
    ? [
        'contractId',
        'missing; a fact of a provider that its type does not tell needs door: reference or outage',
      ]
    : ['door', 'wanted: reference or outage']
}

/** Where a fact of a provider belongs by its type; a withdrawal may belong anywhere. */
function doorOf(type: unknown): 'reference' | 'outage' | undefined {
  if (typeof type !== 'string' || !isEventType(type)) return undefined
  const { scope, wide } = vocabulary[type]
  if (scope === 'outage') return 'outage'
  return scope === 'reference' || wide ? 'reference' : undefined
}
