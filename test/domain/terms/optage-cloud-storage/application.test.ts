import { describe, expect, it } from 'vitest'
import { value } from '../kit.ts'
import { arising, bare, op } from './contracts.ts'

const applied = ['ApplicationSubmitted', '2025-01-10T12:00:00', { plan: 'standard', components: 8 }] as const
const state = (c: Parameters<typeof value>[0]) => c.terms.state(c).value

describe('OP-8-2 第8条 sixty days from the day of receipt, then deemed refused (OP-X1)', () => {
  it.each([
    ['2025-01-10T12:00:00', '2025-03-11'],
    ['2024-01-10T12:00:00', '2024-03-10'],
    ['2025-01-10T00:00:00', '2025-03-11'], // the day itself never counts, not even at 00:00 (CC-03)
    ['2025-01-10T23:59:59.999', '2025-03-11'],
  ])('received %s: decide by %s', (at, on) => {
    const c = op(['ApplicationSubmitted', at, { plan: 'standard' }]).at('2025-01-31')
    expect(value(c, 'application.decision-deadline')).toBe(on)
  })

  it('lapses at 24:00 of the sixtieth day, not before', () => {
    const told = op(applied)
    expect(state(told.at('2025-03-11T23:59:59.999'))).toBe('applied')
    expect(value(told.at('2025-03-11T23:59:59.999'), 'application.lapsed')).toBe(false)
    expect(state(told.at('2025-03-12T00:00:00'))).toBe('lapsed')
    expect(value(told.at('2025-03-12T00:00:00'), 'application.lapsed')).toBe(true)
  })

  it('takes an acceptance on the sixtieth day and refuses one a moment later', () => {
    const told = op(applied)
    expect(
      told.refusal('ApplicationAccepted', '2025-03-11T23:59:59.999', { startsOn: '2025-04-01' }),
    ).toBeUndefined()
    expect(
      told.refusal('ApplicationAccepted', '2025-03-12T00:00:00', { startsOn: '2025-04-01' }),
    ).toMatchObject({
      what: 'refusal.application-lapsed',
      clause: { rule: 'OP-8-2' },
    })
  })

  it('counts the notice of the result, not the decision', () => {
    const late = { startsOn: '2025-04-01', notifiedAt: '2025-03-12T00:00:00+09:00' }
    expect(op(applied).refusal('ApplicationAccepted', '2025-03-01', late)?.what).toBe(
      'refusal.application-lapsed',
    )
  })

  it('lets a recorded acceptance stand when a correction makes it late (CC-17)', () => {
    const c = op(
      ['ApplicationAccepted', '2025-03-12', { startsOn: '2025-04-01' }],
      ['ApplicationSubmitted', '2025-01-10', { plan: 'standard' }],
    ).at('2025-04-02')
    expect(state(c)).toBe('active')
    expect(value(c, 'application.lapsed')).toBe(false)
  })

  it('is never guessed under a version whose text is not known', () => {
    const told = bare(['ApplicationSubmitted', '2023-06-01', { plan: 'standard' }])
    expect(value(told.at('2023-09-01'), 'application.decision-deadline')).toBe(
      'undetermined terms:2023-04-25',
    )
    expect(state(told.at('2023-09-01'))).toBe('applied')
    expect(told.refusal('ApplicationAccepted', '2023-09-01', { startsOn: '2023-10-01' })).toBeUndefined()
  })
})

