import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { after, contract, deadlines, duties, given, permitted, stateOf } from './told.ts'

const applied = contract().slice(0, 1)
const deferred: Told = ['ApplicationDeferred', '2025-01-09', { reason: 'capacity' }]
const refused = (ground: string, at = '2025-01-10'): Told => ['ApplicationRefused', at, { ground }]

describe('SF-3.1 第3.1条 the application', () => {
  it('stands until it is decided', () => {
    const c = given(applied).at('2025-01-08')
    expect(stateOf(c)).toBe('applied')
    expect(found(c, 'application.state')).toMatchObject({ value: 'applied', clause: { rule: 'SF-3.1' } })
  })
})

describe('SF-3.2-2 第3.2条第2項 refusal on nine grounds', () => {
  it.each([
    'default-risk',
    'credit-harm',
    'rights-harm',
    'trust-breach',
    'antisocial',
    'restriction-ground',
    'earlier-rescission',
    'false-facts',
    'card-not-lawful',
    'no-proper-intent',
  ])('%s is one', (ground) => {
    // prettier-ignore
    expect(value(given(applied, refused(ground)).at('2025-01-11'), 'application.refusal-ground-valid')).toBe(true)
  })

  it.each(['technical', 'base-terms', 'other'])(
    '%s is none, and the refusal is recorded all the same',
    (ground) => {
      const c = given(applied, refused(ground)).at('2025-01-11')
      expect(value(c, 'application.refusal-ground-valid')).toBe(false)
      expect(stateOf(c)).toBe('refused')
    },
  )

  it('is open to the provider while nobody decided', () => {
    expect(permitted(given(applied).at('2025-01-08'))).toContain('provider refuse-application SF-3.2-2')
    expect(permitted(after('2025-01-08')).filter((act) => act.includes('refuse-application'))).toEqual([])
    expect(permitted(given(applied, refused('antisocial')).at('2025-01-11'))).toEqual([])
  })
})

describe('SF-3.2-3 第3.2条第3項 acceptance may be postponed', () => {
  it('SF-X2: deferred is not refused, and the acceptance makes the contract', () => {
    const c = given(applied, deferred).at('2025-04-30')
    expect([stateOf(c), value(c, 'application.state')]).toEqual(['deferred', 'deferred'])
    expect(permitted(c)).toContain('provider refuse-application SF-3.2-2')
    expect(permitted(c)).not.toContain('provider defer-acceptance SF-3.2-3')
    expect(permitted(given(applied).at('2025-01-08'))).toContain('provider defer-acceptance SF-3.2-3')
    const accepted: Told = ['ApplicationAccepted', '2025-05-01']
    expect(value(given(applied, deferred, accepted).at('2025-05-02'), 'contract.effective-on')).toBe(
      '2025-05-01',
    )
  })
})

describe('SF-3.3 第3.3条 in effect on the day of acceptance', () => {
  it('SF-X1: accepted at 23:50 is that day', () => {
    const c = given(contract({}, '2025-04-10T23:50:00')).at('2025-04-11')
    expect(found(c, 'contract.effective-on')).toMatchObject({
      value: '2025-04-10',
      clause: { rule: 'SF-3.3' },
    })
    expect(value(c, 'contract.starts-on')).toBe('2025-04-10')
  })

  it('accepted at 24:00 is the next one', () => {
    expect(value(given(contract({}, '2025-04-11T00:00:00')).at('2025-04-11'), 'contract.effective-on')).toBe(
      '2025-04-11',
    )
  })

  it('active from the acceptance on, not before', () => {
    expect(stateOf(after('2025-01-07T11:59:59'))).toBe('applied')
    expect(stateOf(after('2025-01-07T12:00:00'))).toBe('active')
  })
})

const asked = (kind: string, by = 'provider', at = '2025-02-01', more: object = {}): Told => [
  'RequestMade',
  at,
  { requestId: 'r-1', by, kind, ...more },
]
const answered = (at: string, more: object = {}): Told => [
  'RequestAnswered',
  at,
  { requestId: 'r-1', ...more },
]

describe('SF-3.2-1 第3.2条第1項, SF-7.3-2 第7.3条第2項 information on the ability to pay', () => {
  it('may be asked of an applicant and of a customer, unless an answer is awaited', () => {
    expect(permitted(given(applied).at('2025-01-07T10:00:00'))).toContain(
      'provider request-information SF-3.2-1',
    )
    expect(permitted(after('2025-02-01'))).toContain('provider request-information SF-7.3-2')
    const waiting = after('2025-02-02', asked('credit-information'))
    expect(permitted(waiting)).not.toContain('provider request-information SF-7.3-2')
    const done = after('2025-02-04', asked('credit-information'), answered('2025-02-03'))
    expect(permitted(done)).toContain('provider request-information SF-7.3-2')
  })

  it('the customer owes it until it is given, under the article of its time', () => {
    const early = asked('credit-information', 'provider', '2025-01-07T11:59:59')
    expect(duties(after('2025-02-02', early))).toEqual(['customer provide-information r-1 SF-3.2-1'])
    expect(duties(after('2025-02-02', asked('credit-information')))).toEqual([
      'customer provide-information r-1 SF-7.3-2',
    ])
    expect(duties(after('2025-02-04', asked('credit-information'), answered('2025-02-03')))).toEqual([])
  })

  it('the customer has no such right, and behind the end nobody asks', () => {
    expect(duties(after('2025-02-02', asked('credit-information', 'customer')))).toEqual([])
    const ended: Told = ['ContractEnded', '2025-02-01', { endsOn: '2025-02-10', reason: 'agreement' }]
    expect(permitted(after('2025-02-11', ended))).toEqual([])
  })

  it('a request no article here knows makes no duty', () => {
    expect(duties(after('2025-02-02', asked('software-return')))).toEqual([])
  })
})

