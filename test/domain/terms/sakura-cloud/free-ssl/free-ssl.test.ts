import { describe, expect, it } from 'vitest'
import { type Told, given, said, value } from '../../kit.ts'
import { concluded, published, server, terminated } from '../told.ts'
import { deadlines, earlier, linesOf, options, priced, unmatched } from '../secure-mobile/told.ts'

const SSL = { sslServiceKinds: ['server'] }
const applied = (at = '2025-12-25T10:00:00', data: object = {}): Told => [
  'OptionApplied',
  at,
  { option: 'ssl', ref: 'ssl-1', parentRef: 'sv-1', form: 'online', ...data },
]
const accepted = (at = '2025-12-25T15:00:00'): Told => ['OptionAccepted', at, { ref: 'ssl-1' }]
const issued = (
  certificateId = 'c-1',
  validUntilOn = '2026-03-31',
  at = '2026-01-01',
  data: object = {},
): Told => [
  'CertificateIssued',
  at,
  { certificateId, ref: 'ssl-1', issuedOn: at.slice(0, 10), validUntilOn, ...data },
]
const declared = (at: string, by = 'customer'): Told => ['NonRenewalDeclared', at, { by, ref: 'ssl-1' }]
const base = [
  earlier,
  [priced(SSL), published(SSL)],
  concluded('2025-05-01', [server, { ref: 'gpu-1', serviceKind: 'gpu' }]),
] as const
const contract = (...told: readonly Told[]) => given('sakura-cloud', ...base, ...told)
const ssl = (...told: readonly Told[]) => contract(applied(), accepted(), issued(), ...told)
type It = ReturnType<typeof contract>
const seen = (it: It, at: string) => {
  const c = it.at(at)
  return {
    duties: c.terms
      .obligations(c)
      .filter(({ duty }) => duty === 'renew-certificate')
      .map(({ ref, dueOn }) => `${ref} ${dueOn}`),
    permitted: c.terms
      .permitted(c)
      .filter(({ act }) => act === 'revoke-certificate' || act === 'declare-non-renewal')
      .map(({ act, ref, clause }) => `${act} ${ref} ${clause.rule}`),
  }
}
const end = (it: It, at = '2026-06-01') => {
  const c = it.at(at)
  const found = (c.terms.answers['option.ends-on'] ?? [])
    .flatMap((ask) => ask(c))
    .find(({ ref }) => ref === 'ssl-1')
  return found && `${String(said(found))} ${found.clause.rule}`
}

describe('SC-81-1 第81条第1項 only users of designated services', () => {
  const refused = (it: It, data: object, at = '2026-01-05') =>
    it.refusal('OptionApplied', at, { option: 'ssl', ref: 'x', form: 'online', ...data })?.clause.rule

  it('the service it hangs on, or any', () => {
    const it = contract(terminated('2026-01-10', 'sv-1'))
    expect(refused(it, { parentRef: 'sv-1' })).toBeUndefined()
    expect(refused(it, {})).toBeUndefined()
    expect(refused(it, { parentRef: 'gpu-1' })).toBe('SC-81-1')
    expect(refused(it, { parentRef: 'sv-9' })).toBe('SC-81-1')
    expect(refused(it, { parentRef: 'sv-1' }, '2026-01-11')).toBe('SC-81-1')
    expect(refused(it, {}, '2026-01-11')).toBe('SC-81-1')
  })

  it('an acceptance as well; a list nobody published refuses nobody', () => {
    const late = contract(applied(), terminated('2026-01-10', 'sv-1'))
    expect(late.refusal('OptionAccepted', '2026-01-11', { ref: 'ssl-1' })?.what).toBe(
      'refusal.option-requires-parent',
    )
    const silent = given('sakura-cloud', earlier, priced(), concluded('2025-05-01', [server]))
    expect(refused(silent, { parentRef: 'sv-1' })).toBeUndefined()
  })
})

