import { describe, expect, it } from 'vitest'
import { type Told, found, lines, value } from '../kit.ts'
import { after, contract, deadlines, given, tariff } from './told.ts'

const announced = (more: object = {}, at = '2025-09-01', versionId = '2025-10-01'): Told => [
  'TermsChangeAnnounced',
  at,
  { versionId, effectiveOn: '2025-10-01', channel: 'website', contentStated: true, ...more },
]
const used = (at: string): Told => ['ServiceUsed', at]
const version = (at: string, ...told: readonly Told[]) => value(after(at, told), 'terms.version')
const registered = (versionId: string, effectiveOn: string, more: object = {}): Told => [
  'TermsVersionPublished',
  '2022-12-01',
  { document: 'service-terms', versionId, effectiveOn, textKnown: true, ...more },
]

describe('SF-1.2-2 第1.2条 use after the announcement is consent', () => {
  it('SF-X18: consented before the stated day, the new terms govern from it', () => {
    const told = [announced(), used('2025-09-15')]
    expect(version('2025-09-30T23:59:59.999', ...told)).toBe('unversioned')
    expect(version('2025-10-01T00:00:00', ...told)).toBe('2025-10-01')
    const consent = found(after('2025-09-16', told), 'terms.consented-at', '2025-10-01')
    expect(consent).toMatchObject({ value: '2025-09-15T12:00:00.000+09:00', clause: { rule: 'SF-1.2-2' } })
  })

  it('SF-X18: first used behind it, they govern from that instant', () => {
    const told = [announced(), used('2025-10-20T10:00:00')]
    expect(version('2025-10-20T09:59:59.999', ...told)).toBe('unversioned')
    expect(version('2025-10-20T10:00:00', ...told)).toBe('2025-10-01')
  })

  it('SF-X18: never used, the old terms go on', () => {
    expect(version('2026-03-31', announced())).toBe('unversioned')
  })

  it('use before, or in the instant of, the announcement is no consent', () => {
    expect(version('2026-01-01', announced(), used('2025-09-01T11:59:59'))).toBe('unversioned')
    expect(version('2026-01-01', announced(), used('2025-09-01T12:00:00'))).toBe('unversioned')
    expect(version('2026-01-01', announced(), used('2025-09-01T12:00:00.001'))).toBe('2025-10-01')
  })

  it('an announcement that does not state the content binds nobody, one that does afterwards is the one to use after', () => {
    const silent = announced({ contentStated: false })
    expect(version('2026-01-01', silent, used('2025-09-15'))).toBe('unversioned')
    const told = [silent, used('2025-09-15'), announced({}, '2025-09-20'), used('2025-11-02')]
    expect(version('2025-11-01', ...told)).toBe('unversioned')
    expect(version('2025-11-03', ...told)).toBe('2025-10-01')
  })

  it('without a stated day the use alone decides', () => {
    const told = [announced({ effectiveOn: undefined }), used('2025-09-15T09:00:00')]
    expect(version('2025-09-15T08:59:59', ...told)).toBe('unversioned')
    expect(version('2025-09-15T09:00:00', ...told)).toBe('2025-10-01')
  })

  it('of two changes agreed to by one use the later one governs', () => {
    const second = announced({ effectiveOn: '2025-11-01' }, '2025-10-01', '2025-11-01')
    expect(version('2025-12-01', announced(), second, used('2025-11-20'))).toBe('2025-11-01')
    expect(version('2025-10-15', announced(), second, used('2025-09-10'), used('2025-10-02'))).toBe(
      '2025-10-01',
    )
    expect(version('2025-11-01', announced(), second, used('2025-09-10'), used('2025-10-02'))).toBe(
      '2025-11-01',
    )
  })

  it('the clause of what follows carries the version that governs on its day', () => {
    const told = [announced(), used('2025-09-15')]
    const clause = (at: string) => {
      const c = after(at, told)
      return c.terms.state(c).clause
    }
    expect(clause('2025-09-30')).toMatchObject({ version: 'unversioned' })
    expect(clause('2025-10-01')).toMatchObject({ version: '2025-10-01' })
  })

  it('a tariff of a version holds for those whom it governs', () => {
    const prices = [
      tariff({ monthlyFees: [{ item: 'standard', amount: 30_000 }] }),
      tariff(
        { monthlyFees: [{ item: 'standard', amount: 36_000 }], termsVersion: '2025-10-01' },
        '2025-10-01',
      ),
    ]
    const october = (...told: readonly Told[]) => lines(after('2025-12-01', prices, told), '2025-10')
    expect(october(announced())).toEqual(['monthly-base standard 30000'])
    expect(october(announced(), used('2025-09-15'))).toEqual(['monthly-base standard 36000'])
    expect(october(announced(), used('2025-10-31T23:59:59.999'))).toEqual(['monthly-base standard 36000'])
    expect(october(announced(), used('2025-11-01T00:00:00'))).toEqual(['monthly-base standard 30000'])
  })
})

