import { closingDay, tariff } from '../../../contract/case.ts'
import { type Subject } from '../../terms.ts'
import { devicesOf } from '../fleet/devices.ts'
import { type Sources } from '../fleet/traffic.ts'
import { type UsedFee, spanCount, usedFees } from '../fleet/used-fees.ts'

/** Traffic through the platform; that of the SIM on other ways is not told here (第57条第2項ただし書). */
export const DEVICES: Sources = { reports: 'DeviceTrafficReported' }

/** 第57条: for each grant of the month of a device id with traffic through the platform, a full fee. */
const FEE: UsedFee = {
  kind: 'platform-base',
  item: 'platform-base',
  option: 'mono-platform',
  sources: DEVICES,
  thingsOf: devicesOf,
  price: (c, month) => tariff(c, 'platformBaseFee', closingDay(month), 'SC-56-1'),
  used: { what: 'device.communicated', rule: 'SC-57-2b' },
  spans: { what: 'device.grants', rule: 'SC-57-2a' },
  once: 'SC-57-1',
  several: 'SC-57-3',
  whole: 'SC-57-2c',
}

/** 第56条第1項第1号, 第57条: the platform base fee. */
export const platformBase: Subject = {
  acts: { DeviceTrafficReported: { basis: ['SC-57-2b'] } },
  charges: (c, month) => usedFees(c, FEE, month),
  resourceAnswers: { 'device.grants': (c, ref, month) => spanCount(c, FEE, ref, month) },
}
