import { createApp } from '../src/api/app.ts'
import { openEmbedded } from '../src/cli/embedded.ts'

/** A server that answers and does nothing else: no views are made beside. Says its URL as `daicho serve --json` does. */
const [token = '', directory = ''] = process.argv.slice(2)
const { ledger, close } = await openEmbedded(
  { token, testClock: false, data: directory },
  { data: directory },
)
const app = await createApp(ledger, { token })
const url = await app.listen({ port: 0, host: '127.0.0.1' })
process.once('SIGTERM', () => void app.close().then(close))
console.log(JSON.stringify({ url }))
