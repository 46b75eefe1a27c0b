import { describe, expect, it } from 'vitest'
import { given, said, value } from '../../kit.ts'
import {
  communicated,
  contract,
  deadlines,
  deleted,
  earlier,
  fee,
  linesOf,
  lock,
  registered,
  reported,
} from './told.ts'

type It = ReturnType<typeof contract>
/** Months from one to another in which a fee stands, with the rule of its line: `2025-02 SC-39-1-1`. */
const accrued = (it: It, at: string, from: string, to: string): readonly string[] => {
  const c = it.at(at)
  const found: string[] = []
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++)
    for (let month = 1; month <= 12; month++) {
      const of = `${year}-${String(month).padStart(2, '0')}`
      if (of < from || of > to) continue
      for (const { amount, quantity } of linesOf(c, 'line-maintenance', of))
        found.push(`${of} ${amount.clause.rule}${quantity === '1' ? '' : ` x${quantity}`}`)
    }
  return found
}
const window = (it: It, at: string, iccid = 's1') => value(it.at(at), 'sim.line-maintenance-window', iccid)

describe('SC-39-1, SC-39-1-1 第39条第1項第1号 twelve silent months from the month of the registration', () => {
  it('SC-X28 accrues at 24:00 of the last day, is dated in that month, and again after twelve more', () => {
    const it = contract(registered('2024-03-15', 's1'))
    expect(accrued(it, '2025-02-28T23:59:59.999', '2024-03', '2025-03')).toEqual([])
    expect(accrued(it, '2025-03-01T00:00:00', '2024-03', '2025-03')).toEqual(['2025-02 SC-39-1-1'])
    expect(accrued(it, '2026-02-28T23:59:59.999', '2024-03', '2026-04')).toEqual(['2025-02 SC-39-1-1'])
    expect(accrued(it, '2026-04-01', '2024-03', '2026-04')).toEqual(['2025-02 SC-39-1-1', '2026-02 SC-39-1'])
    expect(fee(it.at('2026-04-01'), 'sim-base', '2025-02')).toBe(0)
  })

  it('SC-39-3 第39条第3項 is due on the 10th of the month behind it', () => {
    const it = contract(registered('2024-03-15', 's1'))
    const [line] = linesOf(it.at('2025-03-01T00:00:00'), 'line-maintenance', '2025-02')
    expect(line?.dueOn && said(line.dueOn)).toBe('2025-03-10')
    expect(line?.dueOn?.clause.rule).toBe('SC-39-3')
    expect(line?.occurredOn).toBe('2025-02-28')
    expect(line && said(line.amount)).toBe(300)
  })

  it('SC-X29 deleted a minute before it owes nothing, at the instant it the fee', () => {
    const until = (at: string) => contract(registered('2024-03-15', 's1'), deleted(at, 's1'))
    expect(accrued(until('2025-02-28T23:59:59.999'), '2025-04-01', '2025-01', '2025-03')).toEqual([])
    expect(accrued(until('2025-03-01T00:00:00'), '2025-04-01', '2025-01', '2025-03')).toEqual([
      '2025-02 SC-39-1-1',
    ])
  })

  it('SC-X30 the month of the registration is the first', () => {
    const since = (at: string) => accrued(contract(registered(at, 's1')), '2025-05-01', '2025-01', '2025-04')
    expect(since('2024-03-31T23:59:59.999')).toEqual(['2025-02 SC-39-1-1'])
    expect(since('2024-04-01T00:00:00')).toEqual(['2025-03 SC-39-1-1'])
  })

  it('SC-X36 SC-Q8 a new registration restarts it, but not before the month after the last communication', () => {
    const again = (used: string) =>
      contract(
        registered('2024-01-10', 's1'),
        communicated(used, 's1'),
        deleted('2024-06-10', 's1'),
        registered('2024-06-15', 's1'),
      )
    expect(accrued(again('2024-05-20'), '2025-08-01', '2025-01', '2025-07')).toEqual(['2025-05 SC-39-1-1'])
    expect(accrued(again('2024-06-05'), '2025-08-01', '2025-01', '2025-07')).toEqual(['2025-06 SC-39-1-2'])
  })

  it('is undetermined without a price', () => {
    const it = given('sakura-cloud', earlier, registered('2024-03-15', 's1'))
    expect(fee(it.at('2025-03-01'), 'line-maintenance', '2025-02')).toBe(
      'undetermined tariff:lineMaintenanceFee',
    )
  })
})

