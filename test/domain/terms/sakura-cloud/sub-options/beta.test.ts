import { describe, expect, it } from 'vitest'
import { type Told, value } from '../../kit.ts'
import { contract, created, deadlines, fee, linesOf, options, removed } from '../secure-mobile/told.ts'

const offered = (data: object = {}): Told => [
  'BetaOffered',
  '2025-04-25',
  { betaId: 'b-1', marked: true, parentOption: 'secure-mobile', ...data },
]
const enabled = (at = '2025-05-10T10:00:00', data: object = {}): Told => [
  'OptionEnabled',
  at,
  { option: 'beta', ref: 'bo-1', betaId: 'b-1', ...data },
]
const promoted = (data: object = {}): Told => [
  'BetaPromoted',
  '2025-09-01',
  { betaId: 'b-1', mode: 'new-contract', endsOn: '2025-09-30', designatedOn: '2025-10-31', ...data },
]
const gateway = created('2025-05-01')
const beta = (...told: readonly Told[]) => contract(offered(), gateway, enabled(), ...told)

describe('SC-64-1 第64条第1項 formed when the setting is completed', () => {
  it('at the instant of the receipt', () => {
    expect(value(beta().at('2025-05-11'), 'contract.formed-at', 'bo-1')).toBe('2025-05-10T10:00:00.000+09:00')
    expect(options(beta().at('2025-05-11'))).toContain('bo-1 active 2025-05-10 -')
  })
})

describe('SC-63-2 第63条第2項 only for users of §8 and §9', () => {
  const refusal = (it: ReturnType<typeof contract>, at: string, data: object = {}) =>
    it.refusal('OptionEnabled', at, { option: 'beta', ref: 'x', betaId: 'b-1', ...data })

  it('as it was offered, else by what it hangs on', () => {
    expect(refusal(contract(offered(), gateway), '2025-05-02')).toBeUndefined()
    expect(refusal(contract(offered(), gateway), '2025-04-30')?.clause.rule).toBe('SC-63-2')
    expect(refusal(contract(offered({ parentOption: 'mono-platform' }), gateway), '2025-05-02')?.what).toBe(
      'refusal.option-requires-parent',
    )
    expect(
      refusal(contract(gateway), '2025-05-02', { betaId: 'b-9', parentRef: 'secure-mobile' }),
    ).toBeUndefined()
    expect(
      refusal(contract(gateway), '2025-05-02', { betaId: 'b-9', parentRef: 'mono-platform' })?.clause.rule,
    ).toBe('SC-63-2')
  })

  it('of the base service is none of these', () => {
    expect(refusal(contract(offered({ parentOption: 'base' }), gateway), '2025-05-02')).toBeUndefined()
    expect(
      options(contract(offered({ parentOption: 'base' }), gateway, enabled()).at('2025-05-11')).filter(
        (each) => each.startsWith('bo-1'),
      ),
    ).toHaveLength(1)
  })
})

describe('SC-63-3 第63条第3項 free', () => {
  it('is a line of 0 in the months in which it is in force', () => {
    const it = beta(['OptionEnded', '2025-06-05', { ref: 'bo-1' }])
    const c = it.at('2025-09-01')
    expect(['2025-04', '2025-05', '2025-06', '2025-07'].map((month) => linesOf(c, 'option-base', month).map(({ ref, amount }) => `${ref} ${amount.clause.rule}`))).toEqual([
      [], ['bo-1 SC-63-3'], ['bo-1 SC-63-3'], [],
    ]) // prettier-ignore
    expect([fee(c, 'option-base', '2025-05'), fee(c, 'sub-option', '2025-05')]).toEqual([0, 0])
  })
})

describe('SC-67-1, SC-67-2 第67条 with what it belongs to', () => {
  it('SC-X40 ends with it', () => {
    const it = beta(removed('2025-06-10'))
    expect(value(it.at('2025-06-11'), 'option.ends-on', 'bo-1')).toBe('2025-06-30')
    expect(options(it.at('2025-06-30T23:59:59'))).toContain('bo-1 active 2025-05-10 2025-06-30')
    expect(options(it.at('2025-07-01T00:00:00'))).toContain('bo-1 ended 2025-05-10 2025-06-30')
    const c = it.at('2025-06-11')
    expect(
      (c.terms.answers['option.ends-on'] ?? []).flatMap((ask) => ask(c)).find(({ ref }) => ref === 'bo-1')
        ?.clause.rule,
    ).toBe('SC-67-1')
  })

  it('is stopped while that is stopped, in whatever way', () => {
    for (const kind of ['suspension', 'stop', 'interruption']) {
      const it = beta(
        [
          'ServiceSuspended',
          '2025-05-20',
          { measureId: 'm-1', kind, ground: 'base-terms', ref: 'secure-mobile' },
        ],
        ['ServiceResumed', '2025-05-25', { measureId: 'm-1' }],
      )
      expect(options(it.at('2025-05-21'))).toContain('bo-1 suspended 2025-05-10 -')
      expect(value(it.at('2025-05-21'), 'option.usable', 'bo-1')).toBe(false)
      expect(value(it.at('2025-05-26'), 'option.usable', 'bo-1')).toBe(true)
    }
  })
})

