import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/api/app.ts'
import { viewsOf } from '../../src/cli/views.ts'
import { addDays, day } from '../../src/domain/kernel/calendar.ts'
import { record } from '../../src/ledger/record.ts'
import { openSqliteViews } from '../../src/readstore/sqlite.ts'
import { caughtUp, ledgerOf, scenes, tended } from '../ledger/viewed.ts'
import { TOKEN, client } from './kit.ts'
import { type Entry, NDJSON, expectAgreement, pages, queryOf, singleReads } from './single-reads.ts'

const OPERATOR = { id: 'operator', role: 'operator' } as const

/** The demo, and a contract of a third service whose party died and has an heir. */
const demo = await ledgerOf()
const { ledger } = demo
const reads = await openSqliteViews(':memory:')
const views = viewsOf(ledger, reads, (what, error) => {
  throw new Error(what, { cause: error })
})
const app = await createApp(ledger, {
  token: TOKEN,
  lists: views.lists,
  leadTimes: { payment: 5, 'pause-limit': 30 },
})
const { get } = client(app)
let all: Awaited<ReturnType<typeof singleReads>>

beforeAll(async () => {
  await demo.tell(0, scenes.length)
  const tell = async (contractId: string, type: string, on: string, data: object = {}): Promise<void> => {
    const body = {
      type,
      service: 'soracom-flux',
      partyId: 'p-flux',
      occurredAt: `${on}T12:00:00+09:00`,
      data,
    }
    const outcome = await record(ledger, { door: 'contract', contractId, actor: OPERATOR, body })
    expect([type, outcome.kind]).toEqual([type, 'recorded'])
  }
  for (const id of ['sf-1', 'sf-2']) {
    await tell(id, 'ApplicationSubmitted', '2025-10-01', { plan: 'standard' })
    await tell(id, 'ApplicationAccepted', '2025-10-03')
  }
  await tell('sf-1', 'CustomerDied', '2025-12-20')
  await tell('sf-1', 'SuccessionFiled', '2026-01-15', { successorPartyId: 'p-heir', ground: 'inheritance' })
  await caughtUp(tended(ledger, reads))
  all = await singleReads(ledger, get, '')
}, 60_000)
afterAll(async () => {
  await app.close()
  await views.close()
  await demo.close()
})

const list = async (url: string): Promise<readonly Entry[]> => {
  const answer = await get(url, NDJSON)
  expect([url, answer.status]).toEqual([url, 200])
  return answer.json as Entry[]
}

describe('lists say what the reads of single contracts say', () => {
  const WHEN: readonly Parameters<typeof queryOf>[0][] = [
    {},
    { asOf: '2025-07-01T00:00:00+09:00' },
    { asOf: '2025-11-30T23:59:59.999+09:00' },
    { asOf: '2024-09-01T00:00:00+09:00' },
    { asOf: '2030-02-28T12:00:00+09:00' },
    { knownAt: '@1' },
    { knownAt: '@300' },
    { knownAt: '@300', asOf: '2025-07-01T00:00:00+09:00' },
    { knownAt: '@999999' },
    { knownAt: '2025-10-10T12:00:00+09:00' },
    { knownAt: '2025-10-10T12:00:00+09:00', asOf: '2026-12-31T00:00:00+09:00' },
    { knownAt: '2040-01-01T00:00:00+09:00' },
  ]
  test.each(WHEN.map((when) => [queryOf(when) || 'now, as far as is known'] as const))(
    '%s',
    async (query) => {
      const wanted = await expectAgreement(ledger, get, query.includes('=') ? query : '')
      if (!query.includes('=')) {
        expect(wanted.contracts).toHaveLength(22)
        expect(wanted.deadlines.length).toBeGreaterThan(100)
        expect(wanted.pauses.length).toBeGreaterThan(1)
      }
    },
  )
})

