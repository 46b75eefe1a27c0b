import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addHours,
  civilEnd,
  dayOf,
  fromEpochMs,
  epochMs,
  instant,
} from '../../../../src/domain/kernel/calendar.ts'
import { type Told, found, lines, value } from '../kit.ts'
import { FEES, after, contract, deadlines, given, permitted, tariff } from './told.ts'

const OUTAGE = { outageId: 'o-1' }
const recognized = (at: string, more: object = {}): Told => [
  'OutageRecognized',
  at,
  { ...OUTAGE, totality: 'total', ...more },
]
const ended = (at: string): Told => ['OutageEnded', at, OUTAGE]
const caused = (attribution: string, at = '2025-06-13T12:00:00', more: object = {}): Told => [
  'OutageCauseDetermined',
  at,
  { ...OUTAGE, attribution, ...more },
]
const known = (at: string): Told => ['OutageKnownToCustomer', at, OUTAGE]
const claimed = (at: string): Told => ['CreditClaimed', at, OUTAGE]

/** Recognised on 10 June at 09:00 and over at the given instant, by the provider's fault, claimed in time. */
const june = (endedAt: string, ...told: readonly Told[]): readonly Told[] => [
  recognized('2025-06-10T09:00:00'),
  known('2025-06-10T10:00:00'),
  ended(endedAt),
  caused('provider'),
  claimed('2025-06-20'),
  ...told,
]
const entry = (at: string, ...told: readonly (Told | readonly Told[])[]) => {
  const c = after(at, tariff(), ...told)
  const [one] = c.terms.credits(c)
  const outcome = one?.outcome
  return {
    ...one,
    outcome: outcome && ('value' in outcome ? outcome.value : `undetermined ${outcome.undetermined.missing}`),
  }
}

