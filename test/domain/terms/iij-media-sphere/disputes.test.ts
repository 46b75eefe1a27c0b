import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { contract, given } from './contracts.ts'

const dispute = (cause: string): Told => [
  'ThirdPartyDisputeReported',
  '2025-06-01',
  { disputeId: 'd-1', cause },
]
const responsible = (cause: string) => {
  const finding = found(
    given(contract(), dispute(cause)).at('2025-06-02'),
    'dispute.responsible-party',
    'd-1',
  )
  return ['value' in finding ? finding.value : undefined, finding.clause.rule]
}

describe('IJ-3-4 第3条第4項 disputes about rights in content', () => {
  it('are the customer’s', () => expect(responsible('rights')).toEqual(['customer', 'IJ-3-4']))
})

describe('IJ-11-2 第11条第2項 what the customer does with the service', () => {
  it.each(['content-use', 'personal-data', 'complaint', 'other'])(
    'a dispute about %s is the customer’s',
    (cause) => {
      expect(responsible(cause)).toEqual(['customer', 'IJ-11-2'])
    },
  )
})

const claim = (more: Readonly<Record<string, unknown>>): Told => [
  'ClaimSubmitted',
  '2025-06-10',
  { claimId: 'cl-1', by: 'customer', kind: 'damages', ...more },
]
const entry = (more: Readonly<Record<string, unknown>>) => {
  const c = given(contract(), claim(more)).at('2025-06-11')
  const [one] = c.terms.claims(c)
  return { ...one, outcome: value(c, 'claim.outcome', 'cl-1') }
}

describe('IJ-9-1, IJ-9-2 第9条 what is not guaranteed', () => {
  it.each([
    [{ area: 'service' }, 'IJ-9-1'],
    [{ outageId: 'out-1' }, 'IJ-9-1'],
    [{ area: 'drm' }, 'IJ-9-2'],
    [{ area: 'measure' }, 'IJ-11-1'],
    [{ area: 'content' }, 'IJ-11-2'],
    [{ by: 'third-party' }, 'IJ-11-2'],
  ])('a claim %j is refused under %s', (more, ground) => {
    expect(entry(more)).toMatchObject({
      claimId: 'cl-1',
      outcome: 'refused',
      refusalGround: ground,
      payable: 0,
    })
    const c = given(contract(), claim(more)).at('2025-06-11')
    expect(found(c, 'claim.refusal-ground', 'cl-1')).toMatchObject({
      value: ground,
      clause: { rule: ground },
    })
  })

  it.each([[{}], [{ area: 'other' }], [{ area: 'termination' }], [{ by: 'provider', area: 'service' }]])(
    'a claim %j is for the general rules',
    (more) => {
      expect(entry(more)).toMatchObject({ outcome: 'undetermined terms:general-rules', refusalGround: null, payable: null }) // prettier-ignore
    },
  )

  it('is listed with what was told of it', () => {
    expect(entry({ area: 'service', damageAt: '2025-06-09T10:00:00+09:00' })).toMatchObject({
      by: 'customer',
      kind: 'damages',
      damageAt: '2025-06-09T10:00:00.000+09:00',
      claimDeadline: null,
      cap: null,
    })
  })
})
