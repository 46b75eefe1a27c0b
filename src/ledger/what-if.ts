import { randomBytes } from 'node:crypto'
import {
  type EventDraft,
  type EventStore,
  type Revision,
  type StoredEvent,
} from '../eventstore/event-store.ts'
import { type Clock } from './clock.ts'
import { Directory } from './directory.ts'
import { type Ledger } from './ledger.ts'
import { Loader } from './load.ts'
import { Numbers } from './numbers.ts'
import { type Keys, type SubjectKeys } from './subjects.ts'
import { processTurns } from './turns.ts'
import { WALK_EVENTS } from './walk.ts'

/**
 * The ledger as it would go on from here: what is told to it is judged and read like anything else, and is gone with
 * it. Nothing is recorded, no key is made; what others record meanwhile is not seen.
 */
export async function whatIf(ledger: Ledger): Promise<Ledger> {
  await ledger.directory.catchUp()
  const store = await goneOn(ledger.store, ledger.clock)
  const directory = new Directory(store, ledger.directory)
  return {
    ...ledger,
    store,
    keys: passing(ledger.keys),
    directory,
    loader: new Loader(store, directory, WALK_EVENTS),
    numbers: new Numbers(store),
    turns: processTurns(),
  }
}

/** A log that stands where another one stood, and keeps what is appended to it in memory. */
async function goneOn(log: EventStore, clock: Clock): Promise<EventStore> {
  const { position: end } = await log.head()
  const added: StoredEvent[] = []

  async function* joined(
    before: AsyncIterable<StoredEvent>,
    isMeant: (event: StoredEvent) => boolean,
  ): AsyncGenerator<StoredEvent, void, undefined> {
    for await (const event of before) if (event.position <= end) yield event
    for (const event of [...added]) if (isMeant(event)) yield event
  }

  /** Where a stream stood: its revision now, unless the log went on meanwhile. */
  const before = async (stream: string): Promise<Revision> => {
    const { position, revision } = await log.head(stream)
    if (position === end) return revision
    let last = 0
    for await (const event of log.read(stream)) if (event.position <= end) last = event.revision
    return last
  }

  const head: EventStore['head'] = async (stream) => {
    const position = end + added.length
    if (stream === undefined) return { position, revision: 0 }
    const own = added.findLast((event) => event.stream === stream)
    return { position, revision: own?.revision ?? (await before(stream)) }
  }

  const keep = (stream: string, revision: Revision, drafts: readonly EventDraft[]): readonly StoredEvent[] =>
    drafts.map((draft, i) => {
      const event = {
        ...structuredClone(draft),
        stream,
        revision: revision + i + 1,
        recordedAt: clock.now(),
        prev: null,
        position: end + added.length + 1,
        hash: '',
      }
      added.push(event)
      return event
    })

  return {
    ...log,
    head,
    append: async (stream, expected, drafts) => {
      const { revision } = await head(stream)
      if (revision !== expected) return { outcome: 'conflict', revision }
      return { outcome: 'appended', events: keep(stream, revision, drafts) }
    },
    read: (stream, from = 1) =>
      joined(log.read(stream, from), (event) => event.stream === stream && event.revision >= from),
    readAll: (after, types) =>
      joined(
        log.readAll(after, types),
        (event) => event.position > after && (types === undefined || types.includes(event.type)),
      ),
    find: async (id) => added.find((event) => event.id === id) ?? (await log.find(id)),
    at: async (position) => added.find((event) => event.position === position) ?? (await log.at(position)),
    close: async () => undefined,
  }
}

const KEY_BYTES = 32

/** Keys for persons who are told of here only, forgotten with it. */
function passing(keys: SubjectKeys): SubjectKeys {
  const made = new Map<string, Uint8Array>()
  const keysOf = async (subjects: readonly string[]): Promise<Keys> => {
    const own = subjects.flatMap((subject) => [[subject, made.get(subject)] as const])
    const known = own.filter((each): each is [string, Uint8Array] => each[1] !== undefined)
    return new Map([...known, ...(await keys.keysOf(subjects))])
  }
  return {
    keysOf,
    keyFor: async (subject) => {
      const known = (await keysOf([subject])).get(subject)
      const key = known ?? randomBytes(KEY_BYTES)
      if (!known) made.set(subject, key)
      return key
    },
    erase: async () => undefined,
  }
}
