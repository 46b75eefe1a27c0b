import { type Config } from '../config.ts'
import { type Clock } from '../ledger/clock.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type Embedded, type Token, openEmbedded } from './embedded.ts'
import { openExisting } from './existing.ts'
import { WrongUse } from './faults.ts'

/** A ledger that is open, wherever it lies. */
export type Opened = {
  readonly ledger: Ledger
  /** Of an embedded ledger its data directory; undefined for one in memory, and for one of several machines. */
  readonly directory: string | undefined
  /** Where it lies, as it may be printed. */
  readonly place: string
  readonly token: Token
  /** Answers when what it needs beside the log does. */
  readonly ready?: () => Promise<void>
  readonly close: () => Promise<void>
}

type Options = {
  readonly data?: string | undefined
  readonly memory?: boolean | undefined
  readonly clock?: Clock
}

/**
 * Opens the ledger that the configuration names: that of several machines, or that of a data directory.
 * @throws WrongUse when a data directory is named beside a ledger of several machines
 */
export async function openConfigured(
  config: Config,
  options: Options,
): Promise<Opened | (Opened & Embedded)> {
  if (isOfSeveral(config, options)) return openCluster(config, options)
  return placed(await openEmbedded(config, withoutUndefined(options)))
}

/** The same to look at it: where there is no data directory, none is made. */
export async function openConfiguredToRead(config: Config, options: Pick<Options, 'data'>): Promise<Opened> {
  if (isOfSeveral(config, options)) return openCluster(config, {})
  return placed(await openExisting(config, options))
}

/** The same to check its hashes, for which the keys of persons may be elsewhere. */
export async function openConfiguredToVerify(
  config: Config,
  { data }: Pick<Options, 'data'>,
): Promise<Opened> {
  if (isOfSeveral(config, { data })) return openCluster(config, { keyless: true })
  return placed(await openEmbedded(config, { ...(data !== undefined && { data }), keyless: true }))
}

/** The client of KurrentDB takes half a second to load, which only who needs it waits for. */
async function openCluster(
  config: Config,
  options: Pick<Options, 'clock'> & { readonly keyless?: boolean },
): Promise<Opened> {
  const { openDistributed } = await import('./distributed.ts')
  return openDistributed(config, options)
}

function isOfSeveral({ cluster }: Config, { data, memory }: Options): boolean {
  if (!cluster) return false
  if (data === undefined && !memory) return true
  const option = memory ? '--memory' : '--data'
  throw new WrongUse(`${option} and DAICHO_KURRENTDB exclude each other: the ledger lies in KurrentDB then`)
}

const withoutUndefined = ({ data, memory = false, clock }: Options) => ({
  data,
  memory,
  ...(clock && { clock }),
})

const placed = (embedded: Embedded): Embedded & Opened => ({
  ...embedded,
  place: embedded.directory === undefined ? 'a ledger in memory' : `the ledger in ${embedded.directory}`,
})