describe('SF-15.2-2a 第15.2条第2項 a day of the fee for every 24 hours', () => {
  it.each([
    ['SF-X11, 48 hours', '2025-06-12T09:00:00', 2, 'granted', 2000],
    ['SF-X11, a second less', '2025-06-12T08:59:59', 1, 'granted', 1000],
    ['24 hours', '2025-06-11T09:00:00', 1, 'granted', 1000],
    ['a millisecond less', '2025-06-11T08:59:59.999', 0, 'below-threshold', 0],
    ['SF-X12', '2025-06-11T08:59:59', 0, 'below-threshold', 0],
  ])('%s', (_name, at, units, outcome, amount) => {
    expect(entry('2025-06-21', june(at))).toMatchObject({ units, outcome, amount })
  })

  const x13 = (...told: readonly Told[]): readonly Told[] => [
    recognized('2025-01-31T12:00:00'),
    ended('2025-02-02T13:00:00'),
    caused('provider', '2025-02-03'),
    claimed('2025-02-10'),
    ...told,
  ]

  it('SF-X13: each unit is a share of the month in which it starts, cut month by month (SF-Q3)', () => {
    expect(entry('2025-02-11', x13())).toMatchObject({
      units: 2,
      amount: 2038,
      appliedTo: [
        { month: '2025-01', amount: 967 },
        { month: '2025-02', amount: 1071 },
      ],
    })
    const c = after('2025-03-01', tariff({ monthlyFees: FEES, prorationRule: 'full-month' }), x13())
    expect(lines(c, '2025-01')).toContain('outage-credit outage -967')
    expect(lines(c, '2025-02')).toContain('outage-credit outage -1071')
  })

  it('SF-X13: with the divisor 30 published each is a thirtieth', () => {
    const c = after('2025-02-11', tariff({ monthlyFees: FEES, creditDivisor: '30' }), x13())
    expect(c.terms.credits(c)).toMatchObject([{ amount: 2000 }])
  })

  it('the hours run from the recognition, not from the failure', () => {
    const began: Told = ['OutageBegan', '2025-06-09T09:00:00', { ...OUTAGE, totality: 'total' }]
    expect(entry('2025-06-21', [began], june('2025-06-11T08:59:59'))).toMatchObject({
      units: 0,
      outcome: 'below-threshold',
    })
    expect(value(after('2025-06-21', june('2025-06-11T15:00:00')), 'outage.hours', 'o-1')).toBe('30')
    expect(value(after('2025-06-21', june('2025-06-10T09:20:00')), 'outage.hours', 'o-1')).toBe('0.333333')
  })

  it('over before it was recognised, or never recognised, it gives nothing', () => {
    const told = [
      ['OutageBegan', '2025-06-01', { ...OUTAGE, totality: 'total' }] as Told,
      ended('2025-06-05'),
      caused('provider'),
    ]
    expect(entry('2025-06-21', told, recognized('2025-06-06'))).toMatchObject({
      units: 0,
      outcome: 'below-threshold',
    })
    expect(entry('2025-06-21', told)).toMatchObject({ units: 0, outcome: 'below-threshold', amount: 0 })
  })

  it('only where the service is completely unusable', () => {
    const partial = (totality: string) =>
      june('2025-06-12T09:00:00', caused('provider', '2025-06-14', { totality }))
    expect(entry('2025-06-21', partial('partial'))).toMatchObject({ outcome: 'below-threshold', amount: 0 })
    expect(entry('2025-06-21', partial('equivalent-to-total'))).toMatchObject({
      outcome: 'below-threshold',
      amount: 0,
    })
    expect(entry('2025-06-21', partial('total'))).toMatchObject({ outcome: 'granted' })
    const option = [
      recognized('2025-06-10T09:00:00', { scope: 'option', ref: 'wx' }),
      ...june('2025-06-12T09:00:00').slice(1),
    ]
    expect(entry('2025-06-21', option)).toMatchObject({ outcome: 'below-threshold' })
  })

  it('a plan without a fixed fee gives nothing, an unpublished one cannot be said', () => {
    const free = after(
      '2025-06-21',
      tariff({ monthlyFees: [{ item: 'standard', amount: 0 }] }),
      june('2025-06-12T09:00:00'),
    )
    expect(free.terms.credits(free)).toMatchObject([{ amount: 0, appliedTo: [] }])
    const unknown = after('2025-06-21', june('2025-06-12T09:00:00'))
    expect(unknown.terms.credits(unknown)).toMatchObject([{ amount: null }])
    expect(value(unknown, 'credit.outage', 'o-1')).toBe('undetermined tariff:monthlyFees')
    expect(lines(unknown, '2025-06')).toContain('outage-credit outage undetermined tariff:monthlyFees')
  })

  it('the base is the fixed fee of the month in which the first unit starts', () => {
    expect(value(after('2025-06-21', tariff(), june('2025-06-12T09:00:00')), 'credit.base', 'o-1')).toBe(
      30_000,
    )
    const dearer = tariff({ monthlyFees: [{ item: 'standard', amount: 36_000 }] }, '2025-02-01')
    expect(value(after('2025-02-11', tariff(), dearer, x13()), 'credit.base', 'o-1')).toBe(30_000)
    expect(() =>
      found(after('2025-06-21', tariff(), june('2025-06-11T08:00:00')), 'credit.base', 'o-1'),
    ).toThrow()
  })

  it('units stop with the contract', () => {
    const over: Told = ['ContractEnded', '2025-06-10', { endsOn: '2025-06-11', reason: 'agreement' }]
    expect(entry('2025-06-21', [over], june('2025-06-14T09:00:00'))).toMatchObject({ units: 1 })
  })

  it('the threshold is a deadline of the provider at its instant', () => {
    const told = [recognized('2025-06-10T09:00:00'), caused('provider', '2025-06-10T10:00:00')]
    const threshold = (at: string, ...more: readonly Told[]) =>
      deadlines(after(at, told, more), 'outage-threshold')
    const when = 'o-1 2025-06-11T09:00:00.000+09:00'
    expect(threshold('2025-06-11T08:59:59.999')).toEqual([`${when} upcoming`])
    expect(threshold('2025-06-11T09:00:00')).toEqual([`${when} missed`])
    expect(threshold('2025-06-12', ended('2025-06-11T08:59:59'))).toEqual([`${when} met`])
    expect(threshold('2025-06-12', caused('third-party'))).toEqual([`${when} missed`])
    expect(threshold('2025-06-14', caused('third-party'))).toEqual([`${when} lapsed`])
  })

  it('property: whole days of the fee, never more than the fee of each month', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 365 * 24 * 3600 }),
        fc.integer({ min: 0, max: 40 * 24 * 3600 }),
        (from, lasted) => {
          const start = fromEpochMs(epochMs(instant('2025-02-01T00:00:00+09:00')) + from * 1000)
          const end = fromEpochMs(epochMs(start) + lasted * 1000)
          const told = [recognized(start), ended(end), caused('provider', end), claimed(end)]
          const c = given([tariff()], contract(), told).at(addHours(end, 1))
          const [one] = c.terms.credits(c)
          expect(one?.units).toBe(Math.floor(lasted / 86_400))
          expect(one?.amount).toBe(one?.appliedTo.reduce((sum, part) => sum + part.amount, 0))
          for (const { amount } of one?.appliedTo ?? []) expect(amount).toBeLessThanOrEqual(30_000)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('SF-15.2-2a 第15.2条第2項 what comes of an outage (R-12)', () => {
  const running = [recognized('2025-06-10T09:00:00'), known('2025-06-10T10:00:00')]
  const provider = caused('provider', '2025-06-10T11:00:00')

  it('running below the threshold, claimable from it, pending once claimed', () => {
    expect(entry('2025-06-11T08:59:59.999', running, provider).outcome).toBe('running')
    expect(entry('2025-06-11T08:59:59.999', running).outcome).toBe('running')
    expect(entry('2025-06-11T09:00:00', running, provider)).toMatchObject({ outcome: 'claimable', units: 1 })
    expect(entry('2025-06-11T08:00:00', running, provider, claimed('2025-06-11T07:00:00')).outcome).toBe(
      'pending',
    )
    expect(entry('2025-06-11T10:00:00', running, provider, claimed('2025-06-11T09:30:00')).outcome).toBe(
      'pending',
    )
    expect(
      entry('2025-06-14', running, provider, claimed('2025-06-11T09:30:00'), ended('2025-06-13T09:00:00')),
    ).toMatchObject({
      outcome: 'granted',
      amount: 3000,
    })
  })

  it('a known cause that gives none comes first', () => {
    expect(entry('2025-06-10T12:00:00', running, caused('third-party', '2025-06-10T11:00:00')).outcome).toBe(
      'not-attributable',
    )
    expect(
      entry('2025-06-21', june('2025-06-10T12:00:00', caused('core-supplier', '2025-06-14'))).outcome,
    ).toBe('excluded')
  })

  it('then what does not reach it, then a period that is over, then what is missing', () => {
    const unsaid = [
      recognized('2025-06-10T09:00:00', { totality: undefined }),
      known('2025-06-10T10:00:00'),
      ended('2025-06-12T09:00:00'),
    ]
    expect(entry('2025-06-21', unsaid).outcome).toBe('undetermined cause:attribution,cause:totality')
    expect(entry('2025-06-21', unsaid, caused('provider')).outcome).toBe('undetermined cause:totality')
    expect(entry('2025-06-21', recognized('2025-06-10T09:00:00'), ended('2025-06-12T09:00:00')).outcome).toBe(
      'undetermined cause:attribution',
    )
    expect(entry('2025-09-10T23:59:59', unsaid).outcome).toBe('undetermined cause:attribution,cause:totality')
    expect(entry('2025-09-11T00:00:00', unsaid).outcome).toBe('forfeited')
    expect(entry('2025-09-11', unsaid, recognized('2025-06-11T09:00:01')).outcome).toBe('forfeited')
    expect(entry('2025-09-11', running, ended('2025-06-10T23:00:00')).outcome).toBe('below-threshold')
  })

  it('the provider’s word counts where the terms do not say no', () => {
    const refused: Told = ['CreditRefused', '2025-06-25', OUTAGE]
    const grantedLater: Told = ['CreditGranted', '2025-06-26', OUTAGE]
    expect(entry('2025-06-30', june('2025-06-12T09:00:00'), refused)).toMatchObject({
      outcome: 'refused',
      amount: 0,
    })
    expect(entry('2025-06-30', june('2025-06-12T09:00:00'), refused, grantedLater)).toMatchObject({
      outcome: 'granted',
      amount: 2000,
    })
    expect(entry('2025-06-30', june('2025-06-10T12:00:00'), grantedLater).outcome).toBe('below-threshold')
    const unclaimed = june('2025-06-12T09:00:00').slice(0, 4)
    expect(entry('2025-06-30', unclaimed, grantedLater)).toMatchObject({ outcome: 'granted', amount: 2000 })
  })

  it('at one instant the refusal that was told later counts', () => {
    const both = (first: Told[0], second: Told[0]): readonly Told[] => [
      [first, '2025-06-25', OUTAGE],
      [second, '2025-06-25', OUTAGE],
    ]
    expect(
      entry('2025-06-30', june('2025-06-12T09:00:00'), both('CreditRefused', 'CreditGranted')).outcome,
    ).toBe('granted')
    expect(
      entry('2025-06-30', june('2025-06-12T09:00:00'), both('CreditGranted', 'CreditRefused')).outcome,
    ).toBe('refused')
  })

  it('the customer may claim while it is claimable', () => {
    const unclaimed = june('2025-06-12T09:00:00').slice(0, 4)
    expect(permitted(after('2025-06-15', tariff(), unclaimed))).toContain(
      'customer claim-credit o-1 SF-15.2-2a',
    )
    expect(permitted(after('2025-06-21', tariff(), june('2025-06-12T09:00:00')))).not.toContain(
      'customer claim-credit o-1 SF-15.2-2a',
    )
    expect(permitted(after('2025-09-11', tariff(), unclaimed))).not.toContain(
      'customer claim-credit o-1 SF-15.2-2a',
    )
  })

  it('a claimable credit stands in no month yet', () => {
    const unclaimed = june('2025-06-12T09:00:00').slice(0, 4)
    expect(entry('2025-06-15', unclaimed)).toMatchObject({
      outcome: 'claimable',
      amount: 2000,
      appliedTo: [],
    })
    expect(lines(after('2025-07-15', tariff(), unclaimed), '2025-06')).toEqual([
      'monthly-base standard 30000',
    ])
  })
})

describe('SF-15.2-1 第15.2条第1項 no liability for what others cause', () => {
  it.each(['third-party', 'customer', 'force-majeure', 'aws-side'])('%s', (attribution) => {
    const c = after('2025-06-21', june('2025-06-12T09:00:00', caused(attribution, '2025-06-14')))
    expect(found(c, 'outage.attributable', 'o-1')).toMatchObject({
      value: false,
      clause: { rule: 'SF-15.2-1' },
    })
    expect(found(c, 'credit.outcome', 'o-1')).toMatchObject({
      value: 'not-attributable',
      clause: { rule: 'SF-15.2-1' },
    })
  })

  it('the last word on the cause counts', () => {
    const c = after('2025-06-21', june('2025-06-12T09:00:00', caused('third-party', '2025-06-12T10:00:00')))
    expect(value(c, 'outage.attributable', 'o-1')).toBe(true)
    expect(value(after('2025-06-11', recognized('2025-06-10')), 'outage.attributable', 'o-1')).toBe(
      'undetermined cause:attribution',
    )
  })
})

describe('SF-15.2-2b 第15.2条第2項ただし書 three months from the customer’s knowledge', () => {
  const told = [
    recognized('2025-11-29T08:30:00'),
    ended('2025-12-01T08:30:00'),
    caused('provider', '2025-12-06'),
  ]
  const deadline = (...more: readonly Told[]) =>
    value(after('2026-01-10', told, more), 'credit.claim-deadline', 'o-1')

  it.each([
    ['2025-11-30T09:00:00', '2026-02-28'],
    ['2025-12-05T10:00:00', '2026-03-05'],
    ['2025-12-05T00:00:00', '2026-03-05'], // the day itself never counts, not even from 00:00 (CC-03)
    ['2025-11-29T23:59:59', '2026-02-28'],
  ])('SF-X14: known %s, to claim by %s', (at, day) => {
    expect(deadline(known(at))).toBe(day)
  })

  it('SF-X14: in time to 24:00 of the day', () => {
    const x14 = [...told, known('2025-11-30T09:00:00')]
    expect(entry('2026-02-28T23:59:59', x14).outcome).toBe('claimable')
    expect(entry('2026-03-01T00:00:00', x14, claimed('2026-02-28T23:59:59.999')).outcome).toBe('granted')
    expect(entry('2026-03-01T00:00:00', x14, claimed('2026-03-01T00:00:00'))).toMatchObject({
      outcome: 'forfeited',
      amount: 0,
    })
    expect(found(after('2026-03-01', x14), 'credit.outcome', 'o-1')).toMatchObject({
      clause: { rule: 'SF-15.2-2b' },
    })
  })

  it('SF-X15: while nothing shows the knowledge the period does not start and the right lives on', () => {
    expect(entry('2026-03-31', told)).toMatchObject({ outcome: 'claimable', claimDeadline: null })
    expect(value(after('2026-03-31', told), 'credit.claim-deadline', 'o-1')).toBe(
      'undetermined fact:customer-knowledge',
    )
    expect(entry('2026-04-02', told, known('2026-04-01T10:00:00'))).toMatchObject({
      outcome: 'claimable',
      claimDeadline: '2026-07-01',
    })
  })

  it('the earliest sign of knowledge counts (SF-Q4)', () => {
    const notice = (at: string, more: object = {}): Told => [
      'NoticeGiven',
      at,
      {
        noticeId: 'n-1',
        by: 'provider',
        subject: 'outage',
        channel: 'e-mail',
        delivery: 'arrived',
        regarding: 'o-1',
        ...more,
      },
    ]
    expect(deadline(notice('2025-12-02T10:00:00'), known('2025-12-05T10:00:00'))).toBe('2026-03-02')
    expect(
      deadline(notice('2025-12-02T10:00:00', { delivery: 'not-arrived' }), known('2025-12-05T10:00:00')),
    ).toBe('2026-03-05')
    expect(deadline(notice('2025-12-02T10:00:00', { regarding: 'o-2' }), known('2025-12-05T10:00:00'))).toBe(
      '2026-03-05',
    )
    expect(deadline(claimed('2025-12-20T10:00:00'))).toBe('2026-03-20')
  })

  it('is a deadline of the customer: met, missed, or without an object', () => {
    const days = (at: string, ...more: readonly Told[]) =>
      deadlines(after(at, told, known('2025-11-30T09:00:00'), more), 'credit-claim')
    expect(days('2026-02-28T23:59:59')).toEqual(['o-1 2026-02-28 upcoming'])
    expect(days('2026-03-01T00:00:00')).toEqual(['o-1 2026-02-28 missed'])
    expect(days('2026-03-01', claimed('2026-01-10'))).toEqual(['o-1 2026-02-28 met'])
    expect(days('2026-03-01', caused('third-party', '2025-12-10'))).toEqual(['o-1 2026-02-28 lapsed'])
  })

  it('property: three months of the Civil Code from the day after', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 86_399 }), (days, second) => {
        const at = fromEpochMs(
          epochMs(instant('2025-02-01T00:00:00+09:00')) + (days * 86_400 + second) * 1000,
        )
        const c = given(contract(), recognized('2025-02-01'), known(at)).at('2029-01-01')
        expect(value(c, 'credit.claim-deadline', 'o-1')).toBe(civilEnd(addDays(dayOf(at), 1), 3))
      }),
      { numRuns: 60 },
    )
  })
})

