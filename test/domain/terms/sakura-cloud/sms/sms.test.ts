import { describe, expect, it } from 'vitest'
import { type Told, given, value } from '../../kit.ts'
import { concluded, published, terminated } from '../told.ts'
import { deadlines, earlier, fee, linesOf, options, priced } from '../secure-mobile/told.ts'

const option = (kind = 'sms-2fa', ref = 'sms-1', at = '2025-04-20'): readonly Told[] => [
  ['OptionApplied', `${at}T10:00:00`, { option: kind, ref, form: 'online' }],
  ['OptionAccepted', `${at}T15:00:00`, { ref }],
]
const contract = (...told: readonly (Told | readonly Told[])[]) =>
  given(
    'sakura-cloud',
    earlier,
    priced({ smsUnitPrice: '9' }),
    published({ smsUnitPrice: '9' }),
    concluded('2023-11-01'),
    ...told,
  )
const reading = (readings: readonly object[], month = '2025-05', at = '2025-05-31T23:00:00'): Told => [
  'UsageMeasured',
  at,
  { month, readings },
]
const sent = (quantity: string, ref?: string) => ({
  meter: 'sms-sent',
  quantity,
  ...(ref !== undefined && { ref }),
})
const may = (it: ReturnType<typeof contract>) => fee(it.at('2025-06-01'), 'sms', '2025-05')

describe('SC-75-1a, SC-75-1b 第75条第1項 until the 20th with the month, behind it with the next', () => {
  const end = (at: string) => {
    const it = contract(option('sms-2fa', 'sms-1', '2023-11-20'), terminated(at, 'sms-1'))
    const c = it.at('2025-12-31')
    const found = (c.terms.answers['option.ends-on'] ?? [])
      .flatMap((ask) => ask(c))
      .find(({ ref }) => ref === 'sms-1')
    return found && 'value' in found ? `${String(found.value)} ${found.clause.rule}` : undefined
  }

  it('SC-X41 by the instant at which the notice arrives', () => {
    expect(end('2025-06-01T00:00:00')).toBe('2025-06-30 SC-75-1a')
    expect(end('2025-06-19')).toBe('2025-06-30 SC-75-1a')
    expect(end('2025-06-20T23:59:59.999')).toBe('2025-06-30 SC-75-1a')
    expect(end('2025-06-21T00:00:00')).toBe('2025-07-31 SC-75-1b')
    expect(end('2025-06-30T23:59:59.999')).toBe('2025-07-31 SC-75-1b')
    expect(end('2024-01-31')).toBe('2024-02-29 SC-75-1b')
    expect(end('2024-12-21')).toBe('2025-01-31 SC-75-1b')
  })

  it('in force to 24:00 of it, and the first notice counts', () => {
    const it = contract(option(), terminated('2025-06-10', 'sms-1'), terminated('2025-06-25', 'sms-1'))
    expect(options(it.at('2025-06-30T23:59:59.999'))).toEqual(['sms-1 active 2025-04-20 2025-06-30'])
    expect(options(it.at('2025-07-01T00:00:00'))).toEqual(['sms-1 ended 2025-04-20 2025-06-30'])
    expect(deadlines(it.at('2025-06-11'), 'termination-effective')).toEqual(['2025-06-30 upcoming'])
  })

  it('the cut-off of the running month is a deadline', () => {
    const it = contract(option(), terminated('2025-07-05', 'sms-1'))
    expect(deadlines(it.at('2025-06-20T23:59:59'), 'sms-cutoff')).toEqual(['2025-06-20 upcoming'])
    expect(deadlines(it.at('2025-06-21T00:00:00'), 'sms-cutoff')).toEqual(['2025-06-20 missed'])
    expect(deadlines(it.at('2025-07-06'), 'sms-cutoff')).toEqual(['2025-07-20 met'])
    expect(deadlines(it.at('2025-08-01'), 'sms-cutoff')).toEqual([])
    const late = contract(option(), terminated('2025-06-25', 'sms-1'))
    expect(deadlines(late.at('2025-07-02'), 'sms-cutoff')).toEqual(['2025-07-20 lapsed'])
  })
})

