import { history } from '../../src/cli/demo.ts'
import { SceneClock, play } from '../../src/cli/demo/play.ts'
import { at } from '../../src/cli/demo/scene.ts'
import { openEmbedded } from '../../src/cli/embedded.ts'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { type Ledger } from '../../src/ledger/ledger.ts'
import { Loader } from '../../src/ledger/load.ts'
import { type Tended, step } from '../../src/ledger/tend.ts'
import { digestOf } from '../../src/readstore/digest.ts'
import { begin, current } from '../../src/readstore/generations.ts'
import { type ReadStore } from '../../src/readstore/read-store.ts'
import { openSqliteViews } from '../../src/readstore/sqlite.ts'

export const scenes = history()

/** A ledger whose clock is set by hand, in memory or in a directory. */
export async function ledgerOf(data?: string) {
  const clock = new SceneClock(at('2024-09-01T09:00'))
  const config = { token: 't', testClock: false, data: data ?? '' }
  const opened = await openEmbedded(config, { clock, ...(data === undefined && { memory: true }) })
  const tell = (from: number, to: number) =>
    play(opened.ledger, clock, scenes.slice(from, to), () => undefined)
  return { ...opened, clock, tell }
}

/** What is kept caught up; a fault is an error unless it is asked for. */
export const tended = (
  ledger: Ledger,
  reads: ReadStore,
  onFault: Tended['onFault'] = (what, error) => {
    throw new Error(what, { cause: error })
  },
): Tended => ({ ledger, loader: new Loader(ledger.store, ledger.directory), reads, onFault })

/** Works until there is nothing left to do. */
export async function caughtUp(it: Tended): Promise<void> {
  await begin(it.reads)
  while (await step(it)) continue
}

/** The digest of what the views that are read say at an instant. */
export async function digest({ db }: ReadStore, asOf: Instant): Promise<string> {
  const generation = await current(db)
  if (!generation) throw new Error('there are no views')
  return digestOf(db, generation.generation, asOf)
}

/** The digest of views that are made of the whole log at once. */
export async function freshDigest(ledger: Ledger): Promise<string> {
  const reads = await openSqliteViews(':memory:')
  await caughtUp(tended(ledger, reads))
  const fresh = await digest(reads, ledger.clock.now())
  await reads.close()
  return fresh
}
