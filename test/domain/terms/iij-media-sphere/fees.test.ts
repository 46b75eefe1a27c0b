import { describe, expect, it } from 'vitest'
import { type Told, found, lines, subtotal, value } from '../kit.ts'
import { contract, drm, given, noOverage, published } from './contracts.ts'

/** Lines of a month without the gaps of meters nobody read. */
const fees = (c: Parameters<typeof lines>[0], month: string) =>
  lines(c, month).filter((line) => !line.includes('undetermined usage:'))

describe('IJ-7-1 第7条 the amounts are those of the annex', () => {
  it('a month is the sum of what the annex prints for it', () => {
    const c = given(contract('basic'), noOverage('2025-02')).at('2025-03-01')
    expect(subtotal(c, '2025-02')).toBe(100_000)
  })
})

describe('IJ-7-2 第7条 the initial fee arises with the acceptance', () => {
  const x1: readonly Told[] = [
    ['ApplicationSubmitted', '2022-06-06', { plan: 'basic' }],
    ['ApplicationAccepted', '2022-06-10T15:00:00'],
    ['BillingStarted', '2022-06-20', { billingStartsOn: '2022-07-01' }],
  ]

  it('IJ-X1: in its month, dated its day, whenever billing starts', () => {
    const c = given(x1).at('2022-09-01')
    expect(lines(c, '2022-06')).toEqual(['initial basic 80000'])
    const [charge] = c.terms.charges(c, '2022-06' as never)
    expect(charge).toMatchObject({ occurredOn: '2022-06-10', amount: { clause: { rule: 'IJ-A1-1' } } })
    expect(charge?.amount.causes).toContainEqual(expect.objectContaining({ clause: expect.objectContaining({ rule: 'IJ-7-2' }) })) // prettier-ignore
    expect(fees(c, '2022-07')).toEqual(['monthly-base basic 100000'])
  })

  it('is not there before the acceptance, nor for a refused application', () => {
    expect(lines(given(x1).at('2022-06-10T14:59:59'), '2022-06')).toEqual([])
    const refused: Told = ['ApplicationRefused', '2022-06-10', { ground: 'general-rules' }]
    expect(lines(given(x1[0] as Told, refused).at('2022-07-01'), '2022-06')).toEqual([])
  })
})

describe('IJ-7-3 第7条 monthly fees arise with the billing start', () => {
  it('none before it, in the months of it and up to the end', () => {
    const ended: Told = ['ContractEnded', '2025-03-01', { endsOn: '2025-03-31', reason: 'agreement' }]
    const c = given(contract('basic', '2025-01-01'), ended).at('2025-06-01')
    expect(fees(c, '2024-12')).toEqual(['initial basic 80000'])
    expect(['2025-01', '2025-02', '2025-03', '2025-04'].map((month) => fees(c, month).length)).toEqual([
      1, 1, 1, 0,
    ])
  })

  it('a running month shows what has arisen, a month ahead nothing', () => {
    const told = given(contract('basic', '2025-01-15'), published({ prorationRule: 'full-month' }))
    expect(fees(told.at('2025-01-14T23:59:59'), '2025-01')).toEqual([])
    expect(fees(told.at('2025-01-15T00:00:00'), '2025-01')).toEqual(['monthly-base basic 100000'])
    expect(lines(told.at('2025-01-15T00:00:00'), '2025-02')).toEqual([])
  })

  it('none for an application that was refused, whatever was told of its billing', () => {
    const [applied, , started] = contract() as [Told, Told, Told]
    const refused: Told = ['ApplicationRefused', '2024-12-10', { ground: 'general-rules' }]
    expect(lines(given(applied, refused, started).at('2025-03-01'), '2025-02')).toEqual([])
  })

  it('says when billing starts, or that nobody said so', () => {
    const [applied, accepted] = contract() as [Told, Told]
    expect(value(given(applied, accepted).at('2024-12-11'), 'contract.billing-starts-on')).toBe(
      'undetermined fact:billing-start',
    )
    expect(lines(given(applied, accepted).at('2025-03-01'), '2025-02')).toEqual([])
    expect(found(given(contract()).at('2024-12-12'), 'contract.billing-starts-on')).toMatchObject({
      value: '2025-01-01',
      clause: { rule: 'IJ-7-3' },
    })
  })
})

