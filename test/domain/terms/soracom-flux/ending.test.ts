import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { after, contract, deadlines, duties, given, permitted, stateOf } from './told.ts'

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

const notice = (more: object = {}, at = '2025-07-03T11:00:00'): Told => [
  'TerminationNoticeSubmitted',
  at,
  { form: 'provider-form', ...more },
]
const preset = (rule: string, more: object = {}): Told => [
  'CancellationDatePreset',
  '2024-12-01',
  { rule, ...more },
]
const monthEnd = preset('month-end-of-arrival')
const ends = (...told: readonly Told[]) =>
  value(after('2025-07-03T12:00:00', told), 'termination.effective-on')

describe('SF-6.1-1 第6.1条第1項 the later of preset and asked day', () => {
  const may = preset('fixed-day', { presetOn: '2025-05-31' })
  const asked = (requestedOn?: string) =>
    notice(requestedOn === undefined ? {} : { requestedOn }, '2025-05-10')

  it.each([
    ['2025-05-15', '2025-05-31'],
    ['2025-05-31', '2025-05-31'],
    ['2025-06-01', '2025-06-01'],
    ['2025-06-30', '2025-06-30'],
    [undefined, '2025-05-31'],
  ])('SF-X3: asked for %s it ends on %s', (requestedOn, day) => {
    const c = after('2025-05-11', may, asked(requestedOn))
    expect(found(c, 'termination.effective-on')).toMatchObject({ value: day, clause: { rule: 'SF-6.1-1' } })
    expect(deadlines(c, 'termination-effective')).toEqual([`${day} upcoming`])
  })

  it('in force to 24:00 of the day', () => {
    expect(stateOf(after('2025-05-31T23:59:59.999', may, asked()))).toBe('active')
    expect(stateOf(after('2025-06-01T00:00:00', may, asked()))).toBe('ended')
    expect(deadlines(after('2025-06-01', may, asked()), 'termination-effective')).toEqual(['2025-05-31 met'])
  })

  it('without a preset it is undetermined, whatever was asked (SF-Q13), and the contract goes on', () => {
    expect(ends(notice({ requestedOn: '2025-07-31' }))).toBe('undetermined preset:cancellation-date')
    expect(stateOf(after('2026-01-01', notice()))).toBe('active')
  })

  it.each([
    [preset('month-end-of-arrival'), '2025-07-31'],
    [preset('next-month-end'), '2025-08-31'],
    [preset('days-after-arrival', { days: 30 }), '2025-08-02'],
    [preset('fixed-day', { presetOn: '2025-09-15' }), '2025-09-15'],
    [preset('fixed-day', { presetOn: '2025-06-30' }), '2025-07-03'],
  ])('every way of presetting', (rule, day) => {
    expect(ends(rule, notice())).toBe(day)
  })

  it('the preset in force when the notice arrives decides', () => {
    const next = preset('next-month-end', { effectiveOn: '2025-07-04' })
    expect(ends(monthEnd, next, notice())).toBe('2025-07-31')
    expect(
      value(
        after('2025-07-05', monthEnd, next, notice({}, '2025-07-04T00:00:00')),
        'termination.effective-on',
      ),
    ).toBe('2025-08-31')
    const told: Told = ['CancellationDatePreset', '2025-07-03T11:00:01', { rule: 'next-month-end' }]
    expect(ends(monthEnd, told, notice())).toBe('2025-07-31')
  })

  it('another form than the provider’s ends nothing and says so', () => {
    const c = after('2025-07-03T12:00:00', monthEnd, notice({ form: 'other' }))
    expect(() => found(c, 'termination.effective-on')).toThrow()
    expect(found(c, 'termination.notice-valid')).toMatchObject({ value: false, clause: { rule: 'SF-6.1-1' } })
    expect(value(after('2025-07-03T12:00:00', monthEnd, notice()), 'termination.notice-valid')).toBe(true)
  })

  it('before the acceptance there is no contract to end', () => {
    const early = given(
      [monthEnd],
      contract({}, '2025-07-03T11:00:00'),
      notice({}, '2025-07-03T10:59:59'),
    ).at('2025-09-01')
    expect(stateOf(early)).toBe('active')
    const ends: Told = ['ContractEnded', '2025-01-06', { endsOn: '2025-01-31', reason: 'agreement' }]
    expect(stateOf(given(contract().slice(0, 1), ends, [monthEnd], notice()).at('2025-09-01'))).toBe(
      'applied',
    )
  })

  it('of two notices the earlier end stands', () => {
    expect(ends(monthEnd, notice({ requestedOn: '2025-09-30' }, '2025-07-01'), notice())).toBe('2025-07-31')
    expect(ends(monthEnd, notice(), notice({ requestedOn: '2025-09-30' }, '2025-07-03T11:30:00'))).toBe(
      '2025-07-31',
    )
  })

  it('a notice nobody can date leaves open an end that may be earlier, but not one that cannot be later', () => {
    const abolished: Told = [
      'ServiceDiscontinued',
      '2025-07-02',
      { scope: 'all', ground: 'business', endsOn: '2025-12-31' },
    ]
    expect(ends(abolished, notice())).toBe('undetermined preset:cancellation-date')
    expect(ends(abolished, notice({ requestedOn: '2025-12-31' }))).toBe('2025-12-31')
    expect(value(after('2026-01-01', abolished, notice()), 'termination.effective-on')).toBe('2025-12-31')
  })
})

