import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceOfComponents } from '../../../../src/domain/terms/optage-cloud-storage/price-list.ts'
import { month } from '../../../../src/domain/kernel/calendar.ts'
import { monthlyCharges } from '../../../../src/domain/contract/statement.ts'
import { valueOf } from '../../../../src/domain/kernel/finding.ts'
import { type Told, lines, subtotal, value } from '../kit.ts'
import { R, bare, contract, declared, op, tariff, tax } from './contracts.ts'

const may = (content: object, ...more: Told[]) =>
  op(contract('2025-04-01', content), ...more).at('2025-06-01')

describe('OP-A2-1 別表2 base and components by tiers (OP-X32, OP-X33)', () => {
  it.each([
    ['entry', 0, 10_000],
    ['entry', 1, 14_000],
    ['entry', 5, 30_000],
    ['entry', 6, 33_000],
    ['entry', 20, 75_000],
    ['entry', 21, 77_800],
    ['standard', 5, 65_000],
    ['standard', 6, 73_200],
    ['standard', 8, 89_600],
    ['standard', 20, 188_000],
    ['standard', 21, 195_400],
    ['advanced', 5, 95_000],
    ['advanced', 6, 107_000],
    ['advanced', 21, 285_000],
  ])('%s with %i components costs %i a month', (plan, components, yen) => {
    expect(subtotal(may({ plan, components }), '2025-05')).toBe(yen)
  })

  it('volume only where a tariff says so (OP-Q8): all at the tier that holds the count', () => {
    const volume = tariff({ tierMode: 'volume' })
    expect(lines(may({ plan: 'entry', components: 6 }, volume), '2025-05')).toEqual([
      'monthly-base entry 10000',
      'component entry 18000',
    ])
    expect(subtotal(may({ plan: 'entry', components: 5 }, volume), '2025-05')).toBe(30_000)
    expect(subtotal(may({ plan: 'entry', components: 20 }, volume), '2025-05')).toBe(70_000)
    expect(subtotal(may({ plan: 'entry', components: 21 }, volume), '2025-05')).toBe(68_800)
  })

  it('a mode published for a later day leaves the months before', () => {
    const c = may({ plan: 'entry', components: 6 }, tariff({ tierMode: 'volume' }, '2025-05-31'))
    expect(lines(c, '2025-04')[1]).toBe('component entry 23000')
    expect(lines(c, '2025-05')[1]).toBe('component entry 18000')
  })

  it('asks for the components where nobody told them', () => {
    expect(lines(may({ components: undefined }), '2025-05')).toEqual([
      'monthly-base standard 20000',
      'component standard undetermined fact:components',
    ])
  })

  it('always: graduated prices grow with the count, by the price of the tier', () => {
    const tiers = [
      { upTo: 5, price: 4000 },
      { upTo: 20, price: 3000 },
      { upTo: Infinity, price: 2800 },
    ]
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), (n) => {
        const step = priceOfComponents(n + 1, tiers, 'graduated') - priceOfComponents(n, tiers, 'graduated')
        expect(step).toBe(n < 5 ? 4000 : n < 20 ? 3000 : 2800)
      }),
    )
  })
})

describe('OP-A2-2 別表2※1・※2 one Windows makes Windows prices', () => {
  it.each([
    [{ windows: false }, 565_000],
    [{}, 565_000],
    [{ windows: true }, 680_000],
  ])('PREMIUM 25 with %j: %i', (more, yen) => {
    expect(subtotal(may({ plan: 'premium', components: 25, ...more }), '2025-05')).toBe(yen)
  })
  it('is the rule of its component fee, 別表2 that of the others', () => {
    const rule = (plan: string) => {
      const c = may({ plan })
      return c.terms.charges(c, month('2025-05')).find(({ kind }) => kind === 'component')?.amount.clause.rule
    }
    expect([rule('premium'), rule('advanced')]).toEqual(['OP-A2-2', 'OP-A2-1'])
  })
  it('holds for PREMIUM alone', () => {
    expect(subtotal(may({ windows: true }), '2025-05')).toBe(89_600)
  })
  it('a later Windows machine counts from the month its day opens, else the next', () => {
    const on = (effectiveOn: string) =>
      may({ plan: 'premium', components: 1 }, ['PlanChanged', '2025-04-02', { windows: true, effectiveOn }])
    expect(lines(on('2025-05-01'), '2025-05')[1]).toBe('component premium 30000')
    expect(lines(on('2025-05-02'), '2025-05')[1]).toBe('component premium 25000')
  })
})

