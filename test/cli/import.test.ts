import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { openEmbedded } from '../../src/cli/embedded.ts'
import { serving } from '../serving.ts'
import { daicho, temporary } from './running.ts'

const directory = temporary()
afterAll(directory.remove)

const line = (told: object): string => JSON.stringify(told)
const opened = (contractId: string, plan = 'basic'): string =>
  line({ contractId, type: 'ApplicationSubmitted', service: 'iij-media-sphere', partyId: `p-${contractId}`, occurredAt: '2025-01-10T10:00:00+09:00', data: { plan } }) // prettier-ignore
const fact = (
  contractId: string,
  type: string,
  data: object = {},
  at = '2025-01-12T10:00:00+09:00',
): string => line({ contractId, type, occurredAt: at, data })
const fee = (contractId: string): string =>
  fact(contractId, 'OneTimeFactOccurred', { item: 'data-transfer' }, '2025-03-01T12:00:00+09:00')
const published = (type: string, data: object): string =>
  line({ type, service: 'iij-media-sphere', occurredAt: '2024-12-01T12:00:00+09:00', data })

const JOURNAL = [
  published('TaxRatePublished', { rate: '0.10', effectiveOn: '2019-10-01' }),
  opened('c-1'),
  fact('c-1', 'ApplicationAccepted'),
  '',
  fact('c-1', 'OptionApplied', { option: 'drm', ref: 'drm-1' }), // refused on a basic plan
  '{ "contractId": "c-1", ',
  fee('c-1'),
  fee('c-1'), // the same line again is another fact
  published('OutageBegan', { outageId: 'o-1' }),
  line({ contractId: 'c-9', type: 'ApplicationAccepted', service: 'iij-media-sphere', partyId: 'p-9', occurredAt: '2025-01-12T10:00:00+09:00', data: {} }), // nobody opened it
  line({ type: 'ActionVoided', service: 'iij-media-sphere', occurredAt: '2025-01-10T10:00:00+09:00', data: { eventId: 'e', reason: 'x' } }), // at which door?
] // prettier-ignore

const journal = (name: string, lines: readonly string[]): string => {
  writeFileSync(directory.path(name), lines.join('\n'))
  return directory.path(name)
}
const imported = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await daicho(['import', ...args, '--json'])
  return { code, stderr, result: JSON.parse(stdout) as Record<string, unknown> }
}
const COUNTED = { lines: 10, recorded: 6, same: 0, refused: 1, malformed: 2, failed: 1 }

