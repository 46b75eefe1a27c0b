import { describe, expect, it } from 'vitest'
import { type Told, found } from '../kit.ts'
import { contract, given, permitted } from './contracts.ts'

const restricted = (ground: string, ...measures: readonly string[]): Told => [
  'ServiceRestricted',
  '2025-06-10',
  { measureId: 'm-1', ground, measures },
]
const suspended = (ground: string): Told => [
  'ServiceSuspended',
  '2025-06-10',
  { measureId: 'm-1', ground, kind: 'suspension' },
]
const lawful = (measure: Told) => {
  const finding = found(given(contract(), measure).at('2025-06-11'), 'measure.lawful', 'm-1')
  return ['value' in finding ? finding.value : undefined, finding.clause.rule]
}
const found_ = (ground: string): Told => ['RestrictionGroundFound', '2025-06-01', { groundId: 'g-1', ground, by: 'provider' }] // prettier-ignore
const acts = (...facts: readonly Told[]) => permitted(given(contract(), facts).at('2025-06-11'))
const OF_PARAGRAPH_1 = [
  'suspend',
  'restrict',
  'require-negotiation',
  'require-deletion',
  'delete-or-hide-data',
]

describe('IJ-10-1 第10条第1項 prohibited acts, complaints and risks', () => {
  it.each(['prohibited-act', 'complaint', 'operation-risk'])(
    'on %s any of its measures is lawful',
    (ground) => {
      for (const measure of ['negotiation-demanded', 'deletion-demanded', 'data-deleted', 'data-hidden'])
        expect(lawful(restricted(ground, measure))).toEqual([true, 'IJ-10-1'])
      expect(lawful(restricted(ground, 'deletion-demanded', 'data-hidden'))).toEqual([true, 'IJ-10-1'])
    },
  )

  it('IJ-X23: data hidden without a notice after a complaint is lawful', () => {
    expect(lawful(restricted('complaint', 'data-hidden'))).toEqual([true, 'IJ-10-1'])
  })

  it('a suspension under the general rules is what its first item speaks of', () => {
    expect(lawful(suspended('general-rules'))).toEqual([true, 'IJ-10-1'])
    expect(lawful(suspended('prohibited-act'))).toEqual([true, 'IJ-10-1'])
    expect(lawful(suspended('card-unusable'))).toEqual([false, 'IJ-10-1'])
  })

  it.each(['spam', 'bandwidth', 'base-terms', 'other'])('%s is no ground it knows', (ground) => {
    expect(lawful(restricted(ground, 'data-hidden'))).toEqual([false, 'IJ-10-1'])
  })

  it('one measure beyond it makes the whole unlawful', () => {
    expect(lawful(restricted('complaint', 'data-hidden', 'sessions-limited'))).toEqual([false, 'IJ-10-1'])
  })

  it.each([
    ['a ground found', found_('complaint'), 'g-1'],
    [
      'a prohibited act of the customer',
      ['ProhibitedActReported', '2025-06-01', { actId: 'g-1', item: '19', actor: 'customer' }],
      'g-1',
    ],
    [
      'a complaint on which a measure is needed',
      [
        'ThirdPartyDisputeReported',
        '2025-06-01',
        { disputeId: 'g-1', cause: 'complaint', measureNeeded: true },
      ],
      'g-1',
    ],
  ] as const)('%s permits, and orders nothing (CC-19)', (_title, fact, ref) => {
    expect(acts(fact as unknown as Told)).toEqual(OF_PARAGRAPH_1.map((act) => `${act} ${ref} IJ-10-1`))
  })

  it.each([
    [
      'an act of a third party',
      ['ProhibitedActReported', '2025-06-01', { actId: 'g-1', item: '19', actor: 'third-party' }],
    ],
    [
      'a complaint on which none is',
      ['ThirdPartyDisputeReported', '2025-06-01', { disputeId: 'g-1', cause: 'complaint' }],
    ],
    ['a ground of another document', found_('spam')],
  ] as const)('%s permits nothing', (_title, fact) => {
    expect(acts(fact as unknown as Told)).toEqual([])
  })

  it('an act is open until it is taken, each for itself', () => {
    expect(acts(found_('complaint'), restricted('complaint', 'data-hidden'))).toEqual(
      OF_PARAGRAPH_1.slice(0, 4).map((act) => `${act} g-1 IJ-10-1`),
    )
    expect(acts(found_('complaint'), suspended('general-rules'))).toEqual(
      OF_PARAGRAPH_1.slice(1).map((act) => `${act} g-1 IJ-10-1`),
    )
    const earlier: Told = ['ServiceRestricted', '2025-05-20', { measureId: 'm-0', ground: 'complaint', measures: ['data-hidden'] }] // prettier-ignore
    expect(acts(found_('complaint'), earlier)).toHaveLength(5)
  })

  it('nothing is permitted behind the end', () => {
    const ended: Told = ['ContractEnded', '2025-06-02', { endsOn: '2025-06-10', reason: 'agreement' }]
    expect(acts(found_('complaint'), ended)).toEqual([])
  })
})

describe('IJ-10-2 第10条第2項 access to the delivery servers', () => {
  it('may be limited on a risk to operation', () => {
    expect(lawful(restricted('operation-risk', 'access-limited'))).toEqual([true, 'IJ-10-2'])
    expect(lawful(restricted('complaint', 'access-limited'))).toEqual([false, 'IJ-10-1'])
    expect(acts(found_('operation-risk'))).toContain('restrict g-1 IJ-10-2')
    expect(acts(found_('operation-risk'))).toContain('suspend g-1 IJ-10-1')
  })

  it('together with a measure of the first paragraph', () => {
    expect(lawful(restricted('operation-risk', 'access-limited', 'data-hidden'))[0]).toBe(true)
  })
})

describe('IJ-10-3 第10条第3項 sessions, traffic and sources', () => {
  it('may be limited for stability', () => {
    for (const measure of ['sessions-limited', 'throttled', 'access-limited'])
      expect(lawful(restricted('stability', measure))).toEqual([true, 'IJ-10-3'])
    expect(lawful(restricted('stability', 'data-hidden'))).toEqual([false, 'IJ-10-3'])
    expect(acts(found_('stability'))).toEqual(['restrict g-1 IJ-10-3'])
    expect(acts(found_('stability'), restricted('stability', 'throttled'))).toEqual([])
  })
})
