import { describe, expect, it } from 'vitest'
import { type Told, found, lines, value } from '../kit.ts'
import { R, arising, bare, calendar, contract, declared, op, tariff, tax } from './contracts.ts'

const rescinds = (at: string, data: object): Told => ['ContractRescinded', at, { by: 'provider', ...data }]
const cure = (dueOn = '2025-06-30', ground = 'suspension-ground', requestId = 'rq'): Told => [
  'RequestMade',
  '2025-06-01',
  { requestId, by: 'provider', kind: 'cure', dueOn, ground },
]
const uncured = { by: 'provider', ground: 'suspension-ground-not-cured' }
const acts = (c: Parameters<typeof value>[0]) => c.terms.permitted(c).map(({ act }) => act)

describe('OP-29-1 第29条第1項 rescission at once, items 4 and 5 behind a cure period (OP-X38)', () => {
  it.each(['antisocial', 'fraud-or-threat', 'refusal-ground'])(
    '%s needs nothing and ends with the day',
    (ground) => {
      expect(op(R).refusal(...rescinds('2025-06-30T15:00:00', { ground }))).toBeUndefined()
      const told = op(R, rescinds('2025-06-30T15:00:00', { ground }))
      expect(found(told.at('2025-06-30T16:00:00'), 'termination.effective-on')).toMatchObject({
        value: '2025-06-30',
        clause: { rule: 'OP-29-1' },
      })
      const state = (when: string) => told.at(when).terms.state(told.at(when)).value
      expect(state('2025-06-30T23:59:59.999')).toBe('active')
      expect(state('2025-07-01T00:00:00')).toBe('ended')
    },
  )

  it.each([
    ['2025-06-30T23:59:59.999', {}, 'refusal.cure-period-open'],
    ['2025-07-01T00:00:00', {}, undefined],
    ['2025-07-01T00:00:00', { requestId: 'rq' }, undefined],
    ['2025-07-01T00:00:00', { requestId: 'other' }, 'refusal.cure-period-open'],
    ['2025-07-01T00:00:00', { ground: 'breach-not-cured' }, 'refusal.cure-period-open'],
  ])('at %s with %j: %s', (at, more, what) => {
    const refusal = op(R, cure()).refusal('ContractRescinded', at, { ...uncured, ...more })
    expect(refusal?.what).toBe(what)
    if (refusal) expect(refusal.clause.rule).toBe('OP-29-1')
  })

  it('without a demand to cure there is no period that could be over', () => {
    expect(op(R).refusal('ContractRescinded', '2025-07-01', uncured)?.what).toBe('refusal.cure-period-open')
    const asked: Told = [
      'RequestMade',
      '2025-06-01',
      { requestId: 'rq', by: 'provider', kind: 'instruction', dueOn: '2025-06-10' },
    ]
    expect(op(R, asked).refusal('ContractRescinded', '2025-07-01', uncured)?.what).toBe(
      'refusal.cure-period-open',
    )
  })

  it.each([
    ['2025-06-30T23:59:59', 'refusal.cure-period-open'],
    ['2025-07-01T00:00:00', undefined],
  ])('cured at %s: %s', (at, what) => {
    const told = op(R, cure(), ['RequestAnswered', at, { requestId: 'rq' }])
    expect(told.refusal('ContractRescinded', '2025-07-02', uncured)?.what).toBe(what)
  })

  it('a breach has a period of its own', () => {
    const told = op(R, cure('2025-06-30', 'breach'))
    expect(
      told.refusal('ContractRescinded', '2025-07-01', { by: 'provider', ground: 'breach-not-cured' }),
    ).toBeUndefined()
  })

  it.each([
    ['2025-07-31', '2025-07-31'],
    ['2025-06-30', '2025-06-30'],
    ['2025-05-31', '2025-06-30'],
  ])('may name its last day %s, but none before it was declared: %s', (endsOn, last) => {
    const c = op(R, rescinds('2025-06-30', { ground: 'antisocial', endsOn })).at('2025-07-01')
    expect(value(c, 'termination.effective-on')).toBe(last)
  })

  it('a partial rescission leaves the contract', () => {
    const c = op(R, rescinds('2025-06-30', { ground: 'antisocial', part: 'part' })).at('2025-08-01')
    expect(c.terms.state(c).value).toBe('active')
  })

  it('the cure is a duty and a deadline; behind it the provider may rescind', () => {
    const told = (when: string, ...more: Told[]) => op(R, cure(), ...more).at(when)
    const entry = (when: string, ...more: Told[]) => {
      const c = told(when, ...more)
      return c.terms.deadlines(c).find(({ kind }) => kind === 'cure-period')?.state
    }
    const answered: Told = ['RequestAnswered', '2025-06-20', { requestId: 'rq' }]
    expect(entry('2025-06-30T23:59:59')).toBe('upcoming')
    expect(entry('2025-07-01T00:00:00')).toBe('missed')
    expect(entry('2025-07-01', answered)).toBe('met')
    expect(entry('2025-06-25', rescinds('2025-06-20', { ground: 'antisocial' }))).toBe('lapsed')
    const duties = (c: Parameters<typeof value>[0]) => c.terms.obligations(c).map(({ duty }) => duty)
    expect(duties(told('2025-06-02'))).toContain('cure')
    expect(duties(told('2025-06-21', answered))).not.toContain('cure')
    expect(acts(told('2025-06-30T23:59:59'))).not.toContain('rescind')
    expect(acts(told('2025-07-01T00:00:00'))).toContain('rescind')
    expect(acts(told('2025-07-01T00:00:00', answered))).not.toContain('rescind')
  })

  it('a ground of 第10条 that is found later opens it', () => {
    const ground: Told = [
      'RestrictionGroundFound',
      '2025-02-01',
      { groundId: 'g', ground: 'false-facts', by: 'provider' },
    ]
    expect(acts(op(R, ground).at('2025-02-02'))).toContain('rescind')
  })
})

