import { describe, expect, it } from 'vitest'
import { type Told, given, value } from '../../kit.ts'
import { applied, concluded, published, terminated } from '../told.ts'
import {
  contract,
  created,
  deadlines,
  deleted,
  earlier,
  options,
  priced,
  registered,
  removed,
} from './told.ts'

const REF = 'secure-mobile'

describe('SC-36-1 第36条第1項 the contract forms with the first SIM or gateway', () => {
  it('SC-X23 at the earlier of the two, to the instant', () => {
    const it = contract(created('2025-04-20T10:00:00'), registered('2025-04-20T10:05:00', 's1'))
    expect(value(it.at('2025-04-20T10:10:00'), 'contract.formed-at', REF)).toBe(
      '2025-04-20T10:00:00.000+09:00',
    )
    expect(options(it.at('2025-04-20T09:59:59.999'))).toEqual([])
    expect(options(it.at('2025-04-20T10:00:00'))).toEqual([`${REF} active 2025-04-20 -`])
  })

  it('whichever was told first', () => {
    const it = contract(registered('2025-04-20T10:05:00', 's1'), created('2025-04-20T10:06:00'))
    expect(value(it.at('2025-05-01'), 'contract.formed-at', REF)).toBe('2025-04-20T10:05:00.000+09:00')
    const late = contract(created('2025-04-20T10:06:00'), registered('2025-04-20T10:05:00', 's1'))
    expect(value(late.at('2025-05-01'), 'contract.formed-at', REF)).toBe('2025-04-20T10:05:00.000+09:00')
  })

  it('starts on that day, and keeps a stream alive that has no application', () => {
    const it = contract(registered('2025-04-20T10:05:00', 's1'), deleted('2025-05-03', 's1'))
    expect(value(it.at('2025-05-01'), 'contract.starts-on', REF)).toBe('2025-04-20')
    expect(it.at('2025-05-01').terms.state(it.at('2025-05-01')).value).toBe('active')
    expect(it.at('2025-06-01').terms.state(it.at('2025-06-01')).value).toBe('ended')
  })

  it('outlives the base contract, which ends without it', () => {
    const it = given(
      'sakura-cloud',
      earlier,
      priced(),
      published(),
      concluded('2025-05-01'),
      created('2025-05-02'),
      terminated('2025-06-10'),
    )
    expect(it.at('2025-07-01').terms.state(it.at('2025-07-01')).value).toBe('ended')
    expect(options(it.at('2025-07-01'))).toEqual([`${REF} active 2025-05-02 -`])
    expect(it.refusal('SimRegistered', '2025-07-02', { sims: [{ iccid: 's1' }] })).toBeUndefined()
    expect(it.refusal('PlanChanged', '2025-07-02', { ref: REF, plan: 'flat' })).toBeUndefined()
  })
})

describe('SC-36-2 第36条第2項 organisations for business only', () => {
  const by = (data: Readonly<Record<string, unknown>>) =>
    value(
      contract(applied('2025-04-01', [], data), registered('2025-05-01', 's1')).at('2025-05-02'),
      'application.ineligible',
      REF,
    )

  it('an individual is not eligible, and the formation stands', () => {
    expect(by({ applicantKind: 'individual', purpose: 'business' })).toBe(true)
    expect(by({ applicantKind: 'organisation', purpose: 'non-business' })).toBe(true)
    const it = contract(
      applied('2025-04-01', [], { applicantKind: 'individual' }),
      registered('2025-05-01', 's1'),
    )
    expect(it.refusal('SimRegistered', '2025-05-02', { sims: [{ iccid: 's2' }] })).toBeUndefined()
    expect(options(it.at('2025-05-02'))).toEqual([`${REF} active 2025-05-01 -`])
  })

  it('what nobody told otherwise is deemed to be business', () => {
    expect(by({})).toBe(false)
    expect(
      value(contract(registered('2025-05-01', 's1')).at('2025-05-02'), 'application.ineligible', REF),
    ).toBe(false)
  })
})

