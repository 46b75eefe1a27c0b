import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMinutes, instant } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, found, lines, value } from '../kit.ts'
import { R, arising, bare, contract, declared, op, tax } from './contracts.ts'

type Outage = {
  id?: string
  scope?: string
  totality?: string
  from: string
  to?: string
  attribution?: string
}
const outage = ({
  id = 'o',
  scope = 'managed',
  totality = 'total',
  from,
  to,
  attribution,
}: Outage): readonly Told[] => [
  ['OutageRecognized', from, { outageId: id, scope, totality }],
  ...(to === undefined ? [] : [['OutageEnded', to, { outageId: id }] as Told]),
  ...(attribution === undefined
    ? []
    : [['OutageCauseDetermined', to ?? from, { outageId: id, attribution }] as Told]),
]
const both = contract('2024-04-01', { storagePlan: 'storage-10tb' })
const entry = (c: Parameters<typeof value>[0]) => {
  const credit = c.terms.credits(c)[0]
  return credit && [value(c, 'credit.outcome', credit.outageId), credit.units, credit.amount]
}
const credits = (c: Parameters<typeof value>[0], month: string) =>
  lines(c, month).filter((line) => line.startsWith('outage'))

describe('OP-24-2-2c 第24条第2項第2号表3欄 the managed service, whole days, unless the customer is to blame (OP-X19, OP-X21, OP-X23)', () => {
  const R23 = contract('2023-06-01')
  it('two days of a leap February', () => {
    const c = op(
      R23,
      outage({ from: '2024-02-10T09:00:00', to: '2024-02-12T10:00:00', attribution: 'third-party' }),
    ).at('2024-03-01')
    expect(entry(c)).toEqual(['granted', 2, 6_179])
    expect(credits(c, '2024-02')).toEqual(['outage-credit managed -6179'])
    expect(found(c, 'credit.outage', 'o').clause.rule).toBe('OP-24-2-2c')
    expect(value(c, 'credit.base', 'o')).toBe(89_600)
    expect(value(c, 'outage.hours', 'o')).toBe('49')
  })

  it.each([
    ['2025-04-11T08:59:59.999', 'below-threshold', 0, 0],
    ['2025-04-11T09:00:00', 'granted', 1, 2_986],
    ['2025-04-12T08:59:59.999', 'granted', 1, 2_986],
    ['2025-04-12T09:00:00', 'granted', 2, 5_973],
  ])('recognised 2025-04-10 09:00, over at %s: %s', (to, outcome, units, amount) => {
    expect(
      entry(op(R, outage({ from: '2025-04-10T09:00:00', to, attribution: 'third-party' })).at('2025-05-01')),
    ).toEqual([outcome, units, amount])
  })

  it.each([
    ['provider', 'granted'],
    ['third-party', 'granted'],
    ['force-majeure', 'granted'],
    ['core-supplier', 'granted'],
    ['customer', 'not-attributable'],
    ['customer-prerequisite', 'not-attributable'],
    ['restriction', 'not-attributable'],
  ])('caused by %s: %s', (attribution, outcome) => {
    const c = op(R, outage({ from: '2025-04-10T09:00:00', to: '2025-04-12T09:00:00', attribution })).at(
      '2025-05-01',
    )
    expect(value(c, 'credit.outcome', 'o')).toBe(outcome)
    expect(value(c, 'outage.attributable', 'o')).toBe(outcome === 'granted')
  })

  it('is not taken from the options', () => {
    const relaxed: Told = [
      'OptionEnabled',
      '2024-05-01',
      { option: 'metric-relaxation', ref: 'm', componentId: 'v' },
    ]
    const c = op(
      R,
      relaxed,
      outage({ from: '2025-04-10T09:00:00', to: '2025-04-11T09:00:00', attribution: 'third-party' }),
    ).at('2025-05-01')
    expect(entry(c)).toEqual(['granted', 1, 2_986])
  })

  it('always: the units are the whole days that fit, and the credit never exceeds the fee', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 * 24 * 29 }), (minutes) => {
        const from = instant('2025-04-01T00:00:00+09:00')
        const c = op(R, outage({ from, to: addMinutes(from, minutes), attribution: 'third-party' })).at(
          '2025-06-01',
        )
        const units = Math.floor(minutes / 1440)
        expect(value(c, 'outage.units', 'o')).toBe(units)
        expect(value(c, 'credit.outage', 'o')).toBe(Math.floor((89_600 * units) / 30))
      }),
      { numRuns: 40 },
    )
  })
})

