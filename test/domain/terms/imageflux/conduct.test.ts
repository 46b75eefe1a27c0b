import { describe, expect, it } from 'vitest'
import { type Told, found, lines, value } from '../kit.ts'
import { contract, given } from './told.ts'

const started = contract('2025-03-10', '2025-04-01')
const after = (...told: readonly Told[]) => given(started, told).at('2025-06-01')

describe('IF-6-1a 第6条第1項 content is used to provide and to maintain, for nothing else', () => {
  const used = (purpose: string): Told => [
    'ContentUsedByProvider',
    '2025-05-02',
    { purpose, actor: 'delegate' },
  ]

  it.each(['provision', 'maintenance'])('%s is allowed', (purpose) => {
    expect(() => found(after(used(purpose)), 'breach.content-use')).toThrow()
  })

  it('anything else is a breach', () => {
    expect(found(after(used('provision'), used('other')), 'breach.content-use')).toMatchObject({
      value: true,
      clause: { rule: 'IF-6-1a' },
    })
  })
})

describe('IF-7-2a 第7条第2項 customer information goes to the delegate for the service alone', () => {
  const shared = (purpose: string, at = '2025-05-02', recipientKind = 'delegate'): Told => [
    'InformationDisclosed',
    at,
    { recipientKind, purpose, by: 'provider' },
  ]

  it.each(['provision', 'operation', 'maintenance', 'support'])(
    'IF-X12: %s rests on the consent',
    (purpose) => {
      const c = after(shared(purpose))
      expect(value(c, 'consent.data-sharing')).toBe(true)
      expect(() => found(c, 'breach.disclosure')).toThrow()
    },
  )

  it.each(['advertising', 'information-mail', 'statistics', 'other'])('IF-X12: %s has none', (purpose) => {
    const c = after(shared('support'), shared(purpose))
    expect(value(c, 'consent.data-sharing')).toBe(false)
    expect(found(c, 'breach.disclosure')).toMatchObject({ value: true, clause: { rule: 'IF-7-2a' } })
  })

  it('the consent is given by contracting: none before the conclusion', () => {
    expect(value(after(shared('support', '2025-03-10T11:59:59')), 'consent.data-sharing')).toBe(false)
    expect(value(after(shared('support', '2025-03-10T12:00:00')), 'consent.data-sharing')).toBe(true)
  })

  it('others than the delegate are not its matter', () => {
    expect(() =>
      found(after(shared('advertising', '2025-05-02', 'affiliate')), 'breach.disclosure'),
    ).toThrow()
  })
})

describe('IF-7-1 第7条第1項 joint support only after the customer was contacted', () => {
  const joined = (contacted?: string, at = '2025-05-02T10:00:00', delegateId = 'd-1'): Told => [
    'DelegateJoinedSupport',
    at,
    { caseId: 'k-1', delegateId, ...(contacted && { customerContactedAt: `${contacted}+09:00` }) },
  ]
  const asked: Told = ['SupportRequested', '2025-05-02T09:00:00', { caseId: 'k-1', kind: 'inquiry' }]
  const gap = (...told: readonly Told[]) => value(after(asked, ...told), 'support.joint-noncompliant', 'k-1')

  it('IF-X11: the time between is named', () => {
    expect(gap(joined('2025-05-02T11:00:00'))).toEqual({
      from: '2025-05-02T10:00:00.000+09:00',
      to: '2025-05-02T11:00:00.000+09:00',
    })
  })

  it('contacted by then there is none, not even at the same instant', () => {
    expect(() => gap(joined('2025-05-02T09:59:59'))).toThrow()
    expect(() => gap(joined('2025-05-02T10:00:00'))).toThrow()
  })

  it('it is open while nobody was contacted, and closed by any contact of the case', () => {
    expect(gap(joined())).toEqual({ from: '2025-05-02T10:00:00.000+09:00', to: null })
    expect(gap(joined(), joined('2025-05-02T10:30:00', '2025-05-02T12:00:00', 'd-2'))).toEqual({
      from: '2025-05-02T10:00:00.000+09:00',
      to: '2025-05-02T10:30:00.000+09:00',
    })
  })

  it('a join without its case waits for it', () => {
    expect(() => found(after(joined()), 'support.joint-noncompliant', 'k-1')).toThrow()
  })
})

