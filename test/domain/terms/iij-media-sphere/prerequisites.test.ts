import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { contract, duties, given } from './contracts.ts'

const uses = (use: Readonly<Record<string, boolean>>) => contract('basic', '2025-01-01', use)
const met = (kind: string, on = '2025-01-10'): Told => ['PrerequisiteMet', on, { kind }]
const lapsed = (kind: string, on = '2025-01-20'): Told => ['PrerequisiteLapsed', on, { kind }]

describe.each([
  ['IJ-3-1a 第3条第1項第1号', 'domain-acquired', 'customDomain', 'IJ-3-1a'],
  ['IJ-3-1b 第3条第1項第2号', 'dns-registered', 'customDomain', 'IJ-3-1b'],
  ['IJ-3-1c 第3条第1項第3号', 'certificate', 'https', 'IJ-3-1c'],
])('IJ-3-1a, IJ-3-1b, IJ-3-1c: %s %s', (_title, kind, use, rule) => {
  it('is asked for where the application names the use, and open until it is met', () => {
    const told = given(uses({ [use]: true }), met(kind))
    const before = told.at('2025-01-09')
    expect(found(before, 'prerequisite.met', kind)).toMatchObject({ value: false, clause: { rule } })
    expect(duties(before)).toContain(`meet-prerequisite ${kind}`)
    expect(value(told.at('2025-01-11'), 'prerequisite.met', kind)).toBe(true)
    expect(duties(told.at('2025-01-11'))).not.toContain(`meet-prerequisite ${kind}`)
  })

  it('opens again when it lapses', () => {
    const c = given(uses({ [use]: true }), met(kind), lapsed(kind)).at('2025-01-21')
    expect(value(c, 'prerequisite.met', kind)).toBe(false)
    expect(duties(c)).toContain(`meet-prerequisite ${kind}`)
  })

  it('is no question where nothing asks for it, and one as soon as something is told of it', () => {
    const none = given(uses({})).at('2025-01-21')
    expect(() => found(none, 'prerequisite.met', kind)).toThrow('arise')
    expect(duties(none)).toEqual(['appoint-administrator'])
    expect(value(given(uses({}), met(kind)).at('2025-01-21'), 'prerequisite.met', kind)).toBe(true)
    expect(duties(given(uses({}), lapsed(kind)).at('2025-01-21'))).toContain(`meet-prerequisite ${kind}`)
  })

  it('is no duty any more behind the end, nor of a refused application', () => {
    const ended: Told = ['ContractEnded', '2025-02-01', { endsOn: '2025-02-10', reason: 'agreement' }]
    const told = given(uses({ [use]: true }), ended)
    expect(duties(told.at('2025-02-10T23:59:59'))).toContain(`meet-prerequisite ${kind}`)
    expect(duties(told.at('2025-02-11T00:00:00'))).toEqual([])
    const refused = given(
      ['ApplicationSubmitted', '2024-12-05', { plan: 'basic', [use]: true }],
      ['ApplicationRefused', '2024-12-06', { ground: 'general-rules' }],
    ).at('2024-12-07')
    expect(duties(refused)).toEqual([])
  })
})

describe('a domain does not ask for a certificate, nor HTTPS for a domain', () => {
  it('asks for what the use needs', () => {
    expect(duties(given(uses({ customDomain: true })).at('2025-01-01'))).toEqual([
      'meet-prerequisite domain-acquired',
      'meet-prerequisite dns-registered',
      'appoint-administrator',
    ])
    expect(duties(given(uses({ https: true })).at('2025-01-01'))).toEqual([
      'meet-prerequisite certificate',
      'appoint-administrator',
    ])
  })
})
