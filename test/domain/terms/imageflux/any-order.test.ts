import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsInTwoOrders, picture } from '../any-order.ts'
import { MONTHLY_FEES, contract, given, tariff } from './told.ts'

const known = [
  [
    tariff({
      monthlyFees: MONTHLY_FEES,
      prorationRule: 'calendar-days',
      planChangeProration: 'calendar-days',
    }),
  ],
  contract('2025-01-02T00:00:01', '2025-01-10'),
] as const

describe('ledger.md section 2: facts are believed, in whatever order they are told', () => {
  it('any facts at all have an answer, and the same one in any order of telling', () => {
    fc.assert(
      fc.property(factsInTwoOrders('imageflux'), ([told, shuffled]) => {
        for (const at of ['2025-04-01', '2025-12-31', '2026-06-01']) {
          expect(picture(given(...known, shuffled).at(at))).toEqual(picture(given(...known, told).at(at)))
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})