describe('SF-6.1-2 第6.1条第2項 unusable: the day the notice arrives', () => {
  const unusable = (ground: string, kind = 'stop', more: object = {}) =>
    suspended(ground, kind, { unusable: true, ...more })
  const claims = notice({ route: 'unusable' })

  it('SF-X4: ends on that day, to 24:00, and is offered while the stop lasts', () => {
    const stop = unusable('core-supplier-stop')
    expect(permitted(after('2025-07-02', stop))).toContain('customer cancel-immediately m-1 SF-6.1-2')
    const c = after('2025-07-03T12:00:00', monthEnd, stop, claims)
    expect(found(c, 'termination.effective-on')).toMatchObject({
      value: '2025-07-03',
      clause: { rule: 'SF-6.1-2' },
    })
    expect(value(c, 'termination.immediate-route')).toBe(true)
    expect(permitted(c)).not.toContain('customer cancel-immediately m-1 SF-6.1-2')
    expect(stateOf(after('2025-07-03T23:59:59.999', monthEnd, stop, claims))).toBe('active')
    expect(stateOf(after('2025-07-04T00:00:00', monthEnd, stop, claims))).toBe('ended')
  })

  it.each([
    [unusable('payment-overdue', 'suspension')],
    [unusable('maintenance')],
    [unusable('security')],
    [restricted('emergency', { unusable: true })],
    [restricted('bandwidth', { unusable: true })],
  ])('any measure of article 5.1 or 5.2(1) opens it', (measure) => {
    expect(ends(monthEnd, measure, claims)).toBe('2025-07-03')
  })

  it('it asks for no form', () => {
    expect(ends(monthEnd, unusable('maintenance'), notice({ route: 'unusable', form: 'other' }))).toBe(
      '2025-07-03',
    )
  })

  it('SF-X5: excessive input does not open it, and the ordinary way applies', () => {
    const measure = restricted('excessive-input', { unusable: true })
    expect(permitted(after('2025-07-02', measure)).join()).not.toContain('cancel-immediately')
    const c = after('2025-07-03T12:00:00', monthEnd, measure, claims)
    expect(found(c, 'termination.immediate-route')).toMatchObject({
      value: false,
      clause: { rule: 'SF-10.1-6' },
    })
    expect(found(c, 'termination.effective-on')).toMatchObject({
      value: '2025-07-31',
      clause: { rule: 'SF-6.1-1' },
    })
  })

  it('beside another one the measure for excessive input does not count against it', () => {
    const input: Told = [
      'ServiceRestricted',
      '2025-07-01T13:00:00',
      { measureId: 'm-2', measures: ['use-limited'], ground: 'excessive-input', unusable: true },
    ]
    const c = after('2025-07-03T12:00:00', monthEnd, input, unusable('maintenance'), claims)
    expect(found(c, 'termination.immediate-route')).toMatchObject({
      value: true,
      clause: { rule: 'SF-6.1-2' },
    })
    expect(
      found(after('2025-07-03T12:00:00', monthEnd, claims), 'termination.immediate-route').clause.rule,
    ).toBe('SF-6.1-2')
  })

  it('neither does a measure that leaves the service usable, touches an option only, or is over', () => {
    expect(ends(monthEnd, suspended('maintenance', 'stop'), claims)).toBe('2025-07-31')
    expect(ends(monthEnd, unusable('maintenance', 'stop', { ref: 'wx' }), claims)).toBe('2025-07-31')
    expect(ends(monthEnd, unusable('maintenance'), resumed('2025-07-03T11:00:00'), claims)).toBe('2025-07-31')
    expect(ends(monthEnd, unusable('maintenance'), resumed('2025-07-03T11:00:00.001'), claims)).toBe(
      '2025-07-03',
    )
    expect(value(after('2025-07-03T12:00:00', monthEnd, claims), 'termination.immediate-route')).toBe(false)
  })

  it('a notice that does not claim it goes the ordinary way', () => {
    expect(ends(monthEnd, unusable('maintenance'), notice())).toBe('2025-07-31')
    expect(value(after('2025-07-02', unusable('maintenance')), 'termination.immediate-route')).toBe(true)
  })
})

