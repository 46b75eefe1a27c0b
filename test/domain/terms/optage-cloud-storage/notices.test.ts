import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { R, arising, op } from './contracts.ts'

const notice = (at: string, more: object = {}): Told => [
  'NoticeGiven',
  at,
  {
    noticeId: 'n',
    by: 'provider',
    subject: 'discontinuation',
    channel: 'website',
    delivery: 'displayed',
    ...more,
  },
]

describe('OP-5-3 第5条第3項 shown for thirty days counts as given (OP-X29)', () => {
  it.each([
    ['2025-09-01T10:00:00', '2025-10-02T00:00:00.000+09:00'],
    ['2025-09-01T23:59:59.999', '2025-10-02T00:00:00.000+09:00'],
    ['2025-09-01T00:00:00', '2025-10-01T00:00:00.000+09:00'], // at 00:00 the day itself counts (CC-03)
    ['2025-09-02T00:00:00.001', '2025-10-03T00:00:00.000+09:00'],
  ])('shown %s: given %s', (at, deemed) => {
    expect(found(op(R, notice(at)).at('2025-09-02T12:00:00'), 'notice.deemed-at', 'n')).toMatchObject({
      value: deemed,
      clause: { rule: 'OP-5-3' },
    })
  })
  it('is a date to wait for', () => {
    const state = (when: string) => {
      const c = op(R, notice('2025-09-01T10:00:00')).at(when)
      return c.terms
        .deadlines(c)
        .filter(({ kind }) => kind === 'deemed-notice')
        .map(({ who, state }) => `${who} ${state}`)
    }
    expect(state('2025-10-01T23:59:59.999')).toEqual(['provider upcoming'])
    expect(state('2025-10-02T00:00:00')).toEqual(['provider met'])
  })
  it.each([{ subject: 'suspension' }, { by: 'customer' }])('does not hold for %j', (more) => {
    expect(() => found(op(R, notice('2025-09-01', more)).at('2025-11-01'), 'notice.deemed-at')).toThrow(
      'does not arise',
    )
  })
})

describe('OP-12-4 第12条第4項 what normally would have arrived has', () => {
  const sent = {
    subject: 'other',
    channel: 'letter',
    delivery: 'not-arrived',
    addressOnFile: true,
    normalArrivalAt: '2025-09-04T10:00:00+09:00',
  }
  it('sent to the contact last reported', () => {
    expect(
      found(op(R, notice('2025-09-02', sent)).at('2025-09-02T13:00:00'), 'notice.deemed-at', 'n'),
    ).toMatchObject({
      value: '2025-09-04T10:00:00.000+09:00',
      clause: { rule: 'OP-12-4' },
    })
  })
  it.each([
    { addressOnFile: false },
    { normalArrivalAt: undefined },
    { by: 'customer' },
    { delivery: 'arrived' },
  ])('not with %j', (more) => {
    expect(
      arising(op(R, notice('2025-09-02', { ...sent, ...more })).at('2025-10-01'), 'notice.deemed-at'),
    ).toEqual([])
  })
})

describe('OP-12-3 第12条第3項 changed contacts are reported', () => {
  const changed = (more: object = {}): Told => [
    'CustomerInfoChanged',
    '2025-06-01T09:00:00',
    { infoChangeId: 'ic', field: 'address', ...more },
  ]
  const reported: Told = [
    'NoticeGiven',
    '2025-06-03',
    {
      noticeId: 'n',
      by: 'customer',
      subject: 'info-change',
      channel: 'letter',
      delivery: 'arrived',
      regarding: 'ic',
    },
  ]
  const duties = (c: Parameters<typeof value>[0]) =>
    c.terms
      .obligations(c)
      .filter(({ duty }) => duty === 'report-info-change')
      .map(({ ref, since }) => `${ref ?? ''} ${since}`)
  it('is a duty that shows its hours until it is done', () => {
    const open = op(R, changed()).at('2025-06-02T10:59:59')
    expect(duties(open)).toEqual(['ic 2025-06-01T09:00:00.000+09:00'])
    expect(value(open, 'obligation.elapsed-hours', 'ic')).toBe(25)
    const done = op(R, changed(), reported).at('2025-06-04')
    expect(duties(done)).toEqual([])
    expect(arising(done, 'obligation.elapsed-hours')).toEqual([])
  })
  it('a planned change is not due before it happens', () => {
    const told = op(R, changed({ effectiveOn: '2025-07-01' }))
    expect(duties(told.at('2025-06-30T23:59:59'))).toEqual([])
    expect(duties(told.at('2025-07-01T00:00:00'))).toEqual(['ic 2025-07-01T00:00:00.000+09:00'])
  })
})

