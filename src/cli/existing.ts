import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Config } from '../config.ts'
import { type Embedded, openEmbedded } from './embedded.ts'
import { WrongUse } from './faults.ts'

/** Opens the ledger of a data directory to look at it: where there is none, none is made. */
export async function openExisting(
  config: Config,
  { data = config.data }: { readonly data?: string | undefined },
): Promise<Embedded> {
  if (!existsSync(join(data, 'ledger.sqlite'))) throw new WrongUse(`there is no ledger in ${data}`)
  return openEmbedded(config, { data })
}
