import { describe, expect, it } from 'vitest'
import { type Told, found, lines, said, value } from '../kit.ts'
import { R, bare, contract, declared, op } from './contracts.ts'

const version = (id: string, effectiveOn: string, more: object = {}): Told => [
  'TermsVersionPublished',
  '2024-06-01',
  {
    document: 'service-terms',
    versionId: id,
    effectiveOn,
    textKnown: true,
    sameTextAs: '2024-01-31',
    ...more,
  },
]
const individual = (overrides: readonly string[], effectiveOn = '2024-01-01'): Told => [
  'IndividualTermsAdded',
  '2024-01-05',
  { agreementId: 'ag', kind: 'individual-agreement', effectiveOn, overrides },
]

describe('OP-S1 附則, OP-4-1 第4条第1項 the version in force by its day', () => {
  it.each([
    ['2023-11-30T23:59:59.999', '2023-04-25'],
    ['2023-12-01T00:00:00', '2023-12-01'],
    ['2024-01-30T23:59:59.999', '2023-12-01'],
    ['2024-01-31T00:00:00', '2024-01-31'],
  ])('at %s it is %s', (when, id) => {
    expect(found(bare(contract('2023-06-01')).at(when), 'terms.version')).toMatchObject({
      value: id,
      clause: { rule: 'OP-S1' },
    })
  })
  it('a later one applies from its day, by 第4条第1項', () => {
    const c = bare(declared, version('2026-04-01', '2026-04-01'), R)
    expect(value(c.at('2026-03-31T23:59:59'), 'terms.version')).toBe('2024-01-31')
    expect(found(c.at('2026-04-01T00:00:00'), 'terms.version')).toMatchObject({
      value: '2026-04-01',
      clause: { rule: 'OP-4-1' },
    })
    expect(lines(c.at('2026-05-01'), '2026-04')).toContain('monthly-base standard 20000')
  })
  it('one without its text leaves everything under it open', () => {
    const c = bare(
      declared,
      version('2026-04-01', '2026-04-01', { textKnown: false, sameTextAs: undefined }),
      R,
    ).at('2026-05-01')
    expect(lines(c, '2026-04')).toContain('monthly-base standard undetermined terms:2026-04-01')
    expect(lines(c, '2026-03')).toContain('monthly-base standard 20000')
  })
  it('an announced change is a day to know', () => {
    const told: Told = [
      'TermsChangeAnnounced',
      '2026-02-01',
      { versionId: 'v', effectiveOn: '2026-04-01', channel: 'website', contentStated: true },
    ]
    const state = (when: string) =>
      op(R, told)
        .at(when)
        .terms.deadlines(op(R, told).at(when))
        .find(({ kind }) => kind === 'terms-change')?.state
    expect([state('2026-03-31'), state('2026-04-01')]).toEqual(['upcoming', 'met'])
  })
})

describe('OP-4-2 第4条第2項 content and day are made known', () => {
  it.each([
    [{ contentStated: true, effectiveOn: '2026-04-01' }, false],
    [{ contentStated: false, effectiveOn: '2026-04-01' }, true],
    [{ contentStated: true }, true],
  ])('%j is incomplete: %s', (more, incomplete) => {
    const c = op(R, [
      'TermsChangeAnnounced',
      '2026-02-01',
      { versionId: 'v', channel: 'website', ...more },
    ]).at('2026-02-02')
    expect(value(c, 'terms.change-incomplete', 'v')).toBe(incomplete)
    expect(c.terms.obligations(c).some(({ duty }) => duty === 'announce-terms-change')).toBe(incomplete)
  })
  it('a later complete word closes it', () => {
    const word = (at: string, contentStated: boolean): Told => [
      'TermsChangeAnnounced',
      at,
      { versionId: 'v', channel: 'website', contentStated, effectiveOn: '2026-04-01' },
    ]
    const c = op(R, word('2026-02-01', false), word('2026-02-03', true)).at('2026-02-04')
    expect(value(c, 'terms.change-incomplete', 'v')).toBe(false)
  })
})

