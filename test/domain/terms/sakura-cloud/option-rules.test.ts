import { describe, expect, it } from 'vitest'
import { type Told, given, said, value } from '../kit.ts'
import { applied, concluded, published } from './told.ts'
import {
  contract,
  created,
  deadlines,
  earlier,
  lock,
  priced,
  registered,
  removed,
} from './secure-mobile/told.ts'

const sms = (kind = 'sms-2fa'): readonly Told[] => [
  ['OptionApplied', '2025-05-02T10:00:00', { option: kind, ref: 'sms-1', form: 'online' }],
  ['OptionAccepted', '2025-05-02T15:00:00', { ref: 'sms-1' }],
]
const ssl: readonly Told[] = [
  [
    'OptionApplied',
    '2025-05-02T10:00:00',
    { option: 'ssl', ref: 'ssl-1', parentRef: 'sv-1', form: 'online' },
  ],
  ['OptionAccepted', '2025-05-02T15:00:00', { ref: 'ssl-1' }],
]
const whole = (...told: readonly (Told | readonly Told[])[]) =>
  given(
    'sakura-cloud',
    earlier,
    priced(),
    published({ sslServiceKinds: ['server'] }),
    concluded('2025-05-01'),
    ...told,
  )
type It = ReturnType<typeof contract>

describe('SC-49-1, SC-74-1, SC-73-1 第49条, 第73条, 第74条 interruptions and restrictions', () => {
  const stop = (data: object): Told => [
    'ServiceSuspended',
    '2025-06-01',
    { measureId: 'm-1', kind: 'interruption', ground: 'maintenance', ...data },
  ]
  const lawful = (it: It) => {
    const c = it.at('2025-06-02')
    const found = (c.terms.answers['measure.lawful'] ?? []).flatMap((ask) => ask(c))
    return found.map((answer) => `${String(said(answer))} ${answer.clause.rule}`)
  }

  it('of secure mobile for maintenance or a heavy session', () => {
    const mobile = created('2025-05-01')
    expect(lawful(contract(mobile, stop({ ref: 'secure-mobile' })))).toEqual(['true SC-49-1'])
    expect(lawful(contract(mobile, stop({ ground: 'heavy-session' })))).toEqual(['true SC-49-1'])
    expect(lawful(contract(mobile, stop({ kind: 'suspension', ref: 'secure-mobile' })))).toEqual([
      'undetermined terms:base SC-1-2',
    ])
    expect(lawful(whole(stop({})))).toEqual(['undetermined terms:base SC-1-2'])
    const restricted: Told = [
      'ServiceRestricted',
      '2025-06-01',
      { measureId: 'm-1', measures: ['throttled'], ground: 'heavy-session', ref: 'secure-mobile' },
    ]
    expect(lawful(contract(mobile, restricted))).toEqual(['true SC-49-1'])
  })

  it('of SMS when what it rests on is interrupted; what is charged the base terms say', () => {
    const it = whole(sms(), stop({ ground: 'upstream-interruption', ref: 'sms-1' }))
    expect(lawful(it)).toEqual(['true SC-74-1'])
    expect(value(it.at('2025-06-02'), 'measure.charges-continue', 'm-1')).toBe('undetermined terms:base')
    expect(lawful(whole(stop({ ground: 'upstream-interruption' })))).toEqual([
      'undetermined terms:base SC-1-2',
    ])
  })

  it('a ground that was found permits the interruption, until there was one', () => {
    const found: Told = [
      'RestrictionGroundFound',
      '2025-05-20',
      { groundId: 'g-1', ground: 'excessive-load', by: 'provider' },
    ]
    const acts = (it: It) => {
      const c = it.at('2025-06-02')
      return c.terms
        .permitted(c)
        .filter(({ act }) => act === 'interrupt')
        .map(({ clause }) => clause.rule)
    }
    expect(acts(contract(created('2025-05-01'), found))).toEqual(['SC-49-1'])
    expect(acts(contract(created('2025-05-01'), found, stop({ ref: 'secure-mobile' })))).toEqual([])
    expect(acts(whole(found))).toEqual([])
  })
})

