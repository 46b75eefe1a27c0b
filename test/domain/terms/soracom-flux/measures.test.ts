import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { after, duties, permitted, stateOf, tariff } from './told.ts'

const suspended = (ground: string, kind = 'suspension', more: object = {}): Told => [
  'ServiceSuspended',
  '2025-07-01T12:00:00',
  { measureId: 'm-1', kind, ground, ...more },
]
const restricted = (ground: string, more: object = {}): Told => [
  'ServiceRestricted',
  '2025-07-01T12:00:00',
  { measureId: 'm-1', measures: ['use-limited'], ground, ...more },
]
const resumed = (at: string): Told => ['ServiceResumed', at, { measureId: 'm-1' }]
const lawful = (measure: Told) => {
  const answer = found(after('2025-07-02', measure), 'measure.lawful', 'm-1')
  return [answer.clause.rule, 'value' in answer ? answer.value : undefined]
}

describe('SF-5.1-1 第5.1条第1項 emergencies', () => {
  it('restrict the use', () => {
    expect(lawful(restricted('emergency'))).toEqual(['SF-5.1-1', true])
    expect(lawful(suspended('emergency'))).toEqual(['SF-5.1-1', true])
    expect(lawful(suspended('emergency', 'stop'))).toEqual(['SF-5.1-1', true])
  })
})

describe('SF-5.1-2 第5.1条第2項 heavy bandwidth', () => {
  it('may be throttled once it was found', () => {
    expect(lawful(restricted('bandwidth'))).toEqual(['SF-5.1-2', true])
    const ground: Told = [
      'RestrictionGroundFound',
      '2025-06-30',
      { groundId: 'g-1', ground: 'bandwidth', by: 'provider' },
    ]
    expect(permitted(after('2025-07-01', ground))).toContain('provider throttle g-1 SF-5.1-2')
    expect(permitted(after('2025-07-02', ground, restricted('bandwidth')))).not.toContain(
      'provider throttle g-1 SF-5.1-2',
    )
  })
})

describe('SF-5.1-3 第5.1条第3項 five grounds to stop or restrict', () => {
  const may = (at: string, ...told: readonly (Told | readonly Told[])[]) =>
    permitted(after(at, ...told)).filter((act) => act.endsWith('SF-5.1-3'))
  const both = (ref: string) => [`provider suspend ${ref} SF-5.1-3`, `provider restrict ${ref} SF-5.1-3`]

  it.each(['payment-overdue', 'false-facts', 'prohibited-act', 'refusal-ground', 'card-unusable'])(
    '%s',
    (ground) => {
      expect(lawful(suspended(ground))).toEqual(['SF-5.1-3', true])
      expect(lawful(restricted(ground))).toEqual(['SF-5.1-3', true])
    },
  )

  it('another ground, or another kind of measure, is not lawful', () => {
    expect(lawful(suspended('undesirable-content'))).toEqual(['SF-5.1-3', false])
    expect(lawful(suspended('payment-overdue', 'stop'))).toEqual(['SF-5.2-1', false])
    expect(lawful(restricted('operation-risk'))).toEqual(['SF-5.1-3', false])
  })

  it('(1) an overdue debt, from the day of delay until it is paid or the measure is taken', () => {
    const invoice: Told = [
      'InvoiceIssued',
      '2025-06-05',
      { invoiceId: 'i-1', dueOn: '2025-06-30', amount: 30_000 },
    ]
    const paid: Told = ['PaymentReceived', '2025-07-03', { paymentId: 'p-1', amount: 30_000 }]
    expect(may('2025-06-30T23:59:59', invoice)).toEqual([])
    expect(may('2025-07-01T00:00:00', invoice)).toEqual(both('i-1'))
    expect(may('2025-07-04', invoice, paid)).toEqual([])
    expect(may('2025-07-02', invoice, suspended('payment-overdue'))).toEqual([])
    expect(may('2025-07-06', invoice, suspended('payment-overdue'), resumed('2025-07-05'))).toEqual(
      both('i-1'),
    )
  })

  it('(2) false facts, found or answered; (3) prohibited acts; (4) a ground of refusal', () => {
    const ground = (of: string): Told => [
      'RestrictionGroundFound',
      '2025-06-30',
      { groundId: 'g-1', ground: of, by: 'provider' },
    ]
    expect(may('2025-07-01', ground('false-facts'))).toEqual(both('g-1'))
    expect(may('2025-07-01', ground('refusal-ground'))).toEqual(both('g-1'))
    expect(may('2025-07-01', ground('other'))).toEqual([])
    const act: Told = [
      'ProhibitedActReported',
      '2025-06-30',
      { actId: 'a-1', item: '11.1-12', actor: 'customer' },
    ]
    expect(may('2025-07-01', act)).toEqual(both('a-1'))
    const untrue: readonly Told[] = [
      ['RequestMade', '2025-06-01', { requestId: 'r-1', by: 'provider', kind: 'credit-information' }],
      ['RequestAnswered', '2025-06-02', { requestId: 'r-1', isFalse: true }],
    ]
    expect(may('2025-07-01', untrue)).toEqual(both('r-1'))
  })

  it('(5) an unusable card, until another card or another method takes its place', () => {
    const unusable: Told = ['CardInvalidated', '2025-06-30', { cardId: 'card-1' }]
    expect(may('2025-07-01', unusable)).toEqual(both('card-1'))
    expect(may('2025-07-02', unusable, ['CardRegistered', '2025-07-01', { cardId: 'card-2' }])).toEqual([])
    expect(
      may('2025-07-02', unusable, ['PaymentMethodChanged', '2025-07-01', { method: 'bank-transfer' }]),
    ).toEqual([])
  })

  it('an open suspension shows as the state of the contract (R-13), and the fee goes on (SF-Q6)', () => {
    const told = [tariff(), suspended('payment-overdue')]
    expect(stateOf(after('2025-07-02', ...told))).toBe('suspended')
    expect(stateOf(after('2025-07-02', ...told, resumed('2025-07-02T00:00:00')))).toBe('active')
    expect(stateOf(after('2025-07-02', suspended('maintenance', 'stop')))).toBe('active')
    expect(stateOf(after('2025-07-02', suspended('payment-overdue', 'suspension', { ref: 'wx' })))).toBe(
      'active',
    )
    const c = after('2025-09-01', ...told)
    expect(c.terms.charges(c, '2025-07' as never)).toMatchObject([
      { kind: 'monthly-base', amount: { value: 30_000 } },
    ])
  })
})

