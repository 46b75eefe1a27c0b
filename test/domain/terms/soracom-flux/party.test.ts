import { describe, expect, it } from 'vitest'
import { type Case } from '../../../../src/domain/contract/case.ts'
import { judge } from '../../../../src/domain/contract/judge.ts'
import { instant } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, found, value } from '../kit.ts'
import { after, contract, duties, given, permitted } from './told.ts'

describe('SF-3.5-1 第3.5条第1項 one account an address', () => {
  const create = (takenAddresses: ReadonlySet<string> | undefined, email: string) => {
    const then = after('2025-02-02T10:00:00')
    const c: Case = takenAddresses ? { ...then, takenAddresses } : then
    return judge(c, {
      type: 'AccountCreated',
      at: instant('2025-02-02T10:00:00+09:00'),
      data: { accountId: 'a-2', email },
    })
  }

  it.each(['a@example.com', 'A@Example.com', '  a@EXAMPLE.com '])(
    'SF-X21: %s is taken, however it is written',
    (email) => {
      expect(create(new Set(['a@example.com']), email)).toMatchObject({
        refused: { what: 'refusal.account-exists', clause: { rule: 'SF-3.5-1' } },
      })
    },
  )

  it.each(['b@example.com', 'a+flux@example.com', 'a@example.co'])('%s is another one (SF-Q9)', (email) => {
    expect(create(new Set(['a@example.com']), email)).toMatchObject({ allowed: ['SF-3.5-1', 'SF-3.5-2'] })
  })

  it('says nothing where nobody looked', () => {
    expect(create(undefined, 'a@example.com')).toMatchObject({ allowed: ['SF-3.5-1', 'SF-3.5-2'] })
  })

  it('an account is active until it is closed', () => {
    const created: Told = ['AccountCreated', '2025-02-01', { accountId: 'a-1', email: 'a@example.com' }]
    const closed: Told = ['AccountClosed', '2025-03-01', { accountId: 'a-1' }]
    expect(value(after('2025-02-28', created, closed), 'account.state', 'a-1')).toBe('active')
    expect(value(after('2025-03-01', created, closed), 'account.state', 'a-1')).toBe('closed')
  })
})

describe('SF-3.4-2 第3.4条第2項 the contractor number may be changed', () => {
  const number = (of: string, at: string): Told => ['ContractorNumberAssigned', at, { number: of }]
  const equipment: Told = [
    'ProviderEventOccurred',
    '2025-03-01',
    { eventId: 'ev-1', kind: 'equipment-change' },
  ]

  it('the last one counts', () => {
    expect(found(after('2025-02-01', number('n-1', '2025-01-08')), 'contract.number')).toMatchObject({
      value: 'n-1',
      clause: { rule: 'SF-3.4-1' },
    })
    const changed = after('2025-04-01', number('n-1', '2025-01-08'), number('n-2', '2025-03-02'))
    expect(found(changed, 'contract.number')).toMatchObject({ value: 'n-2', clause: { rule: 'SF-3.4-2' } })
  })

  it('a change of equipment is a reason, until it was done', () => {
    const may = (...told: readonly Told[]) =>
      permitted(after('2025-04-01', told)).filter((act) => act.includes('contractor-number'))
    expect(may(number('n-1', '2025-01-08'), equipment)).toEqual([
      'provider change-contractor-number ev-1 SF-3.4-2',
    ])
    expect(may(number('n-1', '2025-01-08'), equipment, number('n-2', '2025-03-02'))).toEqual([])
    expect(may(equipment)).toEqual([])
  })
})

const notice = (subject: string, regarding: string | undefined, at: string, more: object = {}): Told => [
  'NoticeGiven',
  at,
  {
    noticeId: `n-${subject}-${at.replaceAll(':', '')}`,
    by: 'customer',
    subject,
    channel: 'e-mail',
    delivery: 'arrived',
    ...(regarding !== undefined && { regarding }),
    ...more,
  },
]

