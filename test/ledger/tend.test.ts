import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { addDays, addHours, dayOf, startOf } from '../../src/domain/kernel/calendar.ts'
import { type EventStore, StoreUnavailable } from '../../src/eventstore/event-store.ts'
import { eventId } from '../../src/ledger/event-id.ts'
import { Lists } from '../../src/ledger/lists.ts'
import { record } from '../../src/ledger/record.ts'
import { replay } from '../../src/ledger/replay.ts'
import { step, tend } from '../../src/ledger/tend.ts'
import { VIEW_VERSION, begin, current, positionOf } from '../../src/readstore/generations.ts'
import { openPostgresViews } from '../../src/readstore/postgres.ts'
import { type ReadStore } from '../../src/readstore/read-store.ts'
import { contractRows, notHeld } from '../../src/readstore/select.ts'
import { openSqliteViews } from '../../src/readstore/sqlite.ts'
import { HAS_POSTGRES, type TestServer, sayWhetherPostgres, startPostgres } from '../postgres.ts'
import { caughtUp, digest, freshDigest, ledgerOf, scenes, tended } from './viewed.ts'

const OPERATOR = { id: 'operator', role: 'operator' } as const

sayWhetherPostgres()
views('in SQLite', () => openSqliteViews(':memory:'))
describe.skipIf(!HAS_POSTGRES)('with PostgreSQL', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(() => server.end())
  views('in PostgreSQL', async () => openPostgresViews(await server.database()))
})

