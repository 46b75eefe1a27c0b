import { type AppendResult, type KurrentDBClient, NO_STREAM } from '@kurrent/kurrentdb-client'
import { type Revision } from './event-store.ts'
import { type Connection } from './kurrentdb-connection.ts'
import { NoAnswer } from './kurrentdb-errors.ts'
import { type Persist } from './kurrentdb-patience.ts'

/** Where appends go, and how long they are tried. */
export type Wire = { readonly connection: Connection; readonly persist: Persist }

export type Sent = { readonly result: AppendResult; readonly attempts: number }

/** Attempts after which a client that could mend itself is given up. */
const MENDING_ATTEMPTS = 3

/**
 * Every repetition carries the same ids and the same expected revision: then KurrentDB records once, whatever became
 * of the earlier ones. With a revision looked up anew it would record again.
 */
export async function send(
  { connection, persist }: Wire,
  name: string,
  expected: Revision,
  data: Parameters<KurrentDBClient['appendToStream']>[1],
): Promise<Sent> {
  const streamState = expected === 0 ? NO_STREAM : BigInt(expected - 1)
  let client = connection.client()
  let attempts = 0
  const call = (): Promise<AppendResult> => {
    client = connection.client()
    attempts++
    return client.appendToStream(name, data, { streamState, requiresLeader: true })
  }
  const repair = (error: unknown): void => {
    if (error instanceof NoAnswer || attempts >= MENDING_ATTEMPTS) connection.replace(client)
  }
  const result = await persist({ what: `append to ${name}`, call, repair, inDoubt: true })
  return { result, attempts }
}