describe('SC-66-1 第66条第1項 the formal service needs a new contract', () => {
  it('has no successor in either mode, and is over on the day named', () => {
    for (const mode of ['new-contract', 'carry-over']) {
      const it = beta(promoted({ mode }))
      expect(value(it.at('2025-09-02'), 'beta.successor', 'b-1')).toBe('none')
      expect(value(it.at('2025-09-02'), 'option.ends-on', 'bo-1')).toBe('2025-09-30')
    }
  })

  it('by the day designated', () => {
    expect(deadlines(beta(promoted()).at('2025-10-31T23:59:59'), 'beta-designated-date')).toEqual([
      '2025-10-31 upcoming',
    ])
    expect(deadlines(beta(promoted()).at('2025-11-01T00:00:00'), 'beta-designated-date')).toEqual([
      '2025-10-31 missed',
    ])
    expect(
      deadlines(
        beta(promoted(), ['OptionEnded', '2025-08-05', { ref: 'bo-1' }]).at('2025-10-01'),
        'beta-designated-date',
      ),
    ).toEqual(['2025-10-31 lapsed'])
    expect(
      deadlines(beta(promoted({ designatedOn: undefined })).at('2025-10-01'), 'beta-designated-date'),
    ).toEqual([])
  })
})

describe('SC-66-2, SC-92-2 第66条第2項, 第92条第2項 notices in any fitting way', () => {
  const notice = (channel: string, regarding?: string, subject = 'beta-promotion'): Told => [
    'NoticeGiven', '2025-09-01', { noticeId: 'n-1', subject, channel, by: 'provider', delivery: 'arrived', ...(regarding !== undefined && { regarding }) },
  ] // prettier-ignore
  const found = (...told: readonly Told[]) => {
    const c = beta(...told).at('2025-09-02')
    return (c.terms.answers['notice.form-valid'] ?? [])
      .flatMap((ask) => ask(c))
      .map((answer) => `${'value' in answer ? String(answer.value) : '?'} ${answer.clause.rule}`)
  }

  it('are valid, by the section of the β', () => {
    for (const channel of ['e-mail', 'letter', 'website', 'other'])
      expect(found(notice(channel, 'b-1'))).toEqual(['true SC-66-2'])
    expect(found(notice('e-mail', 'b-1', 'beta-end'))).toEqual(['true SC-66-2'])
    const appRun: Told = [
      'BetaOffered',
      '2025-04-25',
      { betaId: 'b-run', marked: true, parentOption: 'apprun' },
    ]
    expect(found(appRun, notice('e-mail', 'b-run'))).toEqual(['true SC-92-2'])
    expect(found(notice('e-mail', 'b-1', 'info-change'))).toEqual([])
  })
})

describe('SC-63-1 第63条第1項 article 11 applies', () => {
  it('unmarked, the provider owes the mark; it may abolish the β', () => {
    const it = contract(offered({ marked: false }), gateway, enabled())
    const c = it.at('2025-05-11')
    expect(value(c, 'beta.marked', 'b-1')).toBe(false)
    expect(c.terms.obligations(c).map(({ duty, ref }) => `${duty} ${ref}`)).toEqual(['mark-beta b-1'])
    expect(c.terms.permitted(c).map(({ act, ref, clause }) => `${act} ${ref} ${clause.rule}`)).toContain(
      'discontinue b-1 SC-11-4',
    )
    const gone = beta([
      'ServiceDiscontinued',
      '2025-06-01',
      { scope: 'beta', betaId: 'b-1', ground: 'business', endsOn: '2025-06-15' },
    ])
    expect(value(gone.at('2025-06-02'), 'option.ends-on', 'bo-1')).toBe('2025-06-15')
    const later = gone.at('2025-06-02')
    expect(later.terms.permitted(later).map(({ act }) => act)).not.toContain('discontinue')
  })
})
