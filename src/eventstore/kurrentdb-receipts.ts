import { randomUUID } from 'node:crypto'
import { jsonEvent } from '@kurrent/kurrentdb-client'
import { type Appended, type Receipt } from './event-store.ts'
import { type Append, type Writing } from './kurrentdb-append.ts'
import { revisionInConflict } from './kurrentdb-errors.ts'
import { foundIn } from './kurrentdb-events.ts'
import { lost } from './kurrentdb-lost.ts'
import { send } from './kurrentdb-send.ts'

/**
 * Keeps a receipt that stands without events, in a stream of its own that may only hold one, so that of several who
 * bring the key at once only the first is kept.
 */
export async function appendReceipt(writing: Writing, append: Append): Promise<Appended> {
  const { names, pages, lookup } = writing
  const { receipt, stream, expected } = append
  if (receipt) {
    await lookup.catchUp()
    const first = await lookup.index.receipt(receipt.credential, receipt.door, receipt.key)
    if (first) return { outcome: 'repeated', receipt: first }
  }
  const revision = await pages.revision(names.stream(stream))
  if (revision !== expected) return { outcome: 'conflict', revision }
  if (!receipt) return { outcome: 'appended', events: [] }
  const name = names.receipt(receipt.credential, receipt.door, receipt.key)
  return keep(writing, append, name, receipt)
}

async function keep(writing: Writing, append: Append, name: string, receipt: Receipt): Promise<Appended> {
  try {
    await send(writing, name, 0, [jsonEvent({ id: randomUUID(), type: 'ReceiptKept', data: receipt })])
  } catch (error) {
    if (revisionInConflict(error) === undefined) throw error
    const [resolved] = await writing.pages.ofStream(name, 1, 1)
    const first = resolved && foundIn(resolved, writing.names)
    return first?.kind === 'receipt' ? { outcome: 'repeated', receipt: first.receipt } : lost(writing, append)
  }
  await writing.lookup.index.learn({ entries: [], receipts: [receipt] })
  return { outcome: 'appended', events: [] }
}