describe('OP-29-3 第29条第3項 thirty days and three months before tax (OP-X18)', () => {
  const convenient = (endsOn: string): Told =>
    rescinds('2025-01-31T10:00:00', { ground: 'provider-convenience', endsOn })
  it.each([
    ['2025-03-01', 'refusal.rescission-too-early'],
    ['2025-03-02', undefined],
    ['2025-03-03', undefined],
  ])('notified on 2025-01-31 to end on %s: %s', (endsOn, what) => {
    const refusal = op(R).refusal(...convenient(endsOn))
    expect(refusal?.what).toBe(what)
    if (refusal) expect(refusal.clause.rule).toBe('OP-29-3')
  })

  it('pays three months of what was charged when the notice came', () => {
    const c = op(R, ['PlanChanged', '2025-02-01', { components: 20 }], convenient('2025-03-02')).at(
      '2025-02-01',
    )
    expect(value(c, 'charge.provider-rescission')).toBe(268_800)
    expect(value(c, 'termination.effective-on')).toBe('2025-03-02')
    expect(() => found(op(R, convenient('2025-03-02')).at('2025-04-01'), 'charge.early-termination')).toThrow(
      'does not arise',
    )
  })

  it('is owed to the customer, so negative and untaxed in the bill of the notice', () => {
    const c = op(R, convenient('2025-03-02')).at('2025-04-01')
    expect(lines(c, '2025-01')).toContain('provider-rescission compensation -268800')
    expect(
      c.terms.charges(c, '2025-01' as never).find(({ kind }) => kind === 'provider-rescission')?.taxCategory,
    ).toBe('none')
    expect(lines(c, '2025-03').join()).not.toContain('provider-rescission')
  })

  it('takes the tax out of prices that hold it', () => {
    const told = contract('2024-04-01', { storagePlan: 'storage-10tb' })
    const inclusive = tariff({ taxTreatment: 'inclusive' })
    expect(
      value(op(inclusive, told, convenient('2025-03-02')).at('2025-02-01'), 'charge.provider-rescission'),
    ).toBe(3 * (89_600 + 27_272))
    expect(value(op(told, convenient('2025-03-02')).at('2025-02-01'), 'charge.provider-rescission')).toBe(
      3 * 119_600,
    )
  })

  it('is a duty until it is paid, and a deadline of the provider', () => {
    const duties = (...more: Told[]) => {
      const c = op(R, convenient('2025-03-02'), ...more).at('2025-03-01')
      return c.terms.obligations(c).map(({ duty }) => duty)
    }
    expect(duties()).toContain('pay-rescission-compensation')
    expect(duties(['RefundPaid', '2025-02-20', { refundId: 'rf', amount: 268_800 }])).not.toContain(
      'pay-rescission-compensation',
    )
    expect(duties(['RefundPaid', '2025-02-20', { refundId: 'rf', amount: 1, outageId: 'o' }])).toContain(
      'pay-rescission-compensation',
    )
    const c = op(R, convenient('2025-03-02')).at('2025-02-01')
    expect(c.terms.deadlines(c)).toContainEqual(
      expect.objectContaining({ kind: 'provider-rescission-effective', who: 'provider', state: 'upcoming' }),
    )
  })

  it('is always open while the contract runs', () => {
    expect(acts(op(R).at('2024-03-31T23:59:59'))).not.toContain('rescind-with-compensation')
    expect(acts(op(R).at('2024-04-01T00:00:00'))).toContain('rescind-with-compensation')
    expect(acts(op(R, convenient('2025-03-02')).at('2025-02-01'))).not.toContain('rescind-with-compensation')
    expect(
      value(
        bare(declared, tax, calendar('2025'), R).at('2025-01-31T10:00:00'),
        'termination.earliest-on',
        'provider-convenience',
      ),
    ).toBe('2025-03-02')
  })
})

