import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { R, arising, op } from './contracts.ts'

const acts = (c: Parameters<typeof value>[0]) =>
  c.terms
    .permitted(c)
    .filter(({ act }) => !['declare-non-renewal', 'rescind-with-compensation'].includes(act))
    .map(({ act, clause }) => `${act} ${clause.rule}`)
const duties = (c: Parameters<typeof value>[0]) =>
  c.terms.obligations(c).map(({ duty, ref }) => `${duty} ${ref ?? ''}`)
const breach = (item: string, actor = 'customer'): Told => [
  'ProhibitedActReported',
  '2025-06-01',
  { actId: 'a', item, actor },
]

describe('OP-15-1 第15条第1項〜第3項, OP-15-6 第6項 what is forbidden', () => {
  it.each([
    ['15-1', 'OP-15-1'],
    ['15-2', 'OP-15-1'],
    ['15-3', 'OP-15-1'],
    ['15-6', 'OP-15-6'],
    ['16', 'OP-15-6'],
    ['15(6)', 'OP-15-6'],
  ])('%s falls under %s', (item, rule) => {
    expect(found(op(R, breach(item)).at('2025-06-02'), 'breach.prohibited-act', 'a')).toMatchObject({
      value: item,
      clause: { rule },
    })
  })
  it('giving the service on is one', () => {
    expect(
      found(
        op(R, ['ThirdPartyUseStarted', '2025-06-01', { kind: 'resale' }]).at('2025-06-02'),
        'breach.third-party-use',
      ),
    ).toMatchObject({ value: true, clause: { rule: 'OP-15-6' } })
  })
  it('an instruction may have its day', () => {
    const due = (dueOn?: string) => {
      const c = op(R, [
        'RequestMade',
        '2025-06-01',
        { requestId: 'rq', by: 'provider', kind: 'instruction', ...(dueOn !== undefined && { dueOn }) },
      ]).at('2025-06-02')
      return c.terms.obligations(c).find(({ duty }) => duty === 'follow-instruction')
    }
    expect(due('2025-06-10')).toMatchObject({ dueOn: '2025-06-10', clause: { rule: 'OP-15-1' } })
    expect(due()).not.toHaveProperty('dueOn')
  })
  it('an instruction is followed', () => {
    const asks: Told = ['RequestMade', '2025-06-01', { requestId: 'rq', by: 'provider', kind: 'instruction' }]
    expect(duties(op(R, asks).at('2025-06-02'))).toContain('follow-instruction rq')
    expect(
      duties(op(R, asks, ['RequestAnswered', '2025-06-03', { requestId: 'rq' }]).at('2025-06-04')),
    ).not.toContain('follow-instruction rq')
  })
})

describe('OP-14 第14条, OP-13-2 第13条第2項 the customer answers for its users and accounts', () => {
  it.each([
    ['user', true],
    ['end-user', true],
    ['customer', false],
    ['third-party', false],
  ])('an act of a %s: joint liability %s', (actor, joint) => {
    const c = op(R, breach('15-2', actor)).at('2025-06-02')
    if (joint) {
      expect(found(c, 'act.joint-liability', 'a')).toMatchObject({ value: true, clause: { rule: 'OP-14' } })
      expect(found(c, 'act.attributed-to', 'a')).toMatchObject({
        value: 'customer',
        clause: { rule: 'OP-14' },
      })
    } else expect(arising(c, 'act.joint-liability')).toEqual([])
    expect(duties(c).includes('stop-breaching-user a')).toBe(joint)
  })
  it('use that an account authenticated is the customer’s'.replace('’', "'"), () => {
    expect(
      found(
        op(R, ['ServiceUsed', '2025-06-01', { accountId: 'acc' }]).at('2025-06-02'),
        'act.attributed-to',
        'acc',
      ),
    ).toMatchObject({ value: 'customer', clause: { rule: 'OP-13-2' } })
  })
  it('the breaching user is stopped as the provider asks', () => {
    const asks: Told = ['RequestMade', '2025-06-02', { requestId: 'rq', by: 'provider', kind: 'stop-user' }]
    const done: Told = ['RequestAnswered', '2025-06-05', { requestId: 'rq' }]
    expect(duties(op(R, breach('15-2', 'user'), asks).at('2025-06-03'))).toEqual(
      expect.arrayContaining(['stop-breaching-user a', 'stop-breaching-user rq']),
    )
    expect(
      duties(op(R, breach('15-2', 'user'), asks, done).at('2025-06-06')).filter((duty) =>
        duty.startsWith('stop'),
      ),
    ).toEqual([])
  })
})

