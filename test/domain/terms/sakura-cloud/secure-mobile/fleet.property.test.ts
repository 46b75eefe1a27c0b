import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Told } from '../../kit.ts'
import { communicated, contract, deleted, fee, linesOf, registered, reported } from './told.ts'

/** A second, literal walk of 第38条, 第39条 and 附則第2条, an object a SIM and a loop a month. */
type Act = {
  readonly kind: 'reg' | 'del' | 'use' | 'report'
  readonly day: number
  readonly bytes: number
  readonly sim: number
}

const START = Date.UTC(2022, 4, 1)
const dayText = (day: number): string => new Date(START + day * 86_400_000).toISOString().slice(0, 10)
const monthText = (day: number): string => dayText(day).slice(0, 7)
const DAYS = 1_100
const MONTHS = [...new Set(Array.from({ length: DAYS }, (_, day) => monthText(day)))]
const NAMES = ['s1', 's2', 's3']

const acts = fc.array(
  fc.record({
    kind: fc.constantFrom('reg' as const, 'reg' as const, 'del' as const, 'use' as const, 'report' as const),
    day: fc.integer({ min: 0, max: DAYS - 1 }),
    bytes: fc.constantFrom(0, 5),
    sim: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 1, maxLength: 14 },
)

const toldOf = ({ kind, day, bytes, sim }: Act): Told => {
  const name = NAMES[sim] ?? 's1'
  const at = `${dayText(day)}T10:00:00`
  if (kind === 'reg') return registered(at, name)
  if (kind === 'del') return deleted(at, name)
  if (kind === 'use') return communicated(at, name)
  return reported(at, monthText(day), { [name]: bytes })
}

type Stay = { readonly from: number; to: number }

/** The registrations of a SIM: a second one without a deletion, and a deletion without one, have no effect. */
function stays(ordered: readonly Act[]): readonly Stay[] {
  const found: Stay[] = []
  let open: Stay | undefined
  for (const { kind, day } of ordered) {
    if (kind === 'reg' && !open) found.push((open = { from: day, to: Infinity }))
    if (kind === 'del' && open) {
      open.to = day
      open = undefined
    }
  }
  return found
}

function talked(ordered: readonly Act[], month: string): boolean {
  const own = ordered.filter(({ day }) => monthText(day) === month)
  return (
    own.some(({ kind }) => kind === 'use') ||
    (own.filter(({ kind }) => kind === 'report').at(-1)?.bytes ?? 0) > 0
  )
}

const next = (month: string, by = 1): string => {
  const [year = 0, of = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, of - 1 + by, 1)).toISOString().slice(0, 7)
}

function expected(all: readonly Act[], sim: number, month: string): { base: number; maintenance: number } {
  const ordered = all.filter((act) => act.sim === sim)
  const touching = stays(ordered).filter(
    ({ from, to }) => monthText(from) <= month && (to === Infinity || month <= monthText(to)),
  )
  const base = talked(ordered, month) ? 100 * touching.length : 0
  const live = stays(ordered).find(
    ({ from, to }) => monthText(from) <= month && (to === Infinity || monthText(to) > month),
  )
  if (!live) return { base, maintenance: 0 }
  const last = MONTHS.filter((each) => each <= month && talked(ordered, each)).at(-1)
  let start = monthText(live.from)
  if (last !== undefined && next(last) > start) start = next(last)
  if (dayText(live.from) <= '2022-08-01' && start < '2022-08') start = '2022-08'
  let silent = 0
  for (let each = start; each <= month; each = next(each)) silent++
  return { base, maintenance: silent > 0 && silent % 12 === 0 ? 300 : 0 }
}

describe('§2.7 the fleet against a literal walk of SC-38-1 … SC-39-2 and SC-S2', () => {
  it('every month of every history, in whatever order it was told', () => {
    fc.assert(
      fc.property(acts, fc.infiniteStream(fc.nat()), (history, shuffle) => {
        const inTime = [...history].sort((a, b) => a.day - b.day)
        const unique = inTime.filter(({ day }, i) => inTime[i - 1]?.day !== day) // one fact an instant: no ties to order
        const order = unique.map((act) => ({ act, key: shuffle.next().value ?? 0 }))
        const it = contract(...order.sort((a, b) => a.key - b.key).map(({ act }) => toldOf(act)))
        const c = it.at('2026-01-01')
        for (const month of MONTHS) {
          const all = NAMES.map((_, sim) => expected(unique, sim, month))
          const sum = (of: 'base' | 'maintenance') => all.reduce((total, each) => total + each[of], 0)
          expect([month, fee(c, 'sim-base', month), fee(c, 'line-maintenance', month)]).toEqual([
            month,
            sum('base'),
            sum('maintenance'),
          ])
        }
      }),
      { numRuns: 120 },
    )
  }, 60_000)

  it('a view of an earlier instant is the contract that was told no more', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 0, max: DAYS - 1 }), (history, day) => {
        const inTime = [...history].sort((a, b) => a.day - b.day)
        const at = `${dayText(day)}T12:00:00`
        const whole = contract(...inTime.map(toldOf))
        whole.at('2026-01-01').terms.charges(whole.at('2026-01-01'), '2024-01' as never) // the index stands at the end
        const seen = whole.at(at)
        const fresh = contract(...inTime.filter((act) => act.day <= day).map(toldOf)).at(at)
        for (const month of MONTHS.slice(0, 24))
          for (const kind of ['sim-base', 'line-maintenance', 'data'] as const)
            expect(linesOf(seen, kind, month).map(({ quantity }) => quantity)).toEqual(
              linesOf(fresh, kind, month).map(({ quantity }) => quantity),
            )
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})