describe('SC-72-2, SC-83 第72条第2項, 第83条 papers and information on request', () => {
  const asked = (kind: string, dueOn?: string): Told => [
    'RequestMade',
    '2025-06-01',
    { requestId: 'r-1', by: 'provider', kind, ...(dueOn !== undefined && { dueOn }) },
  ]
  const answered = (at: string): Told => ['RequestAnswered', at, { requestId: 'r-1' }]
  const duties = (it: It, at: string) => {
    const c = it.at(at)
    return c.terms
      .obligations(c)
      .filter(({ duty }) => duty === 'provide-information')
      .map(({ ref, clause }) => `${ref} ${clause.rule}`)
  }
  const may = (it: It, at: string) => {
    const c = it.at(at)
    return c.terms
      .permitted(c)
      .filter(({ act }) => act === 'request-information')
      .map(({ clause }) => clause.rule)
  }

  it('are owed until they are given', () => {
    for (const [kind, rule] of [
      ['documents', 'SC-72-2'],
      ['certificate-information', 'SC-83'],
    ] as const) {
      const it = whole(sms('sms-a2p'), ssl, asked(kind), answered('2025-06-05'))
      expect(duties(it, '2025-06-04')).toEqual([`r-1 ${rule}`])
      expect(duties(it, '2025-06-05T12:00:00')).toEqual([])
    }
  })

  it('by a day only where one was named', () => {
    expect(deadlines(whole(asked('documents')).at('2025-06-02'), 'report-due')).toEqual([])
    const due = whole(asked('documents', '2025-06-10'), answered('2025-06-10T23:59:59'))
    expect(deadlines(due.at('2025-06-09'), 'report-due')).toEqual(['2025-06-10 upcoming'])
    expect(deadlines(due.at('2025-06-12'), 'report-due')).toEqual(['2025-06-10 met'])
    const late = whole(asked('documents', '2025-06-10'), answered('2025-06-11T00:00:00'))
    expect(deadlines(late.at('2025-06-12'), 'report-due')).toEqual(['2025-06-10 missed'])
  })

  it('may be asked for as long as the option is there, and nothing is owed', () => {
    expect(may(whole(sms('sms-a2p')), '2025-06-02')).toEqual(['SC-72-2'])
    expect(may(whole(sms('sms-2fa')), '2025-06-02')).toEqual([])
    expect(may(whole(ssl), '2025-06-02')).toEqual(['SC-83'])
    expect(may(whole(ssl, asked('certificate-information')), '2025-06-02')).toEqual([])
  })
})

describe('claims, by what each section says of them', () => {
  const claim = (data: object): Told => [
    'ClaimSubmitted',
    '2025-06-10',
    { claimId: 'cl-1', by: 'customer', kind: 'damages', ...data },
  ]
  const outcome = (...told: readonly Told[]) => {
    const c = contract(applied('2025-04-20', []), ...told).at('2025-07-15')
    const found = (c.terms.answers['claim.outcome'] ?? []).flatMap((ask) => ask(c))[0]
    return found && `${String(said(found))} ${found.clause.rule}`
  }
  const sim = registered('2025-05-01', 's1')
  const beta: readonly Told[] = [
    ['BetaOffered', '2025-04-25', { betaId: 'b-1', marked: true, parentOption: 'secure-mobile' }],
    ['OptionEnabled', '2025-05-10', { option: 'beta', ref: 'bo-1', betaId: 'b-1' }],
  ]
  const individual = { claimantKind: 'individual', purpose: 'non-business' }

  it('SC-45-4 第45条第4項 no exchange and no refund of a SIM disabled for good', () => {
    const dead = lock('2025-05-09', 'disabled', 's1')
    expect(outcome(sim, dead, claim({ kind: 'exchange' }))).toBe('refused SC-45-4')
    expect(outcome(sim, dead, claim({ kind: 'refund' }))).toBe('refused SC-45-4')
    expect(outcome(sim, claim({ kind: 'exchange' }))).toBe('base-terms SC-1-2')
  })

  it('SC-50-1 第50条 measures, SC-61-1 第61条 design information', () => {
    expect(outcome(sim, claim({ area: 'measure' }))).toBe('refused SC-50-1')
    expect(outcome(claim({ area: 'measure' }))).toBe('base-terms SC-1-2')
    expect(
      outcome(['MonoProjectCreated', '2025-05-01', { projectId: 'p1' }], claim({ kind: 'warranty' })),
    ).toBe('refused SC-61-1')
  })

  it('SC-65 第65条 a β of §8, with the exception of 第11条第6項; SC-67-3 第67条第3項 its end with its parent', () => {
    expect(outcome(created('2025-05-01'), ...beta, claim({ area: 'beta' }))).toBe('refused SC-65')
    expect(outcome(created('2025-05-01'), ...beta, claim({ area: 'beta', ...individual }))).toBe(
      'base-terms SC-11-6', // 第65条 writes no exception of its own
    )
    expect(outcome(claim({ area: 'beta' }))).toBe('refused SC-11-6')
    const ofBase: Told = ['OptionEnabled', '2025-05-11', { option: 'beta', ref: 'bo-2' }]
    expect(outcome(created('2025-05-01'), ...beta, ofBase, claim({ area: 'beta' }))).toBe('refused SC-11-6')
    expect(
      outcome(created('2025-05-01'), ...beta, removed('2025-06-01'), claim({ area: 'termination' })),
    ).toBe('refused SC-67-3')
  })

  it('SC-84-2, SC-86 第84条第3項, 第86条 certificates', () => {
    expect(outcome(claim({ area: 'certificate' }))).toBe('refused SC-86')
    expect(
      outcome(
        ['CertificateRevoked', '2025-06-01', { certificateId: 'c-1', ground: 'other' }],
        claim({ area: 'certificate' }),
      ),
    ).toBe('refused SC-84-2')
  })

  it('SC-90 第90条 AppRun, except towards individuals outside business', () => {
    expect(outcome(claim({ area: 'apprun' }))).toBe('refused SC-90')
    expect(outcome(claim({ area: 'apprun', ...individual }))).toBe('base-terms SC-90')
    expect(outcome(claim({ area: 'apprun', claimantKind: 'individual', purpose: 'business' }))).toBe(
      'refused SC-90',
    )
  })
})