describe('OP-A2-3 別表2備考 the initial fee (OP-X31)', () => {
  const initial = (c: Parameters<typeof lines>[0], of: string) =>
    lines(c, of).filter((line) => line.startsWith('initial'))
  it.each([
    [1, 50_000],
    [3, 50_000],
    [5, 50_000],
    [6, 60_000],
    [8, 80_000],
  ])('%i components: %i, in the month of the start', (components, yen) => {
    const c = op(contract('2025-04-15', { components })).at('2025-06-01')
    expect(initial(c, '2025-04')).toEqual([`initial standard ${yen}`])
    expect(initial(c, '2025-05')).toEqual([])
  })
  it('components added later cost 10,000 each, also below five, also those that were there before', () => {
    const c = op(
      contract('2025-04-15', { components: 3 }),
      ['PlanChanged', '2025-06-02', { components: 5, effectiveOn: '2025-06-10' }],
      ['PlanChanged', '2025-07-02', { components: 4 }],
      ['PlanChanged', '2025-08-02', { components: 5 }],
    ).at('2025-09-01')
    expect(initial(c, '2025-06')).toEqual(['initial component 20000'])
    expect(initial(c, '2025-07')).toEqual([])
    expect(initial(c, '2025-08')).toEqual(['initial component 10000'])
  })
  it('a quote stands in the place of the printed amount (R-5)', () => {
    const quoted = (more: object) =>
      initial(
        op(contract('2025-04-15', { components: 7 }), [
          'QuoteGiven',
          '2025-04-01',
          { item: 'initial', amount: 70_000, ...more },
        ]).at('2025-06-01'),
        '2025-04',
      )
    expect(quoted({})).toEqual(['initial standard 90000'])
    expect(quoted({ effectiveOn: '2025-04-15' })).toEqual(['initial standard 90000'])
    expect(quoted({ effectiveOn: '2025-04-16' })).toEqual(['initial standard 70000'])
  })
  it('a managed plan that is added later begins with its fee; storage has one where a tariff names it', () => {
    const storage = tariff({ initialFees: [{ item: 'storage-10tb', amount: 5_000 }] })
    const c = op(
      storage,
      contract('2025-04-15', { plan: undefined, components: undefined, storagePlan: 'storage-10tb' }),
      ['PlanChanged', '2025-05-02', { plan: 'entry', components: 6 }],
    ).at('2025-06-01')
    expect(initial(c, '2025-04')).toEqual(['initial storage-10tb 5000'])
    expect(initial(c, '2025-05')).toEqual(['initial entry 60000'])
  })
  it('nothing is owed before the start', () => {
    expect(lines(op(R).at('2024-03-31T23:59:59'), '2024-03')).toEqual([])
    expect(lines(op(R).at('2024-04-01T00:00:00'), '2024-04')).toHaveLength(3)
  })
})