describe('OP-S2, OP-S3 parts of a version that begin later', () => {
  it.each([
    ['20-7', '2024-02-19T23:59:59.999', false, 'OP-S2'],
    ['20-7', '2024-02-20T00:00:00', true, 'OP-S2'],
    ['20(8)', '2024-02-19', false, 'OP-S2'],
    ['第20条第9項', '2024-02-20', true, 'OP-S2'],
    ['OP-20-7', '2024-02-19', false, 'OP-S2'],
    ['13', '2024-01-30T23:59:59.999', false, 'OP-S3'],
    ['13-1', '2024-01-31T00:00:00', true, 'OP-S3'],
    ['28', '2024-01-30', true, 'OP-S1'],
  ])('article %s at %s: %s', (article, when, inForce, rule) => {
    expect(found(op(contract('2023-12-01')).at(when), 'terms.article-in-force', article)).toMatchObject({
      value: inForce,
      clause: { rule },
    })
  })
  it('an article that does not exist is no question', () => {
    expect(() => found(op(R).at('2024-05-01'), 'terms.article-in-force', '99')).toThrow()
    expect(() => found(op(R).at('2024-05-01'), 'terms.article-in-force', 'x')).toThrow()
  })
  it('a part of a registered version waits for its own day, and the version before holds on', () => {
    const told = version('2025-04-01', '2025-04-01', {
      partialEffective: [{ article: '28', fromOn: '2025-06-01' }],
    })
    const notice: Told = [
      'TerminationNoticeSubmitted',
      '2025-05-01',
      { form: 'provider-form', requestedOn: '2025-12-31' },
    ]
    const late: Told = [
      'TerminationNoticeSubmitted',
      '2025-06-02',
      { form: 'provider-form', requestedOn: '2025-12-30' },
    ]
    expect(found(op(told, R, notice).at('2025-05-02'), 'termination.notice-valid').clause.version).toBe(
      '2024-01-31',
    )
    expect(found(op(told, R, late).at('2025-06-03'), 'termination.notice-valid').clause.version).toBe(
      '2025-04-01',
    )
    expect(found(op(told, R).at('2025-05-31'), 'terms.article-in-force', '28')).toMatchObject({
      value: false,
      clause: { rule: 'OP-4-1' },
    })
    expect(value(op(told, R).at('2025-06-01'), 'terms.article-in-force', '28')).toBe(true)
    expect(found(op(told, R).at('2025-05-31'), 'term.end').clause.version).toBe('2025-04-01')
  })
})

describe('OP-13-1 第13条第1項, OP-A1-6 別表1の3 accounts', () => {
  const created: Told = ['AccountCreated', '2024-04-02', { accountId: 'a' }]
  const ended: Told = ['ContractRescinded', '2025-06-30', { by: 'provider', ground: 'antisocial' }]
  it.each([
    [[created], '2025-07-01', 'active'],
    [[created, ['AccountClosed', '2024-05-01', { accountId: 'a' }]], '2025-07-01', 'closed'],
    [[created, ended], '2025-06-30T23:59:59', 'active'],
    [[created, ended], '2025-07-01T00:00:00', 'deleted'],
  ] as const)('%j at %s: %s', (told, when, state) => {
    expect(found(op(R, ...told).at(when), 'account.state', 'a')).toMatchObject({
      value: state,
      clause: { rule: state === 'deleted' ? 'OP-A1-6' : 'OP-13-1' },
    })
  })
  it('granting one is a duty from the acceptance on', () => {
    const duty = (told: readonly (Told | readonly Told[])[], when = '2024-04-01') => {
      const c = bare(...told).at(when)
      return c.terms.obligations(c).some(({ duty }) => duty === 'grant-account')
    }
    expect(duty([declared, R])).toBe(true)
    expect(duty([declared, R, created], '2024-04-03')).toBe(false)
    expect(duty([contract('2024-02-10')], '2024-02-11')).toBe(true)
    expect(duty([contract('2024-02-09')], '2024-02-11')).toBe(false) // accepted on 2024-01-30, under what is not in the text
  })
})

