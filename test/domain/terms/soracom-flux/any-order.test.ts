import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsInTwoOrders, picture } from '../any-order.ts'
import { FEES, contract, given, tariff } from './told.ts'

const known = [
  [
    tariff({
      monthlyFees: [...FEES, { item: 'plan-1', amount: 999 }],
      prorationRule: 'calendar-days',
      planChangeProration: 'calendar-days',
      usagePrices: [{ meter: 'meter-1', unit: 'n', unitPrice: '7' }],
    }),
  ],
  contract({}, '2025-01-02T00:00:01'),
] as const

describe('ledger.md section 2: facts are believed, in whatever order they are told', () => {
  it('any facts at all have an answer, and the same one in any order of telling', () => {
    fc.assert(
      fc.property(factsInTwoOrders('soracom-flux'), ([told, shuffled]) => {
        for (const at of ['2025-04-01', '2025-12-31', '2026-06-01']) {
          expect(picture(given(...known, shuffled).at(at))).toEqual(picture(given(...known, told).at(at)))
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})
