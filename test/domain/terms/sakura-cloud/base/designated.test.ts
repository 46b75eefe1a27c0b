import { describe, expect, it } from 'vitest'
import { type Told, given, value } from '../../kit.ts'
import { concluded, gpu, published, server, terminated } from '../told.ts'

const SC = 'sakura-cloud'
const kinds = published({ designatedServiceKinds: ['gpu'] })
const act = (item: string, data: object = {}, at = '2025-06-01'): Told => [
  'ProhibitedActReported',
  at,
  { actId: 'a-1', item, actor: 'customer', ...data },
]
const consent = (at: string, data: object = {}): Told => [
  'ConsentGiven',
  at,
  { consentId: 'co-1', subject: 'end-user-use', by: 'provider', ...data },
]
const use = (at: string, data: object = {}): Told => [
  'ThirdPartyUseStarted',
  at,
  { kind: 'end-user', ...data },
]
const contract = (...told: readonly Told[]) =>
  given(SC, kinds, concluded('2025-05-01', [server, gpu]), ...told)
const all = (it: ReturnType<typeof contract>, at: string, what: string) =>
  (it.at(at).terms.answers[what] ?? []).flatMap((ask) => ask(it.at(at)))
const duties = (it: ReturnType<typeof contract>, at: string) =>
  it
    .at(at)
    .terms.obligations(it.at(at))
    .map(({ duty }) => duty)

describe('SC-9-2 第9条第2項 what must not be done with designated services', () => {
  it.each(['9-2-1', '9-2-2', '9-2-3', '9-2-4', '9-2-5', '9-2-6', '9-2-7'])('%s is a breach', (item) => {
    expect(value(contract(act(item)).at('2025-07-01'), 'breach.prohibited-act', 'a-1')).toBe(item)
  })

  it.each(['9-2-0', '9-2-8', '9-3-1', '11.1-13'])('%s is none of the seven', (item) => {
    expect(all(contract(act(item)), '2025-07-01', 'breach.prohibited-act')).toEqual([])
  })

  it('is none without a designated service in use at the time, and open while nobody said which are', () => {
    const plain = given(SC, kinds, concluded(), act('9-2-7'))
    expect(all(plain, '2025-07-01', 'breach.prohibited-act')).toEqual([])
    expect(
      all(contract(terminated('2025-05-31', 'gpu-1'), act('9-2-7')), '2025-07-01', 'breach.prohibited-act'),
    ).toEqual([])
    expect(
      all(contract(terminated('2025-06-01', 'gpu-1'), act('9-2-7')), '2025-07-01', 'breach.prohibited-act'),
    ).toHaveLength(1)
    const unknown = given(SC, published(), concluded('2025-05-01', [gpu]), act('9-2-7'))
    expect(value(unknown.at('2025-07-01'), 'breach.prohibited-act', 'a-1')).toBe(
      'undetermined tariff:designatedServiceKinds',
    )
  })
})

describe('SC-9-3-1 第9条第3項第1号 no end users without consent', () => {
  it('let in before the consent it is a breach, and stays one after it', () => {
    expect(value(contract(use('2025-06-01')).at('2025-07-01'), 'breach.third-party-use')).toBe(true)
    expect(
      value(contract(use('2025-06-01'), consent('2025-06-02')).at('2025-07-01'), 'breach.third-party-use'),
    ).toBe(true)
    expect(
      all(contract(use('2025-06-01'), consent('2025-06-01')), '2025-07-01', 'breach.third-party-use'),
    ).toEqual([])
  })

  it('a consent of the customer or to something else is none', () => {
    for (const data of [{ by: 'customer' }, { subject: 'trademark' }])
      expect(
        value(
          contract(consent('2025-05-20', data), use('2025-06-01')).at('2025-07-01'),
          'breach.third-party-use',
        ),
      ).toBe(true)
  })

  it('only of designated services, and not of options', () => {
    expect(all(contract(use('2025-06-01', { ref: 'sv-1' })), '2025-07-01', 'breach.third-party-use')).toEqual(
      [],
    )
    expect(
      all(contract(use('2025-06-01', { ref: 'gpu-1' })), '2025-07-01', 'breach.third-party-use'),
    ).toHaveLength(1)
    const sms: Told = ['OptionApplied', '2025-05-10', { option: 'sms-a2p', ref: 'sms-1' }]
    const ofSms = all(
      contract(sms, use('2025-06-01', { ref: 'sms-1' })),
      '2025-07-01',
      'breach.third-party-use',
    )
    expect(ofSms.filter(({ clause }) => clause.rule === 'SC-9-3-1')).toEqual([])
  })
})

