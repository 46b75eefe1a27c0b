import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { contract, given } from './contracts.ts'

describe('IJ-S1 附則 each version applies from its day', () => {
  const version = (at: string, ...facts: readonly Told[]) =>
    value(given(contract(), facts).at(at), 'terms.version')

  it.each([
    ['2020-12-01T00:00:00', '2020-12-01'],
    ['2021-10-31T23:59:59.999', '2020-12-01'],
    ['2021-11-01T00:00:00', '2021-11-01'],
    ['2022-04-30T23:59:59.999', '2021-11-01'],
    ['2022-05-01T00:00:00', '2022-05-01'],
    ['2030-01-01T00:00:00', '2022-05-01'],
  ])('%s: %s', (at, id) => {
    expect(version(at)).toBe(id)
    expect(found(given(contract()).at(at), 'terms.version').clause.rule).toBe('IJ-S1')
  })

  it('a later version that was registered follows', () => {
    const later: Told = ['TermsVersionPublished', '2025-01-01', { document: 'service-terms', versionId: '2025-04-01', effectiveOn: '2025-04-01', textKnown: false }] // prettier-ignore
    expect(version('2025-03-31', later)).toBe('2022-05-01')
    expect(version('2025-04-01', later)).toBe('2025-04-01')
    expect(value(given(contract(), later).at('2025-04-01'), 'contract.plan')).toBe(
      'undetermined terms:2025-04-01',
    )
  })

  it('says which documents govern; the general rules are not in the text', () => {
    const general: Told = ['TermsVersionPublished', '2024-01-01', { document: 'general-rules', versionId: 'gr-7', effectiveOn: '2024-01-01', textKnown: false }] // prettier-ignore
    expect(value(given(contract()).at('2025-02-01'), 'terms.applicable')).toEqual([
      { document: 'service-terms', version: '2022-05-01' },
      { document: 'general-rules', version: null },
    ])
    expect(value(given(contract(), general).at('2025-02-01'), 'terms.applicable')).toContainEqual({
      document: 'general-rules',
      version: 'gr-7',
    })
  })

  it('what falls under a version without a text is undetermined, under one that repeats it known (R-1)', () => {
    const early: readonly Told[] = [
      ['ApplicationSubmitted', '2022-03-01', { plan: 'basic' }],
      ['ApplicationAccepted', '2022-03-02'],
      ['BillingStarted', '2022-03-02', { billingStartsOn: '2022-04-01' }],
    ]
    const same: Told = ['TermsVersionPublished', '2022-01-01', { document: 'service-terms', versionId: '2021-11-01', textKnown: true, sameTextAs: '2022-05-01' }] // prettier-ignore
    expect(value(given(early).at('2022-06-01'), 'term.minimum-end')).toBe('undetermined terms:2021-11-01')
    expect(value(given(early, same).at('2022-06-01'), 'term.minimum-end')).toBe('2022-04-30')
    expect(value(given(early).at('2022-06-01'), 'contract.plan')).toBe('basic')
  })
})