describe('OP-3-4 第3条第3項・第4項 individual terms prevail', () => {
  it('govern beside these terms, and come first', () => {
    const c = op(R, individual([])).at('2024-06-01')
    expect(value(c, 'terms.applicable')).toEqual([
      { document: 'service-terms', version: '2024-01-31' },
      { document: 'individual-agreement', version: 'ag' },
    ])
    expect(value(c, 'terms.precedence')).toEqual(['individual-rule', 'service-terms', 'service-guide'])
  })

  it('govern from the day they come into force', () => {
    const documents = (when: string) =>
      (value(op(R, individual([], '2024-06-01')).at(when), 'terms.applicable') as readonly unknown[]).length
    expect([documents('2024-05-31T23:59:59'), documents('2024-06-01T00:00:00')]).toEqual([1, 2])
  })

  const notice: Told = [
    'TerminationNoticeSubmitted',
    '2025-01-06',
    { form: 'provider-form', requestedOn: '2025-03-10' },
  ]
  it.each([
    ['OP-11-1a', 'term.minimum-end', undefined],
    ['OP-11-1b', 'term.non-renewal-deadline', undefined],
    ['OP-28', 'termination.notice-valid', undefined],
    ['OP-28', 'termination.effective-on', undefined],
    ['OP-11-2', 'term.remaining-months', undefined],
    ['OP-11-2', 'charge.early-termination', undefined],
    ['OP-A2-1', 'charge.early-termination', undefined],
    ['OP-8-2', 'application.lapsed', undefined],
    ['OP-9', 'contract.formed-at', undefined],
    ['OP-A3-1d', 'billing.cycle-start', undefined],
    ['OP-24-2-2', 'credit.outage', 'o'],
    ['OP-A3-1c', 'credit.outage', 'o'],
    ['OP-21-1', 'claim.cap', 'cl'],
    ['OP-21', 'claim.deadline', 'cl'],
  ])('%s replaced: %s is for the individual terms', (rule, what, ref) => {
    const c = op(
      R,
      individual([rule]),
      notice,
      ['OutageRecognized', '2025-01-10', { outageId: 'o', scope: 'managed', totality: 'total' }],
      ['OutageEnded', '2025-01-12', { outageId: 'o' }],
      ['OutageCauseDetermined', '2025-01-12', { outageId: 'o', attribution: 'provider' }],
      [
        'ClaimSubmitted',
        '2025-01-20',
        { claimId: 'cl', by: 'customer', kind: 'damages', damageAt: '2025-01-15T10:00:00+09:00' },
      ],
    ).at('2025-03-10T12:00:00')
    const answers = (c.terms.answers[what] ?? [])
      .flatMap((ask) => ask(c))
      .filter((answer) => answer.ref === ref)
    if (what === 'charge.early-termination' || what === 'term.remaining-months') {
      expect(answers.map(said)).toEqual(['undetermined terms:individual'])
    } else expect(said(found(c, what, ref))).toBe('undetermined terms:individual')
  })

  it.each([
    ['OP-A2-1', 'monthly-base standard undetermined terms:individual'],
    ['OP-A3-1a', 'monthly-base standard undetermined terms:individual'],
    ['OP-A3-6', 'monthly-base standard 20000'],
  ])('%s replaced: the month says %s', (rule, line) => {
    expect(lines(op(R, individual([rule])).at('2024-06-01'), '2024-05')[0]).toBe(line)
  })

  it('hold from their day on, and not for another rule', () => {
    const later = op(R, individual(['OP-A2-1'], '2024-06-01')).at('2024-08-01')
    expect(lines(later, '2024-05')[0]).toBe('monthly-base standard 20000')
    expect(lines(later, '2024-06')[0]).toBe('monthly-base standard undetermined terms:individual')
    expect(value(op(R, individual(['OP-2'])).at('2024-06-01'), 'term.end')).toBe('2025-03-31')
  })

  it('never refuse (an undetermined question refuses nothing)', () => {
    const applied: Told = ['ApplicationSubmitted', '2025-01-10', { plan: 'entry' }]
    const told = op(applied, individual(['OP-8-2']))
    expect(told.refusal('ApplicationAccepted', '2025-06-01', { startsOn: '2025-07-01' })).toBeUndefined()
    expect(told.at('2025-06-01').terms.state(told.at('2025-06-01')).value).toBe('applied')
    expect(
      op(R, individual(['OP-29-3'])).refusal('ContractRescinded', '2025-01-31', {
        by: 'provider',
        ground: 'provider-convenience',
        endsOn: '2025-02-01',
      }),
    ).toBeUndefined()
    expect(
      op(R, individual(['OP-A3-4'])).refusal('InvoiceIssued', '2025-01-31', {
        invoiceId: 'i',
        months: ['2024-11', '2024-12'],
      }),
    ).toBeUndefined()
  })
})

describe('OP-6 第6条 the guide is pointed to by its revision', () => {
  it('names the latest in force', () => {
    const guide = (revisionId: string, effectiveOn: string): Told => [
      'GuidePublished',
      '2024-01-05',
      { revisionId, page: 'service-guide', effectiveOn },
    ]
    const c = op(R, guide('g-1', '2024-02-01'), guide('g-2', '2025-01-01'))
    expect(found(c.at('2024-12-31'), 'terms.site-revision', 'service-guide')).toMatchObject({
      value: 'g-1',
      clause: { rule: 'OP-6' },
    })
    expect(value(c.at('2025-01-01'), 'terms.site-revision', 'service-guide')).toBe('g-2')
  })
})