describe('SF-5.2-1 第5.2条第1項 four grounds to stop provision', () => {
  it.each(['maintenance', 'core-supplier-stop', 'number-change', 'security'])('%s', (ground) => {
    expect(lawful(suspended(ground, 'stop'))).toEqual(['SF-5.2-1', true])
    expect(lawful(suspended(ground, 'suspension'))).toEqual(['SF-5.1-3', false])
    expect(lawful(suspended(ground, 'interruption'))).toEqual(['SF-5.2-1', false])
  })

  it('an outage of a core supplier is a reason while it lasts', () => {
    const told: readonly Told[] = [
      ['OutageRecognized', '2025-07-01T08:00:00', { outageId: 'o-1', totality: 'total' }],
      ['OutageCauseDetermined', '2025-07-01T09:00:00', { outageId: 'o-1', attribution: 'core-supplier' }],
    ]
    const ended: Told = ['OutageEnded', '2025-07-01T10:00:00', { outageId: 'o-1' }]
    expect(permitted(after('2025-07-01T09:30:00', told))).toContain('provider stop-provision o-1 SF-5.2-1')
    expect(permitted(after('2025-07-01T10:30:00', told, ended))).not.toContain(
      'provider stop-provision o-1 SF-5.2-1',
    )
    expect(permitted(after('2025-07-02', told, suspended('core-supplier-stop', 'stop')))).not.toContain(
      'provider stop-provision o-1 SF-5.2-1',
    )
  })
})

describe('SF-5.2-2 第5.2条第2項 stops are posted beforehand', () => {
  const posted = (at: string, more: object = {}): Told => [
    'NoticeGiven',
    at,
    {
      noticeId: `n-${at.replaceAll(':', '')}`,
      by: 'provider',
      subject: 'suspension',
      channel: 'website',
      delivery: 'displayed',
      regarding: 'm-1',
      ...more,
    },
  ]
  const stop = (more: object = {}) => suspended('maintenance', 'stop', more)
  const isMissing = (...told: readonly Told[]): boolean => {
    const c = after('2025-07-02', told)
    return (c.terms.answers['notice.missing'] ?? []).flatMap((ask) => ask(c)).length > 0
  }

  it('a stop without a notice before it lacks one; a later notice does not heal that', () => {
    expect(isMissing(stop())).toBe(true)
    expect(value(after('2025-07-02', stop()), 'notice.missing', 'm-1')).toBe(true)
    expect(isMissing(stop(), posted('2025-07-01T11:59:59.999'))).toBe(false)
    expect(isMissing(stop(), posted('2025-07-01T12:00:00'))).toBe(true)
    expect(isMissing(stop(), posted('2025-07-01T13:00:00'))).toBe(true)
  })

  it('an urgent stop needs none, and other measures are not its matter', () => {
    expect(isMissing(stop({ urgent: true }))).toBe(false)
    expect(isMissing(suspended('payment-overdue'))).toBe(false)
  })

  it('a notice of another stop or by the customer does not count', () => {
    expect(isMissing(stop(), posted('2025-06-30', { regarding: 'm-2' }))).toBe(true)
    expect(isMissing(stop(), posted('2025-06-30', { by: 'customer' }))).toBe(true)
  })

  it('the duty stays open until something is posted, or the stop is over', () => {
    expect(duties(after('2025-07-02', stop()))).toEqual(['provider announce-stop m-1 SF-5.2-2'])
    expect(duties(after('2025-07-02', stop(), posted('2025-07-01T13:00:00')))).toEqual([])
    expect(duties(after('2025-07-02', stop(), resumed('2025-07-01T14:00:00')))).toEqual([])
  })
})

describe('SF-10.1-6 第10.1条第6項 excessive inputs', () => {
  it('may be restricted', () => {
    expect(lawful(restricted('excessive-input'))).toEqual(['SF-10.1-6', true])
    const ground: Told = [
      'RestrictionGroundFound',
      '2025-06-30',
      { groundId: 'g-1', ground: 'excessive-input', by: 'provider' },
    ]
    expect(permitted(after('2025-07-01', ground))).toContain('provider restrict g-1 SF-10.1-6')
  })
})