describe(
  'OP-24-2-2a 表1欄, OP-19 第19条 storage, by the provider’s fault alone (OP-X21, OP-X23)'.replace('’', "'"),
  () => {
    it.each([
      ['2025-04-11T08:59:59.999', 'provider', 'below-threshold', 0],
      ['2025-04-11T09:00:00', 'provider', 'granted', 1_000],
      ['2025-04-12T21:00:00', 'force-majeure', 'not-attributable', 0],
      ['2025-04-12T21:00:00', 'third-party', 'not-attributable', 0],
      ['2025-04-12T21:00:00', 'core-supplier', 'excluded', 0],
      ['2025-04-10T09:30:00', 'customer', 'not-attributable', 0],
    ])('over at %s, caused by %s: %s', (to, attribution, outcome, amount) => {
      const c = op(both, outage({ scope: 'storage', from: '2025-04-10T09:00:00', to, attribution })).at(
        '2025-05-01',
      )
      expect([value(c, 'credit.outcome', 'o'), value(c, 'credit.outage', 'o')]).toEqual([outcome, amount])
      const rule = attribution === 'force-majeure' ? 'OP-19' : 'OP-24-2-2a'
      expect(found(c, 'credit.outcome', 'o').clause.rule).toBe(rule)
      expect(found(c, 'outage.attributable', 'o')).toMatchObject({
        value: attribution === 'provider',
        clause: { rule },
      })
    })

    it('is taken from the storage fee (R-9), which may not be published', () => {
      const told = outage({
        scope: 'storage',
        from: '2025-04-10T09:00:00',
        to: '2025-04-11T09:00:00',
        attribution: 'provider',
      })
      expect(value(bare(declared, tax, both, told).at('2025-05-01'), 'credit.outage', 'o')).toBe(
        'undetermined tariff:monthlyFees',
      )
    })

    it('an earthquake gives for the managed service what it does not give for storage', () => {
      const quake = { from: '2025-04-10T09:00:00', to: '2025-04-12T21:00:00', attribution: 'force-majeure' }
      const c = op(both, outage({ ...quake, id: 'm' }), outage({ ...quake, id: 's', scope: 'storage' })).at(
        '2025-05-01',
      )
      expect(credits(c, '2025-04')).toEqual(['outage-credit managed -5973'])
    })
  },
)

describe('OP-24-2-2b 表2欄, OP-24-2-2d 表4欄 gross negligence: the time itself, no threshold (OP-X22)', () => {
  it.each([
    ['managed', '2025-04-10T14:30:00', 684, 'OP-24-2-2d'],
    ['storage', '2025-04-10T14:30:00', 229, 'OP-24-2-2b'],
    ['managed', '2025-04-10T09:00:00', 0, 'OP-24-2-2d'],
    ['managed', '2025-04-12T10:00:00', 6_097, 'OP-24-2-2d'],
  ])('%s to %s: %i', (scope, to, amount, rule) => {
    const c = op(
      both,
      outage({ scope, from: '2025-04-10T09:00:00', to, attribution: 'gross-negligence' }),
    ).at('2025-05-01')
    expect(value(c, 'credit.outcome', 'o')).toBe('granted')
    expect(found(c, 'credit.outage', 'o')).toMatchObject({ value: amount, clause: { rule } })
    expect(arising(c, 'outage.threshold-at')).not.toContain('o')
  })
  it('over the end of a month each month takes its own time', () => {
    const c = op(
      R,
      outage({ from: '2025-04-30T18:00:00', to: '2025-05-01T06:00:00', attribution: 'gross-negligence' }),
    ).at('2025-06-01')
    expect(credits(c, '2025-04')).toEqual([`outage-credit managed -${Math.floor((89_600 * 6) / 720)}`])
    expect(credits(c, '2025-05')).toEqual([`outage-credit managed -${Math.floor((89_600 * 6) / 744)}`])
  })
})

