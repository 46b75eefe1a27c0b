import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { type DeadlineRow, type Edition } from '../../src/projections/views/edition.ts'
import { type Learned, type Touch, advance, markDue } from '../../src/readstore/advance.ts'
import { digestOf, said } from '../../src/readstore/digest.ts'
import {
  VIEW_VERSION,
  begin,
  current,
  positionOf,
  removeOld,
  switchTo,
  tended,
} from '../../src/readstore/generations.ts'
import { type ReadStore } from '../../src/readstore/read-store.ts'
import {
  type List,
  type Place,
  type Row,
  contractRows,
  deadlineRows,
  notHeld,
  pauseRows,
  positionsUnder,
} from '../../src/readstore/select.ts'
import { type Made, workOff } from '../../src/readstore/work.ts'

const MARCH = '2026-03-01T00:00:00.000+09:00' as Instant
const APRIL = '2026-04-01T00:00:00.000+09:00' as Instant
const before = (at: Instant): Instant => `${at.slice(0, 8)}00T23:59:59.999+09:00` as Instant
const NOTHING: Learned = { met: [], touched: new Map(), touchedTogether: [], rules: [] }

const deadline = (due: string, kind = 'payment', state = 'upcoming'): DeadlineRow => ({
  kind,
  state,
  due: due as Instant,
  body: { kind, state, due },
})

/** An edition that holds from March to April. */
const edition = (
  contractId: string,
  over: Partial<Edition> = {},
  more: Partial<Edition['contract']> = {},
): Edition => ({
  contractId,
  contract: {
    service: 'sakura-cloud',
    partyId: 'p-1',
    firstPartyId: 'p-1',
    state: 'active',
    words: contractId.toLowerCase(),
    body: { contractId },
    ...more,
  },
  deadlines: [],
  pauses: [],
  from: MARCH,
  to: APRIL,
  ...over,
})

const made = (only: Edition, position: number): Made => ({ editions: [only], position, dueAt: only.to })
const TOLD = { why: 'told', count: 9 } as const

