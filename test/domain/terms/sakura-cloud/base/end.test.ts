import { describe, expect, it } from 'vitest'
import { type Told, given, value } from '../../kit.ts'
import { applied, concluded, published, terminated } from '../told.ts'

const SC = 'sakura-cloud'
const contract = (...told: readonly Told[]) => given(SC, published(), concluded(), ...told)
const state = (it: ReturnType<typeof contract>, at: string) => it.at(at).terms.state(it.at(at)).value

describe('SC-6-1 第6条第1項 cancelled with the day of the notice', () => {
  it('SC-X05: in force to 24:00 of that day', () => {
    const it = contract(terminated('2025-08-15T13:00:00'))
    expect(value(it.at('2025-08-15T14:00:00'), 'termination.effective-on')).toBe('2025-08-15')
    expect(state(it, '2025-08-15T23:59:59.999')).toBe('active')
    expect(state(it, '2025-08-16T00:00:00')).toBe('ended')
  })

  it('a notice at 00:00 belongs to the day that begins; a wished date does not move it', () => {
    expect(
      value(contract(terminated('2025-08-15T00:00:00')).at('2025-09-01'), 'termination.effective-on'),
    ).toBe('2025-08-15')
    const later: Told = [
      'TerminationNoticeSubmitted',
      '2025-08-15',
      { form: 'online', requestedOn: '2025-09-30' },
    ]
    expect(value(contract(later).at('2025-08-16'), 'termination.effective-on')).toBe('2025-08-15')
  })

  it('a deadline until the day is over, then met', () => {
    const it = contract(terminated('2025-08-15T13:00:00'))
    const of = (at: string) =>
      it
        .at(at)
        .terms.deadlines(it.at(at))
        .filter(({ kind }) => kind === 'termination-effective')
        .map(({ state }) => state)
    expect(of('2025-08-15T23:59:59.999')).toEqual(['upcoming'])
    expect(of('2025-08-16T00:00:00')).toEqual(['met'])
  })

  it('of one resource ends that resource; of the contract all of them', () => {
    const it = contract(terminated('2025-08-15', 'sv-1'))
    expect(state(it, '2025-09-01')).toBe('active')
    expect(it.refusal('UsagePaused', '2025-08-16', { pauseId: 'pa-1', scope: 'sv-1' })).toMatchObject({
      what: 'refusal.not-in-force',
    })
    const all = contract(terminated('2025-08-15'))
    expect(all.refusal('UsagePaused', '2025-08-16', { pauseId: 'pa-1', scope: 'sv-1' })).toMatchObject({
      what: 'refusal.not-in-force',
      clause: { rule: 'SC-6-1' },
    })
  })

  it('the first of several ends counts, in whatever order they are told', () => {
    const facts = [terminated('2025-08-15'), terminated('2025-07-31'), terminated('2025-09-01')]
    for (const told of [facts, [...facts].reverse()])
      expect(value(contract(...told).at('2025-12-01'), 'termination.effective-on')).toBe('2025-07-31')
  })

  it('before the conclusion there is nothing to cancel', () => {
    const it = given(SC, applied('2025-05-01'), terminated('2025-05-02'), [
      'ApplicationAccepted',
      '2025-05-03',
    ])
    expect(state(it, '2025-05-10')).toBe('active')
  })

  it('of what nobody told of waits for it', () => {
    const c = contract(terminated('2025-08-15', 'sv-9')).at('2025-09-01')
    expect(c.terms.unmatched(c).map(({ missing }) => missing)).toEqual(['a resource or option sv-9'])
  })

  it.each([
    ['ContractEnded', { endsOn: '2025-09-30', reason: 'base-terms' }, '2025-09-30', 'SC-1-2'],
    ['ContractRescinded', { by: 'provider', ground: 'base-terms' }, '2025-08-15', 'SC-1-2'],
    ['ContractRescinded', { by: 'customer', ground: 'base-terms' }, '2025-08-15', 'SC-6-1'],
    [
      'ContractRescinded',
      { by: 'provider', ground: 'pause-over-limit', endsOn: '2025-08-20' },
      '2025-08-20',
      'SC-7-5',
    ],
    [
      'ServiceDiscontinued',
      { scope: 'all', ground: 'business', endsOn: '2025-12-31' },
      '2025-12-31',
      'SC-1-2',
    ],
  ] as const)('SC-1-2: %s %o ends it on %s under %s', (type, data, on, rule) => {
    const it = contract([type, '2025-08-15T13:00:00', data])
    const c = it.at('2026-06-01')
    expect(value(c, 'termination.effective-on')).toBe(on)
    expect(c.terms.state(c).clause.rule).toBe(rule)
    expect(state(it, `${on}T23:59:59.999`)).toBe('active')
  })

  it('an abolition of a part or of an option that names no resource ends no contract', () => {
    for (const scope of ['part', 'option'])
      expect(
        state(
          contract([
            'ServiceDiscontinued',
            '2025-08-15',
            { scope, ground: 'business', endsOn: '2025-08-31' },
          ]),
          '2025-12-01',
        ),
      ).toBe('active')
  })

  it('a part that is rescinded or abolished leaves the contract', () => {
    expect(
      state(
        contract(['ContractRescinded', '2025-08-15', { by: 'provider', ground: 'base-terms', part: 'part' }]),
        '2025-12-01',
      ),
    ).toBe('active')
    expect(
      state(
        contract([
          'ServiceDiscontinued',
          '2025-08-15',
          { scope: 'part', ref: 'sv-1', ground: 'business', endsOn: '2025-08-31' },
        ]),
        '2025-12-01',
      ),
    ).toBe('active')
  })

  it('what happens behind the end is refused under its rule; what settles the past passes', () => {
    const it = contract(terminated('2025-08-15'))
    expect(it.refusal('PaymentMethodChanged', '2025-08-16', { method: 'card' })).toMatchObject({
      what: 'refusal.not-in-force',
      clause: { rule: 'SC-6-1' },
    })
    expect(
      it.refusal('InvoiceIssued', '2025-09-01', { invoiceId: 'inv-1', month: '2025-08' }),
    ).toBeUndefined()
  })
})

describe('R-13 suspended', () => {
  const suspend = (data: object = {}): Told => [
    'ServiceSuspended',
    '2025-06-01',
    { measureId: 'm-1', kind: 'suspension', ground: 'base-terms', ...data },
  ]
  it('while a suspension without ref is open; a stop or interruption is none; a pause beneath it goes on', () => {
    expect(state(contract(suspend()), '2025-06-02')).toBe('suspended')
    expect(state(contract(suspend({ kind: 'stop' })), '2025-06-02')).toBe('active')
    expect(state(contract(suspend({ ref: 'sv-1' })), '2025-06-02')).toBe('active')
    const it = contract(
      suspend(),
      ['UsagePaused', '2025-05-20', { pauseId: 'pa-1', scope: 'base' }],
      ['ServiceResumed', '2025-06-10', { measureId: 'm-1' }],
    )
    expect([state(it, '2025-05-21'), state(it, '2025-06-02'), state(it, '2025-06-11')]).toEqual([
      'paused',
      'suspended',
      'paused',
    ])
  })

  it('its lawfulness is for the base terms to say', () => {
    expect(value(contract(suspend()).at('2025-06-02'), 'measure.lawful', 'm-1')).toBe(
      'undetermined terms:base',
    )
  })
})
