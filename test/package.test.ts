import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ended } from './cli/running.ts'
import { inherited } from './serving.ts'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const TOKEN = 'token-of-a-test'
/** A folder of somebody who installed the package: nothing in it but `node_modules`. */
const elsewhere = mkdtempSync(join(tmpdir(), 'daicho-package-'))
const installed = join(elsewhere, 'node_modules/daicho')
const BIN = join(installed, 'bin/daicho.js')
const daicho = (...args: readonly string[]) => ended(process.execPath, [BIN, ...args], {}, '', elsewhere)

/**
 * What `npm install daicho-….tgz` leaves behind, without the network: the tarball unpacked, and beside it the packages
 * it says it depends on, and no others.
 */
beforeAll(() => {
  const npm = ['pack', '--json', '--pack-destination', elsewhere]
  execFileSync('npm', npm, { cwd: PROJECT, stdio: ['ignore', 'ignore', 'pipe'] })
  const tarball = readdirSync(elsewhere).find((name) => name.endsWith('.tgz')) ?? ''
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', ['-xzf', join(elsewhere, tarball), '--strip-components=1', '-C', installed])
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of Object.keys(dependencies)) {
    const link = join(elsewhere, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(PROJECT, 'node_modules', name), link)
  }
}, 180_000)
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

describe('the package', { timeout: 120_000 }, () => {
  test('holds plain JavaScript and what runs it, and leaves nothing behind in the project', () => {
    const paths = readdirSync(installed, { recursive: true, encoding: 'utf8' })
    expect(readdirSync(installed).sort()).toEqual(['README.md', 'bin', 'dist', 'package.json'])
    expect(paths.filter((path) => path.endsWith('.ts'))).toEqual([])
    const threads = paths.filter((path) => /^dist.*\.js$/.test(path)).filter((path) => /new URL\(\s*['"`][^'"`]*\.ts\b/.test(readFileSync(join(installed, path), 'utf8'))) // prettier-ignore
    expect(threads, 'a thread that is started by the name of a source').toEqual([])
    expect(existsSync(join(PROJECT, 'dist'))).toBe(false)
  })

  test('serves, records an action and reads its card', async () => {
    const child = spawn(process.execPath, [BIN, 'serve', '--data', 'ledger', '--port', '0', '--json'], {
      cwd: elsewhere,
      env: { ...inherited(), DAICHO_TOKEN: TOKEN },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const contract = `${(JSON.parse(line) as { url: string }).url}/v1/contracts/c-1`
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    const action = {
      type: 'ApplicationSubmitted',
      service: 'iij-media-sphere',
      partyId: 'p-1',
      occurredAt: '2025-01-10T10:00:00+09:00',
      data: { plan: 'basic' },
    }
    const told = await fetch(`${contract}/actions`, { method: 'POST', headers, body: JSON.stringify(action) })
    expect(told.status).toBe(201)
    expect(await (await fetch(contract, { headers })).json()).toMatchObject({ state: 'applied', revision: 1 })
    const measured = async () => (await fetch(new URL('/v1/metrics', contract), { headers })).text()
    await expect.poll(measured, { timeout: 20_000 }).toMatch(/^daicho_views_position 1$/m)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('says which version it is', async () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string }
    expect(await daicho('--version')).toMatchObject({ code: 0, stdout: `${version}\n` })
  })

  test('tells of every rule what the project tells', async () => {
    const { code, stdout } = await daicho('terms', '--service', 'imageflux', '--json')
    const project = await ended(process.execPath, [
      join(PROJECT, 'bin/daicho.js'), 'terms', '--service', 'imageflux', '--json',
    ]) // prettier-ignore
    expect([code, JSON.parse(stdout)]).toEqual([0, JSON.parse(project.stdout)])
  })

  test('fills a ledger with the demo and closes a month of it in threads', async () => {
    expect((await daicho('demo')).code).toBe(0)
    const closed = await daicho('close', '--month', '2025-01', '--workers', '2', '--json')
    expect(JSON.parse(closed.stdout)).toMatchObject({ contracts: 20, closed: 10, notClosed: 0 })
  })

  test('says under an older Node which one it needs: 2', async () => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.1.0' } })`
    const { code, stderr } = await ended(process.execPath, [
      '--import',
      `data:text/javascript,${encodeURIComponent(older)}`,
      BIN,
      'serve',
    ])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^daicho needs Node 24 or later; this is .*nodejs\.org/)]) // prettier-ignore
  })
})