describe('OP-7 第7条, OP-8-1 第8条 application and answer', () => {
  it('applied, then concluded or refused', () => {
    expect(value(op(applied).at('2025-01-11'), 'application.state')).toBe('applied')
    const accepted = op(applied, ['ApplicationAccepted', '2025-02-01', { startsOn: '2025-03-01' }])
    expect(value(accepted.at('2025-02-02'), 'application.state')).toBe('concluded')
    const refused = op(applied, ['ApplicationRefused', '2025-02-01', { ground: 'technical' }])
    expect(state(refused.at('2025-02-02'))).toBe('refused')
    expect(state(refused.at('2025-04-02'))).toBe('refused')
  })

  it('a refusal told behind the deemed one changes nothing', () => {
    const late = op(applied, ['ApplicationRefused', '2025-03-12', { ground: 'technical' }])
    expect(state(late.at('2025-03-13'))).toBe('lapsed')
  })

  it('the decision is a duty of the provider until it is made or lapses', () => {
    const told = op(applied, ['ApplicationRefused', '2025-02-01', { ground: 'other' }])
    const duties = (when: string) =>
      told
        .at(when)
        .terms.obligations(told.at(when))
        .map(({ duty, dueOn }) => `${duty} ${dueOn ?? ''}`)
    expect(duties('2025-01-11')).toEqual(['decide-application 2025-03-11'])
    expect(duties('2025-02-02')).toEqual([])
    const open = op(applied).at('2025-03-12')
    expect(open.terms.obligations(open)).toEqual([])
  })

  it.each([
    [[], '2025-03-11T12:00:00', 'upcoming'],
    [[], '2025-03-12T00:00:00', 'missed'],
    [[['ApplicationAccepted', '2025-03-11', { startsOn: '2025-04-01' }]], '2025-03-12', 'met'],
    [[['ApplicationRefused', '2025-03-12', { ground: 'other' }]], '2025-03-13', 'missed'],
  ] as const)('deadline application-decision after %j at %s is %s', (more, when, state) => {
    const c = op(applied, ...more).at(when)
    expect(c.terms.deadlines(c)).toContainEqual(
      expect.objectContaining({ kind: 'application-decision', who: 'provider', state }),
    )
  })
})

describe('OP-10 第10条 four grounds, never disclosed', () => {
  it.each([
    ['technical', true],
    ['false-facts', true],
    ['credit-problem', true],
    ['other', true],
    ['antisocial', false],
  ])('ground %s is one of them: %s', (ground, valid) => {
    const c = op(applied, ['ApplicationRefused', '2025-02-01', { ground }]).at('2025-02-02')
    expect(value(c, 'application.refusal-ground-valid')).toBe(valid)
    expect(value(c, 'application.ground-disclosed')).toBe(false)
  })

  it('the provider may refuse while it has not decided', () => {
    const acts = (c: ReturnType<ReturnType<typeof op>['at']>) => c.terms.permitted(c).map(({ act }) => act)
    expect(acts(op(applied).at('2025-01-11'))).toContain('refuse-application')
    expect(acts(op(applied).at('2025-03-12'))).not.toContain('refuse-application')
  })
})

describe('OP-2 第2条 the contractor is an organisation', () => {
  it.each([
    ['organisation', false],
    ['individual', true],
  ])('%s: ineligible %s', (applicantKind, ineligible) => {
    const c = op(['ApplicationSubmitted', '2025-01-10', { plan: 'entry', applicantKind }]).at('2025-01-11')
    expect(value(c, 'application.ineligible')).toBe(ineligible)
  })

  it('does not ask where nobody said who applied', () => {
    expect(arising(op(applied).at('2025-01-11'), 'application.ineligible')).toEqual([])
  })
})

describe('OP-9 第9条, OP-3-2 第3条第2項 formed from the start date (OP-X2)', () => {
  const accepted = op(applied, ['ApplicationAccepted', '2025-02-20', { startsOn: '2025-03-01' }])
  it('concluded before, active from 00:00 of the start date', () => {
    expect(state(accepted.at('2025-02-28T23:59:59.999'))).toBe('concluded')
    expect(state(accepted.at('2025-03-01T00:00:00'))).toBe('active')
  })
  it('names the instant of formation, the start and the day from which the terms bind', () => {
    const c = accepted.at('2025-02-21')
    expect(value(c, 'contract.formed-at')).toBe('2025-03-01T00:00:00.000+09:00')
    expect(value(c, 'contract.starts-on')).toBe('2025-03-01')
    expect(value(c, 'terms.binding-from')).toBe('2025-03-01')
  })
})
