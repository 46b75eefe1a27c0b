import { setTimeout as sleep } from 'node:timers/promises'
import { type Instant } from '../domain/kernel/calendar.ts'
import { type Said, digestOf, said } from '../readstore/digest.ts'
import { type Generation, begin, current, positionOf, removeOld, switchTo } from '../readstore/generations.ts'
import { type ViewDb } from '../readstore/read-store.ts'
import { type Tended, step } from './tend.ts'

const NAMED_MAX = 100
const LOOK_AGAIN_MS = 50

/** What came of building the views anew. */
export type Replayed = {
  /** Up to where in the log. */
  readonly position: number
  readonly contracts: number
  /** Digests of what was read before, and of the build that is read from now on. */
  readonly before: string
  readonly after: string
  /** Contracts of which the two say different things; at most 100 are named. */
  readonly differences: readonly string[]
}

/**
 * Builds the views anew from the first event beside those that are read, compares the two, and puts the new ones in the
 * place of the old. Nobody who reads meanwhile notices.
 * @param progress is told how far in the log it has come, and how far that goes
 */
export async function replay(
  it: Tended,
  progress: (position: number, head: number) => void,
): Promise<Replayed> {
  await begin(it.reads)
  await finish(it, () => undefined)
  const read = await current(it.reads.db)
  if (!read) throw new Error('there are no views to build anew')
  const made = await begin(it.reads, true)
  await finish(it, progress)
  const result = await compared(it.reads.db, read, made, it.ledger.clock.now())
  await switchTo(it.reads, made.generation)
  await removeOld(it.reads)
  return result
}

/** Works until the views say everything that the log does; what other workers have in hand is waited for. */
async function finish(it: Tended, progress: (position: number, head: number) => void): Promise<void> {
  for (;;) {
    const worked = await step(it)
    const { position: head } = await it.ledger.store.head()
    const position = await leastPosition(it)
    progress(position, head)
    if (worked) continue
    if (position >= head) return
    await sleep(LOOK_AGAIN_MS)
  }
}

async function leastPosition({ reads }: Tended): Promise<number> {
  const all = await reads.db.selectFrom('view_generations').selectAll().where('status', '!=', 'old').execute()
  const positions = await Promise.all(all.map((each) => positionOf(reads.db, each)))
  return Math.min(...positions)
}

async function compared(db: ViewDb, read: Generation, made: Generation, asOf: Instant): Promise<Replayed> {
  const differences: string[] = []
  let contracts = 0
  for await (const pair of paired(said(db, read.generation, asOf), said(db, made.generation, asOf))) {
    contracts++
    if (differs(pair) && differences.length < NAMED_MAX) differences.push(idOf(pair))
  }
  const before = await digestOf(db, read.generation, asOf)
  const after = await digestOf(db, made.generation, asOf)
  return { position: read.position, contracts, before, after, differences }
}

/** What two generations say of one contract. */
type Pair = { readonly a?: Said | undefined; readonly b?: Said | undefined }

const idOf = ({ a, b }: Pair): string => a?.contractId ?? b?.contractId ?? ''
/** What was told of a contract while the two were compared may be in one of them only. */
const differs = ({ a, b }: Pair): boolean => !a || !b || (a.text !== b.text && a.position === b.position)

/** What two generations say of each contract; both are in the order of ids. */
async function* paired(left: AsyncGenerator<Said>, right: AsyncGenerator<Said>): AsyncGenerator<Pair> {
  let [a, b] = [await headOf(left), await headOf(right)]
  while (a || b) {
    const isLeft = isUpTo(a, b)
    const isRight = isUpTo(b, a)
    yield { a: isLeft ? a : undefined, b: isRight ? b : undefined }
    if (isLeft) a = await headOf(left)
    if (isRight) b = await headOf(right)
  }
}

/** Is one there, and not behind the other? */
const isUpTo = (one: Said | undefined, other: Said | undefined): boolean =>
  one !== undefined && (other === undefined || one.contractId <= other.contractId)

async function headOf(all: AsyncGenerator<Said>): Promise<Said | undefined> {
  const { done, value } = await all.next()
  return done ? undefined : value
}