describe('IJ-7-4 第7条 one-time fees', () => {
  const prices = published({ oneTimeFees: [{ item: 'move', amount: 30_000 }, { item: 'set-up', amount: 5_000 }] }) // prettier-ignore
  const oneTime = (c: Parameters<typeof lines>[0], month: string) =>
    lines(c, month).filter((line) => line.startsWith('one-time'))

  it('arise with the acceptance of the change that causes them', () => {
    const c = given(contract(), prices, ['PlanChangeRequested', '2025-03-30', { changeId: 'ch-1', plan: 'premium' }], [
      'PlanChangeAccepted', '2025-04-02', { changeId: 'ch-1', effectiveOn: '2025-06-01', oneTimeFee: 'set-up' },
    ]).at('2025-07-01') // prettier-ignore
    expect(oneTime(c, '2025-04')).toEqual(['one-time set-up 5000'])
    expect([...oneTime(c, '2025-03'), ...oneTime(c, '2025-06')]).toEqual([])
  })

  it('arise with the fact where nothing is accepted, each fact its own', () => {
    const fact: Told = ['OneTimeFactOccurred', '2025-03-10', { item: 'move' }]
    const c = given(contract(), prices, fact, fact).at('2025-04-01')
    expect(oneTime(c, '2025-03')).toEqual(['one-time move 30000', 'one-time move 30000'])
    const [one, two] = c.terms.charges(c, '2025-03' as never).filter(({ kind }) => kind === 'one-time')
    expect(one?.ref).not.toBe(two?.ref)
    expect(one).toMatchObject({ occurredOn: '2025-03-10', amount: { clause: { rule: 'IJ-7-4' } } })
  })

  it('take the price of the day of the fact, and none where none was published', () => {
    const later: Told = ['TariffPublished', '2025-03-01', { tariffId: 't-2', effectiveOn: '2025-03-11', oneTimeFees: [{ item: 'move', amount: 1 }] }] // prettier-ignore
    const at = (on: string) => oneTime(given(contract(), prices, later, ['OneTimeFactOccurred', on, { item: 'move' }]).at('2025-04-01'), '2025-03') // prettier-ignore
    expect(at('2025-03-10')).toEqual(['one-time move 30000'])
    expect(at('2025-03-11')).toEqual(['one-time move 1'])
    const unknown = given(contract(), ['OneTimeFactOccurred', '2025-03-10', { item: 'move' }]).at(
      '2025-04-01',
    )
    expect(oneTime(unknown, '2025-03')).toEqual(['one-time move undetermined tariff:oneTimeFees'])
  })

  it('do not arise from an acceptance of nothing', () => {
    const c = given(contract(), prices, ['PlanChangeAccepted', '2025-04-02', { changeId: 'ch-9', oneTimeFee: 'move' }]).at('2025-05-01') // prettier-ignore
    expect(oneTime(c, '2025-04')).toEqual([])
  })
})

describe('IJ-A1-1 別紙1の1 initial fees', () => {
  it.each([
    ['basic', 80_000],
    ['premium', 150_000],
  ] as const)('%s: %d yen', (plan, yen) => {
    expect(lines(given(contract(plan)).at('2025-01-01'), '2024-12')).toEqual([`initial ${plan} ${yen}`])
  })

  it('DRM as quoted, in the month its application was accepted', () => {
    const quote = (amount: number, on: string, more: Readonly<Record<string, unknown>> = {}): Told => [
      'QuoteGiven', on, { item: 'drm-initial', amount, ...more },
    ] // prettier-ignore
    const initial = (...quotes: readonly Told[]) =>
      lines(given(contract('premium'), drm('2025-08-31', '2025-09-15'), quotes).at('2025-10-01'), '2025-08').filter((line) => line.startsWith('initial')) // prettier-ignore
    expect(initial()).toEqual(['initial drm undetermined quote:drm'])
    expect(initial(quote(40_000, '2025-07-01'))).toEqual(['initial drm 40000'])
    expect(initial(quote(40_000, '2025-07-01'), quote(50_000, '2025-08-01'))).toEqual(['initial drm 50000'])
    expect(initial(quote(40_000, '2025-07-01'), quote(50_000, '2025-08-01', { effectiveOn: '2025-09-01' }))).toEqual(['initial drm 40000']) // prettier-ignore
    expect(initial(quote(40_000, '2025-07-01', { ref: 'drm-1' }), quote(50_000, '2025-08-01'))).toEqual(['initial drm 40000']) // prettier-ignore
    expect(initial(quote(40_000, '2025-07-01', { ref: 'drm-9' }))).toEqual([
      'initial drm undetermined quote:drm',
    ])
    expect(initial(quote(45_000, '2025-09-10'))).toEqual(['initial drm 45000'])
  })
})