describe('OP-5-1 第5条第1項, OP-5-2, OP-5-4 the service is discontinued', () => {
  const ends = (more: object = {}): Told => [
    'ServiceDiscontinued',
    '2025-08-01',
    { scope: 'all', ground: 'business', endsOn: '2025-10-01', ...more },
  ]
  const shown = (at: string, more: object = {}): Told => [
    'NoticeGiven',
    at,
    {
      noticeId: 'n',
      by: 'provider',
      subject: 'discontinuation',
      channel: 'website',
      delivery: 'displayed',
      reasonStated: true,
      ...more,
    },
  ]
  it('ends the contract on its day; a part leaves it', () => {
    const c = op(R, ends()).at('2025-10-02')
    expect(c.terms.state(c)).toMatchObject({ value: 'ended', clause: { rule: 'OP-5-1' } })
    expect(value(c, 'discontinuation.effective-on')).toBe('2025-10-01')
    const part = op(R, ends({ scope: 'part', ref: 'x' })).at('2025-10-02')
    expect(part.terms.state(part).value).toBe('active')
    expect(value(part, 'discontinuation.effective-on', 'x')).toBe('2025-10-01')
  })
  it.each([
    ['displayed thirty days before', [shown('2025-09-01T10:00:00')], true],
    ['displayed a day too late', [shown('2025-09-02T00:00:00.001')], false],
    ['without its reason', [shown('2025-09-01', { reasonStated: false })], false],
    ['by a letter that arrived', [shown('2025-09-30', { channel: 'letter', delivery: 'arrived' })], true],
    [
      'by a letter to the address on file that did not',
      [
        shown('2025-09-01', {
          channel: 'letter',
          delivery: 'not-arrived',
          addressOnFile: true,
          normalArrivalAt: '2025-09-03T10:00:00+09:00',
        }),
      ],
      true,
    ],
    ['by somebody else', [shown('2025-08-15', { by: 'customer' })], false],
    ['of something else', [shown('2025-08-15', { subject: 'suspension' })], false],
    ['not at all', [], false],
  ] as const)('notified %s: immune %s', (_how, told, immune) => {
    const c = op(R, ends(), ...told).at('2025-10-03')
    expect(value(c, 'discontinuation.immune')).toBe(immune)
    if (immune) expect(arising(c, 'notice.missing')).toEqual([])
    else expect(found(c, 'notice.missing', 'e11')).toMatchObject({ value: true, clause: { rule: 'OP-5-2' } })
  })
  it('an urgent end needs no notice; before the end nothing is missing yet', () => {
    expect(value(op(R, ends({ urgent: true })).at('2025-10-03'), 'discontinuation.immune')).toBe(true)
    expect(arising(op(R, ends()).at('2025-10-01'), 'notice.missing')).toEqual([])
  })
  it('the notice is a duty until it is given; a notice opens the decision until that is told', () => {
    const duties = (...told: Told[]) => {
      const c = op(R, ...told).at('2025-09-15')
      return c.terms.obligations(c).map(({ duty }) => duty)
    }
    expect(duties(ends())).toContain('notify-discontinuation')
    expect(duties(ends(), shown('2025-09-01'))).not.toContain('notify-discontinuation')
    expect(acts(op(R, shown('2025-07-01')).at('2025-07-02'))).toContain('discontinue')
    expect(acts(op(R, shown('2025-07-01'), ends()).at('2025-08-02'))).not.toContain('discontinue')
  })
})