describe('OP-15-4 第15条第4項, OP-17-1 第17条第1項, OP-17-2 第2項, OP-18 第18条 what a ground opens', () => {
  const ground = (name: string): Told => [
    'RestrictionGroundFound',
    '2025-06-01',
    { groundId: 'g', ground: name, by: 'provider' },
  ]
  it.each([
    ['prohibited-act', ['restrict OP-15-4']],
    ['operation-risk', ['restrict OP-17-2']],
    ['stability', ['restrict OP-17-2']],
    ['undesirable-content', ['suspend OP-18']],
    ['rights-holder-request', ['suspend OP-18']],
    ['excessive-load', ['suspend OP-18']],
    ['public-authority', ['suspend OP-18', 'stop-provision OP-17-1']],
    ['other', ['suspend OP-18']],
    ['complaint', []],
  ])('%s: %j', (name, expected) => {
    expect(acts(op(R, ground(name)).at('2025-06-02'))).toEqual(expected)
  })
  it('a reported act opens the restriction, that of a third party does not', () => {
    expect(acts(op(R, breach('15-2')).at('2025-06-02'))).toEqual([
      'restrict OP-15-4',
      'claim-damages OP-29-2',
    ])
    expect(acts(op(R, breach('15-2', 'third-party')).at('2025-06-02'))).toEqual([])
    expect(acts(op(R, breach('15-6')).at('2025-06-02'))).toEqual(['claim-damages OP-29-2'])
  })
  it('a debt that is late opens the suspension, from the first day of delay', () => {
    const bill: Told = ['InvoiceIssued', '2025-05-01', { invoiceId: 'i', amount: 1, dueOn: '2025-05-31' }]
    const told = op(R, bill)
    expect(acts(told.at('2025-05-31T23:59:59'))).toEqual([])
    expect(acts(told.at('2025-06-01T00:00:00'))).toEqual(['suspend OP-18'])
    const suspended: Told = [
      'ServiceSuspended',
      '2025-06-02',
      { measureId: 'm', kind: 'suspension', ground: 'payment-overdue' },
    ]
    expect(acts(op(R, bill, suspended).at('2025-06-03'))).toEqual([])
    expect(
      acts(op(R, bill, suspended, ['ServiceResumed', '2025-06-04', { measureId: 'm' }]).at('2025-06-05')),
    ).toEqual(['suspend OP-18'])
  })
  it('a measure that is taken closes it', () => {
    const restricted: Told = [
      'ServiceRestricted',
      '2025-06-01T12:00:00',
      { measureId: 'm', measures: ['use-limited'], ground: 'prohibited-act' },
    ]
    expect(acts(op(R, ground('prohibited-act'), restricted).at('2025-06-02'))).toEqual([])
  })
})

