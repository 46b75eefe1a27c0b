import { createHash } from 'node:crypto'
import { ACTION_BYTES_MAX, type Entry, journalEntry } from '../ledger/journal.ts'
import { inLanes } from '../ledger/lanes.ts'
import { linesOf } from '../ledger/lines.ts'
import { type Answer, type Recorder } from './recorders.ts'

/** What became of a line of a journal. */
export type Imported = Answer & { readonly line: number }

type Keyed = { readonly entry: Entry; readonly key: string }

/** However many lines are under way, they hold no more than this. */
const BYTES_MAX = 64 * ACTION_BYTES_MAX

/**
 * Records the lines of a journal and tells in their order what became of each. Lines of one contract keep their
 * order; a fact of a provider waits for all lines before it, and all behind it wait for it, for it may bear on every
 * contract.
 */
export async function* importLines(
  chunks: AsyncIterable<Uint8Array>,
  { atOnce, record }: Recorder,
): AsyncGenerator<Imported> {
  yield* inLanes(keyed(chunks), {
    laneOf: ({ entry: { told } }) => (told ? told.contractId : '(no action)'),
    shareOf: ({ entry: { bytes } }) => Math.max(1 / atOnce, bytes / BYTES_MAX),
    run: async ({ entry: { line, told, problem }, key }): Promise<Imported> =>
      told
        ? { line, ...(await record(told, key)) }
        : { line, status: problem.status, replayed: false, problem },
  })
}

/** The key of a line: SHA-256 of its bytes and of how often the same line came by now, so that twice told is twice. */
async function* keyed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Keyed> {
  const met = new Map<number, number>()
  for await (const line of linesOf(chunks, ACTION_BYTES_MAX)) {
    const bytes = line.bytes ?? Buffer.alloc(0)
    const occurrence = nth(met, createHash('sha256').update(bytes).digest())
    const key = createHash('sha256').update(bytes).update(`\n${occurrence}`).digest('hex')
    yield { entry: journalEntry(line), key }
  }
}

/**
 * Counts a line by 48 bits of its hash, which a million lines fit into. Two lines that share them would only be
 * counted as one, in every run alike, and their keys differ all the same.
 */
function nth(met: Map<number, number>, hash: Buffer): number {
  const short = hash.readUIntBE(0, 6)
  const count = (met.get(short) ?? 0) + 1
  met.set(short, count)
  return count
}