describe('OP-A2-4 別表2備考 metric relaxation', () => {
  const enabled = (ref: string, at: string, componentId?: string): Told => [
    'OptionEnabled',
    at,
    { option: 'metric-relaxation', ref, ...(componentId !== undefined && { componentId }) },
  ]
  const relaxed = (c: Parameters<typeof lines>[0], of: string) =>
    lines(c, of).filter((line) => line.startsWith('metric'))
  it('the first of a component costs 2,000 from its month to that of its end, in full', () => {
    const c = op(R, enabled('m-1', '2024-05-31', 'vm-1'), ['OptionEnded', '2024-07-01', { ref: 'm-1' }]).at(
      '2024-09-01',
    )
    expect(
      ['2024-04', '2024-05', '2024-06', '2024-07', '2024-08'].map((of) => relaxed(c, of).length),
    ).toEqual([0, 1, 1, 1, 0])
    expect(relaxed(c, '2024-05')).toEqual(['metric-relaxation metric-relaxation 2000'])
  })
  it('a repeated one of the same component costs what is published, another component again 2,000', () => {
    const told = [
      R,
      enabled('m-1', '2024-05-01', 'vm-1'),
      enabled('m-2', '2024-05-02', 'vm-1'),
      enabled('m-3', '2024-05-03', 'vm-2'),
    ] as const
    expect(relaxed(op(...told).at('2024-06-01'), '2024-05')).toEqual([
      'metric-relaxation metric-relaxation 2000',
      'metric-relaxation metric-relaxation undetermined tariff:metricRelaxationRepeatFee',
      'metric-relaxation metric-relaxation 2000',
    ])
    expect(
      relaxed(op(tariff({ metricRelaxationRepeatFee: 1_500 }), ...told).at('2024-06-01'), '2024-05')[1],
    ).toBe('metric-relaxation metric-relaxation 1500')
  })
  it('counts by when they were switched on, not by when that was told', () => {
    const c = op(R, enabled('m-2', '2024-05-02', 'vm-1'), enabled('m-1', '2024-05-01', 'vm-1')).at(
      '2024-06-01',
    )
    const amounts = c.terms
      .charges(c, month('2024-05'))
      .filter(({ kind }) => kind === 'metric-relaxation')
      .map(({ ref, amount }) => `${ref ?? ''} ${valueOf(amount) ?? '?'}`)
    expect(amounts).toEqual(['m-1 2000', 'm-2 ?'])
  })
  it('stands on the card as an option, until it or the contract ends', () => {
    const told = op(R, enabled('m-1', '2024-05-01', 'vm-1'), [
      'OptionEnded',
      '2024-06-01',
      { ref: 'm-1', endsOn: '2024-06-30' },
    ])
    const state = (when: string) =>
      told
        .at(when)
        .terms.options(told.at(when))
        .map((option) => option.state.value)
    expect(state('2024-04-30')).toEqual([])
    expect(state('2024-06-30T23:59:59')).toEqual(['active'])
    expect(state('2024-07-01T00:00:00')).toEqual(['ended'])
  })
})

describe('OP-A3-1a 別表3の1, OP-A3-1b full calendar months, at least one (OP-X2, OP-X13, OP-X36)', () => {
  it('from the month of the start to that of the end, neither in part', () => {
    const c = op(contract('2024-04-15'), [
      'TerminationNoticeSubmitted',
      '2024-08-01',
      { form: 'provider-form', requestedOn: '2024-10-20' },
    ]).at('2025-05-01')
    const full = ['monthly-base standard 20000', 'component standard 69600']
    expect(lines(c, '2024-03')).toEqual([])
    for (const of of ['2024-05', '2024-09']) expect(lines(c, of)).toEqual(full)
    expect(lines(c, '2024-04').slice(0, 2)).toEqual(full)
    expect(lines(c, '2024-10').slice(0, 2)).toEqual(full)
    expect(lines(c, '2024-11')).toEqual([])
  })
  it('one day of use is one month', () => {
    const c = op(contract('2025-06-10'), [
      'ContractRescinded',
      '2025-06-10T15:00:00',
      { by: 'provider', ground: 'antisocial' },
    ])
    expect(value(c.at('2025-06-10T16:00:00'), 'charge.proration', 'monthly-base')).toBe('full-month')
    expect(lines(c.at('2025-08-01'), '2025-06')).toEqual(
      expect.arrayContaining(['monthly-base standard 20000', 'component standard 69600']),
    )
    expect(lines(c.at('2025-08-01'), '2025-07')).toEqual([])
    const line = c.at('2025-08-01').terms.charges(c.at('2025-08-01'), month('2025-06'))[0]?.amount
    expect(line?.causes).toContainEqual(
      expect.objectContaining({
        what: 'charge.proration',
        clause: expect.objectContaining({ rule: 'OP-A3-1b' }) as unknown,
      }),
    )
  })
  it('a month behind asOf has nothing', () => {
    expect(lines(op(R).at('2024-05-31T23:59:59'), '2024-06')).toEqual([])
    expect(lines(op(R).at('2024-06-01T00:00:00'), '2024-06')).toHaveLength(2)
  })
  it('storage is priced by the tariff of the last day of the month', () => {
    const dearer = tariff({ monthlyFees: [{ item: 'storage-10tb', amount: 40_000 }] }, '2024-05-31')
    const c = op(dearer, contract('2024-04-01', { storagePlan: 'storage-10tb' })).at('2024-07-01')
    expect(lines(c, '2024-04')).toContain('monthly-base storage-10tb 30000')
    expect(lines(c, '2024-05')).toContain('monthly-base storage-10tb 40000')
  })
  it('a month under a version whose text is not known is not known', () => {
    const c = bare(tax, contract('2023-11-01')).at('2024-03-01')
    expect(lines(c, '2023-12')).toEqual([
      'monthly-base standard undetermined terms:2023-12-01',
      'component standard undetermined terms:2023-12-01',
    ])
    expect(lines(c, '2024-01')).toEqual(['monthly-base standard 20000', 'component standard 69600'])
  })
  it('a version that repeats one that was declared equal has its prices', () => {
    const c = bare(declared, tax, contract('2023-01-10')).at('2023-03-01')
    expect(lines(c, '2023-02')).toEqual(['monthly-base standard 20000', 'component standard 69600'])
    const chain: Told[] = [
      [
        'TermsVersionPublished',
        '2022-11-01',
        {
          document: 'service-terms',
          versionId: '2023-04-25',
          effectiveOn: '2023-04-25',
          textKnown: true,
          sameTextAs: '2024-01-31',
        },
      ],
      [
        'TermsVersionPublished',
        '2022-11-02',
        {
          document: 'service-terms',
          versionId: '2023-12-01',
          effectiveOn: '2023-12-01',
          textKnown: true,
          sameTextAs: '2023-04-25',
        },
      ],
    ]
    expect(lines(bare(chain, tax, contract('2023-12-10')).at('2024-01-03'), '2023-12')).toContain(
      'monthly-base standard 20000',
    )
  })
})

