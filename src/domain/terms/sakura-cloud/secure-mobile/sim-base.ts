import { closingDay, tariff } from '../../../contract/case.ts'
import { type Subject } from '../../terms.ts'
import { fleetOf } from '../fleet/sims.ts'
import { type UsedFee, spanCount, usedFees, wasUsed } from '../fleet/used-fees.ts'
import { SIMS } from './traffic.ts'

/** 第38条: for each registration of the month of a SIM that communicated in it under any of them (SC-Q11), a full fee. */
const FEE: UsedFee = {
  kind: 'sim-base',
  item: 'sim-base',
  option: 'secure-mobile',
  sources: SIMS,
  thingsOf: fleetOf,
  price: (c, month) => tariff(c, 'simBaseFee', closingDay(month), 'SC-37-1'),
  used: { what: 'sim.communicated', rule: 'SC-38-2b' },
  spans: { what: 'sim.registrations', rule: 'SC-38-2a' },
  once: 'SC-38-1',
  several: 'SC-38-3',
  whole: 'SC-38-2c',
}

/** 第37条第1項第1号, 第38条: the SIM base fee. */
export const simBase: Subject = {
  acts: {
    SimCommunicated: { basis: ['SC-38-2b', 'SC-39-1-2'] },
    SimUsageReported: { basis: ['SC-38-2b', 'SC-39-1-2', 'SC-40-1'] },
  },
  charges: (c, month) => usedFees(c, FEE, month),
  resourceAnswers: {
    'sim.communicated': (c, ref, month) => wasUsed(c, FEE, ref, month),
    'sim.registrations': (c, ref, month) => spanCount(c, FEE, ref, month),
  },
}
