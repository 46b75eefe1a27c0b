import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { contract, deadlines, given } from './told.ts'

const published = (document: string, versionId: string, effectiveOn: string, textKnown = false): Told => [
  'TermsVersionPublished',
  '2020-01-01',
  { document, versionId, effectiveOn, textKnown },
]

describe('IF-S1 附則第1条 the second version applies from 2021-07-15', () => {
  it('also to contracts that are older', () => {
    const c = (at: string) => given(contract('2020-06-03', '2020-06-10')).at(at)
    expect(value(c('2021-07-14T23:59:59.999'), 'terms.version')).toBe('2020-05-08')
    expect(found(c('2021-07-15T00:00:00'), 'terms.version')).toMatchObject({
      value: '2021-07-15',
      clause: { rule: 'IF-S1', article: '附則第1条' },
    })
  })

  it('a later version takes over on its day, and what it says is unknown', () => {
    const later = published('service-terms', '2027-01-01', '2027-01-01')
    const c = (at: string) => given([later], contract('2025-03-10', '2025-03-20')).at(at)
    expect(value(c('2026-12-31'), 'terms.version')).toBe('2021-07-15')
    expect(value(c('2027-01-01'), 'terms.version')).toBe('2027-01-01')
    const dueOn = (of: string) => {
      const then = c('2027-03-01')
      return then.terms.settlement.dueOn(then, of as never)
    }
    expect(dueOn('2026-12')).toMatchObject({ value: '2027-01-31' })
    expect(dueOn('2027-01')).toMatchObject({ undetermined: { missing: 'terms:2027-01-01' } })
    expect(deadlines(c('2026-12-31'), 'terms-change')).toEqual(['2027-01-01 2027-01-01 upcoming'])
    expect(deadlines(c('2027-01-01'), 'terms-change')).toEqual(['2027-01-01 2027-01-01 met'])
  })

  it('a version of the day of conclusion is no change to be ready for', () => {
    const same = published('service-terms', 'v3', '2025-03-10')
    expect(
      deadlines(given([same], contract('2025-03-10', '2025-03-20')).at('2025-03-11'), 'terms-change'),
    ).toEqual([])
    expect(
      deadlines(given([same], contract('2025-03-09', '2025-03-20')).at('2025-03-11'), 'terms-change'),
    ).toHaveLength(1)
  })

  it('an announced change is a day to be ready for', () => {
    const told: Told = [
      'TermsChangeAnnounced',
      '2025-06-01',
      { versionId: 'v3', effectiveOn: '2025-07-01', channel: 'website', contentStated: true },
    ]
    const c = given(contract('2025-03-10', '2025-03-20'), [told]).at('2025-06-02')
    expect(deadlines(c, 'terms-change')).toEqual(['v3 2025-07-01 upcoming'])
  })
})

describe('IF-1-1 第1条第1項, IF-1-2 第1条第2項 what governs', () => {
  it('these terms, and beside them the base terms in the version that was registered', () => {
    const c = (...told: readonly Told[]) => given(told, contract('2025-03-10')).at('2025-04-01')
    expect(value(c(), 'terms.applicable')).toEqual([
      { document: 'service-terms', version: '2021-07-15' },
      { document: 'base-terms', version: null },
    ])
    const base = [published('base-terms', 'b-1', '2020-04-01'), published('base-terms', 'b-2', '2025-04-01')]
    const applicable = found(c(...base), 'terms.applicable')
    expect(applicable).toMatchObject({ clause: { rule: 'IF-1-1' } })
    expect(value(c(...base), 'terms.applicable')).toContainEqual({ document: 'base-terms', version: 'b-2' })
    expect(applicable.causes).toContainEqual(
      expect.objectContaining({ clause: expect.objectContaining({ rule: 'IF-1-2' }) }),
    )
  })
})

describe('IF-2-2 第2条第2項 the service site', () => {
  it('is pointed to by the revision in force', () => {
    const guide = (revisionId: string, effectiveOn: string, page = 'service-site'): Told => [
      'GuidePublished',
      '2025-01-01',
      { revisionId, page, effectiveOn },
    ]
    const c = given(
      [guide('r-1', '2025-01-01'), guide('r-2', '2025-05-01'), guide('x', '2025-01-01', 'control-panel')],
      contract('2025-03-10'),
    )
    expect(value(c.at('2025-04-30'), 'terms.site-revision', 'service-site')).toBe('r-1')
    expect(value(c.at('2025-05-01'), 'terms.site-revision', 'service-site')).toBe('r-2')
    expect(() => found(given(contract()).at('2025-04-01'), 'terms.site-revision', 'service-site')).toThrow()
  })
})