describe('daicho import', () => {
  test('counts what became of every line, names the bad ones, and records nothing the second time', async () => {
    const [file, data] = [journal('a.ndjson', JOURNAL), directory.path('a')]
    const first = await imported(file, '--data', data)
    expect([first.code, first.stderr]).toEqual([1, ''])
    expect(first.result).toMatchObject(COUNTED)
    expect(first.result['problems']).toMatchObject([
      { line: 5, status: 422, detail: expect.stringContaining('IJ-5-3') },
      { line: 6, status: 400, detail: expect.stringContaining('not JSON') },
      { line: 10, status: 404 },
      { line: 11, status: 400, detail: expect.stringContaining('door') },
    ])
    const again = await imported(file, '--data', data)
    expect(again.result).toMatchObject({ ...COUNTED, recorded: 0, same: 6 })

    const { ledger, close } = await openEmbedded({ token: 't', testClock: false, data }, {})
    expect((await ledger.store.head()).position).toBe(7) // the refusal too
    const key = createHash('sha256')
      .update(`${fee('c-1')}\n2`)
      .digest('hex')
    expect(await ledger.store.findReceipt('operator', 'contract-c-1', key)).toMatchObject({ status: 201 })
    await close()
  })

  test('says the same in words', async () => {
    const file = journal('w.ndjson', JOURNAL)
    const { code, stdout } = await daicho(['import', file, '--data', directory.path('w')])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^line 5: 422 OptionApplied of c-1 is not allowed by iij-media-sphere/)
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      '10 lines: 6 recorded, 0 same, 1 refused, 2 malformed, 1 failed',
    )
  })

  test('a journal without a fault ends with 0; refusals are no fault', async () => {
    const file = journal('ok.ndjson', [JOURNAL[1] ?? '', JOURNAL[2] ?? '', JOURNAL[4] ?? ''])
    expect((await daicho(['import', file, '--data', directory.path('ok')])).code).toBe(0)
  })

  test('keeps the order of each contract, and facts of a provider in their place among all', async () => {
    const contracts = Array.from({ length: 40 }, (_, i) => `c-${i}`)
    const closes = published('TariffPublished', { tariffId: 't-1', effectiveOn: '2025-01-01', oneTimeFees: [{ item: 'data-transfer', amount: 1000 }] }) // prettier-ignore
    const lines = [
      ...contracts.map((id) => opened(id)),
      closes,
      ...contracts.map((id) => fact(id, 'ApplicationAccepted')),
      ...contracts.flatMap((id) => [fee(id), fee(id)]),
    ]
    const data = directory.path('order')
    expect((await imported(journal('o.ndjson', lines), '--data', data)).result).toMatchObject({
      recorded: 161,
    })
    const { ledger, close } = await openEmbedded({ token: 't', testClock: false, data }, {})
    const positions: Record<string, number[]> = {}
    for await (const { type, position } of ledger.store.readAll(0)) (positions[type] ??= []).push(position)
    expect(positions['TariffPublished']).toEqual([41])
    expect(Math.max(...(positions['ApplicationSubmitted'] ?? []))).toBe(40)
    const own = await ledger.loader.stream('contract-c-17')
    expect(own.events.map(({ type }) => type)).toEqual(['ApplicationSubmitted', 'ApplicationAccepted', 'OneTimeFactOccurred', 'OneTimeFactOccurred']) // prettier-ignore
    await close()
  })

  test('standard input is a journal too', async () => {
    const { code, stdout } = await daicho(
      ['import', '-', '--data', directory.path('stdin')],
      {},
      `${opened('c-1')}\n`,
    )
    expect([code, stdout]).toEqual([0, '1 lines: 1 recorded, 0 same, 0 refused, 0 malformed, 0 failed\n'])
  })

  test('over HTTP it does the same, under the same keys', async () => {
    const [file, data] = [journal('h.ndjson', JOURNAL), directory.path('h')]
    const server = await serving(['--data', data])
    onTestFinished(server.stop)
    const over = ['--url', server.url, '--token', server.token]
    expect((await imported(file, ...over)).result).toMatchObject(COUNTED)
    expect((await imported(file, ...over)).result).toMatchObject({ recorded: 0, same: 6, refused: 1 })
    const wrong = await daicho(['import', file, '--url', server.url, '--token', 'wrong'])
    expect([wrong.code, wrong.stderr]).toEqual([1, `daicho: ${server.url} does not take this token\n`])
    const busy = await daicho(['import', file, '--data', data])
    expect([busy.code, busy.stderr]).toEqual([1, expect.stringContaining('is in use')])
    await server.stop()
    expect((await imported(file, '--data', data)).result).toMatchObject({ recorded: 0, same: 6, refused: 1 })
  })

  test.each([
    ['a file that is not there', ['import', '/nowhere.ndjson']],
    ['no file', ['import']],
    ['both places', ['import', '-', '--data', 'x', '--url', 'http://127.0.0.1:1', '--token', 't']],
    ['a server without a token', ['import', '-', '--url', 'http://127.0.0.1:1']],
    ['no URL', ['import', '-', '--url', 'here', '--token', 't']],
    ['an unknown option', ['import', '-', '--fast']],
  ])('%s is wrong use', async (_, args) => {
    const { code, stdout, stderr } = await daicho(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/\S/)
  })
})
