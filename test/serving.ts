import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const START_MS_MAX = 60_000

/** A server in a process of its own, as an operator runs it. */
export type Serving = {
  readonly url: string
  readonly token: string
  readonly pid: number
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

export const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer()
      .on('error', fail)
      .listen(0, '127.0.0.1', () => {
        const address = probe.address()
        probe.close(() =>
          address && typeof address === 'object' ? done(address.port) : fail(new Error('no port')),
        )
      })
  })

/** The environment without what configures Daicho: a server that tests are pointed at is no ledger of theirs. */
export function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('DAICHO_')))
}

/** Starts `daicho serve`, or `daicho project`, and waits until it answers. */
export async function serving(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  command: 'serve' | 'project' = 'serve',
): Promise<Serving> {
  const port = await freePort()
  const token = 'token-of-a-test'
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', MAIN, command, '--port', String(port), ...args],
    {
      env: { ...inherited(), DAICHO_TOKEN: token, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const url = `http://127.0.0.1:${port}`
  await answers(url, child)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise<void>((done) => child.once('exit', () => done()))
    child.kill(signal)
    await gone
  }
  return { url, token, pid: child.pid ?? 0, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (
    const until = Date.now() + START_MS_MAX;
    Date.now() < until;
    await new Promise((done) => setTimeout(done, 20))
  ) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    if (
      await fetch(`${url}/v1/health`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return
  }
  child.kill('SIGKILL')
  throw new Error(`no answer from ${url} in ${START_MS_MAX} ms`)
}