describe('SF-15.2-3 第15.2条第3項 a credit is at most what its month is billed (SF-Q8)', () => {
  it('the fee of a month that was billed in part is the limit', () => {
    const prices = tariff({ monthlyFees: FEES, prorationRule: 'calendar-days' })
    const late = contract({}, '2025-06-25T08:00:00')
    const told = [
      recognized('2025-06-25T09:00:00'),
      ended('2025-07-01T09:00:00'),
      caused('provider', '2025-07-02'),
      claimed('2025-07-03'),
    ]
    const c = given([prices], late, told).at('2025-08-01')
    // six days are billed at 1,000 each, and six units started in June
    expect(value(c, 'credit.cap', 'o-1')).toBe(6000)
    expect(value(c, 'credit.outage', 'o-1')).toBe(6000)
    const thirtieths = tariff({ monthlyFees: FEES, prorationRule: 'thirtieths', creditDivisor: '30' })
    const long = given([thirtieths], contract({}, '2025-06-25T08:00:00'), told).at('2025-08-01')
    expect(value(long, 'credit.outage', 'o-1')).toBe(6000)
  })

  it('a month of 31 days by thirtieths stops at the fee', () => {
    const prices = tariff({ monthlyFees: FEES, creditDivisor: '30' })
    const told = (attribution: string): readonly Told[] => [
      recognized('2025-07-01T00:00:00'),
      ended('2025-08-01T00:00:00'),
      caused(attribution, '2025-08-02'),
      claimed('2025-08-03'),
    ]
    const provider = after('2025-09-01', prices, told('provider'))
    expect(value(provider, 'outage.units', 'o-1')).toBe(31)
    expect(found(provider, 'credit.cap', 'o-1')).toMatchObject({
      value: 30_000,
      clause: { rule: 'SF-15.2-3' },
    })
    expect(value(provider, 'credit.outage', 'o-1')).toBe(30_000)
    // SF-15.2-7: no limit for gross negligence
    const gross = after('2025-09-01', prices, told('gross-negligence'))
    expect(value(gross, 'credit.outage', 'o-1')).toBe(31_000)
    expect(() => found(gross, 'credit.cap', 'o-1')).toThrow()
  })

  it('two outages of one month share its limit', () => {
    const second = (type: Told[0], at: string, more: object = {}): Told => [
      type,
      at,
      { outageId: 'o-2', ...more },
    ]
    const told = [
      ...june('2025-06-25T09:00:00'),
      second('OutageRecognized', '2025-06-10T09:00:00', { totality: 'total' }),
      second('OutageEnded', '2025-06-30T09:00:00'),
      second('OutageCauseDetermined', '2025-06-30T10:00:00', { attribution: 'provider' }),
      second('CreditClaimed', '2025-06-30T11:00:00'),
    ]
    const c = after('2025-07-15', tariff(), told)
    expect([value(c, 'credit.outage', 'o-1'), value(c, 'credit.outage', 'o-2')]).toEqual([15_000, 15_000])
  })
})

describe('SF-15.2-2c 第15.2条第2項後段, SF-15.2-7 第7項 the reduction is the sole remedy, save for gross negligence', () => {
  it.each([
    ['provider', true, 'SF-15.2-2c'],
    ['gross-negligence', false, 'SF-15.2-7'],
  ])('%s', (attribution, isSole, rule) => {
    const c = after('2025-06-21', june('2025-06-12T09:00:00', caused(attribution, '2025-06-14')))
    expect(found(c, 'credit.sole-remedy', 'o-1')).toMatchObject({ value: isSole, clause: { rule } })
  })
})

describe('SF-15.2-4 第15.2条第4項 an outage of a core supplier gives no credit (SF-Q7)', () => {
  it('excluded, under its own paragraph', () => {
    const c = after('2025-06-21', june('2025-06-12T09:00:00', caused('core-supplier', '2025-06-14')))
    expect(found(c, 'credit.outcome', 'o-1')).toMatchObject({
      value: 'excluded',
      clause: { rule: 'SF-15.2-4' },
    })
    expect(value(c, 'credit.outage', 'o-1')).toBe(0)
  })
})
