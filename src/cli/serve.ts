import { type Config } from '../config.ts'
import { createApp } from '../api/app.ts'
import { openEmbedded } from './embedded.ts'

export type ServeOptions = {
  readonly port: number
  readonly host: string
  readonly data: string | undefined
  readonly memory: boolean
}

/** Serves an embedded ledger until it is told to stop. */
export async function serve(config: Config, options: ServeOptions): Promise<void> {
  const { ledger, token, close } = await openEmbedded(config, options)
  const app = await createApp(ledger, { token: token.value })
  const url = await app.listen({ port: options.port, host: options.host })
  console.log(
    `Daicho serves ${options.memory ? 'a ledger in memory' : (options.data ?? config.data)} at ${url}`,
  )
  console.log(`  interface   ${url}/docs`)
  if (token.shown) console.log(`  token       ${token.value}`)
  const stop = async (): Promise<void> => {
    await app.close()
    await close()
    process.exit(0)
  }
  process.once('SIGTERM', () => void stop())
  process.once('SIGINT', () => void stop())
}