describe('filters narrow, and nothing else', () => {
  const by = (field: string, value: unknown) => (entry: Entry) => entry[field] === value

  test.each([
    ['service=sakura-cloud', by('service', 'sakura-cloud')],
    ['service=imageflux', by('service', 'imageflux')],
    ['state=ended', by('state', 'ended')],
    ['state=active&service=iij-media-sphere', (entry: Entry) => entry['state'] === 'active' && entry['service'] === 'iij-media-sphere'],
    ['partyId=party-3', by('partyId', 'party-3')],
    ['partyId=p-flux', by('partyId', 'p-flux')],
    ['partyId=p-heir', by('contractId', 'sf-1')],
    ['q=MS-1', (entry: Entry) => String(entry['contractId']).startsWith('ms-1')],
    ['q=premium', by('plan', 'premium')],
    ['q=p-heir', by('contractId', 'sf-1')],
    ['q=%25', () => false],
    ['q=_', () => false],
  ] as const)('contracts: %s', async (query, holds) => {
    expect(await list(`/v1/contracts?${query}`)).toEqual(all.contracts.filter(holds))
  }) // prettier-ignore

  test('each filter of contracts above finds some and leaves some out, but for those that must find none', () => {
    for (const field of ['state', 'service', 'plan'])
      expect(new Set(all.contracts.map((each) => each[field])).size).toBeGreaterThan(2)
  })

  const dayOf = (entry: Entry): string => String(entry['at'] ?? entry['on']).slice(0, 10)
  test.each([
    ['from=2025-11-10', (entry: Entry) => dayOf(entry) >= '2025-11-10'],
    ['to=2025-11-10', (entry: Entry) => dayOf(entry) <= '2025-11-10'],
    ['from=2025-11-10&to=2025-11-10', (entry: Entry) => dayOf(entry) === '2025-11-10'],
    ['from=2026-01-01&to=2025-01-01', () => false],
    ['to=2150-12-31', () => true],
    ['kind=payment&state=missed', (entry: Entry) => entry['kind'] === 'payment' && entry['state'] === 'missed'],
    ['service=sakura-cloud&kind=pause-limit', (entry: Entry) => entry['kind'] === 'pause-limit'],
    ['state=met&from=2025-06-01&to=2025-12-31', (entry: Entry) => entry['state'] === 'met' && dayOf(entry) >= '2025-06-01' && dayOf(entry) <= '2025-12-31'],
  ] as const)('deadlines: %s', async (query, holds) => {
    const found = (await list(`/v1/deadlines?${query}`)).map(withoutReminder)
    expect(found).toEqual(all.deadlines.map(withoutReminder).filter(holds))
  }) // prettier-ignore

  test('pauses over their limit, within it, and those of which it is not known', async () => {
    expect(await list('/v1/pauses?overLimit=true')).toEqual(all.pauses.filter(by('overLimit', true)))
    expect(await list('/v1/pauses?overLimit=false')).toEqual(all.pauses.filter(by('overLimit', false)))
    expect(await list('/v1/pauses?service=imageflux')).toEqual([])
  })

  test.each([
    '/v1/contracts?state=gone',
    '/v1/contracts?q=',
    '/v1/contracts?limit=0',
    '/v1/contracts?limit=1001',
    '/v1/contracts?overLimit=true',
    '/v1/deadlines?kind=birthday',
    '/v1/deadlines?from=2025-02-30',
    '/v1/deadlines?asOf=2025-02-03T00:00:00',
    '/v1/pauses?overLimit=yes',
    '/v1/parties/p-1?limit=3',
    '/v1/contracts?q=%00',
    '/v1/deadlines?to=9999-12-31',
  ])('%s is malformed', async (url) => {
    const answer = await get(url)
    expect([answer.status, answer.json.type]).toEqual([400, expect.stringMatching(/\/malformed$/)])
  })
})

const withoutReminder = ({ remindOn: _, ...entry }: Entry): Entry => entry

describe('deadlines are reminded of by the operator’s lead times', () => {
  test('those whose kind has one, so many days before, and no other', async () => {
    const entries = await list('/v1/deadlines?')
    for (const entry of entries) {
      const lead = { payment: 5, 'pause-limit': 30 }[String(entry['kind'])]
      const due = String(entry['at'] ?? entry['on']).slice(0, 10)
      expect(entry['remindOn']).toBe(lead === undefined ? undefined : addDays(day(due), -lead))
    }
    expect(new Set(entries.map(({ kind }) => kind)).size).toBeGreaterThan(4)
    expect(entries.filter(({ remindOn }) => remindOn !== undefined).length).toBeGreaterThan(10)
  })
})

