import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { after, contract, duties, given } from './told.ts'

const act = (item: string): Told => [
  'ProhibitedActReported',
  '2025-03-01',
  { actId: 'a-1', item, actor: 'customer' },
]

describe('SF-11.1 第11.1条, SF-9.3-1 第9.3条第1項, SF-10.1-4 第10.1条第4項 prohibited acts', () => {
  it.each([
    ['11.1-13', 'SF-11.1'],
    ['11.1-3', 'SF-11.1'],
    ['9.3-1', 'SF-9.3-1'],
    ['10.1-4-2', 'SF-10.1-4'],
    ['3.5-3', 'SF-11.1'], // whatever breaks the terms is item (14)
  ])('%s breaks %s', (item, rule) => {
    expect(found(after('2025-03-02', act(item)), 'breach.prohibited-act', 'a-1')).toMatchObject({
      value: item,
      clause: { rule },
    })
  })
})

describe('SF-7.1 第7.1条 secrecy', () => {
  const told = (by: string, recipientKind: string, purpose: string, at = '2025-03-01'): Told => [
    'InformationDisclosed',
    at,
    { by, recipientKind, purpose },
  ]
  const isBreach = (...all: readonly Told[]): boolean => {
    const c = after('2027-01-01', all)
    return (c.terms.answers['breach.disclosure'] ?? []).flatMap((ask) => ask(c)).length > 0
  }

  it.each([
    ['provider', 'public-authority', 'law'],
    ['customer', 'public-authority', 'law'],
    ['provider', 'affiliate', 'provision'],
    ['provider', 'affiliate', 'support'],
    ['provider', 'software-maker', 'provision'], // to those who run the AI (第10.1条第5項)
    ['customer', 'other', 'consented'],
  ])('%s to %s for %s is allowed', (by, kind, purpose) => {
    expect(isBreach(told(by, kind, purpose))).toBe(false)
  })

  it.each([
    ['provider', 'affiliate', 'advertising'],
    ['provider', 'contractor', 'provision'],
    ['customer', 'affiliate', 'provision'],
    ['customer', 'other', 'other'],
  ])('%s to %s for %s is a breach', (by, kind, purpose) => {
    expect(isBreach(told(by, kind, purpose))).toBe(true)
  })

  it('holds from the application on and behind the end', () => {
    expect(isBreach(told('provider', 'other', 'other', '2025-01-07T00:00:01'))).toBe(true)
    const ended: Told = ['ContractEnded', '2025-03-01', { endsOn: '2025-03-31', reason: 'agreement' }]
    expect(isBreach(ended, told('customer', 'other', 'other', '2026-06-01'))).toBe(true)
  })
})

describe('SF-7.3-1 第7.3条第1項 grounds of acceleration are reported in writing', () => {
  const ground: Told = ['AccelerationGroundArose', '2025-06-10', { groundId: 'g-1', ground: 'attachment' }]
  const notice = (more: object): Told => [
    'NoticeGiven',
    '2025-06-12',
    {
      noticeId: 'n-1',
      by: 'customer',
      subject: 'acceleration-ground',
      channel: 'e-mail',
      delivery: 'arrived',
      regarding: 'g-1',
      ...more,
    },
  ]

  it('the duty stays open until a written notice arrives', () => {
    expect(duties(after('2025-06-11', ground))).toEqual(['customer report-acceleration-ground g-1 SF-7.3-1'])
    expect(duties(after('2025-06-13', ground, notice({ written: true })))).toEqual([])
    expect(duties(after('2025-06-13', ground, notice({ channel: 'letter' })))).toEqual([])
    expect(duties(after('2025-06-13', ground, notice({})))).toHaveLength(1)
    expect(duties(after('2025-06-13', ground, notice({ channel: 'letter', written: false })))).toHaveLength(1)
  })

  it('another form is recorded as what it is', () => {
    expect(value(after('2025-06-13', ground, notice({})), 'notice.form-valid', 'n-1')).toBe(false)
    expect(value(after('2025-06-13', ground, notice({ written: true })), 'notice.form-valid', 'n-1')).toBe(
      true,
    )
  })
})

describe('SF-7.3-3 第7.3条第3項 the provider reports its own events', () => {
  it.each(['business-ended', 'registration-lost', 'equipment-change', 'dissolution'])('%s', (kind) => {
    const event: Told = ['ProviderEventOccurred', '2025-06-10T10:00:00', { eventId: 'ev-1', kind }]
    const notice: Told = [
      'NoticeGiven',
      '2025-06-11T10:00:00',
      {
        noticeId: 'n-1',
        by: 'provider',
        subject: 'provider-event',
        channel: 'website',
        delivery: 'displayed',
        regarding: 'ev-1',
      },
    ]
    expect(duties(after('2025-06-11T09:00:00', event))).toContain(
      'provider report-provider-event ev-1 SF-7.3-3',
    )
    expect(value(after('2025-06-11T09:00:00', event), 'obligation.elapsed-hours', 'ev-1')).toBe(23)
    expect(duties(after('2025-06-12', event, notice))).toEqual([])
    expect(value(after('2025-06-12', event, notice), 'obligation.elapsed-hours', 'ev-1')).toBe(24)
  })
})

