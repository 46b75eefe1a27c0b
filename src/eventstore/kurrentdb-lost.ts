import { type Appended, type Receipt, type Revision } from './event-store.ts'
import { type Append, type Writing } from './kurrentdb-append.ts'
import { NoAnswer } from './kurrentdb-errors.ts'
import { foundIn } from './kurrentdb-events.ts'

/** The first answer under a key, as far as the index knows. */
export const keptReceipt = async (
  { lookup }: Writing,
  receipt: Receipt | undefined,
): Promise<Receipt | undefined> =>
  receipt && lookup.index.receipt(receipt.credential, receipt.door, receipt.key)

/** What to say where another writer was first: that one may have brought the same key. */
export async function lost(writing: Writing, append: Append, revision?: Revision): Promise<Appended> {
  if (append.receipt) {
    const receipt = (await inTheWay(writing, append, revision)) ?? (await caughtUp(writing, append.receipt))
    if (receipt) return { outcome: 'repeated', receipt }
  }
  const stand = revision ?? (await writing.pages.revision(writing.names.stream(append.stream)))
  return { outcome: 'conflict', revision: stand }
}

/** Events in the way of an append that are looked at one by one. */
const IN_THE_WAY = 100

/** The same key with an event that stands where this append would: also while only the stream shows it yet. */
async function inTheWay(
  writing: Writing,
  { stream, expected, receipt }: Append,
  revision: Revision | undefined,
): Promise<Receipt | undefined> {
  if (revision !== undefined) await shown(writing, stream, revision)
  const { pages, names, lookup } = writing
  const page = await pages.ofStream(names.stream(stream), expected + 1, IN_THE_WAY)
  const kept = page.flatMap((resolved) => {
    const found = foundIn(resolved, names)
    return found.kind === 'event' && found.receipt ? [found.receipt] : []
  })
  const same = kept.find(
    ({ credential, door, key }) =>
      credential === receipt?.credential && door === receipt.door && key === receipt.key,
  )
  if (same) await lookup.index.learn({ entries: [], receipts: [same] })
  return same
}

async function caughtUp(writing: Writing, receipt: Receipt): Promise<Receipt | undefined> {
  await writing.lookup.catchUp()
  return keptReceipt(writing, receipt)
}

/**
 * Waits until a stream is read up to a revision. KurrentDB answers from what it is about to record: the answer to a
 * repetition, or to who came second, may be there a moment before the first one's events are.
 */
export const shown = (
  { pages, names, persist }: Writing,
  stream: string,
  revision: Revision,
): Promise<void> =>
  persist({
    what: `read back ${stream}`,
    call: async () => {
      if ((await pages.revision(names.stream(stream))) < revision) throw new NoAnswer(`${stream} is behind`)
    },
    repair: () => undefined,
    inDoubt: true,
  })