describe('IJ-A1-2a, IJ-A1-2b 別紙1の2(1) monthly base fees', () => {
  it.each([
    ['basic', 100_000, 'IJ-A1-2a'],
    ['premium', 200_000, 'IJ-A1-2b'],
  ] as const)('%s: %d yen under %s', (plan, yen, rule) => {
    const c = given(contract(plan)).at('2025-03-01')
    const [base] = c.terms.charges(c, '2025-02' as never)
    expect(base).toMatchObject({ kind: 'monthly-base', item: plan, unitPrice: String(yen), amount: { value: yen, clause: { rule } } }) // prettier-ignore
  })
})

describe('IJ-A1-2c 別紙1の2(2) DRM costs what was quoted', () => {
  const PREMIUM = contract('premium', '2025-08-01')
  const option = (facts: readonly Told[], month: string, at = '2026-01-01') =>
    lines(given(PREMIUM, drm('2025-08-01', '2025-08-15'), facts).at(at), month).filter((line) => line.startsWith('option-base')) // prettier-ignore
  const monthly = (amount: number, on: string, more: Readonly<Record<string, unknown>> = {}): Told => [
    'QuoteGiven', on, { item: 'drm-monthly', amount, ...more },
  ] // prettier-ignore

  it('IJ-X22: without a quote it is undetermined and the base line stands', () => {
    const c = given(PREMIUM, drm('2025-08-01', '2025-08-15')).at('2025-10-01')
    expect(fees(c, '2025-09')).toEqual([
      'monthly-base premium 200000',
      'option-base drm undetermined quote:drm',
    ])
    const gap = c.terms.charges(c, '2025-09' as never).find(({ kind }) => kind === 'option-base')
    expect(gap?.amount).toMatchObject({
      what: 'charge.option-base',
      ref: 'drm-1',
      clause: { rule: 'IJ-A1-2c' },
    })
  })

  it('takes the quote in force on the last day of the month', () => {
    const quotes = [
      monthly(30_000, '2025-07-01'),
      monthly(20_000, '2025-09-01', { effectiveOn: '2025-10-31' }),
    ]
    expect(option(quotes, '2025-09')).toEqual(['option-base drm 30000'])
    expect(option(quotes, '2025-10')).toEqual(['option-base drm 20000'])
  })

  it('runs from its own billing start to its own end, a part of a month as a tariff says', () => {
    const notice: Told = ['TerminationNoticeSubmitted', '2025-10-01', { form: 'provider-form', ref: 'drm-1' }]
    const facts = [monthly(31_000, '2025-07-01'), notice]
    expect(option(facts, '2025-08')).toEqual(['option-base drm undetermined tariff:prorationRule'])
    const days = [...facts, published({ prorationRule: 'calendar-days' })]
    expect(option(days, '2025-08')).toEqual(['option-base drm 17000'])
    expect(option(days, '2025-10')).toEqual(['option-base drm 31000'])
    expect(option(days, '2025-11')).toEqual([])
  })

  it('is an addition of its own for each option', () => {
    const c = given(PREMIUM, drm('2025-08-01', '2025-08-01', 'drm-a'), drm('2025-08-01', '2025-08-01', 'drm-b'), monthly(10, '2025-07-01'), monthly(20, '2025-07-01', { ref: 'drm-b' })).at('2025-10-01') // prettier-ignore
    expect(fees(c, '2025-09').slice(1)).toEqual(['option-base drm 10', 'option-base drm 20'])
  })
})