describe('SF-16.3-2 第16.3条第2項 a report on suspicion by a designated day', () => {
  const report = asked('antisocial-report', 'provider', '2025-02-01', { dueOn: '2025-02-14' })

  it('is a duty of the asked party with its day', () => {
    const c = after('2025-02-02', report)
    expect(duties(c)).toEqual(['customer submit-report r-1 SF-16.3-2'])
    expect(c.terms.obligations(c)[0]).toMatchObject({ dueOn: '2025-02-14' })
    const ofProvider = asked('antisocial-report', 'customer', '2025-02-01', { dueOn: '2025-02-14' })
    expect(duties(after('2025-02-02', ofProvider))).toEqual(['provider submit-report r-1 SF-16.3-2'])
  })

  it('in time until 24:00', () => {
    const due = (at: string, ...told: readonly Told[]) => deadlines(after(at, report, told), 'report-due')
    expect(due('2025-02-14T23:59:59.999')).toEqual(['r-1 2025-02-14 upcoming'])
    expect(due('2025-02-15T00:00:00')).toEqual(['r-1 2025-02-14 missed'])
    expect(due('2025-02-20', answered('2025-02-14T23:59:59.999'))).toEqual(['r-1 2025-02-14 met'])
    expect(due('2025-02-20', answered('2025-02-15T00:00:00'))).toEqual(['r-1 2025-02-14 missed'])
  })

  it('an application without the declaration is a reason to ask', () => {
    const c = (antisocialDeclared: boolean) => given(contract({ antisocialDeclared })).at('2025-02-01')
    expect(permitted(c(false))).toContain('provider request-information SF-16.3-2')
    expect(permitted(c(true))).not.toContain('provider request-information SF-16.3-2')
  })
})

describe('SF-16.3-3 第16.3条第3項 immediate rescission', () => {
  const report = asked('antisocial-report', 'provider', '2025-02-01', { dueOn: '2025-02-14' })

  it('is open to the asking party when the report is missing behind its day, or untrue', () => {
    const may = (at: string, ...told: readonly Told[]) =>
      permitted(after(at, told)).filter((act) => act.includes('rescind'))
    expect(may('2025-02-14T23:59:59', report)).toEqual([])
    expect(may('2025-02-15T00:00:00', report)).toEqual(['provider rescind r-1 SF-16.3-3'])
    expect(may('2025-02-20', report, answered('2025-02-10'))).toEqual([])
    expect(may('2025-02-20', report, answered('2025-02-10', { isFalse: true }))).toEqual([
      'provider rescind r-1 SF-16.3-3',
    ])
    const ofProvider = asked('antisocial-report', 'customer', '2025-02-01', { dueOn: '2025-02-14' })
    expect(may('2025-02-15', ofProvider)).toEqual(['customer rescind r-1 SF-16.3-3'])
  })

  it('a late report closes it again, unless it is untrue', () => {
    const may = (...told: readonly Told[]) =>
      permitted(after('2025-02-20', report, told)).filter((act) => act.includes('rescind'))
    expect(may(answered('2025-02-16'))).toEqual([])
    expect(may(answered('2025-02-16', { isFalse: true }))).toEqual(['provider rescind r-1 SF-16.3-3'])
  })

  it('a reported breach of the declaration opens it too', () => {
    const act: Told = [
      'ProhibitedActReported',
      '2025-02-01',
      { actId: 'a-1', item: '16.3-1', actor: 'customer' },
    ]
    expect(permitted(after('2025-02-02', act))).toContain('provider rescind a-1 SF-16.3-3')
  })

  it('ends the contract at its instant', () => {
    const rescinded: Told = [
      'ContractRescinded',
      '2025-02-20T15:00:00',
      { by: 'customer', ground: 'antisocial' },
    ]
    const c = after('2025-02-20T15:00:00', rescinded)
    expect(stateOf(after('2025-02-20T14:59:59.999', rescinded))).toBe('active')
    expect(stateOf(c)).toBe('ended')
    expect(found(c, 'termination.effective-at')).toMatchObject({
      value: '2025-02-20T15:00:00.000+09:00',
      clause: { rule: 'SF-16.3-3' },
    })
    expect(value(c, 'termination.effective-on')).toBe('2025-02-20')
  })
})
