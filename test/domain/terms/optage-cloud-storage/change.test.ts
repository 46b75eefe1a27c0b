import { describe, expect, it } from 'vitest'
import { type Told, value } from '../kit.ts'
import { R, op } from './contracts.ts'

const asks: Told = ['PlanChangeRequested', '2025-01-10T00:00:00', { changeId: 'ch', components: 10 }]
const accepts = (at: string, more: object = {}): Told => [
  'PlanChangeAccepted',
  at,
  { changeId: 'ch', ...more },
]

describe('OP-12-1 第12条第1項・第2項 a change is asked for and decided like an application', () => {
  it('has sixty days, the day of receipt not counted', () => {
    expect(value(op(R, asks).at('2025-01-11'), 'change.decision-deadline', 'ch')).toBe('2025-03-11')
  })

  it.each([
    ['2025-03-11T23:59:59.999', 'applied'],
    ['2025-03-12T00:00:00', 'lapsed'],
  ])('unanswered at %s it is %s', (when, state) => {
    expect(value(op(R, asks).at(when), 'change.state', 'ch')).toBe(state)
  })

  it('is accepted to the end of the sixtieth day and refused a moment later', () => {
    expect(op(R, asks).refusal(...accepts('2025-03-11T23:59:59.999'))).toBeUndefined()
    expect(op(R, asks).refusal(...accepts('2025-03-12T00:00:00'))).toMatchObject({
      what: 'refusal.change-lapsed',
      clause: { rule: 'OP-12-1' },
    })
    expect(
      op(R, asks).refusal(...accepts('2025-03-01', { notifiedAt: '2025-03-12T00:00:00+09:00' }))?.what,
    ).toBe('refusal.change-lapsed')
  })

  it('an acceptance of a request nobody told is recorded and waits', () => {
    expect(op(R).refusal(...accepts('2025-03-12'))).toBeUndefined()
    const c = op(R, accepts('2025-02-01'), asks).at('2025-03-01')
    expect(value(c, 'change.state', 'ch')).toBe('concluded')
    expect(value(c, 'contract.components')).toBe(10)
  })

  it('takes effect on its day, without one on that of the acceptance; only what is named changes', () => {
    const told = op(R, asks, accepts('2025-02-01', { effectiveOn: '2025-02-15' }))
    expect(value(told.at('2025-02-14'), 'contract.components')).toBe(8)
    expect(value(told.at('2025-02-15'), 'contract.components')).toBe(10)
    expect(value(told.at('2025-02-15'), 'contract.plan')).toBe('standard')
    expect(value(op(R, asks, accepts('2025-02-01')).at('2025-02-01'), 'contract.components')).toBe(10)
  })

  it('what is added comes on top', () => {
    const adds: Told = ['PlanChangeRequested', '2025-01-10', { changeId: 'ch', action: 'add', components: 2 }]
    expect(value(op(R, adds, accepts('2025-02-01')).at('2025-02-02'), 'contract.components')).toBe(10)
  })

  it('the first decision counts', () => {
    const refuses: Told = ['PlanChangeRefused', '2025-01-20', { changeId: 'ch', ground: 'technical' }]
    expect(value(op(R, asks, refuses).at('2025-01-21'), 'change.state', 'ch')).toBe('refused')
    expect(value(op(R, asks, accepts('2025-01-15'), refuses).at('2025-01-21'), 'change.state', 'ch')).toBe(
      'concluded',
    )
  })

  it('the decision is a duty and a deadline', () => {
    const c = op(R, asks).at('2025-01-11')
    expect(c.terms.obligations(c)).toContainEqual(
      expect.objectContaining({ duty: 'decide-application', ref: 'ch', dueOn: '2025-03-11' }),
    )
    const entry = (when: string, ...more: Told[]) => {
      const then = op(R, asks, ...more).at(when)
      return then.terms.deadlines(then).find(({ kind }) => kind === 'change-decision')?.state
    }
    expect(entry('2025-03-11')).toBe('upcoming')
    expect(entry('2025-03-12')).toBe('missed')
    expect(entry('2025-03-12', accepts('2025-03-11'))).toBe('met')
  })
})
