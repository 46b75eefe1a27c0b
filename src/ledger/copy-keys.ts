/** The key of a subject as it is kept; `null` for one that was erased and never gets another. */
export type KeptKey = { readonly subject: string; readonly key: Uint8Array | null }

/** All keys of a ledger, to be moved: beside the port through which they are used. */
export type WholeKeys = {
  /** Every subject once. */
  kept(): AsyncIterable<KeptKey>
  keyOf(subjects: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>>
  /** Keeps keys of subjects that are not there yet, and erases those that are there; durable when resolved. */
  restore(keys: readonly KeptKey[]): Promise<void>
  close(): Promise<void>
}

export type CopiedKeys = { readonly keys: number; readonly erased: number; readonly written: number }

/** Subjects looked at together. */
const PAGE = 500

/**
 * Copies the keys of subjects. What either side erased is erased in the target: nothing brings a person back.
 * @throws Error when the target has another key for a subject: it was made by a ledger of its own
 */
export async function copyKeys(source: WholeKeys, target: WholeKeys): Promise<CopiedKeys> {
  const counts = { keys: 0, erased: 0, written: 0 }
  for await (const page of paged(source.kept())) {
    const there = await target.keyOf(page.map(({ subject }) => subject))
    const fresh = page.filter((kept) => isToWrite(kept, there))
    await target.restore(fresh)
    counts.written += fresh.length
    for (const { key } of page) counts[key === null ? 'erased' : 'keys']++
  }
  return counts
}

/** An erased subject stays erased in the target, whatever the source still has. */
function isToWrite({ subject, key }: KeptKey, there: ReadonlyMap<string, Uint8Array | null>): boolean {
  const known = there.get(subject)
  if (known === undefined) return true
  if (known === null) return false
  if (key === null) return true
  if (Buffer.compare(known, key) === 0) return false
  throw new Error(`the target has another key for ${subject}: it holds the keys of another ledger`)
}

async function* paged(keys: AsyncIterable<KeptKey>): AsyncGenerator<readonly KeptKey[]> {
  let page: KeptKey[] = []
  for await (const key of keys) {
    page.push(key)
    if (page.length < PAGE) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
