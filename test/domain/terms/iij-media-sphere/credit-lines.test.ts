import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Case } from '../../../../src/domain/contract/case.ts'
import { monthlyCharges } from '../../../../src/domain/contract/statement.ts'
import { addHours, instant, month as monthOf } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, found, lines, subtotal } from '../kit.ts'
import { contract, given, noOverage, published, usage } from './contracts.ts'

/** An outage of some units from an instant, its cause told at its end, and the claim. */
const outage = (id: string, from: string, units: number, claim: string): readonly Told[] => {
  const end = addHours(instant(`${from}+09:00`), 24 * units)
  return [
    ['OutageRecognized', from, { outageId: id, totality: 'total' }],
    ['OutageEnded', end, { outageId: id }],
    ['OutageCauseDetermined', end, { outageId: id, attribution: 'provider' }],
    ['CreditClaimed', claim, { outageId: id }],
  ]
}
const credits = (c: Case, month: string) =>
  lines(c, month)
    .filter((line) => line.startsWith('outage-credit'))
    .map((line) => line.slice('outage-credit outage-credit '.length))
const applied = (c: Case) => c.terms.credits(c).map(({ appliedTo }) => appliedTo)
const ended = (endsOn: string): Told => ['ContractEnded', '2025-03-05', { endsOn, reason: 'agreement' }]
/** The months from March on, without overage. */
const quiet = (...months: readonly string[]) => months.map(noOverage)