/** What every read store does; each adapter runs it. */
export function readStoreSuite(name: string, open: () => Promise<ReadStore>, hasSnapshots = true): void {
  describe(name, () => {
    let store: ReadStore
    let generation: number
    beforeEach(async () => {
      store = await open()
      generation = (await begin(store)).generation
    }, 60_000)
    afterEach(() => store.close())

    const learn = (to: number, learned: Partial<Learned>, from = to - 1): Promise<boolean> =>
      advance(store, generation, { from, to }, { ...NOTHING, ...learned })
    const touched = (...marks: readonly (readonly [string, Touch])[]): Partial<Learned> => ({
      touched: new Map(marks),
    })
    const marks = () =>
      store.db
        .selectFrom('view_marks')
        .select(['contract_id', 'first_position as first', 'last_position as last'])
        .where('generation', '=', generation)
        .orderBy('contract_id')
        .execute()
    const put = async (...editions: readonly Edition[]): Promise<void> => {
      const position = (await current(store.db))?.position ?? 0
      const met = editions.map(({ contractId, contract }) => ({
        contractId,
        service: contract?.service ?? '',
        partyId: contract?.firstPartyId ?? '',
        position: position + 1,
      }))
      const all = editions.map(
        ({ contractId }) => [contractId, { first: position + 1, last: position + 1 }] as const,
      )
      await learn(position + 1, { met, ...touched(...all) })
      const make = async (id: string): Promise<Made> => {
        const found = editions.find(({ contractId }) => contractId === id)
        if (!found) throw new Error(`not asked for: ${id}`)
        return made(found, position + 1)
      }
      await workOff(store, generation, { why: 'told', count: 100 }, make)
    }
    const list = async <F>(
      rows: List<F>,
      filter: F,
      asOf = MARCH,
      known?: number,
    ): Promise<readonly string[]> => {
      const found = await rows(store.db, generation, { asOf, known }, filter, undefined, 1_000)
      return found.map(({ body }) => body)
    }

    describe('generations', () => {
      test('the first one is read at once, and begun only once', async () => {
        expect(await current(store.db)).toEqual({
          generation: 1,
          version: VIEW_VERSION,
          position: 0,
          status: 'current',
        })
        expect((await begin(store)).generation).toBe(1)
      })
      test('one that is built anew is not read before it is switched to', async () => {
        const made = await begin(store, true)
        expect([made.generation, made.status]).toEqual([2, 'building'])
        expect((await begin(store, true)).generation).toBe(2)
        expect((await current(store.db))?.generation).toBe(1)
        expect((await tended(store.db)).map((each) => each.generation)).toEqual([1, 2])
        await switchTo(store, 2)
        expect((await current(store.db))?.generation).toBe(2)
        expect((await tended(store.db)).map((each) => each.generation)).toEqual([2])
      })
      test('rows of another version are read until those of this one are there, and not touched', async () => {
        await store.db
          .updateTable('view_generations')
          .set({ version: VIEW_VERSION - 1 })
          .execute()
        expect(await tended(store.db)).toEqual([])
        const made = await begin(store)
        expect([made.generation, made.status]).toEqual([2, 'building'])
        expect((await current(store.db))?.generation).toBe(1)
      })
      test('what is old is removed whole, and nothing else', async () => {
        await put(edition('c-1', { deadlines: [deadline('2026-03-10')] }), edition('c-2'))
        await learn(2, {
          ...touched(['c-1', { first: 2, last: 2 }]),
          rules: [{ rule: 'SC-1-1', position: 2 }],
        })
        const made = await begin(store, true)
        await advance(
          store,
          made.generation,
          { from: 0, to: 1 },
          { ...NOTHING, ...touched(['c-1', { first: 1, last: 1 }]) },
        )
        await switchTo(store, made.generation)
        await removeOld(store)
        for (const table of ['view_rules', 'view_deadlines', 'view_editions', 'view_contracts'] as const)
          expect(await store.db.selectFrom(table).selectAll().execute(), table).toEqual([])
        expect(await store.db.selectFrom('view_marks').select('generation').execute()).toEqual([
          { generation: 2 },
        ])
        expect((await tended(store.db)).map((each) => each.generation)).toEqual([2])
      })
    })

    describe('reading on in the log', () => {
      test('goes on only from where it stands: whoever comes second adds nothing', async () => {
        expect(await learn(5, touched(['c-1', { first: 3, last: 5 }]), 0)).toBe(true)
        expect(await learn(4, touched(['c-2', { first: 4, last: 4 }]), 0)).toBe(false)
        expect(await learn(9, touched(['c-3', { first: 9, last: 9 }]), 4)).toBe(false)
        expect((await current(store.db))?.position).toBe(5)
        expect(await marks()).toEqual([{ contract_id: 'c-1', first: 3, last: 5 }])
      })
      test('of two at once one is told', async () => {
        const both = await Promise.all([learn(5, {}, 0), learn(6, {}, 0)])
        expect(both.filter(Boolean)).toHaveLength(1)
      })
      test('a mark keeps its first position and moves its last', async () => {
        await learn(1, touched(['c-1', { first: 1, last: 1 }]))
        await learn(2, touched(['c-1', { first: 2, last: 2 }]))
        expect(await marks()).toEqual([{ contract_id: 'c-1', first: 1, last: 2 }])
      })
      test('what a whole service reads marks its contracts, also those met in the same stretch', async () => {
        const met = (contractId: string, service: string, partyId: string) => ({
          contractId,
          service,
          partyId,
          position: 1,
        })
        const all = [
          met('a', 'sakura-cloud', 'p-1'),
          met('b', 'sakura-cloud', 'p-2'),
          met('c', 'imageflux', 'p-1'),
        ]
        await learn(1, { met: all, touchedTogether: [{ service: 'sakura-cloud', first: 1, last: 1 }] })
        expect((await marks()).map((each) => each.contract_id)).toEqual(['a', 'b'])
        await learn(2, { touchedTogether: [{ service: 'imageflux', partyId: 'p-1', first: 2, last: 2 }] })
        await learn(3, { touchedTogether: [{ service: 'sakura-cloud', partyId: 'p-2', first: 3, last: 3 }] })
        expect(await marks()).toEqual([
          { contract_id: 'a', first: 1, last: 1 },
          { contract_id: 'b', first: 1, last: 3 },
          { contract_id: 'c', first: 2, last: 2 },
        ])
      })
      test('more rows than one statement takes', async () => {
        const many = Array.from({ length: 1_001 }, (_, i) => `c-${String(i).padStart(4, '0')}`)
        await learn(1, touched(...many.map((id) => [id, { first: 1, last: 1 }] as const)))
        expect(await marks()).toHaveLength(1_001)
      })
      test('rules and the events under them', async () => {
        const rules = [1, 2, 3].map((position) => ({ rule: 'SC-7-3', position }))
        await learn(3, { rules: [...rules, { rule: 'SC-7-30', position: 2 }] }, 0)
        expect(await positionsUnder(store.db, generation, 'SC-7-3', 0, 10)).toEqual([1, 2, 3])
        expect(await positionsUnder(store.db, generation, 'SC-7-3', 1, 1)).toEqual([2])
        expect(await positionsUnder(store.db, generation, 'SC-7', 0, 10)).toEqual([])
      })
    })

    describe('working off', () => {
      test('makes what is marked, and the position says when all of it is there', async () => {
        await learn(7, touched(['c-1', { first: 3, last: 7 }], ['c-2', { first: 5, last: 5 }]), 0)
        const at = async () => positionOf(store.db, (await current(store.db)) ?? expect.fail())
        expect(await at()).toBe(2)
        const make = async (id: string): Promise<Made> => made(edition(id), 7)
        expect(await workOff(store, generation, { why: 'told', count: 1 }, make)).toBe(1)
        expect(await at()).toBe(4)
        expect(await workOff(store, generation, TOLD, make)).toBe(1)
        expect(await at()).toBe(7)
        expect(await workOff(store, generation, TOLD, make)).toBe(0)
        expect(await list(contractRows, {})).toEqual(['{"contractId":"c-1"}', '{"contractId":"c-2"}'])
      })
      test('what cannot be made stays marked, and nothing of it is written', async () => {
        await learn(1, touched(['c-1', { first: 1, last: 1 }], ['c-2', { first: 1, last: 1 }]))
        const make = async (id: string): Promise<Made> => {
          if (id === 'c-2') throw new Error('damaged')
          return made(edition(id), 1)
        }
        await expect(workOff(store, generation, TOLD, make)).rejects.toThrow('damaged')
        expect((await marks()).map((each) => each.contract_id)).toEqual(['c-1', 'c-2'])
        expect(await list(contractRows, {})).toEqual([])
      })
      test('an edition takes the place of the one before, with all its rows', async () => {
        await put(edition('c-1', { deadlines: [deadline('2026-03-10'), deadline('2026-03-20')] }))
        await put(
          edition('c-1', {
            deadlines: [deadline('2026-03-30')],
            pauses: [{ overLimit: true, body: { n: 1 } }],
          }),
        )
        expect(await list(deadlineRows, {})).toEqual([JSON.stringify(deadline('2026-03-30').body)])
        expect(await list(pauseRows, {})).toEqual(['{"n":1}'])
      })
      test('time marks an edition when it ends, not a moment before', async () => {
        await put(edition('c-1'))
        expect(await markDue(store, generation, before(APRIL))).toBe(0)
        expect(await marks()).toEqual([])
        expect(await markDue(store, generation, APRIL)).toBe(1)
        expect(await markDue(store, generation, APRIL)).toBe(0)
        expect(await marks()).toEqual([{ contract_id: 'c-1', first: null, last: 1 }])
        expect(await positionOf(store.db, (await current(store.db)) ?? expect.fail())).toBe(1)
        await learn(2, touched(['c-1', { first: 2, last: 2 }]))
        expect(await marks()).toEqual([{ contract_id: 'c-1', first: 2, last: 2 }])
      })
    })

    describe('lists', () => {
      test('an edition speaks from its first instant to before its last', async () => {
        await put(edition('c-1'))
        expect(await list(contractRows, {}, before(MARCH))).toEqual([])
        expect(await list(contractRows, {}, MARCH)).toHaveLength(1)
        expect(await list(contractRows, {}, before(APRIL))).toHaveLength(1)
        expect(await list(contractRows, {}, APRIL)).toEqual([])
        const missing = (asOf: Instant) => notHeld(store.db, generation, { asOf })
        expect(await missing(before(MARCH))).toEqual(['c-1'])
        expect(await missing(MARCH)).toEqual([])
        expect(await missing(APRIL)).toEqual(['c-1'])
      })
      test('with a bound knowledge it speaks only when it knows just that', async () => {
        await put(edition('c-1'))
        await put(edition('c-2'))
        await learn(3, touched(['c-1', { first: 3, last: 3 }]))
        const at = (known: number) => notHeld(store.db, generation, { asOf: MARCH, known })
        expect(await at(1)).toEqual(['c-2'])
        expect(await at(2)).toEqual([])
        expect(await at(3)).toEqual(['c-1'])
        expect(await list(contractRows, {}, MARCH, 1)).toEqual(['{"contractId":"c-1"}'])
        expect(await list(contractRows, {}, MARCH, 2)).toHaveLength(2)
        expect(await list(contractRows, {}, MARCH, 3)).toEqual(['{"contractId":"c-2"}'])
      })
      test('what stands in no list is in none, and is not missed', async () => {
        await put(edition('c-1', { contract: null }))
        expect(await list(contractRows, {})).toEqual([])
        expect(await notHeld(store.db, generation, { asOf: MARCH })).toEqual([])
      })
      test('contracts by service, state, party, and a part of their words', async () => {
        await put(
          edition('a_1', {}, { partyId: 'heir', words: 'a_1 heir p-1 50%-plan' }),
          edition('a-2', {}, { state: 'ended', partyId: 'p-2', firstPartyId: 'p-2' }),
          edition('B-3', {}, { service: 'imageflux' }),
        )
        const ids = async (filter: Parameters<typeof contractRows>[3]) =>
          (await list(contractRows, filter)).map(
            (body) => (JSON.parse(body) as { contractId: string }).contractId,
          )
        expect(await ids({})).toEqual(['B-3', 'a-2', 'a_1']) // by their bytes
        expect(await ids({ service: 'imageflux' })).toEqual(['B-3'])
        expect(await ids({ state: 'ended' })).toEqual(['a-2'])
        expect(await ids({ partyId: 'heir' })).toEqual(['a_1'])
        expect(await ids({ partyId: 'p-1' })).toEqual(['B-3', 'a_1'])
        expect(await ids({ q: 'b-' })).toEqual(['B-3'])
        expect(await ids({ q: 'A_' })).toEqual(['a_1'])
        expect(await ids({ q: '50%' })).toEqual(['a_1'])
        expect(await ids({ q: '5%0' })).toEqual([])
        expect(await ids({ q: '\\' })).toEqual([])
      })
      test('deadlines by day, kind and state, the earliest first', async () => {
        await put(
          edition('c-2', {
            deadlines: [deadline('2026-03-10'), deadline('2026-03-31T12:00:00.000+09:00', 'credit-claim')],
          }),
          edition('c-1', {
            deadlines: [deadline('2026-03-10', 'payment', 'missed'), deadline('2026-04-01', 'term-end')],
          }),
        )
        const dues = async (filter: Parameters<typeof deadlineRows>[3]) =>
          (await list(deadlineRows, filter)).map((body) =>
            (JSON.parse(body) as { due: string }).due.slice(0, 10),
          )
        expect(await dues({})).toEqual(['2026-03-10', '2026-03-10', '2026-03-31', '2026-04-01'])
        expect(await dues({ from: '2026-03-10', before: '2026-04-01' })).toHaveLength(3)
        expect(await dues({ from: '2026-03-11', before: '2026-04-01' })).toEqual(['2026-03-31'])
        expect(await dues({ from: '2026-03-31', before: '2026-04-02' })).toEqual(['2026-03-31', '2026-04-01'])
        expect(await dues({ kind: 'term-end' })).toEqual(['2026-04-01'])
        expect(await dues({ state: 'missed' })).toEqual(['2026-03-10'])
        expect(await dues({ service: 'imageflux' })).toEqual([])
      })
      test('pauses over their limit, or not', async () => {
        const pauses = [true, false].map((overLimit) => ({ overLimit, body: { overLimit } }))
        await put(edition('c-1', { pauses }))
        expect(await list(pauseRows, { overLimit: true })).toEqual(['{"overLimit":true}'])
        expect(await list(pauseRows, { overLimit: false })).toEqual(['{"overLimit":false}'])
        expect(await list(pauseRows, {})).toHaveLength(2)
      })
      test.each<[string, List<object>]>([
        ['contracts', contractRows],
        ['deadlines', deadlineRows],
        ['pauses', pauseRows],
      ])('%s page by page are the whole list', async (_name, rows) => {
        const many = ['c-1', 'c-2', 'c-3'].map((id) =>
          edition(id, {
            deadlines: ['2026-03-10', '2026-03-10', '2026-03-20'].map((due) => deadline(due)),
            pauses: [1, 2].map((n) => ({ overLimit: false, body: { id, n } })),
          }),
        )
        await put(...many)
        const at = { asOf: MARCH }
        const whole = await rows(store.db, generation, at, {}, undefined, 100)
        const paged: Row[] = []
        for (let after: Place | undefined; ; after = paged.at(-1)?.place) {
          const page = await rows(store.db, generation, at, {}, after, 2)
          paged.push(...page)
          if (page.length < 2) break
        }
        expect(paged).toEqual(whole)
        expect(whole.length).toBeGreaterThan(2)
      })
      test.runIf(hasSnapshots)(
        'whoever reads a snapshot sees nothing of what is written meanwhile',
        async () => {
          await put(edition('c-1'))
          await store.snapshot(async (db) => {
            const first = await contractRows(db, generation, { asOf: MARCH }, {}, undefined, 10)
            await put(edition('c-2'))
            expect(await contractRows(db, generation, { asOf: MARCH }, {}, undefined, 10)).toEqual(first)
          })
          expect(await list(contractRows, {})).toHaveLength(2)
        },
      )
    })

    test('the digest is that of what is said, not of when it was computed', async () => {
      await put(edition('c-1', { deadlines: [deadline('2026-03-10')] }))
      const first = await digestOf(store.db, generation, MARCH)
      await put(edition('c-1', { deadlines: [deadline('2026-03-10')], to: before(APRIL) }))
      expect(await digestOf(store.db, generation, MARCH)).toBe(first)
      await put(edition('c-1', { deadlines: [deadline('2026-03-11')] }))
      expect(await digestOf(store.db, generation, MARCH)).not.toBe(first)
      const all = []
      for await (const each of said(store.db, generation, MARCH)) all.push([each.contractId, each.position])
      expect(all).toEqual([['c-1', 3]])
    })
  })
}
