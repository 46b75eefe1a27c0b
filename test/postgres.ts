import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type RunnerTask, type RunnerTestSuite, test } from 'vitest'

/** A database to test with, whose user may create databases; without it a private server is started. */
const GIVEN = process.env['DAICHO_TEST_POSTGRES'] ?? ''
const VERSIONS = '/usr/lib/postgresql'

const BIN = binaries()
/** Whether tests can have a database: `describe.skipIf(!HAS_POSTGRES)`. */
export const HAS_POSTGRES = GIVEN !== '' || BIN !== undefined

export type TestServer = {
  /** A database of its own; dropped with the server. */
  readonly database: () => Promise<string>
  /** Undefined for a server that was given: only a private one may be stopped. */
  readonly own: OwnServer | undefined
  /** Drops the databases, and ends and deletes a private server. */
  readonly end: () => Promise<void>
}

export type OwnServer = {
  /** SIGINT ends it at once and in order, SIGKILL without. */
  readonly stop: (signal?: 'SIGINT' | 'SIGKILL') => Promise<void>
  readonly signal: (name: 'SIGSTOP' | 'SIGCONT') => void
  /** Starts it again on the same port with the same data. */
  readonly start: () => Promise<void>
}

/** A case that says how many of its file's cases were skipped for want of PostgreSQL. */
export function sayWhetherPostgres(): void {
  test('what is skipped is said', ({ task }) => {
    const skipped = casesOf(task.file.tasks).filter(({ mode }) => mode === 'skip').length
    if (HAS_POSTGRES) return
    process.stderr.write(
      `PostgreSQL: ${skipped} cases skipped, because DAICHO_TEST_POSTGRES is not set and ${VERSIONS} has no server\n`,
    )
  })
}

const casesOf = (tasks: readonly RunnerTask[]): readonly RunnerTask[] =>
  tasks.flatMap((task) => (task.type === 'suite' ? casesOf((task as RunnerTestSuite).tasks) : [task]))

/** A PostgreSQL server: the one that is given, or one of its own on loopback for this file of tests. */
export async function startPostgres(): Promise<TestServer> {
  const own = GIVEN === '' ? await privateServer() : undefined
  const url = own?.url ?? GIVEN
  const made: string[] = []
  return {
    own,
    database: async () => {
      const name = `daicho_test_${randomBytes(8).toString('hex')}`
      await asked(url, `CREATE DATABASE ${name}`)
      made.push(name)
      const its = new URL(url)
      its.pathname = `/${name}`
      return its.href
    },
    end: async () => {
      if (own) return own.end()
      for (const name of made) await asked(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

/** One statement on a connection of its own. */
export async function asked(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

function binaries(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined
  const newest = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a))
  return newest
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')))
}

/** The server refuses to run as root; its package brings a user that it runs as then. */
function owner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function privateServer(): Promise<OwnServer & { url: string; end: () => Promise<void> }> {
  const as = owner()
  const home = mkdtempSync(join(tmpdir(), 'daicho-postgres-'))
  const secret = randomBytes(16).toString('hex')
  writeFileSync(join(home, 'secret'), secret, { mode: 0o644 })
  if (as.uid !== undefined && as.gid !== undefined) chownSync(home, as.uid, as.gid)
  const data = join(home, 'data')
  const bin = BIN ?? ''
  const init = [
    '-D',
    data,
    '-U',
    'daicho',
    '-A',
    'scram-sha-256',
    `--pwfile=${join(home, 'secret')}`,
    '-E',
    'UTF8',
  ]
  execFileSync(join(bin, 'initdb'), [...init, '--locale=C.UTF-8', '--no-sync'], {
    ...as,
    cwd: home,
    stdio: 'pipe',
  })
  const port = await freePort()
  const url = `postgres://daicho:${secret}@127.0.0.1:${port}/postgres`
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    // Without fsync a killed server still keeps what it wrote, as long as the machine runs: enough for tests.
    const flags = [
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-k',
      '',
      '-c',
      'fsync=off',
      '-c',
      'max_connections=200',
    ]
    child = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...as, cwd: home, stdio: 'ignore' })
    await answering(url, child)
  }
  const stop = async (signal: NodeJS.Signals = 'SIGINT'): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  await start()
  return {
    url,
    start,
    stop,
    signal: (name) => void child?.kill(name),
    end: async () => {
      await stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`)
    const rows = await asked(url, 'SELECT 1').catch(() => [])
    if (rows.length > 0) return
    await sleep(50)
  }
  throw new Error('postgres does not answer')
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  await new Promise((done) => listener.close(done))
  return port
}
