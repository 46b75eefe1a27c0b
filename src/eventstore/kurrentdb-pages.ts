import { setTimeout as sleep } from 'node:timers/promises'
import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  type Filter,
  type KurrentDBClient,
  START,
} from '@kurrent/kurrentdb-client'
import { type Revision } from './event-store.ts'
import { type Connection } from './kurrentdb-connection.ts'
import { isUnknownStream } from './kurrentdb-errors.ts'
import { type Resolved } from './kurrentdb-events.ts'
import { type Persist, within } from './kurrentdb-patience.ts'

/**
 * Events of one page. A read goes page by page, so that it needs little memory and goes on with a new client where an
 * old one failed.
 */
export const PAGE = 1_000

/** A page is read with this filter from a position on, which is included. */
export type AllPage = { readonly from: number; readonly filter?: Filter }

export type Pages = {
  /** Up to `count` events of a stream from a revision (from 1) on; an unknown stream is empty. */
  readonly ofStream: (name: string, from: Revision, count: number) => Promise<readonly Resolved[]>
  /** The revision (from 1) at which a stream stands; 0 for an unknown one. */
  readonly revision: (name: string) => Promise<Revision>
  readonly ofAll: (page: AllPage) => Promise<readonly AllStreamResolvedEvent[]>
  /** The same, tried once: a position that is no event's looks to the client as if the server were away. */
  readonly ofAllOnce: (page: AllPage) => Promise<readonly AllStreamResolvedEvent[]>
  /** The last event of the whole log that passes a filter. */
  readonly last: (filter?: Filter) => Promise<AllStreamResolvedEvent | undefined>
}

/** How often a scan is asked whether its server still lives, and how long the answer may take, in milliseconds. */
const SIGN_OF_LIFE_MS = 2_000
/** What one scan may take at most: a rare type is sought through all of the log. */
const SCAN_MS = 600_000

/**
 * Reads of the leader: another node may not know yet what was acknowledged. A client whose read fails is replaced
 * before the read is repeated.
 */
export function pageReader(connection: Connection, persist: Persist): Pages {
  const read = <T>(
    what: string,
    call: (client: KurrentDBClient) => Promise<T>,
    answerMs?: number,
  ): Promise<T> => {
    let client = connection.client()
    return persist({
      what,
      call: () => call((client = connection.client())),
      repair: () => connection.replace(client),
      inDoubt: false,
      ...(answerMs !== undefined && { answerMs }),
    })
  }
  const ofAll = (client: KurrentDBClient, { from, filter }: AllPage) => {
    const position = { commit: BigInt(from), prepare: BigInt(from) }
    return collected(
      client.readAll({
        fromPosition: from > 0 ? position : START,
        direction: FORWARDS,
        maxCount: PAGE,
        requiresLeader: true,
        ...(filter && { filter }),
      }),
    )
  }
  return {
    ofStream: (name, from, count) =>
      read(`read ${name}`, (client) => {
        const fromRevision = BigInt(from - 1)
        return ofStream(client, name, { fromRevision, direction: FORWARDS, maxCount: count })
      }),
    revision: async (name) => {
      const backwards = { fromRevision: END, direction: BACKWARDS, maxCount: 1 } as const
      const [last] = await read(`read ${name}`, (client) => ofStream(client, name, backwards))
      return Number(last?.event?.revision ?? -1) + 1
    },
    ofAll: (page) => read('read the log', (client) => scanned(client, ofAll(client, page)), SCAN_MS),
    ofAllOnce: (page) => scanned(connection.client(), ofAll(connection.client(), page)),
    last: async (filter) => {
      if (!filter) return (await read('read the end of the log', lastOf)).at(0)
      const scan = (client: KurrentDBClient) => scanned(client, lastOf(client, filter))
      return (await read('read the end of the log', scan, SCAN_MS)).at(0)
    },
  }
}

const lastOf = (client: KurrentDBClient, filter?: Filter) =>
  collected(
    client.readAll({
      fromPosition: END,
      direction: BACKWARDS,
      maxCount: 1,
      requiresLeader: true,
      ...(filter && { filter }),
    }),
  )

/**
 * What a scan of the log gives. It may take long where little passes its filter, so it has no time limit of its own:
 * it is given up when its server shows no sign of life any more.
 */
async function scanned<T>(client: KurrentDBClient, scan: Promise<T>): Promise<T> {
  const done = new AbortController()
  const died = async (): Promise<never> => {
    for (;;) {
      await sleep(SIGN_OF_LIFE_MS, undefined, { signal: done.signal })
      await within(SIGN_OF_LIFE_MS, 'sign of life', lastOf(client))
    }
  }
  try {
    return await Promise.race([scan, died()])
  } finally {
    done.abort()
  }
}

async function ofStream(
  client: KurrentDBClient,
  name: string,
  options: {
    fromRevision: bigint | typeof END
    direction: typeof FORWARDS | typeof BACKWARDS
    maxCount: number
  },
): Promise<readonly Resolved[]> {
  try {
    return await collected(client.readStream(name, { ...options, requiresLeader: true }))
  } catch (error) {
    if (isUnknownStream(error)) return []
    throw error
  }
}

async function collected<T>(events: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = []
  for await (const event of events) list.push(event)
  return list
}
