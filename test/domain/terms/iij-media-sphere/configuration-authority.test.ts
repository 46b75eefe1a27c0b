import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { contract, duties, given } from './contracts.ts'

describe('IJ-4-1 第4条第1項 the customer appoints an administrator', () => {
  const appointed: Told = ['AdministratorAppointed', '2025-01-10', { administratorId: 'adm-1' }]

  it('is a duty from the acceptance on, until it is done', () => {
    const told = given(contract(), appointed)
    expect(duties(told.at('2024-12-09'))).toEqual([])
    expect(duties(told.at('2024-12-10'))).toEqual(['appoint-administrator'])
    expect(duties(told.at('2025-01-11'))).toEqual([])
    expect(found(told.at('2025-01-11'), 'contract.administrator')).toMatchObject({
      value: 'adm-1',
      clause: { rule: 'IJ-4-1' },
    })
  })

  it('is the one appointed last', () => {
    const again: Told = ['AdministratorAppointed', '2025-03-01', { administratorId: 'adm-2' }]
    const told = given(contract(), again, appointed)
    expect(value(told.at('2025-02-01'), 'contract.administrator')).toBe('adm-1')
    expect(value(told.at('2025-03-02'), 'contract.administrator')).toBe('adm-2')
  })
})

const suspected = (more: Readonly<Record<string, unknown>> = {}): Told => [
  'CredentialMisuseSuspected',
  '2025-05-01T10:00:00',
  { misuseId: 'mis-1', credential: 'configuration-authority', ...more },
]

describe('IJ-4-3 第4条第3項 no third party uses the authority', () => {
  it('is a breach only where third parties did', () => {
    const breach = given(contract(), suspected({ thirdPartyUse: true })).at('2025-05-02')
    expect(found(breach, 'breach.credential', 'mis-1')).toMatchObject({
      value: true,
      clause: { rule: 'IJ-4-3' },
    })
    const suspicion = given(contract(), suspected()).at('2025-05-02')
    expect(() => found(suspicion, 'breach.credential', 'mis-1')).toThrow('arise')
  })

  it('speaks of the configuration authority alone', () => {
    const c = given(contract(), suspected({ credential: 'account', thirdPartyUse: true })).at('2025-05-02')
    expect(() => found(c, 'breach.credential', 'mis-1')).toThrow('arise')
    expect(duties(c)).toEqual(['appoint-administrator'])
  })
})

describe('IJ-4-4 第4条第4項 a suspicion is reported at once', () => {
  const report = (more: Readonly<Record<string, unknown>> = {}, on = '2025-05-01T12:59:59'): Told => [
    'NoticeGiven',
    on,
    { noticeId: 'no-1', by: 'customer', subject: 'misuse', channel: 'e-mail', delivery: 'arrived', ...more },
  ]
  const open = 'report-misuse mis-1'
  const after = (...facts: readonly Told[]) => given(contract(), ...facts).at('2025-05-03T10:00:00')

  it('opens a duty and counts its whole hours', () => {
    const told = given(contract(), suspected())
    expect(duties(told.at('2025-05-01T10:00:00'))).toContain(open)
    expect(value(told.at('2025-05-01T10:59:59'), 'obligation.elapsed-hours', 'mis-1')).toBe(0)
    expect(value(told.at('2025-05-01T11:00:00'), 'obligation.elapsed-hours', 'mis-1')).toBe(1)
  })

  it('is closed by the report that arrived, and counts no further', () => {
    const c = after(suspected(), report({ regarding: 'mis-1' }))
    expect(duties(c)).not.toContain(open)
    expect(value(c, 'obligation.elapsed-hours', 'mis-1')).toBe(2)
    expect(duties(after(suspected(), report()))).not.toContain(open)
  })

  it.each([
    ['of another suspicion', report({ regarding: 'mis-9' })],
    ['that did not arrive', report({ regarding: 'mis-1', delivery: 'not-arrived' })],
    ['on another subject', report({ regarding: 'mis-1', subject: 'outage' })],
    ['of the provider', report({ regarding: 'mis-1', by: 'provider' })],
    ['without a name, before it', report({}, '2025-05-01T09:00:00')],
  ])('is not closed by a notice %s', (_which, notice) => {
    const c = after(suspected(), notice)
    expect(duties(c)).toContain(open)
    expect(value(c, 'obligation.elapsed-hours', 'mis-1')).toBe(48)
  })
})