describe('SF-1.2-1 第1.2条 changes are announced', () => {
  it('an announced version is pending until it governs', () => {
    expect(value(after('2025-09-16', [announced()]), 'terms.pending-version')).toBe('2025-10-01')
    expect(value(after('2026-03-01', [announced()]), 'terms.pending-version')).toBe('2025-10-01')
    expect(() =>
      found(after('2025-10-01', [announced(), used('2025-09-15')]), 'terms.pending-version'),
    ).toThrow()
  })

  it('its day is one to be ready for; without use it passes and binds nobody', () => {
    const day = (at: string, ...told: readonly Told[]) =>
      deadlines(after(at, [announced(), ...told]), 'terms-change')
    expect(day('2025-09-30T23:59:59')).toEqual(['2025-10-01 2025-10-01 upcoming'])
    expect(day('2025-10-01T00:00:00')).toEqual(['2025-10-01 2025-10-01 lapsed'])
    expect(day('2025-10-01T00:00:00', used('2025-09-15'))).toEqual(['2025-10-01 2025-10-01 met'])
  })
})

describe('SF-1.1 第1.1条 what governs (SF-Q2)', () => {
  it('unversioned until an operator registers a version for the day of conclusion', () => {
    expect(version('2025-02-01')).toBe('unversioned')
    expect(version('2025-02-01', registered('2024-07-01', '2024-07-01'))).toBe('2024-07-01')
    expect(version('2025-02-01', registered('2025-01-07', '2025-01-07'))).toBe('2025-01-07')
  })

  it('a version of a later day governs older contracts only by announcement and use', () => {
    const later = registered('2025-01-08', '2025-01-08')
    expect(version('2025-06-01', later)).toBe('unversioned')
    expect(value(given([later], contract({}, '2025-01-08T09:00:00')).at('2025-06-01'), 'terms.version')).toBe(
      '2025-01-08',
    )
  })

  it('a registered version without text leaves what falls under it undetermined', () => {
    const unknown = registered('2025-10-01', '2025-10-01', { textKnown: false })
    const c = (at: string) => after(at, [tariff(), unknown, announced(), used('2025-09-15')])
    expect(value(c('2025-10-01'), 'terms.version')).toBe('2025-10-01')
    expect(lines(c('2025-12-01'), '2025-09')).toEqual(['monthly-base standard 30000'])
    expect(lines(c('2025-12-01'), '2025-10')).toEqual(['monthly-base standard undetermined terms:2025-10-01'])
    const same = registered('2025-10-01', '2025-10-01', { sameTextAs: 'unversioned' })
    expect(lines(after('2025-12-01', [tariff(), same, announced(), used('2025-09-15')]), '2025-10')).toEqual([
      'monthly-base standard 30000',
    ])
  })

  it('the terms and the individual rules beside them', () => {
    const rule: Told = [
      'TermsVersionPublished',
      '2022-12-01',
      { document: 'individual-rule', versionId: 'r-1', effectiveOn: '2023-01-01', textKnown: false },
    ]
    expect(value(after('2025-02-01', [rule]), 'terms.applicable')).toEqual([
      { document: 'service-terms', version: 'unversioned' },
      { document: 'individual-rule', version: 'r-1' },
    ])
  })

  it('SF-2.1 第2.1条 the website by the revision in force', () => {
    const guide: Told = [
      'GuidePublished',
      '2024-01-01',
      { revisionId: 'g-1', page: 'service-site', effectiveOn: '2024-01-01' },
    ]
    expect(found(after('2025-02-01', [guide]), 'terms.site-revision', 'service-site')).toMatchObject({
      value: 'g-1',
      clause: { rule: 'SF-2.1' },
    })
  })
})

describe('SF-10.1-1 第10.1条第1項〜第3項 AI providers’ terms bind, and these prevail', () => {
  const theirs = (document: string, versionId: string, effectiveOn: string, option?: string): Told => [
    'ThirdPartyTermsPublished',
    '2024-01-01',
    { document, versionId, effectiveOn, ...(option && { option }) },
  ]

  it('in the version in force, behind these terms', () => {
    const told = [theirs('bedrock', 'v1', '2024-01-01'), theirs('bedrock', 'v2', '2025-03-01')]
    expect(value(after('2025-02-28', told), 'terms.third-party-version', 'bedrock')).toBe('v1')
    expect(value(after('2025-03-01', told), 'terms.third-party-version', 'bedrock')).toBe('v2')
    expect(value(after('2025-03-01', told), 'terms.precedence')).toEqual(['service-terms', 'bedrock'])
    expect(found(after('2025-03-01', told), 'terms.precedence').clause.rule).toBe('SF-10.1-1')
  })

  it('of two told for one day the later one counts, an earlier day never takes over', () => {
    const day = (first: string, second: string) => [
      theirs('bedrock', 'v1', first),
      theirs('bedrock', 'v2', second),
    ]
    expect(
      value(after('2025-03-01', day('2024-01-01', '2024-01-01')), 'terms.third-party-version', 'bedrock'),
    ).toBe('v2')
    expect(
      value(after('2025-03-01', day('2024-02-01', '2024-01-01')), 'terms.third-party-version', 'bedrock'),
    ).toBe('v1')
  })

  it('SF-17.2 第17.2条第2項・第3項 those of an external service once it is used', () => {
    const told = theirs('wxtech', 'v1', '2024-01-01', 'external-service')
    expect(() => found(after('2025-03-01', [told]), 'terms.third-party-version', 'wxtech')).toThrow()
    const on: Told = ['OptionEnabled', '2025-02-01', { option: 'external-service', ref: 'wx' }]
    expect(found(after('2025-03-01', [told, on]), 'terms.third-party-version', 'wxtech')).toMatchObject({
      value: 'v1',
      clause: { rule: 'SF-17.2' },
    })
    expect(found(after('2025-03-01', [told, on]), 'terms.precedence')).toMatchObject({
      clause: { rule: 'SF-17.2' },
    })
  })
})