describe('SF-3.5-3 第3.5条第3項 credentials', () => {
  const suspected: Told = [
    'CredentialMisuseSuspected',
    '2025-03-01T09:30:00',
    { misuseId: 'mi-1', credential: 'account' },
  ]

  it('misuse is to be reported, and the hours until then are counted', () => {
    const open = after('2025-03-02T09:29:59', suspected)
    expect(duties(open)).toEqual(['customer report-misuse mi-1 SF-3.5-3'])
    expect(value(open, 'obligation.elapsed-hours', 'mi-1')).toBe(23)
    expect(value(after('2025-03-02T09:30:00', suspected), 'obligation.elapsed-hours', 'mi-1')).toBe(24)
    const done = after('2025-03-09', suspected, notice('misuse', 'mi-1', '2025-03-01T12:00:00'))
    expect(duties(done)).toEqual([])
    expect(value(done, 'obligation.elapsed-hours', 'mi-1')).toBe(2)
  })

  it('a notice of something else, by the provider, or that did not arrive, leaves it open', () => {
    const others = [
      notice('misuse', 'mi-2', '2025-03-01T12:00:00'),
      notice('info-change', 'mi-1', '2025-03-01T12:00:00'),
      notice('misuse', 'mi-1', '2025-03-01T12:00:01', { by: 'provider' }),
      notice('misuse', 'mi-1', '2025-03-01T12:00:02', { delivery: 'not-arrived' }),
    ]
    expect(duties(after('2025-03-09', suspected, others))).toEqual(['customer report-misuse mi-1 SF-3.5-3'])
  })

  it('a notice that names nothing is about what had happened by then', () => {
    expect(
      duties(after('2025-03-09', suspected, notice('misuse', undefined, '2025-03-01T09:30:00'))),
    ).toEqual([])
    expect(
      duties(after('2025-03-09', suspected, notice('misuse', undefined, '2025-03-01T09:29:59'))),
    ).toHaveLength(1)
  })

  it('what happens under the account is the customer’s, and lending it is a breach', () => {
    const lent: Told = [
      'CredentialMisuseSuspected',
      '2025-03-01',
      { misuseId: 'mi-2', credential: 'account', thirdPartyUse: true },
    ]
    const act: Told = [
      'ProhibitedActReported',
      '2025-03-02',
      { actId: 'a-1', item: '11.1-3', actor: 'third-party' },
    ]
    const c = after('2025-03-09', suspected, lent, act)
    expect(value(c, 'act.attributed-to', 'mi-1')).toBe('customer')
    expect(value(c, 'act.attributed-to', 'a-1')).toBe('customer')
    expect(value(c, 'breach.credential', 'mi-2')).toBe(true)
    expect(() => found(c, 'breach.credential', 'mi-1')).toThrow()
  })
})

const changed = (field = 'e-mail', infoChangeId = 'ic-1', at = '2025-04-20'): Told => [
  'CustomerInfoChanged',
  at,
  { infoChangeId, field },
]

describe('SF-4.1-1 第4.1条第1項, SF-4.1-2 第2項 changed details', () => {
  it('are to be reported at once, then proof may be asked', () => {
    expect(duties(after('2025-04-21', changed()))).toEqual(['customer report-info-change ic-1 SF-4.1-1'])
    const told = [changed(), notice('info-change', 'ic-1', '2025-04-22')]
    expect(duties(after('2025-04-23', told))).toEqual([])
    expect(permitted(after('2025-04-23', told))).toContain('provider request-information ic-1 SF-4.1-2')
    expect(permitted(after('2025-04-21', changed())).filter((act) => act.includes('SF-4.1-2'))).toEqual([])
    const asked: Told = [
      'RequestMade',
      '2025-04-24',
      { requestId: 'r-1', by: 'provider', kind: 'identity-proof' },
    ]
    expect(permitted(after('2025-04-25', told, asked)).filter((act) => act.includes('SF-4.1-2'))).toEqual([])
    expect(duties(after('2025-04-25', told, asked))).toEqual(['customer provide-information r-1 SF-4.1-2'])
  })
})

describe('SF-4.1-3 第4.1条第3項 sending counts as notice while a change is unreported', () => {
  const sent = (more: object = {}): Told =>
    notice('other', undefined, '2025-05-02T10:00:00', {
      by: 'provider',
      delivery: 'not-arrived',
      addressOnFile: true,
      ...more,
    })
  const deemed = (...told: readonly Told[]) => {
    const c = after('2025-05-03', told)
    return c.terms.answers['notice.deemed-at']?.flatMap((ask) => ask(c)) ?? []
  }

  it('SF-X22: at the instant of sending', () => {
    expect(deemed(changed(), sent())).toMatchObject([
      { value: '2025-05-02T10:00:00.000+09:00', clause: { rule: 'SF-4.1-3' } },
    ])
    expect(deemed(changed('address'), sent({ channel: 'letter' }))).toHaveLength(1)
  })

  it('not where it arrived, went elsewhere or another way', () => {
    expect(deemed(changed(), sent({ delivery: 'arrived' }))).toEqual([])
    expect(deemed(changed(), sent({ addressOnFile: false }))).toEqual([])
    expect(deemed(changed(), sent({ channel: 'telephone' }))).toEqual([])
    expect(deemed(changed(), sent({ by: 'customer' }))).toEqual([])
  })

  it('not where nothing had changed, or the change had been reported', () => {
    expect(deemed(sent())).toEqual([])
    expect(deemed(changed('e-mail', 'ic-1', '2025-05-02T10:00:01'), sent())).toEqual([])
    expect(deemed(changed(), notice('info-change', 'ic-1', '2025-05-02T09:59:59'), sent())).toEqual([])
    expect(deemed(changed(), notice('info-change', 'ic-1', '2025-05-02T10:00:00'), sent())).toEqual([])
    expect(deemed(changed(), notice('info-change', 'ic-1', '2025-05-02T10:00:01'), sent())).toHaveLength(1)
  })
})