describe('SC-85-1 第85条第1項 validity from the issue to the day the CA set', () => {
  it('valid to 24:00 of it', () => {
    expect(value(ssl().at('2026-01-02'), 'certificate.valid-until', 'c-1')).toBe('2026-03-31')
    expect(value(ssl().at('2026-03-31T23:59:59'), 'certificate.state', 'c-1')).toBe('valid')
    expect(value(ssl().at('2026-04-01T00:00:00'), 'certificate.state', 'c-1')).toBe('expired')
  })

  it('is a resource', () => {
    const c = ssl(issued('c-0', '2026-06-30', '2026-03-20', { renews: 'c-1' })).at('2026-04-05')
    const all = c.terms.resources(c).find(({ kind }) => kind === 'certificates')
    expect([all?.count, all?.page('', 9)]).toMatchObject([
      2,
      [
        { certificateId: 'c-0', state: 'valid', renews: 'c-1' },
        { certificateId: 'c-1', state: 'expired', validUntilOn: '2026-03-31' },
      ],
    ])
    expect(all?.page('c-0', 9)).toHaveLength(1)
  })
})

describe('SC-85-2 第85条第2項 renewed unless declared 30 days before', () => {
  it('SC-X44 the last day to declare', () => {
    const day = (until: string) =>
      value(
        contract(applied(), accepted(), issued('c-1', until)).at('2026-01-10'),
        'certificate.opt-out-deadline',
        'c-1',
      )
    expect(day('2026-03-31')).toBe('2026-03-01')
    expect(day('2028-03-30')).toBe('2028-02-29')
    expect(day('2026-03-30')).toBe('2026-02-28')
  })

  it('SC-X44 until its 24:00 it stops the renewal, behind it the renewal proceeds', () => {
    const intime = ssl(declared('2026-03-01T23:59:59.999'))
    expect(value(intime.at('2026-03-02'), 'term.renews', 'ssl-1')).toBe(false)
    expect(seen(intime, '2026-03-05').duties).toEqual([])
    expect(end(intime)).toBe('2026-03-31 SC-85-2')
    const late = ssl(declared('2026-03-02T00:00:00'))
    expect(value(late.at('2026-03-02T12:00:00'), 'term.renews', 'ssl-1')).toBe(true)
    expect(seen(late, '2026-03-02T12:00:00').duties).toEqual(['c-1 2026-03-31'])
    expect(end(late)).toBeUndefined()
    expect(value(ssl(declared('2026-02-01', 'provider')).at('2026-02-02'), 'term.renews', 'ssl-1')).toBe(true)
  })

  it('the provider owes the renewal from the day behind it, until the CA said a word', () => {
    expect(seen(ssl(), '2026-03-01T23:59:59').duties).toEqual([])
    expect(seen(ssl(), '2026-03-02T00:00:00').duties).toEqual(['c-1 2026-03-31'])
    expect(
      seen(ssl(issued('c-2', '2026-06-30', '2026-03-20', { renews: 'c-1' })), '2026-03-21').duties,
    ).toEqual([])
    expect(
      seen(ssl(['CertificateIssueRefused', '2026-03-20', { ref: 'ssl-1', kind: 'renewal' }]), '2026-03-21')
        .duties,
    ).toEqual([])
  })

  it('the customer may declare as long as it is in time', () => {
    expect(seen(ssl(), '2026-03-01T23:59:59').permitted).toEqual(['declare-non-renewal ssl-1 SC-85-2'])
    expect(seen(ssl(), '2026-03-02T00:00:00').permitted).toEqual([])
    expect(seen(ssl(declared('2026-02-01')), '2026-02-02').permitted).toEqual([])
  })

  it('a renewal has a deadline of its own', () => {
    const it = ssl(issued('c-2', '2026-06-30', '2026-03-20', { renews: 'c-1' }))
    expect(deadlines(it.at('2026-02-01'), 'certificate-opt-out')).toEqual(['2026-03-01 upcoming'])
    expect(deadlines(it.at('2026-03-05'), 'certificate-opt-out')).toEqual(['2026-03-01 missed'])
    expect(deadlines(it.at('2026-03-21'), 'certificate-opt-out')).toEqual([
      '2026-03-01 lapsed',
      '2026-05-31 upcoming',
    ])
    expect(deadlines(it.at('2026-04-05'), 'certificate-expiry')).toEqual([
      '2026-03-31 met',
      '2026-06-30 upcoming',
    ])
    expect(deadlines(ssl().at('2026-04-01T00:00:00'), 'certificate-expiry')).toEqual(['2026-03-31 missed'])
    expect(deadlines(ssl(declared('2026-02-01')).at('2026-03-01'), 'certificate-opt-out')).toEqual([
      '2026-03-01 met',
    ])
  })
})