describe('SF-6.2-1 第6.2条第1項 rescission by the provider', () => {
  const rescinded = (more: object = {}): Told => [
    'ContractRescinded',
    '2025-07-10T10:00:00',
    { by: 'provider', ground: 'cause-not-removed', ...more },
  ]
  const may = (at: string, ...told: readonly Told[]) =>
    permitted(after(at, told)).filter((act) => act.includes('rescind'))

  it('(1) may follow a suspension whose cause is still there', () => {
    expect(may('2025-07-02', suspended('prohibited-act'))).toEqual(['provider rescind m-1 SF-6.2-1'])
    expect(may('2025-07-06', suspended('prohibited-act'), resumed('2025-07-05'))).toEqual([])
    expect(may('2025-07-02', suspended('maintenance', 'stop'))).toEqual([])
    expect(may('2025-07-02', restricted('prohibited-act'))).toEqual([])
  })

  it('a paid debt or a new card removes its cause', () => {
    const invoice: Told = [
      'InvoiceIssued',
      '2025-06-05',
      { invoiceId: 'i-1', dueOn: '2025-06-30', amount: 30_000 },
    ]
    const paid: Told = ['PaymentReceived', '2025-07-03', { paymentId: 'p-1', amount: 30_000 }]
    expect(may('2025-07-04', invoice, suspended('payment-overdue'))).toEqual([
      'provider rescind m-1 SF-6.2-1',
    ])
    expect(may('2025-07-04', invoice, suspended('payment-overdue'), paid)).toEqual([])
    const card: Told = ['CardRegistered', '2025-07-03', { cardId: 'card-2' }]
    expect(may('2025-07-04', suspended('card-unusable'))).toEqual(['provider rescind m-1 SF-6.2-1'])
    expect(may('2025-07-04', suspended('card-unusable'), card)).toEqual([])
  })

  it('ends the contract with its day and is told to the customer', () => {
    const c = after('2025-07-10T12:00:00', rescinded())
    expect(found(c, 'termination.effective-on')).toMatchObject({
      value: '2025-07-10',
      clause: { rule: 'SF-6.2-1' },
    })
    expect(stateOf(after('2025-07-11T00:00:00', rescinded()))).toBe('ended')
    expect(duties(c)).toEqual(['provider notify-rescission e3 SF-6.2-1'])
    const told: Told = [
      'NoticeGiven',
      '2025-07-12',
      { noticeId: 'n', by: 'provider', subject: 'rescission', channel: 'e-mail', delivery: 'arrived' },
    ]
    expect(duties(after('2025-07-13', rescinded(), told))).toEqual([])
  })

  it('of a part it ends nothing', () => {
    expect(() =>
      found(after('2025-07-11', rescinded({ part: 'part' })), 'termination.effective-on'),
    ).toThrow()
  })

  it('a party without the right ends nothing, and that is said', () => {
    for (const wrong of [
      rescinded({ by: 'customer' }),
      rescinded({ ground: 'provider-convenience', endsOn: '2025-08-31' }),
    ]) {
      const c = after('2025-09-11', wrong)
      expect(stateOf(c)).toBe('active')
      expect(found(c, 'termination.notice-valid')).toMatchObject({
        value: false,
        clause: { rule: 'SF-6.2-1' },
      })
    }
  })
})

