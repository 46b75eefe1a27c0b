import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  Names,
  isBulk,
  maybeSame,
  numbersIn,
  packed,
  unpacked,
  weightOf,
} from '../../../src/domain/contract/bulk.ts'
import { vocabulary } from '../../../src/domain/contract/vocabulary.ts'
import { fromEpochMs } from '../../../src/domain/kernel/calendar.ts'

const id = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/)
const at = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(fromEpochMs)
const usage = fc.record({
  month: fc.constant('2025-05'),
  sims: fc.array(
    fc.record(
      { iccid: id, bytes: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), firstAt: at, lastAt: at },
      { requiredKeys: ['iccid', 'bytes'] },
    ),
    { minLength: 1, maxLength: 30 },
  ),
})
const grant = fc.record({
  projectId: id,
  devices: fc.array(fc.record({ deviceId: id, iccid: id }), { minLength: 1, maxLength: 30 }),
})

describe('long lists held as rows', () => {
  it('nothing told is lost, whatever the names were before', () => {
    fc.assert(
      fc.property(usage, grant, fc.array(id), (report, granted, before) => {
        const names = new Names()
        for (const name of before) names.number(name)
        expect(unpacked('SimUsageReported', packed('SimUsageReported', report, names))).toEqual(report)
        expect(unpacked('DeviceIdGranted', packed('DeviceIdGranted', granted, names))).toEqual(granted)
      }),
    )
  })

  it('every type whose data is a list of SIMs or devices is one', () => {
    const lists = Object.entries(vocabulary).filter(([, { data }]) => {
      const shape = 'shape' in data ? Object.keys(data.shape) : []
      return shape.includes('sims') || shape.includes('devices')
    })
    expect(lists.map(([type]) => type).filter((type) => !isBulk(type))).toEqual([])
    expect(lists.length).toBe(11)
  })

  it('packing twice and unpacking what is not packed change nothing', () => {
    const told = { sims: [{ iccid: 's1' }] }
    const rows = packed('SimDeleted', told, new Names())
    expect(packed('SimDeleted', rows, new Names())).toBe(rows)
    expect(unpacked('SimDeleted', told)).toBe(told)
    expect(packed('UsagePaused', told, new Names())).toBe(told)
  })

  it('numbers of one table are those of another by their names', () => {
    const [a, b] = [new Names(), new Names()]
    b.number('s2')
    const rows = (packed('SimDeleted', { sims: [{ iccid: 's1' }, { iccid: 's2' }] }, a) as { rows: never })
      .rows
    expect([...numbersIn(rows, a)]).toEqual([0, 1])
    expect([...numbersIn(rows, b)]).toEqual([1, 0])
  })

  it('lists of other lengths or other ends are not the same', () => {
    const held = packed('SimDeleted', { sims: [{ iccid: 's1' }, { iccid: 's2' }] }, new Names())
    const told = (...ids: string[]) => ({ sims: ids.map((iccid) => ({ iccid })) })
    expect(maybeSame('SimDeleted', held, told('s1', 's2'))).toBe(true)
    expect(maybeSame('SimDeleted', held, told('s1', 's3'))).toBe(false)
    expect(maybeSame('SimDeleted', held, told('s0', 's2'))).toBe(false)
    expect(maybeSame('SimDeleted', held, told('s1', 'sx', 's2'))).toBe(false)
    expect(maybeSame('UsagePaused', { a: 1 }, { a: 2 })).toBe(true)
  })

  it('a list weighs more in a cache than a fact without one, and far less than its entries', () => {
    const of = (n: number) =>
      packed('SimDeleted', { sims: Array.from({ length: n }, (_, i) => ({ iccid: `s${i}` })) }, new Names())
    expect(weightOf({ plan: 'x' })).toBe(1)
    expect(weightOf(of(1))).toBe(2)
    expect(weightOf(of(1000))).toBe(17)
  })

  it('a name nobody gave is a mistake', () => {
    expect(() => new Names().text(0)).toThrow('no name 0')
    expect(new Names().find('s1')).toBeUndefined()
  })
})
