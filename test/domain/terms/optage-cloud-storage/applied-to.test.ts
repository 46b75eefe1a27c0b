import { describe, expect, it } from 'vitest'
import { NOTHING, after, adjusted, closing } from '../../contract/closing.ts'
import { type Told } from '../kit.ts'
import { R, op } from './contracts.ts'

const outage: readonly Told[] = [
  ['OutageRecognized', '2024-04-20T09:00:00', { outageId: 'o', scope: 'managed', totality: 'total' }],
  ['OutageEnded', '2024-04-21T09:00:00', { outageId: 'o' }],
]
const cause: Told = ['OutageCauseDetermined', '2024-06-10', { outageId: 'o', attribution: 'third-party' }]
const told = op(R, outage, cause)

describe('OP-24-2-2c, OP-24-3 the bill a credit is taken off', () => {
  const before = told.at('2024-05-01')
  const later = told.at('2024-07-01')
  const appliedTo = (c: ReturnType<typeof after>) => c.terms.credits(c)[0]?.appliedTo

  it('is that of its month while it is open', () => {
    expect(appliedTo(after(later, NOTHING))).toEqual([{ month: '2024-04', amount: 2_986 }])
  })

  it('is the next open one where its month was closed without it', () => {
    const closed = closing(before, NOTHING, '2024-04', ['charge.outage-credit', 'credit.outage'])
    expect(appliedTo(after(later, closed))).toEqual([{ month: '2024-05', amount: 2_986 }])
    expect(adjusted(later, closed, '2024-05')).toEqual(['2024-04/outage-credit/managed/o -2986 -299'])
  })

  it('stays that of its month where it was closed with it, and that of the adjustment once that is closed', () => {
    const within = closing(later, NOTHING, '2024-04')
    expect(appliedTo(after(later, within))).toEqual([{ month: '2024-04', amount: 2_986 }])
    const without = closing(before, NOTHING, '2024-04', ['charge.outage-credit', 'credit.outage'])
    const both = closing(later, without, '2024-05')
    expect(appliedTo(after(later, both))).toEqual([{ month: '2024-05', amount: 2_986 }])
  })
})