describe('SF-4.2-1 第4.2条第1項 no transfer without prior consent', () => {
  const attempted: Told = ['TransferAttempted', '2025-03-01T12:00:00', { kind: 'assignment' }]
  const consent = (at: string, by = 'provider'): Told => [
    'ConsentGiven',
    at,
    { consentId: 'c-1', subject: 'transfer', by },
  ]
  const isVoid = (...told: readonly Told[]) => value(after('2025-04-01', told), 'transfer.void')

  it('void, unless the provider had consented', () => {
    expect(isVoid(attempted)).toBe(true)
    expect(isVoid(attempted, consent('2025-03-01T12:00:01'))).toBe(true)
    expect(isVoid(attempted, consent('2025-02-01', 'customer'))).toBe(true)
    expect(isVoid(attempted, consent('2025-02-01'))).toBe(false)
  })

  it('a succession by merger goes with the consent as well', () => {
    const merged: Told = ['SuccessionFiled', '2025-03-02', { successorPartyId: 'p-9', ground: 'merger' }]
    const without = after('2025-04-01', merged)
    expect(() => found(without, 'contract.party')).toThrow()
    expect(without.terms.unmatched(without)).toMatchObject([{ missing: 'ConsentGiven subject transfer' }])
    expect(value(after('2025-04-01', merged, consent('2025-03-01')), 'contract.party')).toBe('p-9')
  })
})

describe('SF-4.2-2 第4.2条第2項 heirs', () => {
  const died: Told = ['CustomerDied', '2025-04-05']
  const filed = (successorPartyId: string, at: string, more: object = {}): Told => [
    'SuccessionFiled',
    at,
    { successorPartyId, ground: 'inheritance', ...more },
  ]

  it('SF-X24: the first to file succeeds, the second is refused', () => {
    expect(permitted(after('2025-04-06', died))).toContain('heir file-succession SF-4.2-2')
    const told = given(contract(), died, filed('heir-1', '2025-04-10T09:00:00'))
    expect(found(told.at('2025-04-10T12:00:00'), 'contract.party')).toMatchObject({
      value: 'heir-1',
      clause: { rule: 'SF-4.2-2' },
    })
    expect(permitted(told.at('2025-04-11'))).not.toContain('heir file-succession SF-4.2-2')
    expect(told.refusal(...filed('heir-2', '2025-04-10T15:00:00'))).toMatchObject({
      what: 'refusal.succession-taken',
      clause: { rule: 'SF-4.2-2' },
      causes: [{ event: 'e4' }],
    })
    expect(told.refusal(...filed('heir-1', '2025-04-12T15:00:00'))).toBeUndefined()
  })

  it('the one who filed earlier is first, in whatever order they were told', () => {
    const c = after(
      '2025-05-01',
      died,
      filed('heir-2', '2025-04-10T15:00:00'),
      filed('heir-1', '2025-04-10T09:00:00'),
    )
    expect(value(c, 'contract.party')).toBe('heir-1')
  })

  it('a filing without the death, or before it, waits for it', () => {
    const c = after('2025-05-01', filed('heir-1', '2025-04-10'))
    expect(() => found(c, 'contract.party')).toThrow()
    expect(c.terms.unmatched(c)).toMatchObject([{ missing: 'CustomerDied' }])
    const early = after('2025-05-01', died, filed('heir-1', '2025-04-04'))
    expect(() => found(early, 'contract.party')).toThrow()
  })

  it('a succession of a later day counts from it', () => {
    const later = filed('heir-1', '2025-04-10', { effectiveOn: '2025-05-01' })
    expect(value(after('2025-04-30', died, later), 'contract.party')).toBe('p-1')
    expect(value(after('2025-05-01', died, later), 'contract.party')).toBe('heir-1')
  })
})