describe('OP-41 第41条 succession by merger or demerger', () => {
  it.each([
    ['merger', '2025-06-30', undefined],
    ['merger', '2025-07-01', 'p-2'],
    ['demerger', '2025-07-01', 'p-2'],
    ['inheritance', '2025-07-01', undefined],
  ])('%s at %s: %s', (ground, when, party) => {
    const c = op(R, [
      'SuccessionFiled',
      '2025-06-10',
      { successorPartyId: 'p-2', ground, effectiveOn: '2025-07-01' },
    ]).at(when)
    if (party === undefined) expect(arising(c, 'contract.party')).toEqual([])
    else expect(found(c, 'contract.party')).toMatchObject({ value: party, clause: { rule: 'OP-41' } })
  })
})

describe('OP-22-7 第22条第7項 the number of the desk, in writing and before', () => {
  const changes: Told = [
    'ServiceContentChanged',
    '2025-06-10T09:00:00',
    { contentChangeId: 'cc', area: 'support-number' },
  ]
  const told = (at: string, more: object = {}): Told =>
    notice(at, {
      subject: 'support-number-change',
      channel: 'letter',
      delivery: 'arrived',
      regarding: 'cc',
      ...more,
    })
  it.each([
    [[told('2025-06-10T08:59:59')], false],
    [[told('2025-06-10T09:00:00')], true],
    [[told('2025-06-01', { channel: 'e-mail' })], true],
    [[told('2025-06-01', { channel: 'e-mail', written: true })], false],
    [[told('2025-06-01', { written: false })], true],
    [[told('2025-06-01', { regarding: 'other' })], true],
    [[], true],
  ] as const)('after %j it is missing: %s', (notices, isMissing) => {
    const c = op(R, ...notices, changes).at('2025-06-11')
    if (isMissing)
      expect(found(c, 'notice.missing', 'cc')).toMatchObject({ value: true, clause: { rule: 'OP-22-7' } })
    else expect(arising(c, 'notice.missing')).toEqual([])
  })
  it('says whether its form will do; telling it late ends the duty', () => {
    expect(
      value(op(R, told('2025-06-01', { channel: 'telephone' })).at('2025-06-02'), 'notice.form-valid', 'n'),
    ).toBe(false)
    expect(value(op(R, told('2025-06-01')).at('2025-06-02'), 'notice.form-valid', 'n')).toBe(true)
    const duty = (...more: Told[]) => {
      const c = op(R, changes, ...more).at('2025-06-20')
      return c.terms.obligations(c).some(({ duty }) => duty === 'notify-content-change')
    }
    expect([duty(), duty(told('2025-06-15'))]).toEqual([true, false])
  })
})

describe('OP-33 第33条〜第36条 what may be handed on', () => {
  it.each([
    ['provider', 'contractor', 'provision', false],
    ['provider', 'contractor', 'advertising', true],
    ['provider', 'software-maker', 'support', false],
    ['provider', 'software-maker', 'information-mail', true],
    ['provider', 'public-authority', 'law', false],
    ['provider', 'public-authority', 'statistics', true],
    ['provider', 'other', 'statistics', false],
    ['provider', 'other', 'advertising', true],
    ['provider', 'other', 'consented', false],
    ['customer', 'other', 'provision', true],
    ['customer', 'public-authority', 'law', false],
  ])('by the %s to %s for %s is a breach: %s', (by, recipientKind, purpose, breach) => {
    const c = op(R, ['InformationDisclosed', '2025-06-01', { by, recipientKind, purpose }]).at('2025-06-02')
    if (breach)
      expect(found(c, 'breach.disclosure')).toMatchObject({ value: true, clause: { rule: 'OP-33' } })
    else expect(arising(c, 'breach.disclosure')).toEqual([])
  })
})