describe('SC-75-2 第75条第2項 survives the base contracts', () => {
  it('SC-X43 and is charged on', () => {
    const it = contract(
      option(),
      terminated('2025-08-31'),
      reading([sent('10', 'sms-1')], '2025-09', '2025-09-30T23:00:00'),
    )
    expect(value(it.at('2025-09-15'), 'option.survives', 'sms-1')).toBe(true)
    expect(() => value(it.at('2025-08-31'), 'option.survives', 'sms-1')).toThrow('does not arise')
    expect(options(it.at('2025-09-15'))).toEqual(['sms-1 active 2025-04-20 -'])
    expect(fee(it.at('2025-10-01'), 'sms', '2025-09')).toBe(90)
  })
})

describe('SC-69-1 第69条 an application for each type', () => {
  it('each is an option of its own', () => {
    const it = contract(
      option('sms-2fa', 'a'),
      option('sms-a2p', 'b', '2025-05-02'),
      terminated('2025-05-10', 'a'),
    )
    expect(options(it.at('2025-06-01'))).toEqual(['a ended 2025-04-20 2025-05-31', 'b active 2025-05-02 -'])
  })
})

describe('SC-71-1 第71条 by the messages sent', () => {
  it('SC-X42 delivered or not', () => {
    expect(
      may(
        contract(
          option(),
          reading([sent('1000', 'sms-1'), { meter: 'sms-failed', quantity: '400', ref: 'sms-1' }]),
        ),
      ),
    ).toBe(9000)
  })

  it('the later reading replaces the earlier; one without a name is that of the only option', () => {
    expect(
      may(
        contract(option(), reading([sent('1000')]), reading([sent('20')], '2025-05', '2025-05-31T23:30:00')),
      ),
    ).toBe(180)
    expect(
      may(
        contract(option('sms-2fa', 'a'), option('sms-a2p', 'b'), reading([sent('5', 'a'), sent('7', 'b')])),
      ),
    ).toBe(108)
    expect(may(contract(option('sms-2fa', 'a'), option('sms-a2p', 'b'), reading([sent('5')])))).toBe(
      'undetermined usage:sms-sent',
    )
  })

  it('A2P at its own price where there is one', () => {
    const own = published({ tariffId: 't-2', smsA2pUnitPrice: '3.5' })
    const it = contract(own, option('sms-a2p', 'b'), reading([sent('3', 'b')]))
    expect(may(it)).toBe(10)
    expect(linesOf(it.at('2025-06-01'), 'sms', '2025-05')[0]?.unitPrice).toBe('3.5')
  })

  it('without a reading it is undetermined once the month is over', () => {
    const it = contract(option())
    expect(linesOf(it.at('2025-05-31T23:59:59'), 'sms', '2025-05')).toEqual([])
    expect(fee(it.at('2025-06-01T00:00:00'), 'sms', '2025-05')).toBe('undetermined usage:sms-sent')
    expect(linesOf(it.at('2025-06-01'), 'sms', '2025-03')).toEqual([])
  })
})

describe('SC-72-1 第72条第1項 A2P not for end users', () => {
  const used = (ref?: string): Told => [
    'ThirdPartyUseStarted',
    '2025-06-01',
    { kind: 'end-user', ...(ref !== undefined && { ref }) },
  ]
  const met = (kind: string, at = '2025-05-20'): Told => ['PrerequisiteMet', at, { kind }]
  const all = ['end-user-review-provider', 'end-user-review-supplier', 'end-user-contract']
  const breaches = (...told: readonly Told[]) => {
    const c = contract(option('sms-a2p', 'b'), ...told).at('2025-06-02')
    return (c.terms.answers['breach.third-party-use'] ?? [])
      .flatMap((ask) => ask(c))
      .filter(({ clause }) => clause.rule === 'SC-72-1').length
  }

  it('unless both reviews and a contract are in place before', () => {
    expect(breaches(used('b'))).toBe(1)
    expect(breaches(used())).toBe(1)
    for (const left of all)
      expect(breaches(...all.filter((kind) => kind !== left).map((kind) => met(kind)), used('b'))).toBe(1)
    expect(breaches(...all.map((kind) => met(kind)), used('b'))).toBe(0)
    expect(
      breaches(
        ...all.map((kind) => met(kind)),
        ['PrerequisiteLapsed', '2025-05-30', { kind: 'end-user-contract' }],
        used('b'),
      ),
    ).toBe(1)
    expect(breaches(...all.map((kind) => met(kind, '2025-06-01T12:00:00')), used('b'))).toBe(0)
  })

  it('each of the three is found met or not', () => {
    const c = contract(option('sms-a2p', 'b'), met('end-user-contract')).at('2025-06-02')
    expect(all.map((kind) => value(c, 'prerequisite.met', kind))).toEqual([false, false, true])
  })
})