describe('SF-6.2-2 第6.2条第2項, SF-5.3 第5.3条 abolition', () => {
  const abolished = (scope: string, more: object = {}): Told => [
    'ServiceDiscontinued',
    '2025-12-01',
    { scope, ground: 'business', endsOn: '2026-03-31', ...more },
  ]

  it('SF-X23: of the whole service it ends the contract without a notice', () => {
    const c = after('2026-01-05', abolished('all'))
    expect(found(c, 'termination.effective-on')).toMatchObject({
      value: '2026-03-31',
      clause: { rule: 'SF-6.2-2' },
    })
    expect(found(c, 'discontinuation.effective-on')).toMatchObject({
      value: '2026-03-31',
      clause: { rule: 'SF-6.2-2' },
    })
    expect(deadlines(c, 'termination-effective')).toEqual(['2026-03-31 upcoming'])
    expect(stateOf(after('2026-03-31T23:59:59', abolished('all')))).toBe('active')
    expect(stateOf(after('2026-04-01T00:00:00', abolished('all')))).toBe('ended')
  })

  it('of a part or an option it ends that alone', () => {
    const on: Told = ['OptionEnabled', '2025-02-01', { option: 'external-service', ref: 'wx' }]
    const c = after('2026-04-01', on, abolished('option', { option: 'external-service' }))
    expect(stateOf(c)).toBe('active')
    expect(found(c, 'discontinuation.effective-on', 'external-service')).toMatchObject({
      clause: { rule: 'SF-5.3' },
    })
    expect(value(c, 'option.state', 'wx')).toBe('ended')
    expect(
      value(
        after('2026-03-31', on, abolished('option', { option: 'external-service' })),
        'option.state',
        'wx',
      ),
    ).toBe('active')
    expect(deadlines(c, 'termination-effective')).toEqual(['external-service 2026-03-31 met'])
  })

  it('the end of the provider’s business is a reason for it', () => {
    const event: Told = ['ProviderEventOccurred', '2025-11-01', { eventId: 'ev-1', kind: 'business-ended' }]
    expect(permitted(after('2025-11-02', event))).toContain('provider discontinue ev-1 SF-5.3')
    expect(permitted(after('2025-12-02', event, abolished('all')))).not.toContain(
      'provider discontinue ev-1 SF-5.3',
    )
  })

  it('what uses the contract behind its end is refused under the rule of the end', () => {
    const told = given(contract(), abolished('all'))
    const acts: readonly Told[] = [
      ['ServiceUsed', '2026-04-01T00:00:00'],
      ['OptionEnabled', '2026-04-01T00:00:00', { option: 'external-service', ref: 'wx' }],
      ['AccountCreated', '2026-04-01T00:00:00', { accountId: 'a-1', email: 'a@example.com' }],
    ]
    for (const act of acts) {
      expect(told.refusal(...act)).toMatchObject({
        what: 'refusal.not-in-force',
        clause: { rule: 'SF-6.2-2' },
      })
    }
    expect(told.refusal('ServiceUsed', '2026-03-31T23:59:59.999')).toBeUndefined()
    expect(told.refusal('CreditClaimed', '2026-04-01', { outageId: 'o-1' })).toBeUndefined()
  })
})