describe('IJ-Q11 parts of a month', () => {
  const base = (
    facts: readonly Told[],
    month: string,
    plan: 'basic' | 'premium' = 'basic',
    start = '2025-01-16',
  ) =>
    lines(given(contract(plan, start), facts).at('2025-12-01'), month).filter((line) =>
      line.startsWith('monthly-base'),
    )
  const rule = (prorationRule: string, more = {}) => published({ prorationRule, ...more })
  const ended = (endsOn: string): Told => ['ContractEnded', '2025-02-01', { endsOn, reason: 'agreement' }]

  it.each([
    ['calendar-days', 51_612], // 16 of 31 days
    ['thirtieths', 53_333], // 16 of 30
    ['full-month', 100_000],
  ])('the first month, %s: %d', (how, yen) => {
    expect(base([rule(how)], '2025-01')).toEqual([`monthly-base basic ${yen}`])
    expect(base([rule(how)], '2025-02')).toEqual(['monthly-base basic 100000'])
  })

  it('the last month, and both in one', () => {
    expect(base([rule('calendar-days'), ended('2025-04-10')], '2025-04')).toEqual([
      'monthly-base basic 33333',
    ])
    expect(base([rule('calendar-days'), ended('2025-01-20')], '2025-01')).toEqual([
      'monthly-base basic 16129',
    ])
    expect(base([rule('thirtieths'), ended('2025-01-20')], '2025-01')).toEqual(['monthly-base basic 16666'])
  })

  it('is undetermined without a tariff, but a whole month is not', () => {
    expect(base([], '2025-01')).toEqual(['monthly-base basic undetermined tariff:prorationRule'])
    expect(base([ended('2025-04-29')], '2025-04')).toEqual([
      'monthly-base basic undetermined tariff:prorationRule',
    ])
    expect(base([ended('2025-04-30')], '2025-04')).toEqual(['monthly-base basic 100000'])
    expect(base([], '2025-01', 'basic', '2025-01-01')).toEqual(['monthly-base basic 100000'])
    expect(base([], '2025-01', 'basic', '2025-01-02')).toEqual([
      'monthly-base basic undetermined tariff:prorationRule',
    ])
  })

  it('has no fee where the contract ended before its billing would have started', () => {
    expect(base([rule('full-month'), ended('2025-01-15')], '2025-01')).toEqual([])
    expect(base([rule('full-month'), ended('2025-01-16')], '2025-01')).toEqual(['monthly-base basic 100000'])
  })
})

describe('R-16 the month of a plan change', () => {
  const change: Told = ['PlanChanged', '2025-05-01', { plan: 'premium', effectiveOn: '2025-06-11' }]
  const how = (planChangeProration: string, more = {}) => published({ planChangeProration, ...more })
  const june = (...facts: readonly Told[]) =>
    lines(given(contract(), facts).at('2025-12-01'), '2025-06').filter((line) =>
      line.startsWith('monthly-base'),
    )

  it.each([
    ['next-month', ['monthly-base basic 100000']],
    ['full-month-new', ['monthly-base premium 200000']],
    ['full-month-old', ['monthly-base basic 100000']],
    ['calendar-days', ['monthly-base basic 33333', 'monthly-base premium 133333']],
  ])('%s', (rule, expected) => {
    expect(june(change, how(rule))).toEqual(expected)
  })

  it('is undetermined without it, and only that month is', () => {
    expect(june(change)).toEqual(['monthly-base premium undetermined tariff:planChangeProration'])
    const c = given(contract(), change).at('2025-12-01')
    expect(fees(c, '2025-05')).toEqual(['monthly-base basic 100000'])
    expect(fees(c, '2025-07')).toEqual(['monthly-base premium 200000'])
  })

  it('a change on the 1st is no change within a month; only full-month-old bills the old plan once more', () => {
    const first: Told = ['PlanChanged', '2025-05-01', { plan: 'premium', effectiveOn: '2025-06-01' }]
    expect(june(first)).toEqual(['monthly-base premium 200000'])
    expect(june(first, how('next-month'))).toEqual(['monthly-base premium 200000'])
    expect(june(first, how('full-month-old'))).toEqual(['monthly-base basic 100000'])
  })

  it('meets a part of a month', () => {
    const started: readonly Told[] = [change, how('calendar-days', { prorationRule: 'calendar-days' })]
    const c = given(contract('basic', '2025-06-06'), started).at('2025-12-01')
    expect(fees(c, '2025-06')).toEqual(['monthly-base basic 16666', 'monthly-base premium 133333'])
    const thirtieths = given(contract('basic', '2025-06-06'), change, how('full-month-new', { prorationRule: 'thirtieths' })).at('2025-12-01') // prettier-ignore
    expect(fees(thirtieths, '2025-06')).toEqual(['monthly-base premium 166666'])
  })

  it('a change before billing starts is none of its first month', () => {
    const c = given(contract('basic', '2025-06-16'), change, published({ prorationRule: 'full-month' })).at(
      '2025-12-01',
    )
    expect(fees(c, '2025-06')).toEqual(['monthly-base premium 200000'])
  })
})