describe('SC-45-2, SC-43-2, SC-59 第45条第2項, 第43条第2項, 第59条 custody and linked systems', () => {
  it('what comes of a PASSCODE getting known is the customer’s', () => {
    const misuse = (credential: string): Told => [
      'CredentialMisuseSuspected',
      '2025-06-01',
      { misuseId: 'x-1', credential },
    ]
    expect(
      value(
        contract(registered('2025-05-01', 's1'), misuse('passcode')).at('2025-06-02'),
        'dispute.responsible-party',
        'x-1',
      ),
    ).toBe('customer')
    expect(() =>
      value(
        contract(registered('2025-05-01', 's1'), misuse('account')).at('2025-06-02'),
        'dispute.responsible-party',
        'x-1',
      ),
    ).toThrow('does not arise')
  })

  it('towards its supplier the contract for a linked system comes first', () => {
    const linked: Told = ['PrerequisiteMet', '2025-06-01', { kind: 'linked-system-contract', ref: 'crm' }]
    const first = (...told: readonly Told[]) => {
      const c = contract(...told, linked).at('2025-06-02')
      const found = (c.terms.answers['terms.precedence'] ?? [])
        .flatMap((ask) => ask(c))
        .find(({ ref }) => ref === 'crm')
      return found && `${(said(found) as string[])[0]} ${found.clause.rule}`
    }
    expect(first(registered('2025-05-01', 's1'))).toBe('linked-system-contract SC-43-2')
    expect(first(['MonoProjectCreated', '2025-05-01', { projectId: 'p1' }])).toBe(
      'linked-system-contract SC-59',
    )
  })
})

describe('on what an act stands (basis)', () => {
  it('is what its own section says', () => {
    const it = whole(created('2025-05-02'), sms())
    const basis = (type: Told[0], data: object) => {
      const c = it.at('2025-05-10')
      const rule = c.terms.acts[type]
      const act = { type, at: c.asOf, data } as never
      return rule?.basisOf?.(c, act) ?? rule?.basis
    }
    expect(basis('OptionEnabled', { option: 'fixed-ip', ref: 'x' })).toEqual([
      'SC-33-3',
      'SC-33-4',
      'SC-42-1',
    ])
    expect(basis('TerminationNoticeSubmitted', { ref: 'sms-1', form: 'online' })).toEqual([
      'SC-75-1a',
      'SC-75-1b',
    ])
    expect(
      basis('ClaimSubmitted', { claimId: 'x', by: 'customer', kind: 'damages', area: 'apprun' }),
    ).toEqual(['SC-90'])
    expect(basis('SimRegistered', {})).toContain('SC-36-1')
    expect(basis('RequestMade', { requestId: 'r', by: 'provider', kind: 'documents' })).toEqual(['SC-72-2'])
  })
})
