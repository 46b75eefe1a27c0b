import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEmbedded } from '../../src/cli/embedded.ts'
import { fillDirectory, rowsOf, tamper } from '../ledger/copying.ts'
import { expectSameJudgements } from '../ledger/rejudging.ts'
import { daicho, temporary } from './running.ts'

const directory = temporary()
afterAll(directory.remove)
const MAIN = new URL('../../src/main.ts', import.meta.url).pathname
const source = directory.path('source')
const KILLS = 5
beforeAll(() => fillDirectory(source, 6_000), 120_000)

/** Starts a copy, and ends it as a power cut would after some milliseconds; true when it had ended by itself. */
async function killedAfter(ms: number, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'copy', ...args], {
    stdio: 'ignore',
  })
  const gone = new Promise<boolean>((done) => child.once('exit', (code) => done(code !== null)))
  await sleep(ms)
  child.kill('SIGKILL')
  return gone
}

const NAME = 'Hoshino Akari Invented'
const line = JSON.stringify({
  contractId: 'c-1',
  type: 'ApplicationSubmitted',
  service: 'iij-media-sphere',
  partyId: 'p-1',
  occurredAt: '2025-01-10T10:00:00+09:00',
  data: { plan: 'basic', applicantName: NAME },
})

describe('daicho copy', () => {
  test('moves a ledger that goes on where it was: keys, names, judgements', { timeout: 60_000 }, async () => {
    const [from, to] = [directory.path('small'), directory.path('moved')]
    await daicho(['import', '-', '--data', from], {}, line)
    const { code, stdout, stderr } = await daicho(['copy', '--from', from, '--to', to])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^1 events and 1 receipts copied, 0 events were there/)
    expect(stdout).toMatch(/equal: nothing changed on the way\n$/)
    expect(rowsOf(to)).toEqual(rowsOf(from))
    expect(statSync(to).mode & 0o777).toBe(0o700)
    expect(statSync(`${to}/keys.sqlite`).mode & 0o777).toBe(0o600)
    const again = await daicho(['import', '-', '--data', to, '--json'], {}, line)
    expect(JSON.parse(again.stdout)).toMatchObject({ recorded: 0, same: 1 })
    const open = await daicho(['export', '--data', to, '--open'])
    expect(JSON.parse(open.stdout)).toMatchObject({ data: { applicantName: NAME } })
    const { ledger, close } = await openEmbedded({ token: 't', testClock: false, data: to }, {})
    await expectSameJudgements(ledger)
    await close()
  })

  test(`killed ${KILLS} times it goes on, and nothing changes on the way`, { timeout: 120_000 }, async () => {
    const to = directory.path('killed')
    const began = performance.now()
    expect((await daicho(['copy', '--from', source, '--to', directory.path('whole')])).code).toBe(0)
    const whole = performance.now() - began
    let cut = 0
    for (let i = 0; i < KILLS; i++) {
      const isDone = await killedAfter((whole * (i + 2)) / (KILLS + 3), ['--from', source, '--to', to])
      if (!isDone) cut++
    }
    expect(cut).toBeGreaterThan(0)
    const { code, stdout } = await daicho(['copy', '--from', source, '--to', to, '--json'])
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ equal: true, grew: false })])
    expect(rowsOf(to)).toEqual(rowsOf(source))
  })

  test(
    'ends with 1 where the target holds something else, and changes nothing in it',
    { timeout: 60_000 },
    async () => {
      const [from, to] = [directory.path('one'), directory.path('two')]
      await daicho(['import', '-', '--data', from], {}, line)
      await daicho(['import', '-', '--data', to], {}, line.replaceAll('p-1', 'p-2'))
      const before = rowsOf(to)
      const { code, stdout, stderr } = await daicho(['copy', '--from', from, '--to', to])
      expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining('copy into an empty place')])
      expect(rowsOf(to)).toEqual(before)
    },
  )

  test('ends with 1 and says what differs where the proof fails', { timeout: 60_000 }, async () => {
    const [from, to] = [directory.path('three'), directory.path('four')]
    await daicho(['import', '-', '--data', from], {}, line)
    await daicho(['copy', '--from', from, '--to', to])
    tamper(`${to}/ledger.sqlite`, `INSERT INTO receipts VALUES ('x', 'x', 'x', 'x', 200, '[]', NULL)`)
    const { code, stdout } = await daicho(['copy', '--from', from, '--to', to])
    expect([code, stdout]).toEqual([1, expect.stringContaining('NOT EQUAL')])
    const json = await daicho(['copy', '--from', from, '--to', to, '--json'])
    expect([json.code, JSON.parse(json.stdout)]).toEqual([1, expect.objectContaining({ equal: false })])
  })

  const place = directory.path('nowhere')
  test.each([
    [['--from', place, '--to', directory.path('any')], 'there is no ledger'],
    [['--from', source, '--to', source], 'the same place'],
    [['--from', source, '--to', `${source}/../source`], 'the same place'],
    [['--from', source], '--to'],
    [['--from', source, '--to', 'mysql://127.0.0.1/x'], 'no place'],
    [['--from', source, '--to', 'kurrentdb://127.0.0.1:1?tls=false'], '--to-keys'],
    [['--from', source, '--to', 'kurrentdb'], 'DAICHO_KURRENTDB'],
    [['--from', source, '--to', 'kurrentdb://127.0.0.1:1?tls=false', '--ledger', 'A b'], '--ledger'],
    [['--from', source, '--from-keys', place, '--to', directory.path('any')], 'no keys'],
  ])('ends with 2 when it is used wrongly: %j', { timeout: 60_000 }, async (args, why) => {
    mkdirSync(directory.path('.'), { recursive: true })
    const { code, stdout, stderr } = await daicho(['copy', ...args])
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(why)])
    expect([existsSync(place), existsSync(directory.path('any'))]).toEqual([false, false])
  })
})