describe('SC-9-3-2 第9条第3項第2号 end users are bound to both terms', () => {
  it('from the consent to the end of the contract', () => {
    const it = contract(consent('2025-06-01'), terminated('2025-08-15'))
    expect(duties(it, '2025-05-31')).toEqual([])
    expect(duties(it, '2025-06-01')).toEqual(['bind-end-users'])
    expect(duties(it, '2025-08-15T23:59:59')).toEqual(['bind-end-users'])
    expect(duties(it, '2025-08-16T00:00:00')).toEqual([])
  })
})

describe('SC-9-3-3 第9条第3項第3号 acts of end users count as the customer’s', () => {
  it('of an end user, not of the customer or a stranger', () => {
    expect(
      value(contract(act('9-2-3', { actor: 'end-user' })).at('2025-07-01'), 'act.attributed-to', 'a-1'),
    ).toBe('customer')
    for (const actor of ['customer', 'third-party'])
      expect(all(contract(act('9-2-3', { actor })), '2025-07-01', 'act.attributed-to')).toEqual([])
  })
})

describe('SC-9-3-4 第9条第3項第4号 reports on end users', () => {
  const request = (data: object = {}): Told => [
    'RequestMade',
    '2025-06-10',
    { requestId: 'rq-1', by: 'provider', kind: 'end-user-report', ...data },
  ]
  const answer = (at: string): Told => ['RequestAnswered', at, { requestId: 'rq-1' }]
  const due = (it: ReturnType<typeof contract>, at: string) =>
    it
      .at(at)
      .terms.deadlines(it.at(at))
      .filter(({ kind }) => kind === 'report-due')
      .map(({ state }) => state)
  const acts = (it: ReturnType<typeof contract>, at: string) =>
    it
      .at(at)
      .terms.permitted(it.at(at))
      .map((each) => each.act)

  it('are owed from the request until the answer', () => {
    const it = contract(request(), answer('2025-06-20'))
    expect(duties(it, '2025-06-10')).toEqual(['submit-report'])
    expect(duties(it, '2025-06-20')).toEqual([])
    expect(due(it, '2025-06-15')).toEqual([])
  })

  it('on a day only where the request named one', () => {
    const told = [request({ dueOn: '2025-06-15' }), answer('2025-06-15T23:59:59.999')]
    expect(due(contract(told[0] as Told), '2025-06-15T23:59:59')).toEqual(['upcoming'])
    expect(due(contract(told[0] as Told), '2025-06-16T00:00:00')).toEqual(['missed'])
    expect(due(contract(...told), '2025-06-16T00:00:00')).toEqual(['met'])
    expect(due(contract(told[0] as Told, answer('2025-06-16T00:00:00')), '2025-06-20')).toEqual(['missed'])
  })

  it('may be asked for at any time while end users use it, not again while one is owed', () => {
    const it = contract(consent('2025-06-01'), request(), answer('2025-06-20'))
    expect(acts(it, '2025-05-31')).not.toContain('request-information')
    expect(acts(it, '2025-06-02')).toContain('request-information')
    expect(acts(it, '2025-06-11')).not.toContain('request-information')
    expect(acts(it, '2025-06-21')).toContain('request-information')
  })
})
