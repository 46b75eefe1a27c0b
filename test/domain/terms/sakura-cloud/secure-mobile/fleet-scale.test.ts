import { describe, expect, it } from 'vitest'
import { Names, packed, unpacked } from '../../../../../src/domain/contract/bulk.ts'
import { type Case } from '../../../../../src/domain/contract/case.ts'
import { Reference } from '../../../../../src/domain/contract/reference.ts'
import { type Fact, Timeline } from '../../../../../src/domain/contract/timeline.ts'
import { type EventType } from '../../../../../src/domain/contract/vocabulary.ts'
import {
  type Instant,
  type Month,
  addMonths,
  instant,
  lastDayOf,
  month,
} from '../../../../../src/domain/kernel/calendar.ts'
import { termsOf } from '../../../../../src/domain/terms/registry.ts'
import { given } from '../../kit.ts'
import { deadlines, earlier, linesOf, priced, unmatched } from './told.ts'

const SIMS = 20_000
const MONTHS = 12
const BATCH = 1_000
const FIRST = month('2025-05')
const iccid = (n: number): string => `8981${String(n).padStart(15, '0')}`
/** Every tenth SIM says nothing after the first month. */
const bytesOf = (n: number, m: number): number => (n % 10 === 0 && m > 0 ? 0 : 1_000_000 + n)

/** A fleet as a ledger holds it: all lists under one table of names. */
class Teller {
  readonly facts: Fact[] = []
  readonly #names = new Names()

  tell(type: EventType, at: string, data: Readonly<Record<string, unknown>>): void {
    const position = this.facts.length + 1
    const when: Instant = instant(`${at}+09:00`)
    this.facts.push({
      id: `e${position}`,
      type,
      at: when,
      position,
      recordedAt: when,
      stream: 'contract-c-1',
      data: packed(type, data, this.#names) as Fact['data'],
    })
  }

  batches(type: EventType, at: string, entry: (n: number) => object, more: object = {}): void {
    for (let from = 0; from < SIMS; from += BATCH)
      this.tell(type, at, { ...more, sims: Array.from({ length: BATCH }, (_, i) => entry(from + i)) })
  }
}

function fleet(): readonly Fact[] {
  const teller = new Teller()
  teller.tell('MobileGatewayCreated', `${FIRST}-01T09:00:00.000`, { gatewayId: 'gw-1' })
  teller.batches('SimLent', `${FIRST}-01T09:30:00.000`, (n) => ({ iccid: iccid(n) }))
  teller.batches('SimRegistered', `${FIRST}-01T10:00:00.000`, (n) => ({ iccid: iccid(n) }))
  teller.batches('SimAttached', `${FIRST}-01T11:00:00.000`, (n) => ({ iccid: iccid(n) }), {
    gatewayId: 'gw-1',
  })
  for (let m = 0; m < MONTHS; m++) {
    const of: Month = addMonths(FIRST, m)
    const entry = (n: number) => ({ iccid: iccid(n), bytes: bytesOf(n, m) })
    teller.batches('SimUsageReported', `${lastDayOf(of)}T23:00:00.000`, entry, { month: of })
  }
  return teller.facts
}

describe('a fleet of 20,000 SIMs and a year of monthly reports', () => {
  const facts = fleet()
  const timeline = new Timeline(facts)
  const prices = given('sakura-cloud', earlier, priced()).at('2026-01-01').reference
  const terms = termsOf('sakura-cloud')
  if (!terms) throw new Error('no 約款')
  const at = (when: string): Case => {
    const asOf = instant(`${when}+09:00`)
    const reference = new Reference(prices.facts.until(asOf))
    return {
      service: 'sakura-cloud',
      contractId: 'c-1',
      partyId: 'p-1',
      asOf,
      facts: timeline.until(asOf),
      reference,
      terms,
    }
  }
  const last = addMonths(FIRST, MONTHS - 1)
  const end = '2026-05-01T00:00:00.000'

  it('is told in 302 facts, which stay packed and lose nothing', () => {
    expect(facts.length).toBe(1 + 3 * 20 + MONTHS * 20)
    const report = facts.at(-1)
    const told = report && unpacked(report.type, report.data)
    expect((told as { sims: unknown[] }).sims[999]).toEqual({
      iccid: iccid(19_999),
      bytes: bytesOf(19_999, 11),
    })
    expect(timeline.weight).toBe(1 + 300 * 17)
  })

  it('one line for the base fees of a month, whose facts are its causes', () => {
    const [line, ...others] = linesOf(at(end), 'sim-base', last)
    expect(others).toEqual([])
    expect([line?.quantity, line && 'value' in line.amount && line.amount.value]).toEqual([
      '18000',
      1_800_000,
    ])
    const events = new Set<string>()
    for (const cause of line?.amount.causes ?? [])
      if ('clause' in cause) for (const below of cause.causes) if ('event' in below) events.add(below.event)
    expect(events.size).toBe(20 + 20 + 1) // registrations and reports, and the tariff
    expect(linesOf(at(end), 'sim-base', FIRST)[0]?.quantity).toBe('20000')
  })

  it('the SIMs behind it come in order of their ids, from any one on', () => {
    const [line] = linesOf(at(end), 'sim-base', last)
    const page: string[] = []
    for (const { ref } of line?.detail?.(iccid(9_999)) ?? []) {
      page.push(ref)
      if (page.length === 3) break
    }
    expect(page).toEqual([iccid(10_001), iccid(10_002), iccid(10_003)])
    expect([...(line?.detail?.() ?? [])].length).toBe(18_000)
  })

  it('data to the byte, and the silent ones in one line of maintenance a month later', () => {
    const [data] = linesOf(at(end), 'data', last)
    const sum = Array.from({ length: SIMS }, (_, n) => bytesOf(n, 11)).reduce((a, b) => a + b, 0)
    expect(data?.quantity).toBe(String(sum / 1_000_000))
    expect(linesOf(at(end), 'line-maintenance', last)).toEqual([])
    const [maintenance] = linesOf(at('2026-06-01T00:00:00.000'), 'line-maintenance', addMonths(FIRST, 12))
    expect(maintenance?.quantity).toBe('2000')
    expect(deadlines(at(end), 'line-maintenance')).toEqual([
      '2026-05-31 upcoming 2000',
      '2027-03-31 upcoming 18000',
      '2027-04-30 upcoming 18000',
    ])
  })

  it('a view from the middle sees what was told by then', () => {
    expect(linesOf(at('2025-08-15T00:00:00.000'), 'sim-base', '2025-07')[0]?.quantity).toBe('18000')
    expect(linesOf(at('2025-08-15T00:00:00.000'), 'sim-base', '2025-08')).toEqual([])
    const c = at('2025-05-01T10:30:00.000')
    const sims = c.terms.resources(c).find(({ kind }) => kind === 'sims')
    expect([sims?.count, sims?.page(iccid(19_998), 5).map((each) => each['gatewayId'])]).toEqual([
      20_000,
      [null],
    ])
    expect(unmatched(at(end))).toEqual([])
  })
})
