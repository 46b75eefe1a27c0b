import { describe, expect, it } from 'vitest'
import { type Told, found, lines, value } from '../kit.ts'
import { R, arising, bare, declared, op } from './contracts.ts'

const changed = (effectiveOn: string, content: object, at = '2024-09-10'): Told => [
  'PlanChanged',
  at,
  { ...content, effectiveOn },
]
const difference = (c: Parameters<typeof value>[0], month: string) =>
  lines(c, month).filter((line) => line.startsWith('downgrade'))

describe('OP-11-3 第11条第3項 a cheaper content within the minimum term (OP-X15, OP-X16, OP-X17, OP-X40)', () => {
  it.each([
    ['2024-10-01', { plan: 'entry' }, '2024-10', 6, 333_960],
    ['2024-10-02', { plan: 'entry' }, '2024-11', 5, 278_300],
    ['2024-09-30', { plan: 'entry' }, '2024-10', 6, 333_960],
    ['2024-12-10', { components: 5 }, '2025-01', 3, 81_180],
    ['2025-03-01', { components: 5 }, '2025-03', 1, 27_060],
    ['2025-03-02', { components: 5 }, '2025-04', 0, 0],
    ['2025-03-31', { components: 5 }, '2025-04', 0, 0],
  ])('from %s to %j: counts from %s, %i months, %i yen', (on, content, month, months, yen) => {
    const c = op(R, changed(on, content)).at('2025-06-01')
    expect(value(c, 'change.effective-month')).toBe(month)
    expect(value(c, 'term.remaining-months')).toBe(months)
    expect(found(c, 'charge.downgrade-difference', 'e11')).toMatchObject({
      value: yen,
      clause: { rule: 'OP-11-3' },
    })
    expect(difference(c, on.slice(0, 7))).toEqual(
      yen === 0 ? [] : [`downgrade-difference remaining-term ${yen}`],
    )
  })

  it('is a whole amount in which the tax is, from the day the change takes effect on', () => {
    const told = op(R, changed('2024-10-01', { plan: 'entry' }))
    expect(difference(told.at('2024-09-30T23:59:59.999'), '2024-10')).toEqual([])
    const c = told.at('2024-10-01T00:00:00')
    expect(c.terms.charges(c, '2024-10' as never)).toContainEqual(
      expect.objectContaining({ kind: 'downgrade-difference', taxCategory: 'included' }),
    )
  })

  it.each([
    ['2024-10-01', { plan: 'advanced' }],
    ['2024-10-01', { components: 9 }],
    ['2024-10-01', { components: 8 }],
    ['2025-04-01', { plan: 'entry' }],
    ['2025-05-01', { plan: 'entry' }],
  ])('from %s to %j costs nothing: dearer, equal, or behind the minimum term', (on, content) => {
    const c = op(R, changed(on, content)).at('2025-06-01')
    expect(arising(c, 'charge.downgrade-difference')).not.toContain('e11')
    for (const month of ['2024-10', '2025-04', '2025-05']) expect(difference(c, month)).toEqual([])
  })

  it('without a tax rate the stated prices tell which is dearer', () => {
    const dearer = bare(declared, R, changed('2024-10-01', { plan: 'advanced' })).at('2024-10-02')
    expect(arising(dearer, 'charge.downgrade-difference')).toEqual([])
    const cheaper = bare(declared, R, changed('2024-10-01', { plan: 'entry' })).at('2024-10-02')
    expect(difference(cheaper, '2024-10')).toEqual([
      'downgrade-difference remaining-term undetermined tax:rate',
    ])
  })

  it('an accepted request counts by its own id; a refused or unanswered one does not', () => {
    const asks: Told = ['PlanChangeRequested', '2024-09-01', { changeId: 'ch', plan: 'entry' }]
    const accepted = op(R, asks, [
      'PlanChangeAccepted',
      '2024-09-10',
      { changeId: 'ch', effectiveOn: '2024-10-01' },
    ])
    expect(value(accepted.at('2024-10-02'), 'charge.downgrade-difference', 'ch')).toBe(333_960)
    expect(value(accepted.at('2024-10-02'), 'change.effective-month', 'ch')).toBe('2024-10')
    for (const more of [
      [],
      [['PlanChangeRefused', '2024-09-10', { changeId: 'ch', ground: 'other' }] as Told],
    ])
      expect(arising(op(R, asks, ...more).at('2025-03-01'), 'charge.downgrade-difference')).not.toContain(
        'ch',
      )
  })

  it('what takes effect on one day is one change', () => {
    const c = op(
      R,
      changed('2024-10-01', { plan: 'advanced' }),
      changed('2024-10-01', { components: 1 }, '2024-09-11'),
    ).at('2024-10-02')
    expect(value(c, 'charge.downgrade-difference', 'e12')).toBe((98_560 - (35_000 * 11) / 10) * 6)
  })

  it('two changes are two charges, each from what was before it', () => {
    const c = op(
      R,
      changed('2024-10-01', { components: 6 }),
      changed('2024-12-01', { components: 5 }, '2024-11-11'),
    ).at('2024-12-02')
    expect(value(c, 'charge.downgrade-difference', 'e11')).toBe(2 * 8_200 * 1.1 * 6)
    expect(value(c, 'charge.downgrade-difference', 'e12')).toBe(8_200 * 1.1 * 4)
    expect(value(c, 'change.effective-month')).toBe('2024-12')
    expect(value(c, 'term.remaining-months')).toBe(4)
  })

  it('an option that is ended is a cheaper content', () => {
    const on: Told = [
      'OptionEnabled',
      '2024-05-20',
      { option: 'metric-relaxation', ref: 'm-1', componentId: 'vm-1' },
    ]
    const midMonth = op(R, on, ['OptionEnded', '2024-12-10', { ref: 'm-1' }]).at('2024-12-12')
    expect(value(midMonth, 'charge.downgrade-difference', 'm-1')).toBe(2_200 * 3)
    const monthEnd = op(R, on, ['OptionEnded', '2024-12-10', { ref: 'm-1', endsOn: '2024-12-31' }]).at(
      '2025-01-01',
    )
    expect(value(monthEnd, 'charge.downgrade-difference', 'm-1')).toBe(2_200 * 3)
    expect(difference(monthEnd, '2025-01')).toEqual(['downgrade-difference remaining-term 6600'])
  })

  it('a change behind the end of the contract never takes effect', () => {
    const c = op(R, changed('2025-02-01', { plan: 'entry' }), [
      'TerminationNoticeSubmitted',
      '2024-08-01',
      { form: 'provider-form', requestedOn: '2025-01-31' },
    ])
    expect(arising(c.at('2025-03-01'), 'charge.downgrade-difference')).not.toContain('e11')
  })

  it('the months of an early end are the contract itself, those of changes have their ref', () => {
    const c = op(R, changed('2024-10-01', { plan: 'entry' }), [
      'TerminationNoticeSubmitted',
      '2024-08-01',
      { form: 'provider-form', requestedOn: '2025-01-31' },
    ]).at('2025-02-01')
    expect(value(c, 'term.remaining-months')).toBe(2)
    expect(value(c, 'term.remaining-months', 'e11')).toBe(6)
    expect(value(c, 'charge.early-termination')).toBe(42_900 * 2)
  })

  it('always without order: facts told in another order give the same', () => {
    const told = [
      changed('2024-10-01', { components: 6 }),
      changed('2024-12-01', { components: 5 }, '2024-11-11'),
    ]
    const a = op(R, ...told).at('2025-01-01')
    const b = op(...[...told].reverse(), R).at('2025-01-01')
    for (const month of ['2024-09', '2024-10', '2024-12']) expect(lines(b, month)).toEqual(lines(a, month))
  })
})