describe('SC-70 第70条 phone numbers', () => {
  it('an unlawful one is a breach, a dispute over one the customer’s', () => {
    const it = contract(
      option(),
      ['ProhibitedActReported', '2025-06-01', { actId: 'a-1', item: '70-1', actor: 'customer' }],
      ['ThirdPartyDisputeReported', '2025-06-02', { disputeId: 'd-1', cause: 'personal-data' }],
    )
    expect(value(it.at('2025-06-03'), 'breach.prohibited-act', 'a-1')).toBe('70-1')
    expect(value(it.at('2025-06-03'), 'dispute.responsible-party', 'd-1')).toBe('customer')
  })
})

describe('SC-73-1 第73条第1項 use like spam', () => {
  const found = (by: string): Told => [
    'RestrictionGroundFound',
    '2025-06-01',
    { groundId: 'g-1', ground: 'spam', by },
  ]
  const acts = (...told: readonly (Told | readonly Told[])[]) => {
    const c = contract(...told).at('2025-06-10')
    return c.terms
      .permitted(c)
      .filter(({ clause }) => clause.rule === 'SC-73-1')
      .map(({ act }) => act)
  }

  it('found by the provider or the supplier, it may restrict, until it did', () => {
    expect(acts(option(), found('provider'))).toEqual(['restrict'])
    expect(acts(option(), found('supplier'))).toEqual(['restrict'])
    expect(acts(found('provider'))).toEqual([])
    const done: Told = [
      'ServiceRestricted',
      '2025-06-05',
      { measureId: 'm-1', measures: ['use-limited'], ground: 'spam' },
    ]
    expect(acts(option(), found('provider'), done)).toEqual([])
    expect(value(contract(option(), found('provider'), done).at('2025-06-06'), 'measure.lawful', 'm-1')).toBe(
      true,
    )
  })
})

describe('SC-76-1, SC-77-1 第76条, 第77条 joint support, and the end of the supplier', () => {
  it('joint support before the customer was contacted is noted', () => {
    const asked: Told = ['SupportRequested', '2025-06-01', { caseId: 'k-1', kind: 'inquiry' }]
    const joined = (at: string, data: object = {}): Told => [
      'DelegateJoinedSupport',
      at,
      { caseId: 'k-1', delegateId: 'bbs', ...data },
    ]
    const gap = (...told: readonly Told[]) =>
      value(contract(option(), asked, ...told).at('2025-06-09'), 'support.joint-noncompliant', 'k-1')
    expect(gap(joined('2025-06-02'))).toEqual({ from: '2025-06-02T12:00:00.000+09:00', to: null })
    expect(
      gap(joined('2025-06-02'), joined('2025-06-05', { customerContactedAt: '2025-06-04T09:00:00+09:00' })),
    ).toEqual({ from: '2025-06-02T12:00:00.000+09:00', to: '2025-06-04T09:00:00.000+09:00' })
    expect(() => gap(joined('2025-06-02', { customerContactedAt: '2025-06-02T11:00:00+09:00' }))).toThrow(
      'does not arise',
    )
  })

  it('an abolition for the supplier ends the option, without a notice it would need', () => {
    const it = contract(option(), [
      'ServiceDiscontinued',
      '2025-06-01',
      { scope: 'option', option: 'sms-2fa', ground: 'supplier', endsOn: '2025-06-15' },
    ])
    expect(value(it.at('2025-06-02'), 'discontinuation.effective-on', 'sms-1')).toBe('2025-06-15')
    expect(value(it.at('2025-06-02'), 'option.ends-on', 'sms-1')).toBe('2025-06-15')
  })
})
