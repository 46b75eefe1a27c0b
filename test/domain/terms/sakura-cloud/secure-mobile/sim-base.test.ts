import { describe, expect, it } from 'vitest'
import { given, said, value } from '../../kit.ts'
import {
  communicated,
  contract,
  deleted,
  earlier,
  fee,
  linesOf,
  priced,
  registered,
  reported,
  unmatched,
} from './told.ts'

const LATER = '2026-06-01'

describe('SC-38-1, SC-38-2a, SC-38-2b 第38条第1項・第2項 a full fee a SIM and month, not without communication', () => {
  it('SC-X24 registered in January, used in February, deleted in March', () => {
    const it = contract(
      registered('2025-01-31T18:00:00', 's1'),
      communicated('2025-02-03', 's1'),
      deleted('2025-03-01T09:00:00', 's1'),
    )
    expect(['2025-01', '2025-02', '2025-03'].map((month) => fee(it.at(LATER), 'sim-base', month))).toEqual([
      0, 100, 0,
    ])
  })

  it('SC-38-2c SC-X25 the month of the registration is a whole one', () => {
    const it = contract(
      registered('2025-01-31T18:00:00', 's1'),
      communicated('2025-01-31T18:05:00', 's1'),
      communicated('2025-02-03', 's1'),
      deleted('2025-03-01T09:00:00', 's1'),
    )
    expect(fee(it.at(LATER), 'sim-base', '2025-01')).toBe(100)
    expect(fee(it.at(LATER), 'sim-base', '2025-02')).toBe(100)
    const [line] = linesOf(it.at(LATER), 'sim-base', '2025-01')
    expect(line?.ref).toBe('s1')
    expect(line?.amount.causes.map((cause) => ('clause' in cause ? cause.clause.rule : ''))).toContain(
      'SC-38-2c',
    )
  })

  it('the month of the deletion is a whole one, by the date of the deletion', () => {
    const until = (at: string) =>
      contract(registered('2025-01-10', 's1'), deleted(at, 's1'), communicated('2025-02-01T00:00:00', 's1'))
    expect(fee(until('2025-02-01T00:00:00').at(LATER), 'sim-base', '2025-02')).toBe(100)
    expect(fee(until('2025-01-31T23:59:59.999').at(LATER), 'sim-base', '2025-02')).toBe(0)
  })

  it('a report of 0 bytes is no communication; the later report of a SIM replaces the earlier', () => {
    const it = contract(
      registered('2025-01-10', 's1', 's2', 's3'),
      reported('2025-01-20', '2025-01', { s1: 0, s2: 1 }),
      reported('2025-01-31T23:00:00', '2025-01', { s2: 0, s3: 5 }),
    )
    expect(fee(it.at('2025-01-25'), 'sim-base', '2025-01')).toBe(100)
    expect(value(it.at('2025-01-25'), 'sim.communicated', 's2')).toBe(true)
    expect(value(it.at('2025-02-01'), 'sim.communicated', 's2')).toBe(false)
    expect(
      linesOf(it.at('2025-02-01'), 'sim-base', '2025-01').map(({ ref, quantity }) => `${ref} ${quantity}`),
    ).toEqual(['s3 1'])
  })

  it('a report of 0 bytes does not undo an observed communication', () => {
    const it = contract(
      registered('2025-01-10', 's1'),
      communicated('2025-01-12', 's1'),
      reported('2025-01-31', '2025-01', { s1: 0 }),
    )
    expect(fee(it.at(LATER), 'sim-base', '2025-01')).toBe(100)
  })

  it('a running month shows what has arisen; one behind asOf has nothing', () => {
    const it = contract(
      registered('2025-01-10', 's1'),
      reported('2025-01-20', '2025-02', { s1: 5 }),
      communicated('2025-01-21', 's1'),
    )
    expect(fee(it.at('2025-01-20T23:00:00'), 'sim-base', '2025-01')).toBe(0)
    expect(fee(it.at('2025-01-21'), 'sim-base', '2025-01')).toBe(100)
    expect(fee(it.at('2025-01-31'), 'sim-base', '2025-02')).toBe(0)
    expect(fee(it.at('2025-02-01'), 'sim-base', '2025-02')).toBe(100)
  })

  it('a SIM registered behind its report counts from then, in whatever order views are asked', () => {
    const told = [
      registered('2025-01-02', 's1'),
      reported('2025-01-10', '2025-01', { s1: 5, s2: 5 }),
      registered('2025-01-20', 's2'),
    ]
    const forward = contract(...told)
    expect(fee(forward.at('2025-01-15'), 'sim-base', '2025-01')).toBe(100)
    expect(fee(forward.at('2025-01-25'), 'sim-base', '2025-01')).toBe(200)
    const back = contract(...told)
    expect(unmatched(back.at('2025-01-25'))).toEqual([])
    expect(unmatched(back.at('2025-01-15'))).toEqual(['SimUsageReported: SimRegistered iccid s2'])
    expect(fee(back.at('2025-01-25'), 'data', '2025-01')).toBe(0) // 10 bytes of a yen a megabyte
    expect(fee(back.at('2025-01-15'), 'sim-base', '2025-01')).toBe(100)
  })

  it('is undetermined without a price, and not asked for where nothing is owed', () => {
    const it = given(
      'sakura-cloud',
      earlier,
      registered('2025-01-10', 's1'),
      communicated('2025-01-12', 's1'),
    )
    expect(fee(it.at(LATER), 'sim-base', '2025-01')).toBe('undetermined tariff:simBaseFee')
    expect(linesOf(it.at(LATER), 'sim-base', '2025-02')).toEqual([])
  })

  it('costs the price of the last day of the month (CC-14)', () => {
    const raised = priced({ tariffId: 't-2', effectiveOn: '2025-01-31', simBaseFee: 110 })
    const next = priced({ tariffId: 't-3', effectiveOn: '2025-02-01', simBaseFee: 120 })
    const it = given(
      'sakura-cloud',
      earlier,
      priced(),
      raised,
      next,
      registered('2025-01-10', 's1'),
      communicated('2025-01-12', 's1'),
    )
    expect(fee(it.at(LATER), 'sim-base', '2025-01')).toBe(110)
  })
})