function views(where: string, open: () => Promise<ReadStore>): void {
  describe(`views ${where}`, () => {
    test('told piece by piece they say what they say when they are made of the whole log at once', async () => {
      const { ledger, tell, close } = await ledgerOf()
      const reads = await open()
      const it = tended(ledger, reads)
      const third = Math.ceil(scenes.length / 3)
      for (const part of [0, 1, 2]) {
        await tell(part * third, (part + 1) * third)
        if (part === 0) await begin(reads)
        if (part === 1) for (const _ of [1, 2, 3]) await step(it) // left with work to do
        if (part !== 1) await caughtUp(it)
      }
      expect(await digest(reads, ledger.clock.now())).toBe(await freshDigest(ledger))
      await reads.close()
      await close()
    }, 60_000)

    test('facts told late, for a whole service, of a party, corrected and withdrawn change what they touch', async () => {
      const { ledger, clock, tell, close } = await ledgerOf()
      await tell(0, scenes.length)
      const reads = await open()
      const it = tended(ledger, reads)
      await caughtUp(it)
      const sakura = { service: 'sakura-cloud', occurredAt: '2025-06-01T12:00:00+09:00' }
      const on = (contractId: string, type: string, occurredAt: string, data: object, more = {}) =>
        ({
          door: 'contract',
          contractId,
          actor: OPERATOR,
          key: `${contractId}/${type}`,
          body: { type, occurredAt: `${occurredAt}T12:00:00+09:00`, data, ...more },
        }) as const
      const flux = { service: 'soracom-flux', partyId: 'p-flux' }
      const told: Parameters<typeof record>[1][] = [
        on('sc-4', 'UsagePaused', '2025-11-01', { pauseId: 'late', scope: 'base' }),
        { door: 'reference', actor: OPERATOR, body: { type: 'TermsVersionPublished', ...sakura, data: { document: 'service-terms', versionId: '2025-12-01', effectiveOn: '2025-12-01', textKnown: false } } },
        on('sf-1', 'ApplicationSubmitted', '2025-10-01', { plan: 'free' }, flux),
        on('sf-2', 'ApplicationSubmitted', '2025-10-01', { plan: 'free' }, flux),
        on('sf-1', 'ApplicationAccepted', '2025-10-02', {}),
        on('sf-2', 'ApplicationAccepted', '2025-10-02', {}),
        { door: 'outage', actor: OPERATOR, body: { type: 'OutageRecognized', service: 'soracom-flux', occurredAt: '2025-12-01T12:00:00+09:00', data: { outageId: 'views-1', totality: 'total' } } },
        on('sf-1', 'CustomerDied', '2025-12-20', {}),
        on('sf-1', 'ActionVoided', '2025-12-21', { eventId: eventId('contract-sf-1', 'sf-1/CustomerDied'), reason: 'told of another' }),
      ] // prettier-ignore
      for (const each of told) {
        const before = await digest(reads, ledger.clock.now())
        const outcome = await record(ledger, each)
        expect([outcome.kind, 'problem' in outcome ? outcome.problem : '']).toEqual(['recorded', ''])
        await caughtUp(it)
        expect(await digest(reads, ledger.clock.now())).not.toBe(before)
        expect(await digest(reads, ledger.clock.now())).toBe(await freshDigest(ledger))
      }
      clock.set(startOf(addDays(dayOf(clock.now()), 400)))
      await caughtUp(it)
      expect(await digest(reads, ledger.clock.now())).toBe(await freshDigest(ledger))
      await reads.close()
      await close()
    }, 60_000)

    test('where only time has passed just those are made anew whose date comes, and before it comes', async () => {
      const { ledger, clock, tell, close } = await ledgerOf()
      await tell(0, scenes.length)
      const reads = await open()
      const it = tended(ledger, reads)
      await caughtUp(it)
      const { generation } = (await current(reads.db)) ?? expect.fail()
      const missing = async (hours: number) => {
        const found = await notHeld(reads.db, generation, { asOf: addHours(clock.now(), hours) })
        return found.length
      }
      const all = [...ledger.directory.contracts()].length
      expect(await missing(48)).toBe(0) // the day after tomorrow begins a month
      expect(await missing(400 * 24)).toBeGreaterThan(all / 2)
      const material = vi.spyOn(it.loader, 'material')
      await caughtUp(it)
      expect(material).not.toHaveBeenCalled()
      for (let day = 0; day < 40; day++) {
        clock.set(startOf(addDays(dayOf(clock.now()), 1)))
        expect(await missing(0)).toBe(0) // the new day is there when it begins
        await caughtUp(it)
        expect(await missing(48)).toBe(0)
      }
      expect(material.mock.calls.length).toBeLessThan((40 * all) / 2)
      expect(await digest(reads, clock.now())).toBe(await freshDigest(ledger))
      await reads.close()
      await close()
    }, 60_000)

    test('built anew they are compared with those that are read, and take their place', async () => {
      const { ledger, tell, close } = await ledgerOf()
      await tell(0, scenes.length)
      const reads = await open()
      const it = tended(ledger, reads)
      await caughtUp(it)
      const first = await replay(it, () => undefined)
      expect(first).toMatchObject({ differences: [], before: first.after, position: 732, contracts: 20 })
      expect((await current(reads.db))?.generation).toBe(2)
      await reads.db
        .updateTable('view_editions')
        .set({ state: 'ended' })
        .where('contract_id', '=', 'ms-1')
        .execute()
      await reads.db.deleteFrom('view_editions').where('contract_id', '=', 'ms-2').execute()
      const second = await replay(it, () => undefined)
      expect(second.differences).toEqual(['ms-1', 'ms-2'])
      expect(second.before).not.toBe(second.after)
      expect(second.after).toBe(first.after)
      expect(await digest(reads, ledger.clock.now())).toBe(first.after)
      await reads.close()
      await close()
    }, 60_000)

    test('rows of an earlier program are read until those of this one are there', async () => {
      const { ledger, tell, close } = await ledgerOf()
      await tell(0, 200)
      const reads = await open()
      const it = tended(ledger, reads)
      await caughtUp(it)
      await reads.db
        .updateTable('view_generations')
        .set({ version: VIEW_VERSION - 1 })
        .execute()
      await begin(reads)
      await step(it)
      expect((await current(reads.db))?.generation).toBe(1)
      await caughtUp(it)
      expect(await current(reads.db)).toMatchObject({ generation: 2, version: VIEW_VERSION })
      expect(await reads.db.selectFrom('view_editions').select('generation').distinct().execute()).toEqual([
        { generation: 2 },
      ])
      await reads.close()
      await close()
    }, 60_000)

    test('a contract that cannot be computed stands in no list, is told, and holds up no other one', async () => {
      const { ledger, clock, tell, close } = await ledgerOf()
      await tell(0, 200)
      const reads = await open()
      const faults: string[] = []
      const it = tended(ledger, reads, (what) => faults.push(what))
      const material = it.loader.material.bind(it.loader)
      const broken = vi.spyOn(it.loader, 'material').mockImplementation((id, known) => {
        if (id === 'ms-1') throw new Error('damaged')
        return material(id, known)
      })
      await caughtUp(it)
      expect(faults).toEqual(['contract ms-1 cannot be computed, and stands in no list'])
      const generation = (await current(reads.db)) ?? expect.fail()
      const rows = await contractRows(
        reads.db,
        generation.generation,
        { asOf: clock.now() },
        {},
        undefined,
        100,
      )
      expect(rows.map(({ contractId }) => contractId)).not.toContain('ms-1')
      expect(rows.length).toBeGreaterThan(3)
      broken.mockRestore()
      clock.set(addHours(clock.now(), 1)) // it is tried again
      await caughtUp(it)
      expect(await digest(reads, ledger.clock.now())).toBe(await freshDigest(ledger))
      await reads.close()
      await close()
    }, 60_000)

    test('it goes on when the log was away, and says so', async () => {
      const { ledger, tell, close } = await ledgerOf()
      await tell(0, 200)
      const reads = await open()
      let away = 3
      const store: EventStore = {
        ...ledger.store,
        head: (stream) => {
          if (away-- > 0)
            throw new StoreUnavailable('no server answers', {
              retryAfter: 0,
              inDoubt: false,
              cause: undefined,
            })
          return ledger.store.head(stream)
        },
      }
      const faults: string[] = []
      const it = tended(ledger, reads, (what) => faults.push(what))
      const ending = new AbortController()
      const work = tend({ ...it, ledger: { ...ledger, store } }, ending.signal)
      const lists = new Lists(ledger, reads, () => openSqliteViews(''))
      await vi.waitUntil(async () => {
        const { position, head } = await lists.lag()
        return position === head
      }, 20_000)
      ending.abort()
      await work
      expect(faults).toEqual(Array.from({ length: 3 }, () => 'the views do not go on'))
      expect(await digest(reads, ledger.clock.now())).toBe(await freshDigest(ledger))
      await reads.close()
      await close()
    }, 60_000)

    test('up to where everything is there is said, also while work is left', async () => {
      const { ledger, tell, close } = await ledgerOf()
      await tell(0, 200)
      const reads = await open()
      const it = tended(ledger, reads)
      await begin(reads)
      const at = async () => positionOf(reads.db, (await current(reads.db)) ?? expect.fail())
      expect(await at()).toBe(0)
      await step(it)
      const { position: head } = await ledger.store.head()
      expect(await at()).toBeLessThan(head)
      await caughtUp(it)
      expect(await at()).toBe(head)
      await reads.close()
      await close()
    }, 60_000)
  })
}