describe('OP-A3-1c 別表3の1 by the calendar days of the month a day starts in (OP-X20)', () => {
  it('each day of credit belongs to the month in which it starts', () => {
    const c = op(
      contract('2023-06-01'),
      outage({ from: '2024-01-31T12:00:00', to: '2024-02-02T13:00:00', attribution: 'third-party' }),
    ).at('2024-03-01')
    expect(credits(c, '2024-01')).toEqual(['outage-credit managed -2890'])
    expect(credits(c, '2024-02')).toEqual(['outage-credit managed -3089'])
    expect(c.terms.credits(c)[0]?.appliedTo).toEqual([
      { month: '2024-01', amount: 2_890 },
      { month: '2024-02', amount: 3_089 },
    ])
  })
  it('a month is divided by its own days', () => {
    const during = (from: string, to: string) =>
      value(op(R, outage({ from, to, attribution: 'third-party' })).at('2026-03-01'), 'credit.outage', 'o')
    expect(during('2025-02-10T00:00:00', '2025-02-11T00:00:00')).toBe(3_200)
    expect(during('2025-03-10T00:00:00', '2025-03-11T00:00:00')).toBe(2_890)
  })
})

describe('OP-20-3 第20条第3項 what was told of an outage, and what was not (R-12)', () => {
  it.each([
    [{ from: '2025-04-10T09:00:00' }, '2025-04-11T08:59:59', 'running'],
    [{ from: '2025-04-10T09:00:00' }, '2025-04-11T09:00:00', 'undetermined cause:attribution'],
    [{ from: '2025-04-10T09:00:00', attribution: 'third-party' }, '2025-04-11T09:00:00', 'granted'],
    [{ from: '2025-04-10T09:00:00', to: '2025-04-10T10:00:00' }, '2025-05-01', 'below-threshold'],
    [
      { from: '2025-04-10T09:00:00', to: '2025-04-12T10:00:00' },
      '2025-05-01',
      'undetermined cause:attribution',
    ],
    [
      { from: '2025-04-10T09:00:00', to: '2025-04-12T10:00:00', totality: 'partial' },
      '2025-05-01',
      'below-threshold',
    ],
    [
      {
        from: '2025-04-10T09:00:00',
        to: '2025-04-12T10:00:00',
        totality: 'partial',
        attribution: 'gross-negligence',
      },
      '2025-05-01',
      'below-threshold',
    ],
    [
      {
        from: '2025-04-10T09:00:00',
        to: '2025-04-12T10:00:00',
        totality: 'equivalent-to-total',
        attribution: 'third-party',
      },
      '2025-05-01',
      'below-threshold',
    ],
    [
      {
        from: '2025-04-10T09:00:00',
        to: '2025-04-12T10:00:00',
        totality: 'partial',
        attribution: 'customer',
      },
      '2025-05-01',
      'not-attributable',
    ],
    [
      {
        from: '2025-04-10T09:00:00',
        to: '2025-04-12T10:00:00',
        totality: undefined,
        attribution: 'third-party',
      },
      '2025-05-01',
      'undetermined cause:totality',
    ],
  ])('%j at %s: %s', (told, when, outcome) => {
    const { totality, ...rest } = { totality: 'total', ...told }
    const facts = outage({ ...rest, ...(totality && { totality }) }).map(([type, at, data]): Told => [
      type,
      at,
      Object.fromEntries(Object.entries(data ?? {}).filter(([key]) => key !== 'totality' || totality)),
    ])
    expect(value(op(R, facts).at(when), 'credit.outcome', 'o')).toBe(outcome)
  })

  it('what nobody recognised has not begun to count', () => {
    const began: Told = [
      'OutageBegan',
      '2025-04-10T09:00:00',
      { outageId: 'o', scope: 'managed', totality: 'total' },
    ]
    expect(value(op(R, began).at('2025-04-20'), 'credit.outcome', 'o')).toBe('running')
    expect(
      value(
        op(R, began, ['OutageEnded', '2025-04-15', { outageId: 'o' }]).at('2025-04-20'),
        'credit.outcome',
        'o',
      ),
    ).toBe('below-threshold')
  })

  it('an undetermined credit leaves the month open; what the provider granted fills it', () => {
    const told = [R, outage({ from: '2025-04-10T09:00:00', to: '2025-04-12T10:00:00' })] as const
    expect(credits(op(...told).at('2025-05-01'), '2025-04')).toEqual([
      'outage-credit managed undetermined cause:attribution',
    ])
    const granted = op(...told, ['CreditGranted', '2025-04-20', { outageId: 'o', amount: 1_000 }]).at(
      '2025-05-01',
    )
    expect(entry(granted)).toEqual(['granted', 2, 1_000])
    expect(credits(granted, '2025-04')).toEqual(['outage-credit granted -1000'])
    expect(
      value(
        op(...told, ['CreditRefused', '2025-04-20', { outageId: 'o' }]).at('2025-05-01'),
        'credit.outcome',
        'o',
      ),
    ).toBe('refused')
  })

  it('a grant does not move what the terms give', () => {
    const c = op(
      R,
      outage({ from: '2025-04-10T09:00:00', to: '2025-04-11T09:00:00', attribution: 'third-party' }),
      ['CreditGranted', '2025-04-20', { outageId: 'o', amount: 1 }],
    )
    expect(entry(c.at('2025-05-01'))).toEqual(['granted', 1, 2_986])
  })

  it('an outage of the whole service is judged part by part, of what is contracted', () => {
    const whole = { scope: 'service', from: '2025-04-10T09:00:00', to: '2025-04-11T09:00:00' }
    expect(entry(op(both, outage({ ...whole, attribution: 'provider' })).at('2025-05-01'))).toEqual([
      'granted',
      1,
      3_986,
    ])
    expect(entry(op(both, outage({ ...whole, attribution: 'third-party' })).at('2025-05-01'))).toEqual([
      'granted',
      1,
      2_986,
    ])
    const storageOnly = contract('2024-04-01', {
      plan: undefined,
      components: undefined,
      storagePlan: 'storage-10tb',
    })
    expect(entry(op(storageOnly, outage({ ...whole, attribution: 'third-party' })).at('2025-05-01'))).toEqual(
      ['not-attributable', 1, 0],
    )
    expect(
      value(
        op(both, outage({ ...whole, scope: 'option', attribution: 'provider' })).at('2025-05-01'),
        'credit.outcome',
        'o',
      ),
    ).toBe('below-threshold')
  })

  it('counts within the contract only', () => {
    const ended: Told = [
      'ContractEnded',
      '2025-04-01',
      { endsOn: '2025-04-11', reason: 'agreement', attribution: 'customer' },
    ]
    const c = op(R, ended, outage({ from: '2025-04-10T00:00:00', attribution: 'third-party' })).at(
      '2025-06-01',
    )
    expect(entry(c)).toEqual(['granted', 2, 5_973])
  })

  it('the order in which it was told does not matter', () => {
    const told = outage({
      from: '2025-04-10T09:00:00',
      to: '2025-04-12T10:00:00',
      attribution: 'third-party',
    })
    expect(entry(op([...told].reverse(), R).at('2025-05-01'))).toEqual(entry(op(R, told).at('2025-05-01')))
  })

  it('the provider has 24 hours', () => {
    const state = (to: string | undefined, when: string) => {
      const c = op(R, outage({ from: '2025-04-10T09:00:00', ...(to !== undefined && { to }) })).at(when)
      return c.terms
        .deadlines(c)
        .filter(({ kind }) => kind === 'outage-threshold')
        .map(({ when: { value }, state }) => `${value} ${state}`)
    }
    const at = '2025-04-11T09:00:00.000+09:00'
    expect(state(undefined, '2025-04-11T08:59:59')).toEqual([`${at} upcoming`])
    expect(state(undefined, '2025-04-11T09:00:00')).toEqual([`${at} missed`])
    expect(state('2025-04-11T08:59:59', '2025-04-20')).toEqual([`${at} met`])
  })
})