describe('SC-39-1-2 第39条第1項第2号 twelve months from the month after the last communication', () => {
  const used = [registered('2022-09-01T10:00:00', 's1'), communicated('2023-02-28', 's1')] as const

  it('SC-X31 accrues, restarts, or moves, to the instant', () => {
    expect(accrued(contract(...used), '2024-03-01T00:00:00', '2023-01', '2024-03')).toEqual([
      '2024-02 SC-39-1-2',
    ])
    expect(accrued(contract(...used), '2024-02-29T23:59:59.999', '2023-01', '2024-03')).toEqual([])
    const before = contract(...used, communicated('2024-02-29T23:59:59.999', 's1'))
    expect(accrued(before, '2025-04-01', '2023-01', '2025-03')).toEqual(['2025-02 SC-39-1-2'])
    const after = contract(...used, communicated('2024-03-01T00:00:00', 's1'))
    expect(accrued(after, '2025-05-01', '2023-01', '2025-04')).toEqual([
      '2024-02 SC-39-1-2',
      '2025-03 SC-39-1-2',
    ])
  })

  it('a report counts for its month, one of 0 bytes does not', () => {
    const it = (bytes: number) => contract(...used, reported('2023-06-30T23:00:00', '2023-06', { s1: bytes }))
    expect(accrued(it(0), '2024-08-01', '2023-01', '2024-07')).toEqual(['2024-02 SC-39-1-2'])
    expect(accrued(it(1), '2024-08-01', '2023-01', '2024-07')).toEqual(['2024-06 SC-39-1-2'])
  })

  it('what is told later of a month takes its fee away again', () => {
    const it = contract(...used, reported('2024-03-02', '2024-02', { s1: 7 }))
    expect(accrued(it, '2024-03-01', '2024-01', '2024-03')).toEqual(['2024-02 SC-39-1-2'])
    expect(accrued(it, '2024-03-03', '2024-01', '2024-03')).toEqual([])
  })

  it('SC-45-5 第45条第5項 SC-X37 a SIM locked for good goes on owing it', () => {
    const it = contract(
      registered('2025-04-10', 's1'),
      communicated('2025-04-12', 's1'),
      lock('2025-05-08', 'locked', 's1'),
      lock('2025-05-09', 'disabled', 's1'),
    )
    expect(
      ['2025-04', '2025-05', '2026-04'].map((month) => fee(it.at('2026-06-01'), 'sim-base', month)),
    ).toEqual([100, 0, 0])
    expect(accrued(it, '2026-06-01', '2025-04', '2026-05')).toEqual(['2026-04 SC-39-1-2'])
  })
})

describe('SC-39-2 第39条第2項 one fee a SIM', () => {
  const it_ = contract(
    registered('2024-03-15', 's3', 's1', 's2', 's4'),
    communicated('2024-06-01', 's4'),
    deleted('2025-01-31', 's3'),
  )

  it('like ones are one line, with the SIMs behind it', () => {
    const [line, ...others] = linesOf(it_.at('2025-04-01'), 'line-maintenance', '2025-02')
    expect(others).toEqual([])
    expect([line?.quantity, line && said(line.amount)]).toEqual(['2', 600])
    expect([...(line?.detail?.() ?? [])].map(({ ref, clause }) => `${ref} ${clause.rule}`)).toEqual([
      's1 SC-39-1-1',
      's2 SC-39-1-1',
    ])
  })

  it('SIMs by several items stand on the article, each on its own', () => {
    const it = contract(
      registered('2024-03-15', 's1'),
      registered('2024-01-15', 's2'),
      communicated('2024-02-01', 's2'),
    )
    const [line] = linesOf(it.at('2025-04-01'), 'line-maintenance', '2025-02')
    expect(line?.amount.clause.rule).toBe('SC-39-1')
    expect([...(line?.detail?.() ?? [])].map(({ ref, clause }) => `${ref} ${clause.rule}`)).toEqual([
      's1 SC-39-1-1',
      's2 SC-39-1-2',
    ])
  })
})