describe('SC-85-3, SC-85-4 第85条第3項・第4項 its end', () => {
  it('SC-X44 by notice on that day', () => {
    const it = ssl(terminated('2026-03-02T15:00:00', 'ssl-1'))
    expect(end(it)).toBe('2026-03-02 SC-85-3')
    expect(options(it.at('2026-03-02T23:59:59'))).toEqual(['ssl-1 active 2025-12-25 2026-03-02'])
    expect(options(it.at('2026-03-03T00:00:00'))).toEqual(['ssl-1 ended 2025-12-25 2026-03-02'])
  })

  it('with the designated service it hangs on', () => {
    expect(end(ssl(terminated('2026-02-10', 'sv-1')))).toBe('2026-02-10 SC-85-4')
    expect(end(ssl(terminated('2026-02-10', 'gpu-1')))).toBeUndefined()
    expect(end(ssl(terminated('2026-02-10')))).toBe('2026-02-10 SC-85-4')
  })

  it('and no certificate is issued for it any more', () => {
    const it = ssl(terminated('2026-03-02', 'ssl-1'))
    const refusal = it.refusal('CertificateIssued', '2026-03-03', {
      certificateId: 'c-2',
      ref: 'ssl-1',
      issuedOn: '2026-03-03',
      validUntilOn: '2026-06-30',
    })
    expect([refusal?.what, refusal?.clause.rule]).toEqual(['refusal.not-in-force', 'SC-85-3'])
  })
})

describe('SC-84-1, SC-85-5 第84条第1項, 第85条第5項 revocation', () => {
  it('permitted on a ground that was found, and when the contract has ended', () => {
    const found: Told = [
      'RestrictionGroundFound',
      '2026-02-01',
      { groundId: 'g-1', ground: 'prohibited-act', by: 'provider' },
    ]
    expect(seen(ssl(found), '2026-03-05').permitted).toEqual(['revoke-certificate c-1 SC-84-1'])
    expect(
      seen(
        ssl(['RestrictionGroundFound', '2026-02-01', { groundId: 'g-1', ground: 'spam', by: 'provider' }]),
        '2026-03-05',
      ).permitted,
    ).toEqual([])
    const ended = ssl(terminated('2026-03-02', 'ssl-1'))
    expect(seen(ended, '2026-03-02T23:59:59').permitted).toEqual([])
    expect(seen(ended, '2026-03-03T00:00:00').permitted).toEqual(['revoke-certificate c-1 SC-85-5'])
    expect(seen(ended, '2026-04-01T00:00:00').permitted).toEqual([]) // expired by itself
  })

  it('a revoked certificate is neither valid nor renewed', () => {
    const revoked = (ground: string): Told => [
      'CertificateRevoked',
      '2026-02-10',
      { certificateId: 'c-1', ground },
    ]
    const it = ssl(revoked('key-compromise'))
    expect(value(it.at('2026-02-11'), 'certificate.state', 'c-1')).toBe('revoked')
    expect(value(it.at('2026-02-09'), 'certificate.state', 'c-1')).toBe('valid')
    expect(seen(it, '2026-03-05').duties).toEqual([])
    const rule = (ground: string) => {
      const c = ssl(revoked(ground)).at('2026-02-11')
      return (c.terms.answers['certificate.state'] ?? []).flatMap((ask) => ask(c))[0]?.clause.rule
    }
    expect([rule('breach'), rule('contract-end')]).toEqual(['SC-84-1', 'SC-85-5'])
  })
})

