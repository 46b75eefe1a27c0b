import { describe, expect, it } from 'vitest'
import { type Told, given, value } from '../../kit.ts'
import { concluded, paused } from '../told.ts'

const SC = 'sakura-cloud'
const version = (versionId: string, effectiveOn: string, data: object = {}): Told => [
  'TermsVersionPublished',
  '2025-01-01',
  { document: 'service-terms', versionId, effectiveOn, textKnown: true, ...data },
]

describe('SC-S1 附則第1条 the version in force', () => {
  it('SC-X49: by the day, and what falls under an unknown text says so', () => {
    const it = given(SC, concluded('2025-04-15'))
    expect(value(it.at('2025-04-15T23:59:59'), 'terms.version')).toBe('2025-02-07')
    expect(value(it.at('2025-04-16T00:00:00'), 'terms.version')).toBe('2025-04-16')
    expect(value(it.at('2025-04-17'), 'contract.starts-on')).toBe('undetermined terms:2025-02-07')
    expect(value(given(SC, concluded('2025-04-16')).at('2025-04-17'), 'contract.starts-on')).toBe(
      '2025-04-16',
    )
  })

  it('R-1: an earlier version declared equal has its rules', () => {
    const it = given(
      SC,
      version('2025-02-07', '2025-02-07', { sameTextAs: '2025-04-16' }),
      concluded('2025-04-15'),
    )
    expect(value(it.at('2025-04-17'), 'contract.starts-on')).toBe('2025-04-15')
  })

  it('an announced change is a date to know', () => {
    const it = given(SC, concluded(), [
      'TermsChangeAnnounced',
      '2025-06-01',
      { versionId: '2025-08-01', effectiveOn: '2025-08-01', channel: 'website', contentStated: true },
    ])
    const of = (at: string) =>
      it
        .at(at)
        .terms.deadlines(it.at(at))
        .filter(({ kind }) => kind === 'terms-change')
        .map(({ ref, state }) => `${ref ?? ''} ${state}`)
    expect(of('2025-07-31')).toEqual(['2025-08-01 upcoming'])
    expect(of('2025-08-01T00:00:00')).toEqual(['2025-08-01 met'])
  })
})

describe('SC-1-1, SC-1-2 第1条 what applies', () => {
  it('these terms and the base terms beside them', () => {
    const it = given(
      SC,
      [
        'TermsVersionPublished',
        '2025-01-01',
        { document: 'base-terms', versionId: 'base-2024', effectiveOn: '2024-04-01', textKnown: false },
      ],
      concluded(),
    )
    expect(value(it.at('2025-06-01'), 'terms.applicable')).toEqual([
      { document: 'service-terms', version: '2025-04-16' },
      { document: 'base-terms', version: 'base-2024' },
    ])
    expect(value(given(SC, concluded()).at('2025-06-01'), 'terms.applicable')).toContainEqual({
      document: 'base-terms',
      version: null,
    })
  })
})

describe('SC-7-6 第7条第6項, SC-11-8 第11条第8項 what the site says', () => {
  const guide = (revisionId: string, effectiveOn: string, page = 'service-site'): Told => [
    'GuidePublished',
    '2025-01-01',
    { revisionId, page, effectiveOn },
  ]
  it('is pointed to by the revision in force, where the question arises', () => {
    const it = given(
      SC,
      guide('site-1', '2025-01-01'),
      guide('site-2', '2025-06-10'),
      guide('panel-1', '2025-01-01', 'control-panel'),
      concluded(),
      paused('2025-06-01'),
      ['OptionEnabled', '2025-06-01', { option: 'beta', ref: 'bo-1' }],
    )
    expect(value(it.at('2025-06-09'), 'terms.site-revision', 'service-site')).toBe('site-1')
    expect(value(it.at('2025-06-10T00:00:00'), 'terms.site-revision', 'service-site')).toBe('site-2')
    expect(value(it.at('2025-06-10'), 'terms.site-revision', 'control-panel')).toBe('panel-1')
    expect(() => value(it.at('2025-05-20'), 'terms.site-revision', 'service-site')).toThrow('does not arise')
  })
})