describe('SF-9.3-2 第9.3条第2項 important changes of the console are told beforehand', () => {
  const change = (more: object = {}): Told => [
    'ServiceContentChanged',
    '2025-06-10T10:00:00',
    { contentChangeId: 'cc-1', area: 'console', important: true, ...more },
  ]
  const notice = (at: string): Told => [
    'NoticeGiven',
    at,
    {
      noticeId: 'n-1',
      by: 'provider',
      subject: 'content-change',
      channel: 'e-mail',
      delivery: 'arrived',
      regarding: 'cc-1',
    },
  ]

  it('without one it is missing, and owed until it is given', () => {
    const c = after('2025-06-11', change())
    expect(found(c, 'notice.missing', 'cc-1')).toMatchObject({ value: true, clause: { rule: 'SF-9.3-2' } })
    expect(duties(c)).toEqual(['provider notify-content-change cc-1 SF-9.3-2'])
    const late = after('2025-06-12', change(), notice('2025-06-11'))
    expect([duties(late), value(late, 'notice.missing', 'cc-1')]).toEqual([[], true])
    expect(() =>
      found(after('2025-06-12', change(), notice('2025-06-09')), 'notice.missing', 'cc-1'),
    ).toThrow()
  })

  it('a change that is not important, or of something else, needs none', () => {
    expect(() => found(after('2025-06-12', change({ important: false })), 'notice.missing', 'cc-1')).toThrow()
    expect(() =>
      found(after('2025-06-12', change({ area: 'specification' })), 'notice.missing', 'cc-1'),
    ).toThrow()
  })
})

describe('SF-8.1 第8.1条 resale only after every procedure', () => {
  const met = (
    kind: string,
    at = '2025-02-01',
    type: 'PrerequisiteMet' | 'PrerequisiteLapsed' = 'PrerequisiteMet',
  ): Told => [type, at, { kind }]
  const resale: Told = ['ThirdPartyUseStarted', '2025-03-01', { kind: 'resale' }]
  const all = [met('partner-registration'), met('resale-contract')]
  const isBreach = (at: string, ...told: readonly Told[]): boolean => {
    const c = after(at, told)
    return (c.terms.answers['breach.third-party-use'] ?? []).flatMap((ask) => ask(c)).length > 0
  }

  it('with both it is lawful, with one it is not', () => {
    expect(isBreach('2025-03-02', resale, ...all)).toBe(false)
    expect(isBreach('2025-03-02', resale, met('partner-registration'))).toBe(true)
    expect(isBreach('2025-03-02', resale)).toBe(true)
    expect(isBreach('2025-03-02', ...all)).toBe(false)
  })

  it('a step done afterwards does not heal an early start, one that lapsed makes it a breach', () => {
    expect(
      isBreach('2025-05-01', resale, met('partner-registration'), met('resale-contract', '2025-04-01')),
    ).toBe(true)
    expect(
      isBreach('2025-05-01', resale, ...all, met('resale-contract', '2025-04-01', 'PrerequisiteLapsed')),
    ).toBe(true)
  })

  it('each step is answered by itself', () => {
    const c = after('2025-03-02', met('partner-registration'))
    expect(value(c, 'prerequisite.met', 'partner-registration')).toBe(true)
    expect(value(c, 'prerequisite.met', 'resale-contract')).toBe(false)
  })
})

describe('SF-17.2 第17.2条 external services', () => {
  const on: Told = ['OptionEnabled', '2025-02-01T10:00:00', { option: 'external-service', ref: 'wx' }]

  it('switching one on is the instruction to hand over what it needs', () => {
    expect(found(after('2025-02-02', on), 'consent.external-service', 'wx')).toMatchObject({
      value: '2025-02-01T10:00:00.000+09:00',
      clause: { rule: 'SF-17.2' },
    })
    const c = after('2025-02-02', on)
    expect(c.terms.options(c)).toMatchObject([{ ref: 'wx', state: { value: 'active' } }])
  })

  it('it ends when it is switched off, and not a second time', () => {
    const off: Told = ['OptionEnded', '2025-03-01', { ref: 'wx' }]
    expect(value(after('2025-03-01', on, off), 'option.state', 'wx')).toBe('active')
    expect(value(after('2025-03-02', on, off), 'option.state', 'wx')).toBe('ended')
    const told = given(contract(), on, off)
    expect(told.refusal('OptionEnded', '2025-03-02', { ref: 'wx' })).toMatchObject({
      what: 'refusal.not-in-force',
    })
    expect(
      told.refusal('OptionEnabled', '2025-03-02', { option: 'external-service', ref: 'wx-2' }),
    ).toBeUndefined()
  })

  it('it ends with the contract', () => {
    const ended: Told = ['ContractEnded', '2025-03-01', { endsOn: '2025-03-31', reason: 'agreement' }]
    const c = after('2025-04-01', on, ended)
    expect(found(c, 'option.ends-on', 'wx')).toMatchObject({ value: '2025-03-31' })
    expect(value(c, 'option.state', 'wx')).toBe('ended')
  })
})