describe('SC-51-1 第51条第1項 a year more, unless everything is deleted', () => {
  const term = (it: ReturnType<typeof contract>, at: string) => value(it.at(at), 'term.end', REF)

  it('SC-X38 with one gateway left nothing ends; the extension shows at 00:00', () => {
    const it = contract(
      created('2024-07-01T00:00:00'),
      registered('2024-07-01T10:00:00', 's1'),
      deleted('2025-06-03T10:00:00', 's1'),
    )
    expect(options(it.at('2025-06-04'))).toEqual([`${REF} active 2024-07-01 -`])
    expect(term(it, '2025-06-30T23:59:59.999')).toBe('2025-06-30')
    expect(value(it.at('2025-06-30T23:59:59.999'), 'term.renews', REF)).toBe(true)
    expect(term(it, '2025-07-01T00:00:00')).toBe('2026-06-30')
    expect(term(it, '2028-07-01T00:00:00')).toBe('2029-06-30')
    expect(deadlines(it.at('2025-06-04'), 'term-end')).toEqual(['2025-06-30 upcoming'])
  })

  it('the day of the formation does not count, except at 00:00; February ends where it ends', () => {
    expect(term(contract(created('2024-07-01T00:00:00.001')), '2024-08-01')).toBe('2025-07-01')
    const leap = contract(created('2023-02-28T10:00:00'))
    expect(term(leap, '2023-03-01')).toBe('2024-02-29')
    expect(term(leap, '2024-03-01')).toBe('2025-02-28')
  })

  it('the length of the initial term is published or undetermined', () => {
    const it = given(
      'sakura-cloud',
      earlier,
      priced({ initialTermMonths: 6 }),
      created('2025-01-01T00:00:00'),
    )
    expect(term(it, '2025-02-01')).toBe('2025-06-30')
    expect(term(it, '2025-07-01')).toBe('2026-06-30')
    const silent = given('sakura-cloud', earlier, created('2025-01-01T00:00:00'))
    expect(term(silent, '2025-02-01')).toBe('undetermined tariff:initialTermMonths')
    expect(deadlines(silent.at('2025-02-01'), 'term-end')).toEqual([])
  })

  it('SC-Q17 deleted in the last month of the term, it expires before the month does', () => {
    const until = created('2024-06-16T00:00:00') // to 2025-06-15
    const early = contract(until, removed('2025-06-15T23:59:59.999'))
    expect(value(early.at('2025-06-15T23:59:59.999'), 'option.ends-on', REF)).toBe('2025-06-15')
    expect(value(early.at('2025-06-15T23:59:59.999'), 'term.renews', REF)).toBe(false)
    expect(options(early.at('2025-06-16T00:00:00'))).toEqual([`${REF} ended 2024-06-16 2025-06-15`])
    expect(deadlines(early.at('2026-01-01'), 'term-end')).toEqual(['2025-06-15 met'])
    const late = contract(until, removed('2025-06-16T00:00:00'))
    expect(value(late.at('2025-06-17'), 'option.ends-on', REF)).toBe('2025-06-30')
    expect(value(late.at('2025-06-17'), 'term.end', REF)).toBe('2026-06-15')
    expect(
      value(contract(until, removed('2025-05-31')).at('2025-06-01T00:00:00'), 'option.ends-on', REF),
    ).toBe('2025-05-31')
  })
})