describe('SC-S2 附則第2条 SIMs of before August 2022', () => {
  const old = registered('2021-05-10', 's1')

  it('SC-X32 count from 2022-08', () => {
    expect(accrued(contract(old), '2024-09-01', '2022-01', '2024-08')).toEqual([
      '2023-07 SC-S2',
      '2024-07 SC-S2',
    ])
    expect(accrued(contract(old), '2023-07-31T23:59:59.999', '2022-01', '2024-08')).toEqual([])
  })

  it('SC-X33 SC-X34 SC-Q9 a communication before it changes nothing, one behind it falls back to the general rule', () => {
    const used = (at: string) =>
      accrued(contract(old, communicated(at, 's1')), '2024-02-01', '2022-01', '2024-01')
    expect(used('2022-03-03')).toEqual(['2023-07 SC-S2'])
    expect(used('2022-07-31T23:59:59.999')).toEqual(['2023-07 SC-S2'])
    expect(used('2022-08-01T09:00:00')).toEqual(['2023-08 SC-39-1-2'])
    expect(used('2022-12-24')).toEqual(['2023-12 SC-39-1-2'])
  })

  it('SC-X35 SC-Q10 on the 1st and the 2nd of August the result is the same', () => {
    const since = (at: string) => accrued(contract(registered(at, 's1')), '2023-09-01', '2022-01', '2023-08')
    expect(since('2022-07-31T23:59:59.999')).toEqual(['2023-07 SC-S2'])
    expect(since('2022-08-01T00:00:00')).toEqual(['2023-07 SC-S2'])
    expect(since('2022-08-01T23:59:59.999')).toEqual(['2023-07 SC-S2'])
    expect(since('2022-08-02T00:00:00')).toEqual(['2023-07 SC-39-1-1'])
  })

  it('a registration of today of an old SIM is a new one', () => {
    const it = contract(old, deleted('2022-06-01', 's1'), registered('2022-09-05', 's1'))
    expect(accrued(it, '2023-10-01', '2022-01', '2023-09')).toEqual(['2023-08 SC-39-1-1'])
  })
})

describe('sim.line-maintenance-window, and the deadlines of SC-39-1', () => {
  it('the running one, by registration, communication and the windows behind it', () => {
    const it = contract(
      registered('2024-03-15', 's1', 's2'),
      communicated('2024-05-02', 's2'),
      deleted('2025-05-05', 's2'),
    )
    expect(window(it, '2024-03-20')).toEqual({ fromMonth: '2024-03', toMonth: '2025-02' })
    expect(window(it, '2025-02-28T23:59:59.999')).toEqual({ fromMonth: '2024-03', toMonth: '2025-02' })
    expect(window(it, '2025-03-01T00:00:00')).toEqual({ fromMonth: '2025-03', toMonth: '2026-02' })
    expect(window(it, '2024-05-03', 's2')).toEqual({ fromMonth: '2024-06', toMonth: '2025-05' })
    expect(() => window(it, '2025-05-06', 's2')).toThrow('does not arise')
    expect(() => window(it, '2025-05-06', 's9')).toThrow('does not arise')
  })

  it('one entry a date with its count: the last month of the window and the one before it', () => {
    const it = contract(registered('2024-03-15', 's1', 's2'), registered('2024-04-01', 's3'))
    expect(deadlines(it.at('2025-01-10'), 'line-maintenance')).toEqual([
      '2025-01-31 upcoming 2',
      '2025-02-28 upcoming 3',
      '2025-03-31 upcoming 1',
    ])
  })

  it('a silent window that is over stays as missed, a warning that is over does not', () => {
    const it = contract(registered('2024-03-15', 's1'))
    expect(deadlines(it.at('2025-02-15'), 'line-maintenance')).toEqual(['2025-02-28 upcoming 1'])
    expect(deadlines(it.at('2025-03-01T00:00:00'), 'line-maintenance')).toEqual([
      '2025-02-28 missed 1',
      '2026-01-31 upcoming 1',
      '2026-02-28 upcoming 1',
    ])
  })

  it('a deleted SIM leaves only what it missed', () => {
    const it = contract(registered('2024-03-15', 's1'), deleted('2025-04-01', 's1'))
    expect(deadlines(it.at('2025-05-01'), 'line-maintenance')).toEqual(['2025-02-28 missed 1'])
  })
})