describe('OP-24-2-1 第24条第2項第1号, OP-25 第25条 charges run on (OP-X24)', () => {
  const suspended = (kind: string, ground: string): Told => [
    'ServiceSuspended',
    '2025-05-01',
    { measureId: 'm', kind, ground },
  ]
  it.each([
    ['suspension', 'payment-overdue', 'OP-25'],
    ['stop', 'maintenance', 'OP-24-2-1'],
  ])('%s on %s: in full, by %s', (kind, ground, rule) => {
    const c = op(R, suspended(kind, ground), ['ServiceResumed', '2025-05-20', { measureId: 'm' }]).at(
      '2025-06-01',
    )
    expect(found(c, 'measure.charges-continue', 'm')).toMatchObject({ value: true, clause: { rule } })
    expect(lines(c, '2025-05')).toEqual(['monthly-base standard 20000', 'component standard 69600'])
    const rules = (month: string) =>
      c.terms
        .charges(c, month as never)[0]
        ?.amount.causes.flatMap((cause) => ('clause' in cause ? [cause.clause.rule] : []))
    expect(rules('2025-05')).toContain(rule)
    expect(rules('2025-04')).not.toContain(rule)
  })
})

describe('OP-24-3 第24条第3項 what was paid comes back, without interest', () => {
  const bill: Told = [
    'InvoiceIssued',
    '2025-04-20',
    { invoiceId: 'i', month: '2025-04', amount: 98_560, dueOn: '2025-04-30' },
  ]
  const paid = (amount = 98_560): Told => [
    'PaymentReceived',
    '2025-04-25',
    { paymentId: 'p', amount, appliedTo: [{ invoiceId: 'i', amount }] },
  ]
  const told = outage({ from: '2025-04-26T09:00:00', to: '2025-04-28T10:00:00', attribution: 'third-party' })
  it('the credit with its tax, as far as the bill was paid beyond what it costs now', () => {
    const c = op(R, bill, paid(), told).at('2025-05-10')
    expect(value(c, 'refund.due', 'o')).toBe(98_560 - (83_627 + 8_362))
    expect(value(c, 'charge.refund', 'o')).toBe(6_571)
    expect(c.terms.obligations(c)).toContainEqual(
      expect.objectContaining({
        who: 'provider',
        duty: 'refund',
        ref: 'o',
        since: '2025-04-28T10:00:00.000+09:00',
      }),
    )
  })
  it('nothing where the bill was not paid, or was issued with the credit in it', () => {
    expect(arising(op(R, bill, told).at('2025-05-10'), 'refund.due')).toEqual([])
    const less: Told = [
      'InvoiceIssued',
      '2025-05-02',
      { invoiceId: 'i', month: '2025-04', dueOn: '2025-05-31' },
    ]
    const c = op(R, told, less, ['PaymentReceived', '2025-05-05', { paymentId: 'p', amount: 91_989 }]).at(
      '2025-05-10',
    )
    expect(arising(c, 'refund.due')).toEqual([])
  })
  it('a refund of the outage closes it', () => {
    const refund = (amount: number): Told => [
      'RefundPaid',
      '2025-05-05',
      { refundId: 'r', amount, outageId: 'o' },
    ]
    const duties = (amount: number) => {
      const c = op(R, bill, paid(), told, refund(amount)).at('2025-05-10')
      return [value(c, 'refund.due', 'o'), c.terms.obligations(c).some(({ duty }) => duty === 'refund')]
    }
    expect(duties(6_570)).toEqual([1, true])
    expect(duties(6_571)).toEqual([0, false])
  })
})
