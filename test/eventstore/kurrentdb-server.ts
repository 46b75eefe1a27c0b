import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RunnerTask, type RunnerTestSuite, test } from 'vitest'

/** A server that runs already: `kurrentdb://…`. */
export const SERVER_URL = process.env['DAICHO_KURRENTDB'] ?? ''
/** A command that starts one in the foreground with the flags that are put behind it. */
export const SERVER_COMMAND = process.env['DAICHO_KURRENTDB_SERVER'] ?? ''

/** A case that says how many of its file's cases were skipped, and why. */
export function sayWhatIsSkipped(variable: string, value: string): void {
  test('what is skipped is said', ({ task }) => {
    const skipped = casesOf(task.file.tasks).filter(({ mode }) => mode === 'skip').length
    if (value === '')
      process.stderr.write(`KurrentDB: ${skipped} cases skipped, because ${variable} is not set\n`)
  })
}

const casesOf = (tasks: readonly RunnerTask[]): readonly RunnerTask[] =>
  tasks.flatMap((task) => (task.type === 'suite' ? casesOf((task as RunnerTestSuite).tasks) : [task]))

export type Server = {
  readonly port: number
  readonly url: string
  /** Ends when the server answers. */
  readonly start: () => Promise<void>
  readonly signal: (name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => void
  readonly kill: () => Promise<void>
  readonly state: () => Promise<string>
  /** Kills it and deletes its data. */
  readonly end: () => Promise<void>
}

/** A durable single node on loopback, not started yet. */
export async function singleServer(): Promise<Server> {
  const [port, replication] = await freePorts(2)
  return server(port ?? 0, [`--replication-port=${replication}`])
}

/** Three nodes on loopback, not started yet. */
export async function cluster(): Promise<{ readonly nodes: readonly Server[]; readonly url: string }> {
  const ports = await freePorts(6)
  const nodePorts = ports.slice(0, 3)
  const nodes = nodePorts.map((port, i) => {
    const seeds = nodePorts.filter((other) => other !== port).map((other) => `127.0.0.1:${other}`)
    return server(port, [
      `--replication-port=${ports[3 + i]}`,
      '--cluster-size=3',
      '--discover-via-dns=false',
      `--gossip-seed=${seeds.join(',')}`,
    ])
  })
  return { nodes, url: `kurrentdb://${nodePorts.map((port) => `127.0.0.1:${port}`).join(',')}?tls=false` }
}

function server(port: number, more: readonly string[]): Server {
  const data = mkdtempSync(join(tmpdir(), 'daicho-kurrentdb-'))
  const flags = [
    '--insecure',
    '--run-projections=None',
    '--disable-log-file',
    '--log-level=Warning',
    '--node-ip=127.0.0.1',
    '--replication-ip=127.0.0.1',
    `--node-port=${port}`,
    `--db=${join(data, 'db')}`,
    `--log=${join(data, 'log')}`,
    ...more,
  ]
  let child: ChildProcess | undefined
  /** To the group of the process started here, so that a server behind a script is met too. */
  const signal = (name: NodeJS.Signals): void => {
    if (child?.pid !== undefined && child.exitCode === null) process.kill(-child.pid, name)
  }
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    signal('SIGKILL')
    await gone
  }
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined)
  return {
    port,
    url: `kurrentdb://127.0.0.1:${port}?tls=false`,
    signal,
    kill,
    start: async () => {
      const env = { ...process.env, EVENTSTORE_TELEMETRY_OPTOUT: 'true', KURRENTDB_TELEMETRY_OPTOUT: 'true' }
      child = spawn(`exec ${SERVER_COMMAND} ${flags.join(' ')}`, {
        shell: true,
        detached: true,
        stdio: 'ignore',
        env,
      })
      for (let i = 0; i < 600; i++) {
        if ((await ask('/health/live'))?.status === 204) return
        if (child.exitCode !== null) throw new Error(`${SERVER_COMMAND} ended with ${child.exitCode}`)
        await sleep(100)
      }
      throw new Error(`${SERVER_COMMAND} does not answer on port ${port}`)
    },
    state: async () => {
      const info = (await (await ask('/info'))?.json()) as { state?: string } | undefined
      return info?.state ?? 'away'
    },
    end: async () => {
      await kill()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function freePorts(count: number): Promise<number[]> {
  const listeners = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(listeners.map((listener) => once(listener, 'listening')))
  const ports = listeners.map((listener) => (listener.address() as AddressInfo).port)
  await Promise.all(listeners.map((listener) => new Promise((done) => listener.close(done))))
  return ports
}
