import { describe, expect, it } from 'vitest'
import { type Told, found, lines, value } from '../kit.ts'
import { R, arising, bare, contract, declared, op, tariff } from './contracts.ts'

const cancelled = (requestedOn: string): Told => [
  'TerminationNoticeSubmitted',
  '2024-08-01',
  { form: 'provider-form', requestedOn },
]
const early = (c: Parameters<typeof value>[0], month: string) =>
  lines(c, month).filter((line) => line.startsWith('early-termination'))

describe('OP-11-2 第11条第2項 the rest of the minimum term at once (OP-X12, OP-X13, OP-X39)', () => {
  it.each([
    ['2024-04-01', '2024-11-15', 4, 394_240],
    ['2024-04-01', '2024-11-30', 4, 394_240],
    ['2024-04-01', '2024-12-01', 3, 295_680],
    ['2024-04-15', '2024-10-20', 6, 591_360],
    ['2024-04-01', '2025-02-28', 1, 98_560],
    ['2024-04-01', '2025-03-01', 0, 0],
    ['2024-04-01', '2025-03-31', 0, 0],
  ])('start %s, end %s: %i months, %i yen', (start, end, months, yen) => {
    const c = op(contract(start), cancelled(end)).at('2025-06-01')
    expect(value(c, 'term.remaining-months')).toBe(months)
    expect(found(c, 'charge.early-termination')).toMatchObject({ value: yen, clause: { rule: 'OP-11-2' } })
    expect(early(c, end.slice(0, 7))).toEqual(yen === 0 ? [] : [`early-termination remaining-term ${yen}`])
  })

  it('is a whole amount in which the tax is, in the month of the end, from that day on', () => {
    const told = op(R, cancelled('2024-11-15'))
    expect(early(told.at('2024-11-14T23:59:59.999'), '2024-11')).toEqual([])
    const [line] = told
      .at('2024-11-15T00:00:00')
      .terms.charges(told.at('2024-11-15T00:00:00'), '2024-11' as never)
      .filter(({ kind }) => kind === 'early-termination')
    expect(line).toMatchObject({
      taxCategory: 'included',
      quantity: '4',
      unitPrice: '98560',
      occurredOn: '2024-11-15',
    })
    expect(early(told.at('2025-02-01'), '2024-10')).toEqual([])
    expect(early(told.at('2025-02-01'), '2024-12')).toEqual([])
  })

  it('takes what is charged a month at the end: storage and options as well', () => {
    const c = op(
      contract('2024-04-01', { storagePlan: 'storage-10tb' }),
      ['OptionEnabled', '2024-05-01', { option: 'metric-relaxation', ref: 'm-1', componentId: 'vm-1' }],
      cancelled('2025-02-28'),
    ).at('2025-03-01')
    expect(value(c, 'charge.early-termination')).toBe(((89_600 + 30_000 + 2_000) * 11) / 10)
  })

  it('an option that ended before is not in it', () => {
    const on: Told = [
      'OptionEnabled',
      '2024-05-01',
      { option: 'metric-relaxation', ref: 'm-1', componentId: 'vm-1' },
    ]
    const c = op(R, on, ['OptionEnded', '2024-06-10', { ref: 'm-1' }], cancelled('2025-02-28')).at(
      '2025-03-01',
    )
    expect(value(c, 'charge.early-termination')).toBe(98_560)
  })

  it('takes the content of the day it ends on, also where that is not billed yet', () => {
    const c = op(R, ['PlanChanged', '2025-02-10', { components: 20 }], cancelled('2025-02-28')).at(
      '2025-03-01',
    )
    expect(value(c, 'charge.early-termination')).toBe(((20_000 + 45_000 + 15 * 8_200) * 11) / 10)
  })

  it('is not owed for an end behind the minimum term', () => {
    const c = op(R, [
      'TerminationNoticeSubmitted',
      '2024-12-02',
      { form: 'provider-form', requestedOn: '2025-04-01' },
    ])
    expect(arising(c.at('2025-06-01'), 'charge.early-termination')).toEqual([])
  })

  it('is not owed where the contract runs out at its term end (OP-X14)', () => {
    const c = op(contract('2024-04-15'), ['NonRenewalDeclared', '2025-03-01', { by: 'customer' }]).at(
      '2025-06-01',
    )
    expect(arising(c, 'charge.early-termination')).toEqual([])
    expect(lines(c, '2025-04')).toEqual(['monthly-base standard 20000', 'component standard 69600'])
    expect(lines(c, '2025-05')).toEqual([])
  })

  it.each([
    [{ by: 'provider', ground: 'antisocial' }, 788_480],
    [{ by: 'provider', ground: 'antisocial', attribution: 'customer' }, 788_480],
    [{ by: 'provider', ground: 'fraud-or-threat', attribution: 'shared' }, 788_480],
    [{ by: 'provider', ground: 'antisocial', attribution: 'provider' }, undefined],
    [{ by: 'provider', ground: 'agreement', attribution: 'customer' }, 788_480],
    [{ by: 'provider', ground: 'agreement', attribution: 'provider' }, undefined],
    [{ by: 'customer', ground: 'agreement' }, 'undetermined cause:attribution'],
  ])('rescission %j in July: %s (OP-Q9)', (data, expected) => {
    const c = op(R, ['ContractRescinded', '2024-07-10', data]).at('2024-08-01')
    if (expected === undefined) expect(arising(c, 'charge.early-termination')).toEqual([])
    else expect(value(c, 'charge.early-termination')).toBe(expected)
  })

  it.each([
    [undefined, 'undetermined cause:attribution'],
    ['shared', 788_480],
    ['customer', 788_480],
  ])('another end, put down to %s: %s', (attribution, expected) => {
    const c = op(R, [
      'ContractEnded',
      '2024-07-01',
      { endsOn: '2024-07-31', reason: 'agreement', ...(attribution && { attribution }) },
    ])
    expect(value(c.at('2024-08-01'), 'charge.early-termination')).toBe(expected)
  })

  it('leaves a gap in the month where who answers for it is not known', () => {
    const c = op(R, ['ContractEnded', '2024-07-01', { endsOn: '2024-07-31', reason: 'other' }]).at(
      '2024-08-01',
    )
    expect(early(c, '2024-07')).toEqual(['early-termination remaining-term undetermined cause:attribution'])
  })

  it('is not owed for an end before the start', () => {
    const c = op(R, [
      'ContractEnded',
      '2024-03-25',
      { endsOn: '2024-03-31', reason: 'agreement', attribution: 'customer' },
    ])
    expect(arising(c.at('2024-05-01'), 'charge.early-termination')).toEqual([])
    expect(lines(c.at('2024-05-01'), '2024-04')).toEqual([])
    expect(c.at('2024-03-31').terms.state(c.at('2024-03-31')).value).toBe('concluded')
    expect(c.at('2024-04-01').terms.state(c.at('2024-04-01')).value).toBe('ended')
  })

  it('is not owed where the service is discontinued (第5条)', () => {
    const c = op(R, [
      'ServiceDiscontinued',
      '2024-06-01',
      { scope: 'all', ground: 'business', endsOn: '2024-09-30' },
    ])
    expect(value(c.at('2024-06-02'), 'termination.effective-on')).toBe('2024-09-30')
    expect(arising(c.at('2024-10-01'), 'charge.early-termination')).toEqual([])
  })

  it('names what is missing: the tax rate, the storage price', () => {
    const told = [
      contract('2024-04-01', { storagePlan: 'storage-1tb' }),
      ['ContractRescinded', '2024-07-10', { by: 'provider', ground: 'antisocial' }] as Told,
    ]
    expect(value(bare(declared, ...told).at('2024-08-01'), 'charge.early-termination')).toBe(
      'undetermined tariff:monthlyFees,tax:rate',
    )
    const priced = bare(declared, tariff({ monthlyFees: [{ item: 'storage-1tb', amount: 1 }] }), ...told)
    expect(value(priced.at('2024-08-01'), 'charge.early-termination')).toBe('undetermined tax:rate')
  })
})