describe('OP-17-1 第17条第1項, OP-18, OP-15-4, OP-17-2 measures and their grounds', () => {
  const suspended = (kind: string, ground: string, more: object = {}): Told => [
    'ServiceSuspended',
    '2025-06-10T09:00:00',
    { measureId: 'm', kind, ground, ...more },
  ]
  const restricted = (ground: string): Told => [
    'ServiceRestricted',
    '2025-06-10T09:00:00',
    { measureId: 'm', measures: ['use-limited'], ground },
  ]
  it.each([
    [suspended('stop', 'maintenance'), true, 'OP-17-1'],
    [suspended('stop', 'equipment-fault'), true, 'OP-17-1'],
    [suspended('stop', 'disaster'), true, 'OP-17-1'],
    [suspended('stop', 'public-authority'), true, 'OP-17-1'],
    [suspended('stop', 'payment-overdue'), false, 'OP-17-1'],
    [suspended('suspension', 'payment-overdue'), true, 'OP-18'],
    [suspended('suspension', 'undesirable-content'), true, 'OP-18'],
    [suspended('suspension', 'rights-holder-request'), true, 'OP-18'],
    [suspended('suspension', 'excessive-load'), true, 'OP-18'],
    [suspended('suspension', 'public-authority'), true, 'OP-18'],
    [suspended('suspension', 'other'), true, 'OP-18'],
    [suspended('suspension', 'maintenance'), false, 'OP-18'],
    [suspended('suspension', 'instruction-disobeyed'), true, 'OP-15-4'],
    [restricted('instruction-disobeyed'), true, 'OP-15-4'],
    [restricted('prohibited-act'), true, 'OP-15-4'],
    [restricted('disturbing-use'), true, 'OP-17-2'],
    [restricted('bandwidth'), false, 'OP-17-1'],
  ] as const)('%j is lawful: %s', (told, isLawful, rule) => {
    expect(found(op(R, told).at('2025-06-11'), 'measure.lawful', 'm')).toMatchObject({
      value: isLawful,
      clause: { rule },
    })
  })

  const notice = (at: string, more: object = {}): Told => [
    'NoticeGiven',
    at,
    {
      noticeId: 'n',
      by: 'provider',
      subject: 'suspension',
      channel: 'e-mail',
      delivery: 'arrived',
      regarding: 'm',
      ...more,
    },
  ]
  it.each([
    [[notice('2025-06-10T08:59:59.999')], {}, false],
    [[notice('2025-06-10T09:00:00')], {}, true],
    [[notice('2025-06-01', { regarding: 'other' })], {}, true],
    [[notice('2025-06-01', { delivery: 'not-arrived' })], {}, true],
    [
      [
        notice('2025-06-01', {
          delivery: 'not-arrived',
          addressOnFile: true,
          normalArrivalAt: '2025-06-03T10:00:00+09:00',
        }),
      ],
      {},
      false,
    ],
    [[], { urgent: true }, false],
    [[], {}, true],
  ] as const)('a stop after %j with %j: the notice is missing: %s', (told, more, isMissing) => {
    const c = op(R, ...told, suspended('stop', 'maintenance', more)).at('2025-06-11')
    if (isMissing)
      expect(found(c, 'notice.missing', 'm')).toMatchObject({ value: true, clause: { rule: 'OP-17-1' } })
    else expect(arising(c, 'notice.missing')).toEqual([])
  })
  it('a suspension under 第18条 and a restriction under 第15条第4項 need none', () => {
    for (const told of [suspended('suspension', 'other'), restricted('prohibited-act')])
      expect(arising(op(R, told).at('2025-06-11'), 'notice.missing')).toEqual([])
  })
  it('a late notice ends the duty, not the fault', () => {
    expect(duties(op(R, suspended('stop', 'maintenance')).at('2025-06-11'))).toContain('announce-stop m')
    const c = op(R, suspended('stop', 'maintenance'), notice('2025-06-12')).at('2025-06-13')
    expect(duties(c)).not.toContain('announce-stop m')
    expect(value(c, 'notice.missing', 'm')).toBe(true)
  })
  it('a suspension is a state, a stop is a measure (R-13)', () => {
    const state = (...told: Told[]) => {
      const c = op(R, ...told).at('2025-06-11')
      return c.terms.state(c)
    }
    expect(state(suspended('suspension', 'other'))).toMatchObject({
      value: 'suspended',
      clause: { rule: 'OP-18' },
    })
    expect(state(suspended('stop', 'maintenance')).value).toBe('active')
    expect(state(suspended('suspension', 'other', { ref: 'x' })).value).toBe('active')
    expect(
      state(suspended('suspension', 'other'), ['ServiceResumed', '2025-06-10T10:00:00', { measureId: 'm' }])
        .value,
    ).toBe('active')
  })
})

describe('OP-40 第40条 no assignment or pledge', () => {
  it.each([
    ['assignment', true],
    ['pledge', true],
    ['succession', false],
  ])('%s is void: %s', (kind, isVoid) => {
    const c = op(R, ['TransferAttempted', '2025-06-01', { kind }]).at('2025-06-02')
    if (isVoid) expect(found(c, 'transfer.void')).toMatchObject({ value: true, clause: { rule: 'OP-40' } })
    else expect(arising(c, 'transfer.void')).toEqual([])
  })
})