describe('R-11, IJ-Q7 where a reduction is taken from', () => {
  it('stands as a negative line in the month it became due, on the credit and the events below it', () => {
    const c = given(contract(), outage('o', '2025-08-03T10:00:00', 1, '2025-08-10')).at('2025-09-01')
    expect(credits(c, '2025-08')).toEqual(['-3333'])
    const line = c.terms.charges(c, monthOf('2025-08')).find(({ kind }) => kind === 'outage-credit')
    expect(line).toMatchObject({
      ref: 'o',
      amount: { what: 'charge.outage-credit', clause: { rule: 'IJ-A2-1' } },
    })
    expect(line?.amount.causes).toContainEqual(found(c, 'credit.outage', 'o'))
    expect(applied(c)).toEqual([[{ month: '2025-08', amount: 3_333 }]])
  })

  it('in the month of the claim where that comes later, and of the cause where that is told last', () => {
    const claim = given(contract(), outage('o', '2025-03-10T10:00:00', 1, '2025-05-10')).at('2025-07-01')
    expect([credits(claim, '2025-03'), credits(claim, '2025-05')]).toEqual([[], ['-3333']])
    const cause: Told = ['OutageCauseDetermined', '2025-06-10', { outageId: 'o', attribution: 'provider' }]
    const [known, end, , claimed] = outage('o', '2025-03-10T10:00:00', 1, '2025-03-20') as [
      Told,
      Told,
      Told,
      Told,
    ]
    const c = given(contract(), known, end, claimed, cause).at('2025-07-01')
    expect([credits(c, '2025-03'), credits(c, '2025-06')]).toEqual([[], ['-3333']])
  })

  it('stays where it became due, although more is told of the same', () => {
    const again: Told = [
      'OutageCauseDetermined',
      '2025-04-10',
      { outageId: 'o', attribution: 'gross-negligence' },
    ]
    const c = given(contract(), outage('o', '2025-03-10T10:00:00', 1, '2025-03-20'), again).at('2025-06-01')
    expect([credits(c, '2025-03'), credits(c, '2025-04')]).toEqual([['-3333'], []])
  })

  it('in the month the provider names with its grant', () => {
    const grant: Told = ['CreditGranted', '2025-03-25', { outageId: 'o', month: '2025-05' }]
    const told = given(contract(), outage('o', '2025-03-10T10:00:00', 1, '2025-03-20'), grant)
    expect(credits(told.at('2025-04-30'), '2025-03')).toEqual([])
    expect(credits(told.at('2025-06-01'), '2025-05')).toEqual(['-3333'])
  })

  it('IJ-X17: takes what a month bills and goes on in the next', () => {
    const x17 = outage('o', '2025-03-01T09:00:00', 31, '2025-04-10')
    const c = given(contract(), x17, quiet('2025-04', '2025-05')).at('2025-07-01')
    expect(credits(c, '2025-04')).toEqual(['-100000'])
    expect(credits(c, '2025-05')).toEqual(['-3333'])
    expect(credits(c, '2025-06')).toEqual([])
    expect(subtotal(c, '2025-04')).toBe(0)
    expect(applied(c)).toEqual([
      [
        { month: '2025-04', amount: 100_000 },
        { month: '2025-05', amount: 3_333 },
      ],
    ])
  })

  it('takes overage and one-time fees as well, but not more than the month bills', () => {
    const x17 = outage('o', '2025-03-01T09:00:00', 31, '2025-04-10')
    const fee = [published({ oneTimeFees: [{ item: 'move', amount: 300 }] }), ['OneTimeFactOccurred', '2025-04-02', { item: 'move' }] as Told] // prettier-ignore
    const c = given(contract(), x17, fee, usage('2025-04', ['110', '0', '0', '0'])).at('2025-06-01')
    expect(credits(c, '2025-04')).toEqual(['-101800'])
    expect(credits(c, '2025-05')).toEqual(['-1533'])
  })

  it('is undetermined where a month may bill more than is known of it; what surely fits is not', () => {
    const big = given(contract(), outage('o', '2025-03-01T09:00:00', 31, '2025-04-10'), quiet('2025-05'))
    expect(credits(big.at('2025-05-01'), '2025-04')[0]).toMatch(/^undetermined usage:/)
    expect(credits(big.at('2025-06-01'), '2025-05')[0]).toMatch(/^undetermined usage:/)
    expect(credits(big.at('2025-07-01'), '2025-06')).toEqual([])
    expect(applied(big.at('2025-07-01'))).toEqual([[]])
    const fits = given(contract(), outage('o', '2025-03-02T09:00:00', 30, '2025-04-10')).at('2025-05-01')
    expect(credits(fits, '2025-04')).toEqual(['-100000'])
  })

  it('the reductions of several outages follow each other in the order in which they became due', () => {
    const c = given(
      contract(),
      outage('b', '2025-03-02T09:00:00', 24, '2025-04-12'),
      outage('a', '2025-01-20T09:00:00', 21, '2025-04-20'),
      quiet('2025-04', '2025-05'),
    ).at('2025-06-01')
    expect(credits(c, '2025-04')).toEqual(['-80000', '-20000'])
    expect(credits(c, '2025-05')).toEqual(['-50000'])
    const order = c.terms.charges(c, monthOf('2025-04')).filter(({ kind }) => kind === 'outage-credit')
    expect(order.map(({ ref }) => ref)).toEqual(['b', 'a'])
  })

  it('waits for the next month while the running one bills nothing more', () => {
    const told = given(contract('basic', '2025-06-01'), outage('o', '2025-01-03T10:00:00', 1, '2025-01-20'))
    expect(credits(told.at('2025-05-31'), '2025-01')).toEqual([])
    expect(credits(told.at('2025-06-10'), '2025-06')).toEqual(['-3333'])
  })

  it('is paid in full in the last month of the contract, or when it becomes due behind that', () => {
    const x17 = outage('o', '2025-03-01T09:00:00', 31, '2025-04-10')
    const last = given(contract(), x17, ended('2025-04-30')).at('2025-06-01')
    expect(credits(last, '2025-04')).toEqual(['-103333'])
    const behind = given(contract(), x17, ended('2025-03-31')).at('2025-06-01')
    expect(credits(behind, '2025-04')).toEqual(['-103333'])
    expect(applied(behind)).toEqual([[{ month: '2025-04', amount: 103_333 }]])
    const before = given(contract(), x17, ended('2025-05-31'), quiet('2025-04')).at('2025-06-01')
    expect([credits(before, '2025-04'), credits(before, '2025-05')]).toEqual([['-100000'], ['-3333']])
  })

  it('is not in a bill before it is due, nor while nothing was claimed', () => {
    const told = given(contract(), outage('o', '2025-03-10T10:00:00', 1, '2025-03-20'))
    expect(credits(told.at('2025-03-20T11:59:59'), '2025-03')).toEqual([])
    expect(credits(told.at('2025-03-20T12:00:00'), '2025-03')).toEqual(['-3333'])
  })

  describe('months that were closed', () => {
    /** The contract with closed bills: what each took of the reduction `o`. */
    const closed = (units: number, bills: Readonly<Record<string, number>>): Case => {
      const told = given(
        contract(),
        outage('o', '2025-03-10T10:00:00', units, '2025-03-20'),
        quiet('2025-04'),
      )
      const line = (taken: number) => ({ kind: 'outage-credit', ref: 'o', amount: -taken })
      const statements = Object.entries(bills).map(([month, taken]) => [
        monthOf(month),
        { month, lines: taken === 0 ? [] : [line(taken)] },
      ])
      return { ...told.at('2025-07-01'), closed: new Map(statements as never) }
    }
    const months = (c: Case) => ['2025-03', '2025-04', '2025-05'].map((month) => credits(c, month)[0])

    it('before the reduction was known, are passed over', () => {
      expect(months(closed(1, { '2025-03': 0 }))).toEqual([undefined, '-3333', undefined])
      expect(months(closed(1, { '2025-03': 0, '2025-04': 0 }))).toEqual([undefined, undefined, '-3333'])
    })

    it('after it was, keep what they took; only what is more than that goes on', () => {
      expect(months(closed(1, { '2025-03': 3_333 }))).toEqual(['-3333', undefined, undefined])
      expect(months(closed(3, { '2025-03': 6_666 }))).toEqual(['-6666', '-3334', undefined])
      expect(months(closed(3, { '2025-03': 6_666, '2025-04': 0 }))).toEqual(['-6666', undefined, '-3334'])
    })

    it('keep no more than there is: the rest of what they took is an adjustment', () => {
      expect(months(closed(1, { '2025-03': 6_666 }))).toEqual(['-3333', undefined, undefined])
    })
  })

  it('no month is ever billed below nothing while the contract lives, and all parts together are the credit', () => {
    const units = fc.integer({ min: 1, max: 50 })
    fc.assert(
      fc.property(units, units, units, (a, b, d) => {
        const c = given(
          contract(),
          outage('a', '2025-01-10T09:00:00', a, '2025-05-01'),
          outage('b', '2025-03-10T09:00:00', b, '2025-05-02'),
          outage('d', '2025-04-20T09:00:00', d, '2025-06-20'),
          quiet('2025-05', '2025-06', '2025-07', '2025-08', '2025-09', '2025-10', '2025-11'),
        ).at('2025-12-01')
        for (const month of ['2025-05', '2025-06', '2025-07', '2025-08', '2025-09', '2025-10', '2025-11'])
          expect(monthlyCharges(c, monthOf(month)).subtotal).toBeGreaterThanOrEqual(0)
        for (const { amount, appliedTo } of c.terms.credits(c))
          expect(appliedTo.reduce((sum, part) => sum + part.amount, 0)).toBe(amount)
      }),
      { numRuns: 25 },
    )
  })
})
