import { type Case } from '../../../contract/case.ts'
import { type EventType, type DataOf } from '../../../contract/vocabulary.ts'
import { type RuleId } from '../../../kernel/finding.ts'
import { devicesOf } from '../fleet/devices.ts'
import { fleetOf } from '../fleet/sims.ts'
import { type Formed } from '../formed/formed.ts'
import { contracts as monoPlatforms } from '../mono-platform/contracts.ts'
import { contracts as secureMobiles } from '../secure-mobile/contracts.ts'

type Named = DataOf<Extract<EventType, 'OptionEnabled'>>['option']

/** An option service that has sub-options, with the articles on them. */
export type Family = {
  readonly name: 'secure-mobile' | 'mono-platform'
  readonly contracts: (c: Case) => readonly Formed[]
  /** Sub-options it alone has. */
  readonly options: readonly Named[]
  readonly catalogue: RuleId
  readonly fee: RuleId
  /** Is that one of its contracts or of their resources? */
  readonly knows: (c: Case, ref: string) => boolean
}

const isOf = (name: string, ref: string): boolean => ref === name || ref.startsWith(`${name}-`)

/** 第33条第3項, 第52条第3項. */
export const FAMILIES: readonly Family[] = [
  {
    name: 'secure-mobile',
    contracts: secureMobiles,
    options: ['fixed-ip', 'custom-dns', 'device-lock'],
    catalogue: 'SC-33-3',
    fee: 'SC-42-1',
    knows: (c, ref) =>
      isOf('secure-mobile', ref) ||
      fleetOf(c).gateways.has(ref) ||
      fleetOf(c).named(ref, c.facts.length) !== undefined,
  },
  {
    name: 'mono-platform',
    contracts: monoPlatforms,
    options: ['service-adapter', 'file-transfer'],
    catalogue: 'SC-52-2',
    fee: 'SC-58-1',
    knows: (c, ref) =>
      isOf('mono-platform', ref) ||
      devicesOf(c).projects.has(ref) ||
      devicesOf(c).named(ref, c.facts.length) !== undefined,
  },
]