describe('IF-6-1b 第6条第1項, IF-8-1 第8条第1項 disputes are the customer’s', () => {
  it('over the content, and over any other use', () => {
    const dispute = (disputeId: string, cause: string): Told => [
      'ThirdPartyDisputeReported',
      '2025-05-02',
      { disputeId, cause },
    ]
    const c = after(dispute('d-1', 'content-use'), dispute('d-2', 'rights'))
    const party = (ref: string) => found(c, 'dispute.responsible-party', ref)
    expect(party('d-1')).toMatchObject({ value: 'customer', clause: { rule: 'IF-6-1b' } })
    expect(party('d-2')).toMatchObject({ value: 'customer', clause: { rule: 'IF-8-1' } })
  })
})

describe('IF-7-2b 第7条第2項 no liability for sharing; IF-1-2 第1条第2項 other claims are for the base terms', () => {
  const claim = (claimId: string, area: string): Told => [
    'ClaimSubmitted',
    '2025-05-02',
    { claimId, by: 'customer', kind: 'damages', area },
  ]

  it('a claim over sharing is refused, any other one undetermined', () => {
    const c = after(claim('c-1', 'sharing'), claim('c-2', 'service'))
    expect(value(c, 'claim.refusal-ground', 'c-1')).toBe('IF-7-2b')
    expect(value(c, 'claim.outcome', 'c-1')).toBe('refused')
    expect(value(c, 'claim.outcome', 'c-2')).toBe('undetermined terms:base')
    expect(c.terms.claims(c)).toMatchObject([
      { claimId: 'c-1', payable: 0, refusalGround: 'IF-7-2b' },
      { claimId: 'c-2', payable: null, refusalGround: null },
    ])
  })
})

describe('IF-1-2 第1条第2項 credits for outages are for the base terms (IF-Q8)', () => {
  const outage: Told = ['OutageRecognized', '2025-05-02', { outageId: 'o-1', totality: 'total' }]
  const granted = (more: object): Told => ['CreditGranted', '2025-05-20', { outageId: 'o-1', ...more }]
  const entry = (...told: readonly Told[]) => {
    const c = after(outage, ...told)
    return c.terms.credits(c)[0]
  }

  it('undetermined, never nothing', () => {
    expect(value(after(outage), 'credit.outcome', 'o-1')).toBe('undetermined terms:base')
    expect(value(after(outage), 'credit.outage', 'o-1')).toBe('undetermined terms:base')
    expect(entry()).toMatchObject({ amount: null, appliedTo: [] })
  })

  it('what the provider grants is granted, in its month', () => {
    expect(entry(granted({ amount: 700 }))).toMatchObject({
      amount: 700,
      appliedTo: [{ month: '2025-05', amount: 700 }],
    })
    expect(lines(after(outage, granted({ amount: 700 })), '2025-05')).toContain('outage-credit outage -700')
    expect(lines(after(outage, granted({ amount: 700, month: '2025-04' })), '2025-04')).toContain(
      'outage-credit outage -700',
    )
    expect(entry(granted({}))).toMatchObject({ amount: null, appliedTo: [] })
    expect(value(after(outage, granted({})), 'credit.outcome', 'o-1')).toBe('granted')
  })

  it('at one instant the one told later counts', () => {
    const grant: Told = ['CreditGranted', '2025-05-20', { outageId: 'o-1', amount: 700 }]
    const refuse: Told = ['CreditRefused', '2025-05-20', { outageId: 'o-1' }]
    expect(value(after(outage, refuse, grant), 'credit.outcome', 'o-1')).toBe('granted')
    expect(value(after(outage, grant, refuse), 'credit.outcome', 'o-1')).toBe('refused')
  })

  it('stands in its month only, and in none ahead', () => {
    const c = after(outage, granted({ amount: 700, month: '2025-08' }))
    expect(lines(c, '2025-08')).toEqual([])
    expect(lines(after(outage, granted({ amount: 700 })), '2025-04')).not.toContain(
      'outage-credit outage -700',
    )
  })

  it('the last word of the provider counts', () => {
    const refused: Told = ['CreditRefused', '2025-05-21', { outageId: 'o-1' }]
    expect(value(after(outage, refused), 'credit.outcome', 'o-1')).toBe('refused')
    expect(entry(granted({ amount: 700 }), refused)).toMatchObject({ amount: 0 })
  })
})
