import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { freePort, inherited, serving } from '../serving.ts'
import { daicho, ended, temporary } from './running.ts'

const BIN = fileURLToPath(new URL('../../bin/daicho.js', import.meta.url))
const directory = temporary()
afterAll(directory.remove)

/** A launcher under an older Node, which has to find the one beside the project. */
const OLDER = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } })`
const launched = (...args: readonly string[]): readonly string[] => [
  '--disable-warning=ExperimentalWarning',
  '--import',
  `data:text/javascript,${encodeURIComponent(OLDER)}`,
  BIN,
  ...args,
]

async function firstLine(child: ChildProcess): Promise<Record<string, unknown>> {
  onTestFinished(() => void child.kill('SIGKILL'))
  if (!child.stdout) throw new Error('no output')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return JSON.parse(line) as Record<string, unknown>
}

describe('daicho serve', () => {
  test('makes an operator token on its first start, keeps it for its owner alone, and takes it', async () => {
    const data = directory.path('token')
    const port = await freePort()
    const start = () =>
      spawn(process.execPath, [BIN, 'serve', '--data', data, '--port', String(port), '--json'], {
        env: { ...inherited(), DAICHO_TOKEN: '' },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    const child = start()
    const { url } = await firstLine(child)
    const token = readFileSync(`${data}/operator.token`, 'utf8').trim()
    expect(token.length).toBeGreaterThan(40)
    expect(statSync(`${data}/operator.token`).mode & 0o777).toBe(0o600)
    expect(statSync(data).mode & 0o777).toBe(0o700)
    const asked = (credential: string) =>
      fetch(`${String(url)}/v1/contracts/c-1`, { headers: { authorization: `Bearer ${credential}` } })
    expect([(await asked(token)).status, (await asked('other')).status]).toEqual([404, 401])
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    const again = start()
    await firstLine(again)
    expect(readFileSync(`${data}/operator.token`, 'utf8').trim()).toBe(token)
    again.kill('SIGINT')
    expect(await once(again, 'exit')).toEqual([0, null])
  })

  test('a port in use, a data directory in use: said in a line, exit code 1', async () => {
    const data = directory.path('busy')
    const server = await serving(['--data', data])
    onTestFinished(server.stop)
    const port = new URL(server.url).port
    const taken = await daicho(['serve', '--memory', '--port', port])
    expect([taken.code, taken.stderr]).toEqual([1, `daicho: port ${port} of 127.0.0.1 is in use; --port N takes another one\n`]) // prettier-ignore
    const owned = await daicho(['serve', '--data', data, '--port', '0'])
    expect([owned.code, owned.stderr]).toEqual([
      1,
      expect.stringMatching(/^daicho: .*ledger\.sqlite is in use/),
    ])
    await server.stop()
  })

  test.each([
    [['serve', '--port', '65536']],
    [['serve', '--port', 'x']],
    [['serve', '--port', '-1']],
    [['serve', '--rate-limit', '0']],
    [['serve', '--log', 'loud']],
    [['serve', '--memory', '--data', 'x']],
    [['serve', '--host', '192.0.2.1', '--memory', '--port', '0']],
    [['serve', 'more']],
    [['sevre']],
    [[]],
  ])('%j is wrong use: 2', async (args) => expect((await daicho(args)).code).toBe(2))

  test('--help is no wrong use', async () => {
    const { code, stdout } = await daicho(['--help'])
    expect(code).toBe(0)
    for (const command of ['serve', 'import', 'demo', 'terms', 'erase', 'verify'])
      expect(stdout).toContain(command)
  })

  test('logs as JSON to stderr, the route and never what was sent', async () => {
    const child = spawn(
      process.execPath,
      [BIN, 'serve', '--memory', '--port', '0', '--json', '--log', 'info'],
      {
        env: { ...inherited(), DAICHO_TOKEN: 'secret-token' },
        stdio: 'pipe',
      },
    )
    let log = ''
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
    const { url } = await firstLine(child)
    await fetch(`${String(url)}/v1/contracts/c-named/history`, {
      headers: { authorization: 'Bearer secret-token' },
    })
    child.kill('SIGTERM')
    await once(child, 'exit')
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toContainEqual(expect.objectContaining({ method: 'GET', route: '/v1/contracts/:contractId/history', status: 404 })) // prettier-ignore
    expect(log).not.toMatch(/c-named|secret-token/)
  })
})

describe('bin/daicho.js under an older Node', () => {
  test('finds the Node beside the project and passes its exit code on', async () => {
    const { code, stderr } = await ended(process.execPath, launched('serve', '--port', 'x'))
    expect([code, stderr]).toEqual([2, expect.stringContaining("'--port <n>' argument 'x' is invalid")])
  })

  test('passes signals on, and ends as the server ends', async () => {
    const child = spawn(process.execPath, launched('serve', '--memory', '--port', '0', '--json'), {
      env: inherited(),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const { url } = await firstLine(child)
    expect((await fetch(`${String(url)}/v1/health`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    await expect(fetch(`${String(url)}/v1/health`)).rejects.toThrow()
  })
})
