import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type StatementClosed } from '../../src/domain/contract/events/ledger.ts'
import { contract, eventsOf, opened, publish, tell } from '../ledger/billing.ts'

const CHILD = fileURLToPath(new URL('close-child.ts', import.meta.url))
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const NODE = ['--disable-warning=ExperimentalWarning']
const NOW = '2025-04-10T09:00:00+09:00'
const CONTRACTS = 60
const KILLS = 6

const directory = mkdtempSync(join(tmpdir(), 'daicho-close-'))
const filled = join(directory, 'filled')
let copies = 0
/** A copy of the filled data directory. */
const fresh = (): string => {
  const copy = join(directory, `copy-${++copies}`)
  cpSync(filled, copy, { recursive: true })
  return copy
}

beforeAll(async () => {
  const { ledger, close } = await opened(NOW, filled)
  await publish(ledger)
  await Promise.all(Array.from({ length: CONTRACTS }, (_, n) => contract(ledger, `c-${n}`, String(n * 40))))
  await close()
}, 120_000)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** What is closed in a data directory: number and bill by contract. */
async function closedIn(data: string) {
  const { ledger, close } = await opened(NOW, data)
  const events = await eventsOf(ledger, 'StatementClosed')
  const entries = await eventsOf(ledger, 'StatementNumbered')
  await close()
  const statements = events.map((event) => ({
    contractId: event.contractId,
    ...(event.data as StatementClosed),
  }))
  return {
    numbers: statements.map(({ number }) => number).sort(),
    taken: entries.map(({ revision, data: { statement } }) => `${revision} ${String(statement)}`),
    named: statements
      .map(({ number, contractId, month }) => `${Number(number.slice(-6))} ${contractId ?? ''}/${month}`)
      .sort(),
    bills: statements.map(({ number: _, digest: __, ...bill }) => JSON.stringify(bill)).sort(),
  }
}

/** Runs until so many contracts are done, then ends as a power cut would; the number of contracts that were done. */
async function killed(data: string, workers: number, after: number): Promise<number> {
  const child = spawn(process.execPath, [...NODE, CHILD, data, '2025-02', String(workers), NOW], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise((done) => child.once('exit', done))
  let done = 0
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('closed')) continue
    if (++done === after) child.kill('SIGKILL')
  }
  await gone
  return done
}

const series = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `iij-media-sphere-2025-${String(i + 1).padStart(6, '0')}`)

describe('daicho close', () => {
  test.each([1, 2])(
    `killed again and again with %i threads it closes the same bills, and no number is doubled or lost`,
    { timeout: 240_000 },
    async (workers) => {
      const whole = fresh()
      expect(await killed(whole, 1, Infinity)).toBe(CONTRACTS)
      const data = fresh()
      let done = 0
      for (let kill = 0; kill < KILLS; kill++) done += await killed(data, workers, 1 + ((kill * 5) % 7))
      expect(done).toBeLessThan(CONTRACTS)
      await killed(data, workers, Infinity)
      const [undisturbed, disturbed] = [await closedIn(whole), await closedIn(data)]
      expect(disturbed.numbers).toEqual(series(CONTRACTS))
      expect(disturbed.bills).toEqual(undisturbed.bills)
      expect([...disturbed.taken].sort()).toEqual(disturbed.named)
    },
  )

  const daicho = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...NODE, MAIN, 'close', ...args], { encoding: 'utf8' }) // prettier-ignore
    return { status, stdout, stderr }
  }

  test('says what it did, and a second time that all is done', { timeout: 60_000 }, () => {
    const data = fresh()
    const first = daicho('--month', '2025-02', '--data', data, '--json', '--workers', '2')
    expect(first.status).toBe(0)
    expect(JSON.parse(first.stdout)).toMatchObject({ contracts: CONTRACTS, closed: CONTRACTS, notClosed: 0 })
    const second = daicho('--month', '2025-02', '--data', data, '--service', 'iij-media-sphere')
    expect(second).toMatchObject({ status: 0, stderr: '' })
    expect(second.stdout).toMatch(
      `2025-02: ${CONTRACTS} contracts, 0 bills closed, ${CONTRACTS} were closed, 0 owe nothing`,
    )
    const other = daicho('--month', '2025-02', '--data', data, '--service', 'sakura-cloud', '--json')
    expect(JSON.parse(other.stdout)).toMatchObject({ contracts: 0 })
  })

  test('ends with 1 and names the bills that could not be closed', { timeout: 60_000 }, async () => {
    const data = fresh()
    const { ledger, close } = await opened(NOW, data)
    await tell(ledger, 'c-7', 'OneTimeFactOccurred', '2025-02-10', { item: 'data-transfer' })
    await close()
    const found = daicho('--month', '2025-02', '--data', data)
    expect(found.status).toBe(1)
    expect(found.stdout).toContain('2025-02 of c-7 has what cannot be billed: charge.one-time')
    expect(found.stdout).toContain(`${CONTRACTS - 1} bills closed`)
    expect(daicho('--month', '2025-02', '--data', data, '--leave-out', 'charge.one-time').status).toBe(0)
  })

  test.each([
    [['--month', '2025-13']],
    [['--month', '2999-01']],
    [['--month', '2025-02', '--service', 'none']],
    [['--month', '2025-02', '--workers', '0']],
    [[]],
  ])('ends with 2 when it is used wrongly: %j', { timeout: 60_000 }, (args) => {
    const { status, stderr } = daicho(...args, '--data', join(directory, 'empty'))
    expect(status).toBe(2)
    expect(stderr).not.toBe('')
  })
})
