import { type EventType, type Service } from '../../domain/contract/vocabulary.ts'
import {
  type Instant,
  type Month,
  addDays,
  firstDayOf,
  instant,
  lastDayOf,
  month,
  monthOf,
} from '../../domain/kernel/calendar.ts'
import { type Told } from '../../ledger/journal.ts'

/** Something that the invented history tells the ledger at an instant of its clock. */
export type Scene = { readonly at: Instant } & (
  | { readonly kind: 'action'; readonly name: string; readonly told: Told; readonly of?: Target }
  /** The bill of a month, over what its charges come to then; `again` in the place of the first one. */
  | { readonly kind: 'invoice'; readonly contractId: string; readonly month: Month; readonly again?: true }
  /** What is open on the invoice of a month is paid. */
  | { readonly kind: 'payment'; readonly contractId: string; readonly month: Month; readonly method: string }
)

/** An earlier scene of the same contract, by its name, and what becomes of it. */
export type Target = { readonly corrects: string } | { readonly voids: string }

type Data = Readonly<Record<string, unknown>>
type More = {
  /** When the ledger is told; default: as it happens. */
  readonly told?: string
  /** A name by which a later scene corrects or withdraws this one. */
  readonly name?: string
  readonly of?: Target
  readonly evidence?: string
}

/** `2025-06-10T09:00` in Japan. */
export const at = (text: string): Instant => instant(`${text}:00+09:00`)

/** The name of a scene nobody refers to. */
const nameOf = (whose: string, type: string, when: string, nth: number): string =>
  `${whose} ${type} ${when} ${nth}`

/** Tells of one contract, scene by scene. */
export function contractStory(service: Service, contractId: string, partyId: string) {
  const scenes: Scene[] = []
  const tell = (type: EventType, when: string, data: Data = {}, more: More = {}): void => {
    const { told = when, name = nameOf(contractId, type, when, scenes.length), of, evidence } = more
    const body = {
      type,
      service,
      partyId,
      occurredAt: at(when),
      data,
      ...(evidence !== undefined && { evidence }),
    }
    const action = { door: 'contract', contractId, body } as const
    scenes.push({
      kind: 'action',
      at: at(told),
      name,
      told: action,
      ...(of && { of }),
    })
  }
  return { scenes, tell, bills: (of: Bills) => scenes.push(...bills(contractId, of)) }
}

/** Tells of a provider: what it published, or an outage of its whole service. */
export function providerStory(service: Service, door: 'reference' | 'outage') {
  const scenes: Scene[] = []
  const tell = (type: EventType, when: string, data: Data, more: More = {}): void => {
    const { told = when, name = nameOf(service, type, when, scenes.length) } = more
    const body = { type, service, occurredAt: at(when), data }
    scenes.push({ kind: 'action', at: at(told), name, told: { door, body } })
  }
  return { scenes, tell }
}

type Bills = {
  readonly from: string
  readonly to: string
  /** Day of the next month on which it is paid; a month that is not named in `unpaid` or `late`. */
  readonly paidOn: number
  readonly method: 'card' | 'bank-transfer' | 'direct-debit' | 'invoice'
  readonly unpaid?: readonly string[]
  /** Months and the instant at which they were paid after all. */
  readonly late?: Readonly<Record<string, string>>
}

/** Invoices on the third of the next month, and their payments. */
function bills(
  contractId: string,
  { from, to, paidOn, method, unpaid = [], late = {} }: Bills,
): readonly Scene[] {
  return months(from, to).flatMap((each): readonly Scene[] => {
    const next = addDays(lastDayOf(each), 1)
    const invoice: Scene = { kind: 'invoice', at: at(`${addDays(next, 2)}T09:00`), contractId, month: each }
    if (unpaid.includes(each)) return [invoice]
    const paidAt = late[each] ?? `${addDays(next, paidOn - 1)}T14:00`
    return [invoice, { kind: 'payment', at: at(paidAt), contractId, month: each, method }]
  })
}

/** The months of a span, both ends counted. */
export function months(from: string, to: string): readonly Month[] {
  const all: Month[] = []
  for (let each = month(from); each <= to; each = monthOf(addDays(lastDayOf(each), 1))) all.push(each)
  return all
}

/** The last hour of a month, when its readings are taken. */
export const endOfMonth = (of: Month): string => `${lastDayOf(of)}T23:00`
export const startOfMonth = (of: Month): string => `${firstDayOf(of)}T00:30`

/** A quantity that goes up and down around `middle` by up to `spread`, and is the same in every run. */
export const wave = (middle: number, spread: number, i: number): number =>
  middle - spread + ((i * 37 + middle * 13) % (2 * spread + 1))