describe('SC-38-3 第38条第3項 one fee for each registration of the month', () => {
  const twice = [
    registered('2024-11-10', 's1'),
    deleted('2025-06-10', 's1'),
    registered('2025-06-20', 's1'),
  ] as const

  it('SC-X26 SC-Q11 any communication of the month charges them all', () => {
    expect(fee(contract(...twice, communicated('2025-06-02', 's1')).at(LATER), 'sim-base', '2025-06')).toBe(
      200,
    )
    expect(fee(contract(...twice, communicated('2025-06-21', 's1')).at(LATER), 'sim-base', '2025-06')).toBe(
      200,
    )
    expect(fee(contract(...twice, communicated('2025-06-15', 's1')).at(LATER), 'sim-base', '2025-06')).toBe(
      200,
    )
    expect(fee(contract(...twice).at(LATER), 'sim-base', '2025-06')).toBe(0)
  })

  it('SC-X26 a third registration, a third fee', () => {
    const it = contract(
      ...twice,
      communicated('2025-06-02', 's1'),
      deleted('2025-06-25', 's1'),
      registered('2025-06-28', 's1'),
    )
    expect(fee(it.at(LATER), 'sim-base', '2025-06')).toBe(300)
    const [line] = linesOf(it.at(LATER), 'sim-base', '2025-06')
    expect(line?.quantity).toBe('3')
    expect(line?.amount.clause.rule).toBe('SC-38-3')
    expect(value(it.at('2025-06-30'), 'sim.registrations', 's1')).toBe(3)
    expect(value(it.at('2025-06-27'), 'sim.registrations', 's1')).toBe(2)
    expect(value(it.at('2025-07-01'), 'sim.registrations', 's1')).toBe(1)
  })

  it('a registration told twice without a deletion between counts once', () => {
    const it = contract(
      registered('2025-06-01', 's1'),
      registered('2025-06-20', 's1'),
      communicated('2025-06-21', 's1'),
    )
    expect(fee(it.at(LATER), 'sim-base', '2025-06')).toBe(100)
  })
})

describe('SC-37-1 第37条第1項 like fees are one line (ledger.md 7)', () => {
  const it_ = contract(
    registered('2025-08-05', 's4', 's1', 's3', 's2'),
    reported('2025-09-30T23:00:00', '2025-09', { s1: 1, s2: 2, s3: 3, s4: 0 }),
    deleted('2025-09-10', 's2'),
    registered('2025-09-11', 's2'),
  )

  it('with its quantity, and the SIMs behind it in order of their ids', () => {
    const [line, ...others] = linesOf(it_.at('2025-10-01'), 'sim-base', '2025-09')
    expect(others).toEqual([])
    expect([line?.quantity, line?.unitPrice, line && said(line.amount), line?.ref]).toEqual([
      '4',
      '100',
      400,
      undefined,
    ])
    const details = [...(line?.detail?.() ?? [])]
    expect(
      details.map(({ ref, quantity, amount, clause }) => `${ref} ${quantity} ${amount} ${clause.rule}`),
    ).toEqual(['s1 1 100 SC-38-1', 's2 2 200 SC-38-3', 's3 1 100 SC-38-1'])
    expect([...(line?.detail?.('s1') ?? [])].map(({ ref }) => ref)).toEqual(['s2', 's3'])
  })

  it('each SIM names its own facts, the line the facts of all', () => {
    const [line] = linesOf(it_.at('2025-10-01'), 'sim-base', '2025-09')
    const first = [...(line?.detail?.() ?? [])][0]
    expect(first?.causes.slice(0, -1)).toEqual([{ event: 'e4' }, { event: 'e5' }])
  })

  it('no fee of the five needs a SIM to be ready', () => {
    const it = contract(registered('2025-09-01', 's1'), communicated('2025-09-02', 's1'))
    expect(value(it.at('2025-09-03'), 'sim.closed-network-ready', 's1')).toBe(false)
    expect(fee(it.at('2025-09-03'), 'sim-base', '2025-09')).toBe(100)
  })
})