describe('SC-82-1, SC-82-2 第82条 refusals', () => {
  it('of the CA: no certificate, until it issues one', () => {
    const refused: Told = ['CertificateIssueRefused', '2025-12-28', { ref: 'ssl-1', kind: 'issue' }]
    expect(
      value(contract(applied(), accepted(), refused).at('2025-12-29'), 'certificate.state', 'ssl-1'),
    ).toBe('refused')
    expect(() =>
      value(
        contract(applied(), accepted(), refused, issued()).at('2026-01-02'),
        'certificate.state',
        'ssl-1',
      ),
    ).toThrow('does not arise')
  })

  it('of the provider: under the terms of the CA as well', () => {
    const valid = (ground: string) =>
      value(
        contract(applied(), ['OptionRefused', '2025-12-26', { ref: 'ssl-1', ground }]).at('2025-12-27'),
        'application.refusal-ground-valid',
        'ssl-1',
      )
    expect([valid('ca-terms'), valid('refusal-ground'), valid('other')]).toEqual([
      true,
      true,
      'undetermined terms:base',
    ])
  })
})

describe('SC-79-2, SC-80-1, SC-80-2 第79条第2項, 第80条 free, and under the terms of the CA', () => {
  it('a line of 0 a month', () => {
    const [line] = linesOf(ssl().at('2026-02-01'), 'option-base', '2026-01')
    expect(line && [said(line.amount), line.amount.clause.rule, line.ref]).toEqual([0, 'SC-79-2', 'ssl-1'])
    expect(linesOf(ssl().at('2026-02-01'), 'option-base', '2025-11')).toEqual([])
  })

  it('whose terms come first, in the version of the day', () => {
    const terms = (versionId: string, effectiveOn: string): Told => [
      'ThirdPartyTermsPublished',
      '2025-06-01',
      { document: 'ca-subscriber', versionId, effectiveOn, option: 'ssl' },
    ]
    const it = ssl(terms('v1', '2025-06-01'), terms('v2', '2026-02-01'))
    expect(value(it.at('2026-01-31'), 'terms.third-party-version', 'ca-subscriber')).toBe('v1')
    expect(value(it.at('2026-02-01'), 'terms.third-party-version', 'ca-subscriber')).toBe('v2')
    expect(value(it.at('2026-02-01'), 'terms.precedence', 'ssl')).toEqual([
      'ca-subscriber',
      'base-terms',
      'service-terms',
    ])
    expect(value(ssl().at('2026-02-01'), 'terms.precedence', 'ssl')).toEqual([
      'ca-terms',
      'base-terms',
      'service-terms',
    ])
  })

  it('SC-81-2 第81条第2項 and the conditions of its page', () => {
    const page: Told = [
      'GuidePublished',
      '2025-06-01',
      { revisionId: 'r-1', page: 'option-page', option: 'ssl', effectiveOn: '2025-06-01' },
    ]
    expect(value(ssl(page).at('2026-02-01'), 'terms.site-revision', 'option-page')).toBe('r-1')
  })
})

describe('act.unmatched of certificates', () => {
  it('waits for the option or the certificate', () => {
    const it = contract(
      issued(),
      ['CertificateIssueRefused', '2026-01-02', { ref: 'ssl-9', kind: 'issue' }],
      declared('2026-01-03'),
      ['CertificateRevoked', '2026-01-04', { certificateId: 'c-9', ground: 'other' }],
    )
    expect([...unmatched(it.at('2026-02-01'))].sort()).toEqual([
      'CertificateIssueRefused: OptionApplied ref ssl-9',
      'CertificateIssued: OptionApplied ref ssl-1',
      'CertificateRevoked: CertificateIssued certificateId c-9',
      'NonRenewalDeclared: OptionApplied ref ssl-1',
    ])
  })
})
