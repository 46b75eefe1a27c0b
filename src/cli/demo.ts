import { resolve } from 'node:path'
import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { mediaSphere } from './demo/media-sphere.ts'
import { SceneClock, play } from './demo/play.ts'
import { questions } from './demo/questions.ts'
import { published } from './demo/reference.ts'
import { sakuraCloud } from './demo/sakura-cloud.ts'
import { type Scene, at } from './demo/scene.ts'
import { type Embedded, openEmbedded } from './embedded.ts'
import { WrongUse } from './faults.ts'
import { progress } from './progress.ts'

/** The first event of the demo: a ledger that begins with it is filled already. */
const FIRST = { stream: 'reference-iij-media-sphere', type: 'TaxRatePublished' }
const PORT = 3000

/** `daicho demo`: fills an empty ledger with an invented history and says what to ask it. */
export const demoCommand = (program: Command, config: Config): Command =>
  program
    .command('demo')
    .description('fill an empty ledger with an invented history of two services, and say what to ask it')
    .option('--data <directory>', `data directory that no server has open (default: ${config.data})`)
    .option('--json', 'what was done, and the questions, as JSON')
    .action(async (options: { data?: string; json?: boolean }) => {
      if (config.cluster)
        throw new WrongUse('the demo fills a data directory: it is not for a ledger in KurrentDB')
      const clock = new SceneClock(at('2024-09-01T09:00'))
      const embedded = await openEmbedded(config, { data: options.data, clock })
      try {
        const events = await fill(embedded, clock)
        console.log(options.json ? asJson(embedded, events) : asText(config, embedded, events))
      } finally {
        await embedded.close()
      }
    })

/** The whole history, in the order in which the ledger is told. */
export const history = (): readonly Scene[] =>
  [...published(), ...mediaSphere(), ...sakuraCloud()].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  )

/** Fills the ledger, unless it holds the demo already; gives the number of its events. */
async function fill({ ledger, directory }: Embedded, clock: SceneClock): Promise<number> {
  const { position } = await ledger.store.head()
  const first = await ledger.store.at(1)
  if (first?.stream === FIRST.stream && first.type === FIRST.type) return position
  if (first)
    throw new Error(`the ledger in ${directory ?? ''} holds other events; --data names another directory`)
  const scenes = history()
  const bar = progress(scenes.length, 'scenes')
  try {
    return await play(ledger, clock, scenes, () => bar.add(1))
  } finally {
    bar.stop()
  }
}

const asJson = ({ directory }: Embedded, events: number): string =>
  JSON.stringify({ data: directory, events, questions })

function asText(config: Config, { ledger, directory = '', token }: Embedded, events: number): string {
  const contracts = [...ledger.directory.contracts()].length
  const elsewhere = resolve(directory) === resolve(config.data) ? '' : ` --data ${directory}`
  const credential = token.path === undefined ? '$DAICHO_TOKEN' : `$(cat ${token.path})`
  const curl = (path: string): string =>
    `curl -sH "Authorization: Bearer ${credential}" 'http://127.0.0.1:${PORT}${path}'`
  return [
    `${contracts} contracts, ${events} events from October 2024 to March 2026; every name and price is invented.`,
    `Start the server (npx daicho serve${elsewhere}), then ask:`,
    ...questions.flatMap(({ asked, path }) => ['', asked, `  ${curl(path)}`]),
  ].join('\n')
}
