import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/api/app.ts'
import { type Instant, epochMs, fromEpochMs } from '../../src/domain/kernel/calendar.ts'
import { eraseSubject } from '../../src/ledger/erase.ts'
import { INSTANT_PASSED, knownAt } from '../../src/ledger/instants.ts'
import { type Ledger, eventAnswers } from '../../src/ledger/ledger.ts'
import { isKnown } from '../../src/ledger/load.ts'
import { type Outcome } from '../../src/ledger/outcome.ts'
import { record } from '../../src/ledger/record.ts'
import { type Request } from '../../src/ledger/request.ts'
import { verify } from '../../src/ledger/verify.ts'
import { all } from '../eventstore/drafts.ts'
import { SERVER_COMMAND, sayWhatIsSkipped } from '../eventstore/kurrentdb-server.ts'
import { asked } from '../postgres.ts'
import { type Cluster, type Env, HAS_CLUSTER, startCluster } from './cluster.ts'

sayWhatIsSkipped('DAICHO_KURRENTDB_SERVER', SERVER_COMMAND)

const OPERATOR = { id: 'operator', role: 'operator' } as const
const AT = '2025-02-01T12:00:00+09:00'
const IIJ = { service: 'iij-media-sphere' }

describe.skipIf(!HAS_CLUSTER)('two processes that have one ledger open', { timeout: 120_000 }, () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  }, 120_000)
  afterEach(() => cluster.closeAll())
  afterAll(() => cluster.end())

  async function two(env?: Env): Promise<readonly [Ledger, Ledger]> {
    const its = env ?? (await cluster.ledger())
    return [(await cluster.open(its)).ledger, (await cluster.open(its)).ledger]
  }

  const tell = (
    ledger: Ledger,
    contractId: string,
    type: string,
    data: object,
    more: { readonly key?: string; readonly at?: string; readonly service?: string } = {},
  ): Promise<Outcome> =>
    record(ledger, {
      door: 'contract',
      contractId,
      actor: OPERATOR,
      body: {
        type,
        service: more.service ?? 'soracom-flux',
        partyId: `p-${contractId}`,
        occurredAt: more.at ?? AT,
        data,
      },
      ...(more.key !== undefined && { key: more.key }),
    })
  const said = (outcome: Outcome): string =>
    outcome.kind === 'problem'
      ? 'what' in outcome.problem
        ? outcome.problem.what
        : outcome.problem.type
      : outcome.kind
  const open = async (ledger: Ledger, ...contracts: readonly string[]): Promise<void> => {
    for (const id of contracts)
      expect(said(await tell(ledger, id, 'ApplicationSubmitted', { plan: 'standard' }, { at: '2025-01-06T12:00:00+09:00' }))).toBe('recorded') // prettier-ignore
  }
  /** A fact that may be told again and again, of a contract of IIJ Media Sphere. */
  const fee = (ledger: Ledger, id: string, key?: string) =>
    tell(
      ledger,
      id,
      'OneTimeFactOccurred',
      { item: 'data-transfer' },
      { ...IIJ, ...(key !== undefined && { key }) },
    )
  const openIij = async (ledger: Ledger, ...contracts: readonly string[]): Promise<void> => {
    for (const id of contracts)
      expect(said(await tell(ledger, id, 'ApplicationSubmitted', { plan: 'basic' }, IIJ))).toBe('recorded')
  }
  const faultsOf = async ({ store }: Ledger): Promise<unknown[]> => {
    const faults: unknown[] = []
    for await (const fault of verify(store, () => undefined)) faults.push(fault)
    return faults
  }

  test('an address is given once, whoever asks at the same moment (SF-3.5-1)', async () => {
    const [a, b] = await two()
    const ids = Array.from({ length: 8 }, (_, i) => `c-${i}`)
    await open(a, ...ids)
    for (let round = 0; round < 5; round++) {
      const email = `invented-${round}@example.com`
      const outcomes = await Promise.all(
        ids.map((id, i) =>
          tell(i % 2 === 0 ? a : b, id, 'AccountCreated', { accountId: `a-${id}-${round}`, email }),
        ),
      )
      expect(outcomes.map(said).sort()).toEqual(['recorded', ...Array(7).fill('refusal.account-exists')])
    }
    expect(await faultsOf(b)).toEqual([])
  })

  test('an id unique in a service names one thing, in whatever stream it is told', async () => {
    const [a, b] = await two()
    await open(a, 'c-1', 'c-2')
    for (let round = 0; round < 8; round++) {
      const data = { outageId: `o-${round}` }
      const wide = record(a, {
        door: 'outage',
        actor: OPERATOR,
        body: { type: 'OutageBegan', service: 'soracom-flux', occurredAt: AT, data },
      })
      const outcomes = await Promise.all([
        wide,
        tell(b, 'c-1', 'OutageBegan', data),
        tell(a, 'c-2', 'OutageBegan', data),
      ])
      expect(outcomes.map(said).sort()).toEqual(['conflict', 'conflict', 'recorded'])
    }
  })

  test('a key of a provider is used once, also for two services at the same moment', async () => {
    const [a, b] = await two()
    for (let round = 0; round < 8; round++) {
      const request = (service: string): Request => ({
        door: 'reference',
        actor: OPERATOR,
        key: `k-${round}`,
        body: {
          type: 'TaxRatePublished',
          service,
          occurredAt: AT,
          data: { rate: '0.10', effectiveOn: '2019-10-01' },
        },
      })
      const outcomes = await Promise.all([
        record(a, request('soracom-flux')),
        record(b, request('imageflux')),
      ])
      expect(outcomes.map(said).sort()).toEqual(['idempotency-key', 'recorded'])
    }
  })

  test('one key brought to both is recorded once, and answered alike', async () => {
    const [a, b] = await two()
    await openIij(a, 'c-1')
    for (let round = 0; round < 10; round++) {
      const fact = (ledger: Ledger) => fee(ledger, 'c-1', `k-${round}`)
      const outcomes = await Promise.all([fact(a), fact(b), fact(a), fact(b)])
      const ids = outcomes.map((each) => (each.kind === 'recorded' ? each.events[0]?.id : each))
      expect(new Set(ids).size).toBe(1)
    }
    expect((await a.store.head('contract-c-1')).revision).toBe(11)
  })

  test('a contract opened by both at once belongs to one party, and both go on from there', async () => {
    const [a, b] = await two()
    for (let i = 0; i < 5; i++) {
      const id = `c-${i}`
      const opening = (ledger: Ledger, partyId: string) =>
        record(ledger, {
          door: 'contract',
          contractId: id,
          actor: OPERATOR,
          body: {
            type: 'ApplicationSubmitted',
            service: 'soracom-flux',
            partyId,
            occurredAt: AT,
            data: { plan: 'standard' },
          },
        })
      const outcomes = await Promise.all([opening(a, 'p-a'), opening(b, 'p-b')])
      expect(outcomes.map(said).sort()).toEqual(['conflict', 'recorded'])
      for (const ledger of [a, b]) await ledger.directory.catchUp()
      expect(a.directory.contract(id)).toEqual(b.directory.contract(id))
    }
  })

  test('whoever is erased in one is not named by the other any more', async () => {
    const [a, b] = await two()
    const told = { plan: 'standard', applicantName: 'Yamada Hanako Invented' }
    await tell(a, 'c-1', 'ApplicationSubmitted', told, { key: 'k-1' })
    const nameIn = async (ledger: Ledger) => {
      const { events } = await ledger.loader.stream('contract-c-1')
      return (await eventAnswers(ledger, events))[0]?.['data'] as Record<string, unknown>
    }
    for (const ledger of [a, b]) expect(await nameIn(ledger)).toEqual(told)
    await eraseSubject(a, 'p-c-1')
    for (const ledger of [b, a])
      expect(await nameIn(ledger)).toEqual({ plan: 'standard', applicantName: null, erased: true })
    // Told again under its key it is the first answer, and nothing brings the name back.
    expect(said(await tell(b, 'c-1', 'ApplicationSubmitted', told, { key: 'k-1' }))).toBe('recorded')
    await tell(b, 'c-1', 'CustomerInfoChanged', { field: 'name', value: 'Yamada Hanako Invented', infoChangeId: 'i-1' }) // prettier-ignore
    const { events } = await a.loader.stream('contract-c-1')
    expect(JSON.stringify(await eventAnswers(a, events))).not.toContain('Yamada')
    expect(await faultsOf(a)).toEqual([])
  })

  test('what was known at an instant that has passed stays so, though clocks differ', async () => {
    const env = await cluster.ledger()
    const skewed = (ms: number) => ({ now: () => fromEpochMs(Date.now() + ms) })
    const { ledger: fast } = await cluster.open(env, skewed(4_000))
    const { ledger: slow } = await cluster.open(env, skewed(-4_000))
    const seen = new Map<Instant, string>()
    const ask = async (ledger: Ledger, instant: Instant): Promise<void> => {
      if (instant >= ledger.clock.now()) return
      const upTo = await knownAt(ledger, instant)
      const events = await all(ledger.store.readAll(0))
      const answer = events
        .filter((event) => event.type !== INSTANT_PASSED && isKnown(event, upTo))
        .map(({ id }) => id)
        .join()
      expect(answer).toBe(seen.get(instant) ?? answer)
      seen.set(instant, answer)
    }
    await openIij(fast, 'c-1', 'c-2')
    for (let round = 0; round < 12; round++) {
      const both = [fast, slow].map((ledger, i) => fee(ledger, `c-${i + 1}`, `${round}-${i}`))
      const instants = [fast.clock.now(), slow.clock.now()].flatMap((now) =>
        [1, 50, 1_000, 6_000].map((ago) => fromEpochMs(epochMs(now) - ago)),
      )
      for (const instant of instants) await ask(round % 2 === 0 ? fast : slow, instant)
      for (const outcome of await Promise.all(both)) expect(said(outcome)).toBe('recorded')
      await sleep(20)
    }
    for (const ledger of [fast, slow]) for (const instant of [...seen.keys()]) await ask(ledger, instant)
    const later = (await cluster.open(env)).ledger
    for (const instant of [...seen.keys()]) await ask(later, instant)
    expect(new Set(seen.values()).size).toBeGreaterThan(5)
    expect(await faultsOf(later)).toEqual([])
  })

  test('the same read gives the same bytes from both, now and as of what was known', async () => {
    const [a, b] = await two()
    await openIij(a, 'c-1')
    const apps = await Promise.all([a, b].map((ledger) => createApp(ledger, { token: 't' })))
    const get = async (i: number, path: string): Promise<string> => {
      const answer = await apps[i]?.inject({ url: path, headers: { authorization: 'Bearer t' } })
      return `${answer?.statusCode} ${answer?.body}`
    }
    expect(said(await fee(b, 'c-1', 'k-1'))).toBe('recorded')
    const before = encodeURIComponent(a.clock.now())
    await sleep(5)
    const asOf = 'asOf=2025-03-01T00:00:00%2B09:00'
    const paths = ['', '/charges?month=2025-02&', '/history?'].map(
      (path) => `/v1/contracts/c-1${path || '?'}${path === '/history?' ? '' : `${asOf}&`}knownAt=${before}`,
    )
    const answers = await Promise.all(paths.map((path) => get(0, path)))
    expect(said(await fee(a, 'c-1', 'k-2'))).toBe('recorded')
    for (const [i, path] of paths.entries()) {
      expect(answers[i]).toMatch(/^200 /)
      expect(await get(1, path)).toBe(answers[i])
      expect(await get(0, path)).toBe(answers[i])
    }
    expect(await get(0, `/v1/contracts/c-1?${asOf}`)).toBe(await get(1, `/v1/contracts/c-1?${asOf}`))
    await Promise.all(apps.map((app) => app.close()))
  })

  test('a database that belongs to another ledger is refused', async () => {
    const env = await cluster.ledger()
    await cluster.open(env)
    const other = { ...env, DAICHO_KURRENTDB_LEDGER: 'another' }
    await expect(cluster.open(other)).rejects.toThrow(`belongs to the ledger ${env.DAICHO_KURRENTDB_LEDGER}`)
  })

  test('a log whose keys are missing is refused, until somebody says that they are lost', async () => {
    const env = await cluster.ledger()
    const { ledger } = await cluster.open(env)
    const told = { plan: 'standard', applicantName: 'Yamada Hanako Invented' }
    await tell(ledger, 'c-1', 'ApplicationSubmitted', told)
    await openIij(ledger, 'c-2')
    await cluster.closeAll()
    await asked(env.DAICHO_POSTGRES, 'DELETE FROM subject_keys')
    await expect(cluster.open(env)).rejects.toThrow('holds none of the keys of 1 persons')
    await expect(cluster.open(env)).rejects.toThrow('INSERT INTO subject_keys')
    await asked(env.DAICHO_POSTGRES, `INSERT INTO subject_keys VALUES ('/lost', NULL)`)
    const again = (await cluster.open(env)).ledger
    await tell(again, 'c-1', 'CustomerInfoChanged', { field: 'name', value: 'Another Invented', infoChangeId: 'i-1' }) // prettier-ignore
    const { events } = await again.loader.stream('contract-c-1')
    const names = (await eventAnswers(again, events)).map(({ data }) => data)
    expect(names).toMatchObject([
      { applicantName: null, erased: true },
      { value: null, erased: true },
    ])
    await cluster.open(env)
  })

  test('the index is one for all: what one process has read, another one does not read again', async () => {
    const [a, b] = await two()
    await openIij(a, 'c-1')
    await fee(a, 'c-1', 'k-1')
    const receipt = await b.store.findReceipt('operator', 'contract-c-1', 'k-1')
    expect(receipt).toMatchObject({ status: 201 })
    expect(await b.store.find(receipt?.eventIds[0] ?? '')).toMatchObject({ type: 'OneTimeFactOccurred' })
  })
})