describe('OP-A3-1d 別表3の1 the first day of the billing month', () => {
  const changed = (startDay: number, effectiveOn: string): Told => [
    'BillingCycleChanged',
    '2025-01-10',
    { startDay, effectiveOn },
  ]
  it.each([
    ['2025-02-14', '2025-02-01'],
    ['2025-02-15', '2025-02-01'],
    ['2025-02-16', '2025-02-16'],
    ['2025-03-15', '2025-02-16'],
    ['2025-03-16', '2025-03-16'],
  ])('at %s the cycle began %s', (when, first) => {
    expect(value(op(R, changed(16, '2025-02-10')).at(when), 'billing.cycle-start')).toBe(first)
  })
  it('without a change it is the first; a day 31 is the last of a shorter month', () => {
    expect(value(op(R).at('2025-02-14'), 'billing.cycle-start')).toBe('2025-02-01')
    expect(value(op(R, changed(31, '2025-01-31')).at('2025-03-01'), 'billing.cycle-start')).toBe('2025-02-28')
  })
})

describe('OP-A3-2 別表3の2, OP-A3-6 別表3の6 tax on top, its fraction cut off', () => {
  const bill = (of: string, ...more: Told[]) =>
    monthlyCharges(
      op(contract('2024-04-01', { storagePlan: 'storage-10tb' }), ...more).at('2025-01-01'),
      month(of),
    )
  it('once a bill', () => {
    expect(valueOf(bill('2024-06').tax)).toBe(11_960)
    const odd = tariff({ monthlyFees: [{ item: 'storage-10tb', amount: 30_009 }] })
    expect(valueOf(bill('2024-06', odd).tax)).toBe(11_960)
    expect(
      valueOf(bill('2024-06', tariff({ monthlyFees: [{ item: 'storage-10tb', amount: 30_010 }] })).tax),
    ).toBe(11_961)
  })
  it('no tariff rounds it otherwise', () => {
    const odd = tariff({ monthlyFees: [{ item: 'storage-10tb', amount: 30_009 }], taxRounding: 'ceil' })
    expect(valueOf(bill('2024-06', odd).tax)).toBe(11_960)
    expect(bill('2024-06', odd).tax.clause.rule).toBe('OP-A3-2')
  })
  it('the tax of a month can be asked for', () => {
    expect(value(op(R).at('2024-07-01'), 'invoice.tax', '2024-06')).toBe(8_960)
  })
  it('without a rate it is not known', () => {
    expect(value(bare(declared, R).at('2024-07-01'), 'invoice.tax', '2024-06')).toBe('undetermined tax:rate')
  })
  it('a tariff with tax in it taxes the printed prices alone', () => {
    const inclusive = tariff({ taxTreatment: 'inclusive' })
    expect(valueOf(bill('2024-06', inclusive).total)).toBe(89_600 + 8_960 + 30_000)
    expect(valueOf(bill('2024-06', tariff({ taxTreatment: 'none' })).total)).toBe(119_600)
  })
})
