import { describe, expect, it } from 'vitest'
import { type Told, given, lines } from '../../kit.ts'
import { concluded, noticed, measured, paused, published, resumed, server, terminated } from '../told.ts'

const contract = (...told: readonly Told[]) => given('sakura-cloud', published(), concluded(), ...told)
const of = (month: string, ...told: readonly Told[]) => lines(contract(...told).at('2027-01-01'), month)

describe('SC-7-2 第7条第2項 the charge of a pause', () => {
  it('is undetermined while no tariff says it', () => {
    const c = given('sakura-cloud', concluded(), paused('2025-11-30T14:00:00')).at('2026-01-01')
    expect(lines(c, '2025-12')).toEqual(['paused base undetermined tariff:pausedCharge'])
  })

  it('R-15: stands in the place of the base fee in a month wholly inside, beside it in the others', () => {
    const told = [paused('2025-05-20T10:00:00'), resumed('2025-07-10T10:00:00')]
    expect(of('2025-05', ...told)).toEqual(['monthly-base server.2core 2000', 'paused base 500'])
    expect(of('2025-06', ...told)).toEqual(['paused base 500'])
    expect(of('2025-07', ...told)).toEqual(['monthly-base server.2core 2000', 'paused base 500'])
    expect(of('2025-08', ...told)).toEqual(['monthly-base server.2core 2000'])
  })

  it('wholly inside is from the first instant to 24:00 of the last day, to the millisecond', () => {
    const june = (from: string, to: string) => of('2025-06', paused(from), resumed(to))
    expect(june('2025-06-01T00:00:00', '2025-07-01T00:00:00')).toEqual(['paused base 500'])
    expect(june('2025-06-01T00:00:00.001', '2025-07-01T00:00:00')).toHaveLength(2)
    expect(june('2025-06-01T00:00:00', '2025-06-30T23:59:59.999')).toHaveLength(2)
  })

  it('a month is touched by the dates of the instants (CC-18): a resumption at 00:00 of the 1st touches it', () => {
    const told = [paused('2025-06-10'), resumed('2025-07-01T00:00:00')]
    expect(of('2025-07', ...told)).toContain('paused base 500')
    expect(of('2025-08', ...told)).not.toContain('paused base 500')
  })

  it('each pause of a month owes its own', () => {
    const told = [
      paused('2025-06-02', 'pa-1'),
      resumed('2025-06-03', 'pa-1'),
      paused('2025-06-20', 'pa-2'),
      resumed('2025-06-21', 'pa-2'),
    ]
    expect(of('2025-06', ...told).filter((line) => line.startsWith('paused'))).toHaveLength(2)
  })

  it('a day at a time where the tariff says so', () => {
    const daily = published({ pausedCharge: 30, pausedChargeUnit: 'day' })
    const it = given('sakura-cloud', daily, concluded(), paused('2025-06-10'), resumed('2025-06-12'))
    expect(lines(it.at('2025-07-01'), '2025-06')).toContain('paused base 90')
    expect(lines(it.at('2025-06-11T12:00:00'), '2025-06')).toContain('paused base 60')
    expect(it.at('2025-07-01').terms.charges(it.at('2025-07-01'), '2025-06' as never)).toContainEqual(
      expect.objectContaining({ kind: 'paused', quantity: '3', unit: 'day', unitPrice: '30' }),
    )
  })

  it('of one resource leaves the fees of the others', () => {
    const two = [server, { ref: 'sv-2', serviceKind: 'server', plan: '4core' }]
    const it = given(
      'sakura-cloud',
      published(),
      concluded('2025-05-01', two),
      paused('2025-05-20', 'pa-1', 'sv-2'),
    )
    expect(lines(it.at('2025-07-01'), '2025-06')).toEqual([
      'monthly-base server.2core 2000',
      'paused sv-2 500',
    ])
  })

  it('a running month shows what has arisen, a later one nothing', () => {
    const c = contract(paused('2025-06-10')).at('2025-07-15')
    expect(lines(c, '2025-07')).toEqual(['paused base 500'])
    expect(lines(c, '2025-08')).toEqual([])
  })

  it('ends with what was paused: no fee for a last month that was paused to the end', () => {
    const told = [
      paused('2025-11-30T14:00:00'),
      noticed('2026-03-02T15:00:00', '2026-04-02'),
      measured('2026-04-03T10:00:00', 'end'),
    ]
    expect(of('2026-04', ...told)).toEqual(['paused base 500'])
    expect(of('2026-05', ...told)).toEqual([])
    const byNotice = [paused('2025-06-10'), terminated('2025-08-05', 'sv-1')]
    expect(of('2025-08', ...byNotice)).toEqual(['paused base 500'])
  })

  it('takes the price of the last day of the month (CC-14)', () => {
    const later: Told = [
      'TariffPublished',
      '2025-05-01',
      { tariffId: 't-2', effectiveOn: '2025-07-31', pausedCharge: 700 },
    ]
    const it = contract(later, paused('2025-06-10'))
    expect(lines(it.at('2025-09-01'), '2025-06')).toContain('paused base 500')
    expect(lines(it.at('2025-09-01'), '2025-07')).toContain('paused base 700')
  })
})
