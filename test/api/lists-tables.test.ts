import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { body, csvRows } from '../../src/api/formats.ts'
import { apiWithLists } from './kit.ts'
import { type Entry, NDJSON } from './single-reads.ts'

const CSV = { accept: 'text/csv' }
const kit = await apiWithLists({ leadTimes: { 'pause-limit': 30 } })
const { get } = kit

/** One contract with a pause that lasted too long, and one that did not; its plan is written as a formula. */
beforeAll(async () => {
  await kit.clock('2025-12-01T09:00:00+09:00')
  const tell = async (type: string, on: string, data: object): Promise<void> => {
    const action = { type, service: 'sakura-cloud', partyId: 'p-1', occurredAt: `${on}T12:00:00+09:00`, data }
    const { status, text } = await kit.post('-1-2', action)
    expect([type, status === 201 ? '' : text]).toEqual([type, ''])
  }
  await tell('ApplicationSubmitted', '2025-05-01', {
    resources: [{ ref: 'sv-1', serviceKind: 'server', plan: '2core' }],
  })
  await tell('ApplicationAccepted', '2025-05-02', {})
  await tell('UsagePaused', '2025-05-10', { pauseId: 'pa-1', scope: 'base' })
  await tell('UsageResumed', '2025-05-20', { pauseId: 'pa-1' })
  await tell('UsagePaused', '2025-06-10', { pauseId: 'pa-2', scope: 'base' })
  await kit.caughtUp()
}, 30_000)
afterAll(() => kit.close())

/** A table without quoted cells, as entries; what is empty is left out. */
function cells(text: string): readonly Entry[] {
  const [head = '', ...lines] = text.split('\r\n')
  expect(lines.pop()).toBe('')
  expect(text).not.toContain('"')
  const names = head.split(',')
  return lines.map((line) => {
    const values = line.split(',')
    expect(values).toHaveLength(names.length)
    return Object.fromEntries(names.map((name, i) => [name, values[i]]).filter(([, value]) => value !== ''))
  })
}

/** An entry as a table has it. */
function asCells({ clause, causes, ...entry }: Entry): Entry {
  const flat = {
    ...entry,
    ...(clause as Entry | undefined),
    ...(causes !== undefined && { causes: (causes as Entry[]).map(({ event }) => event).join(' ') }),
  }
  const known = Object.entries(flat).filter(([, value]) => value !== null && value !== '' && typeof value !== 'object')
  return Object.fromEntries(known.map(([name, value]) => [name, value === '-1-2' ? "'-1-2" : String(value)]))
} // prettier-ignore

test.each(['contracts', 'deadlines', 'pauses'])('%s as a table say what they say as lines', async (list) => {
  const answer = await get(`/v1/${list}`, CSV)
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8; header=present']) // prettier-ignore
  const entries = (await get(`/v1/${list}`, NDJSON)).json as Entry[]
  expect(entries.length).toBeGreaterThan(0)
  expect(cells(answer.text)).toEqual(entries.map(asCells))
})

test('a table says true and false, and nothing where something is not known', async () => {
  const { text } = await get('/v1/pauses', CSV)
  expect(cells(text).map(({ pauseId, overLimit }) => [pauseId, overLimit])).toEqual([
    ['pa-1', 'false'],
    ['pa-2', 'true'],
  ])
})

test('with a byte order mark where it is asked for, and its head also where it is empty', async () => {
  const { text } = await get('/v1/pauses?service=imageflux&bom=true', CSV)
  expect(text).toBe('\uFEFFcontractId,service,pauseId,scope,pausedAt,resumedAt,limitOn,overLimit,terms,version,article,rule,causes\r\n') // prettier-ignore
})

test('what a spreadsheet would take for a formula is told to be text; numbers stay numbers', () => {
  const row = (value: unknown): string => csvRows(['value'], [{ value }]).trimEnd()
  for (const text of ['=1+1', '+1', '-1+1', '-x', '@a', '＝1', '＋1', '－1', '＠a'])
    expect(row(text)).toBe(`'${text}`)
  expect([row('\t1'), row('\r1'), row('a\nb')]).toEqual(["'\t1", `"'\r1"`, `"a\nb"`])
  expect([row('-1'), row('-1.50'), row(-3), row('a=b'), row(''), row(null)]).toEqual(['-1', '-1.50', '-3', 'a=b', '', '']) // prettier-ignore
})

test.each([
  ['application/x-ndjson', 'application/x-ndjson'],
  ['text/csv;q=0.9, application/json', 'text/csv'],
  ['application/json, text/csv', 'application/json'],
  ['*/*', 'application/json'],
  ['text/html', 'application/json'],
])('Accept: %s is answered with %s', async (accept, type) => {
  expect(String((await get('/v1/contracts', { accept })).headers['content-type'])).toMatch(type)
})

test('what nobody takes for long is let go of', async () => {
  const out = body(20)
  const from = performance.now()
  while (await out.write('x'.repeat(20_000))) continue
  expect([out.stream.destroyed, performance.now() - from < 5_000]).toEqual([true, true])
  expect(await out.write('more')).toBe(false)
})

test('a body keeps no listener for each piece that waited', async () => {
  const out = body()
  const took = (async () => {
    let bytes = 0
    for await (const piece of out.stream) bytes += (piece as Buffer).length
    return bytes
  })()
  for (let n = 0; n < 200; n++) await out.write('x'.repeat(70_000))
  const listeners = out.stream.eventNames().map((name) => out.stream.listenerCount(name))
  expect(Math.max(...listeners)).toBeLessThan(5)
  out.stream.end()
  expect(await took).toBe(200 * 70_000)
})

test('lists that are sent whole leave room for pages: no more than six at once', async () => {
  const release: (() => void)[] = []
  const read = kit.lists.read.bind(kit.lists)
  vi.spyOn(kit.lists, 'read').mockImplementation(async (question, asked, begun, met) => {
    if (release.length < 6) await new Promise<void>((go) => release.push(go))
    await read(question, asked, begun, met)
  })
  const six = Array.from({ length: 6 }, () => get('/v1/contracts', NDJSON))
  await vi.waitUntil(() => release.length === 6)
  const seventh = await get('/v1/contracts', NDJSON)
  expect([seventh.status, seventh.headers['retry-after'], seventh.json.type]).toEqual([429, '5', '/problems/too-many-requests']) // prettier-ignore
  expect((await get('/v1/contracts')).status).toBe(200)
  for (const go of release) go()
  expect((await Promise.all(six)).map(({ status }) => status)).toEqual(six.map(() => 200))
  expect((await get('/v1/contracts', NDJSON)).status).toBe(200)
  vi.restoreAllMocks()
})