describe('SC-51-2 第51条第2項 full deletion ends the contract with its month', () => {
  const whole = [created('2024-10-01T00:00:00'), registered('2024-10-01T10:00:00', 's1')] as const

  it('SC-X38 the last SIM and the last gateway', () => {
    const it = contract(...whole, deleted('2025-06-03T10:00:00', 's1'), removed('2025-06-03T11:00:00'))
    expect(options(it.at('2025-06-03T10:30:00'))).toEqual([`${REF} active 2024-10-01 -`])
    expect(options(it.at('2025-06-04'))).toEqual([`${REF} active 2024-10-01 2025-06-30`])
    expect(options(it.at('2025-06-30T23:59:59.999'))).toEqual([`${REF} active 2024-10-01 2025-06-30`])
    expect(options(it.at('2025-07-01T00:00:00'))).toEqual([`${REF} ended 2024-10-01 2025-06-30`])
    expect(value(it.at('2025-06-04'), 'termination.effective-on', REF)).toBe('2025-06-30')
    expect(deadlines(it.at('2025-06-04'), 'termination-effective')).toEqual(['2025-06-30 upcoming'])
    expect(deadlines(it.at('2025-07-01T00:00:00'), 'termination-effective')).toEqual(['2025-06-30 met'])
    expect(deadlines(it.at('2025-06-04'), 'term-end')).toEqual(['2025-09-30 lapsed'])
    expect(deadlines(it.at('2026-01-01'), 'term-end')).toEqual(['2025-09-30 lapsed'])
  })

  it('at the end of the month in which the term ends as well, it is the deletion that ends it', () => {
    const c = contract(created('2024-07-01T00:00:00'), removed('2025-06-10')).at('2025-06-11')
    const end = (c.terms.answers['option.ends-on'] ?? []).flatMap((ask) => ask(c))[0]
    expect(end && 'value' in end && [end.value, end.clause.rule]).toEqual(['2025-06-30', 'SC-51-2'])
  })

  it('SC-Q12 at 00:00 of the 1st it is the new month', () => {
    const it = contract(created('2024-10-01'), removed('2025-07-01T00:00:00'))
    expect(value(it.at('2025-07-02'), 'option.ends-on', REF)).toBe('2025-07-31')
  })

  it('SC-Q16 a SIM registered again before the month is over forms a new contract', () => {
    const it = contract(
      ...whole,
      deleted('2025-06-03', 's1'),
      removed('2025-06-03'),
      registered('2025-06-20T09:00:00', 's1'),
    )
    expect(options(it.at('2025-06-21'))).toEqual([
      `${REF} active 2024-10-01 2025-06-30`,
      `${REF}-2 active 2025-06-20 -`,
    ])
    expect(options(it.at('2025-07-01'))).toEqual([
      `${REF} ended 2024-10-01 2025-06-30`,
      `${REF}-2 active 2025-06-20 -`,
    ])
    expect(value(it.at('2025-07-01'), 'term.end', `${REF}-2`)).toBe('2026-06-20')
  })

  it('a notice does not end it: only deletion does', () => {
    const it = contract(...whole, terminated('2025-06-10', REF))
    expect(options(it.at('2025-08-01'))).toEqual([`${REF} active 2024-10-01 -`])
  })

  it('an abolition by the provider does, as the base terms have it', () => {
    const gone = (data: object): Told => [
      'ServiceDiscontinued',
      '2025-03-01',
      { scope: 'option', ground: 'business', endsOn: '2025-05-31', ...data },
    ]
    for (const data of [{ option: REF }, { ref: REF }]) {
      const it = contract(...whole, gone(data))
      expect(options(it.at('2025-06-01'))).toEqual([`${REF} ended 2024-10-01 2025-05-31`])
    }
    expect(options(contract(...whole, gone({ option: 'aws' })).at('2025-06-01'))).toEqual([
      `${REF} active 2024-10-01 -`,
    ])
  })

  it('suspended only by a suspension that names it (R-13)', () => {
    const stop = (data: object): Told => [
      'ServiceSuspended',
      '2025-03-01',
      { measureId: 'm-1', kind: 'suspension', ground: 'base-terms', ...data },
    ]
    const seen = (data: object) => options(contract(...whole, stop(data)).at('2025-03-02'))
    expect(seen({ ref: REF })).toEqual([`${REF} suspended 2024-10-01 -`])
    expect(seen({})).toEqual([`${REF} active 2024-10-01 -`])
    expect(seen({ ref: REF, kind: 'interruption', ground: 'maintenance' })).toEqual([
      `${REF} active 2024-10-01 -`,
    ])
  })
})