describe('a party', () => {
  test.each(['party-1', 'p-flux', 'p-heir'])('%s and its contracts', async (partyId) => {
    const answer = await get(`/v1/parties/${partyId}`)
    expect(answer.json).toEqual({
      partyId,
      asOf: expect.stringMatching(/\+09:00$/) as string,
      contracts: await list(`/v1/contracts?partyId=${partyId}`),
    })
    expect(answer.json.contracts.length).toBe({ 'p-flux': 2, 'p-heir': 1, 'party-1': 1 }[partyId])
  })
  test('that has none yet is not found, and neither is one that nobody heard of', async () => {
    expect((await get('/v1/parties/p-heir?asOf=2026-01-14T00:00:00%2B09:00')).status).toBe(404)
    expect((await get('/v1/parties/p-heir?knownAt=@732')).status).toBe(404)
    expect((await get('/v1/parties/nobody')).status).toBe(404)
  })
})

describe('pages', () => {
  test.each([
    ['/v1/contracts?limit=3', 'contracts'],
    ['/v1/deadlines?limit=17', 'deadlines'],
    ['/v1/pauses?limit=1', 'pauses'],
    ['/v1/deadlines?limit=1000&asOf=2025-09-01T00:00:00%2B09:00', 'deadlines'],
    ['/v1/deadlines?limit=40&knownAt=2025-10-10T12:00:00%2B09:00', 'deadlines'],
    ['/v1/deadlines?limit=50&asOf=2031-01-01T00:00:00%2B09:00&knownAt=@500', 'deadlines'],
  ] as const)('%s: all of them are the whole', async (url, name) => {
    const query = url.split('?')[1]?.replace(/limit=\d+&?/, '') ?? ''
    expect(await pages(get, url)).toEqual((await singleReads(ledger, get, query))[name])
  })

  const WRONG: readonly (readonly [string, unknown])[] = [
    ['contracts', { asOf: '2025-01-01T00:00:00.000+09:00', knownAt: '@3', after: [] }],
    ['contracts', { asOf: '2025-01-01T00:00:00.000+09:00', knownAt: '@3', after: ['2025-01-01', 'ms-1', 0] }],
    ['contracts', { asOf: '2025-01-01T00:00:00.000+09:00', knownAt: '@3', after: [1] }],
    ['contracts', { asOf: '2025-01-01', knownAt: '@3', after: ['ms-1'] }],
    ['contracts', { asOf: '2025-01-01T00:00:00.000+09:00', after: ['ms-1'] }],
    ['contracts', { asOf: '2025-01-01T00:00:00.000+09:00', knownAt: '3', after: ['ms-1'] }],
    ['contracts', { asOf: '2025-01-01T00:00:00.000+09:00', knownAt: '@3', after: ['a\u0000'] }],
    ['deadlines', { asOf: '2025-01-01T00:00:00.000+09:00', knownAt: '@3', after: ['ms-1'] }],
    ['deadlines', { asOf: '2025-01-01T00:00:00.000+09:00', knownAt: '@3', after: ['2025-01-01', 'ms-1', 0.5] }],
    ['deadlines', { asOf: '2025-01-01T00:00:00.000+09:00', knownAt: '@3', after: ['2025-01-01', 'ms-1', 1e300] }],
    ['pauses', { asOf: '2025-01-01T00:00:00.000+09:00', knownAt: '@3', after: ['sc-1', 'x'] }],
    ['pauses', 'ms-1'],
    ['pauses', null],
  ] // prettier-ignore
  test.each([
    ...WRONG.map(
      ([name, cursor]) => [name, Buffer.from(JSON.stringify(cursor)).toString('base64url')] as const,
    ),
    ['contracts', 'x'] as const,
    ['contracts', ''] as const,
    ['contracts', 'a'.repeat(2_000)] as const,
  ])('%s?cursor=%s is malformed', async (name, cursor) => {
    const answer = await get(`/v1/${name}?cursor=${cursor}`)
    expect([answer.status, answer.json.type]).toEqual([400, expect.stringMatching(/\/malformed$/)])
    expect(JSON.stringify(answer.json.errors)).toContain('cursor')
  })
})
