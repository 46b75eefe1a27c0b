/**
 * What is read across contracts. All of it is made from the log and can be thrown away. Instants are their canonical
 * texts, which sort as they follow each other; every row belongs to a generation, so that a new one is built beside it.
 */
export type ViewSchema = {
  /** One build of all views: `current` is read, `building` takes its place, `old` is being removed. */
  view_generations: {
    generation: number
    /** Of the code that makes the rows. */
    version: number
    /** Up to where the log was read. */
    position: number
    status: 'current' | 'building' | 'old'
  }
  /** Contracts that were met in the log, and where. */
  view_contracts: {
    generation: number
    contract_id: string
    service: string
    party_id: string
    position: number
  }
  /** Contracts of which something was read in the log, or a date passed, since their edition was made. */
  view_marks: {
    generation: number
    contract_id: string
    /** First event that is not in its edition; null where only time has passed. */
    first_position: number | null
    last_position: number
  }
  /**
   * What is said of a contract between two instants, knowing the log up to a position. A contract has one for now and,
   * where that ends soon, those that follow: one after another they cover a stretch of time.
   */
  view_editions: {
    generation: number
    contract_id: string
    service: string
    party_id: string
    first_party_id: string
    /** Null where nothing has happened in it yet, and it stands in no list. */
    state: string | null
    words: string
    from_at: string
    to_at: string
    /** The stretch that the contract's editions cover. */
    cover_from: string
    cover_to: string
    /** When they are to be made anew, if nothing is told until then. */
    due_at: string
    position: number
    body: string
  }
  view_deadlines: {
    generation: number
    contract_id: string
    from_at: string
    n: number
    service: string
    kind: string
    state: string
    due: string
    body: string
  }
  view_pauses: {
    generation: number
    contract_id: string
    from_at: string
    n: number
    service: string
    over_limit: number
    body: string
  }
  /** Rules that an event was recorded under, or refused by. */
  view_rules: { generation: number; rule: string; position: number }
}
