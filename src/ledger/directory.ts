import { SERVICE_WIDE_IDS } from '../domain/contract/ids.ts'
import { type Service } from '../domain/contract/vocabulary.ts'
import { type EventStore, type StoredEvent } from '../eventstore/event-store.ts'

export type Contract = {
  readonly id: string
  readonly service: Service
  readonly partyId: string
  readonly stream: string
}

/** Types by which a contract can open, and the refusal of one. */
const FIRST_TYPES = ['ApplicationSubmitted', 'SimRegistered', 'MobileGatewayCreated', 'MonoProjectCreated', 'ContainerImageRegistered', 'ActionRefused'] // prettier-ignore
/** Facts of a party that every contract of the same party and service reads. */
export const PARTY_TYPES = [
  'CustomerInfoChanged',
  'CustomerDied',
  'AccelerationGroundArose',
  'AccelerationGroundResolved',
] as const
const ID_TYPES = SERVICE_WIDE_IDS.flatMap(({ types }) => types)
const FOLLOWED: readonly string[] = [...new Set([...FIRST_TYPES, ...PARTY_TYPES, ...ID_TYPES])]

export const contractStream = (contractId: string): string => `contract-${contractId}`
export const referenceStream = (service: string): string => `reference-${service}`
export const outageStream = (service: string): string => `outages-${service}`

/**
 * Who is where in the ledger: contracts and their parties, and the streams in which ids unique in a service were
 * first spoken of. Kept in memory, read from the log when it opens, and never the truth of anything.
 */
export class Directory {
  readonly #store: EventStore
  readonly #contracts = new Map<string, Contract>()
  readonly #byParty = new Map<string, string[]>()
  readonly #tellers = new Map<string, Set<string>>()
  readonly #ids = new Map<string, string>()
  readonly #below: Directory | undefined
  #position = 0
  #running: Promise<unknown> = Promise.resolve()
  #next: Promise<void> | undefined

  /** @param below what is known already of a log that `store` goes on from; it stays as it is */
  constructor(store: EventStore, below?: Directory) {
    this.#store = store
    this.#below = below
    this.#position = below ? below.#position : 0
  }

  /**
   * Reads what was appended since; call it before anything that must see all contracts. Those who call meanwhile share
   * the next round.
   */
  catchUp(): Promise<void> {
    return (this.#next ??= this.#running.then(() => {
      this.#next = undefined
      const round = this.#read()
      this.#running = round.catch(() => undefined)
      return round
    }))
  }

  async #read(): Promise<void> {
    const { position } = await this.#store.head()
    if (position <= this.#position) return
    for await (const event of this.#store.readAll(this.#position, FOLLOWED)) this.note(event)
    this.#position = Math.max(this.#position, position)
  }

  note(event: StoredEvent): void {
    const { contractId } = event
    if (contractId !== null) this.#noteContract(contractId, event)
    for (const { field, types } of SERVICE_WIDE_IDS) {
      const id = (types as readonly string[]).includes(event.type) ? event.data[field] : undefined
      const key = `${event.service}/${field}/${String(id)}`
      if (typeof id === 'string' && !this.#ids.has(key)) this.#ids.set(key, event.stream)
    }
  }

  #noteContract(id: string, { service, partyId, stream, type }: StoredEvent): void {
    if (partyId !== null && !this.contract(id)) {
      this.#contracts.set(id, { id, service: service as Service, partyId, stream })
      this.#push(this.#byParty, `${service}/${partyId}`, id)
    }
    if (!(PARTY_TYPES as readonly string[]).includes(type)) return
    const key = `${service}/${this.contract(id)?.partyId ?? ''}`
    this.#tellers.set(key, (this.#tellers.get(key) ?? new Set()).add(id))
  }

  contract(contractId: string): Contract | undefined {
    return this.#contracts.get(contractId) ?? this.#below?.contract(contractId)
  }

  *contracts(): Iterable<Contract> {
    if (this.#below) yield* this.#below.contracts()
    yield* this.#contracts.values()
  }

  contractsOf(service: Service, partyId: string): readonly string[] {
    const below = this.#below?.contractsOf(service, partyId) ?? []
    return [...below, ...(this.#byParty.get(`${service}/${partyId}`) ?? [])]
  }

  /** Contracts of a party in which party facts were told, the given one left out. */
  tellersBeside(contract: Contract): readonly string[] {
    const tellers = this.#tellers.get(`${contract.service}/${contract.partyId}`) ?? []
    const all = new Set([...(this.#below?.tellersBeside(contract) ?? []), ...tellers])
    return [...all].filter((id) => id !== contract.id).sort()
  }

  /** The stream in which an id unique in the service was first spoken of. */
  ownerOf(service: Service, field: string, id: string): string | undefined {
    return this.#below?.ownerOf(service, field, id) ?? this.#ids.get(`${service}/${field}/${id}`)
  }

  #push(map: Map<string, string[]>, key: string, value: string): void {
    const list = map.get(key)
    if (list) list.push(value)
    else map.set(key, [value])
  }
}
