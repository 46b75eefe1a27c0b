import { type Case, hasBegun } from '../../domain/contract/case.ts'
import { type Service } from '../../domain/contract/vocabulary.ts'
import { type Day, type Instant } from '../../domain/kernel/calendar.ts'
import { valueOf } from '../../domain/kernel/finding.ts'
import { findingsOf, summary } from '../card.ts'
import { deadlines } from '../deadlines.ts'
import { pauses } from '../lists.ts'
import { Renderer } from '../render.ts'
import { type Span, spanOf } from './span.ts'

type Entry = Readonly<Record<string, unknown>>

/** A row of a list across contracts: what it is found by, and the entry as a client gets it. */
export type ContractRow = {
  readonly service: Service
  readonly partyId: string
  /** The party the contract was opened for, which a succession leaves behind. */
  readonly firstPartyId: string
  readonly state: string
  /** What a search looks through, in lower case. */
  readonly words: string
  readonly body: Entry
}
export type DeadlineRow = {
  readonly kind: string
  readonly state: string
  readonly due: Day | Instant
  readonly body: Entry
}
export type PauseRow = { readonly overLimit: boolean; readonly body: Entry }

/**
 * What the lists across contracts say of one contract, and from when until when they say just this. Without a
 * `contract` it stands in none of them: nothing has happened in it yet.
 */
export type Edition = Span & {
  readonly contractId: string
  readonly contract: ContractRow | null
  readonly deadlines: readonly DeadlineRow[]
  readonly pauses: readonly PauseRow[]
}

/** The edition of a contract at the instant of its case. */
export function editionOf(c: Case, revision: number): Edition {
  const { contractId } = c
  const rows = hasBegun(c) ? rowsOf(c, revision) : NOTHING
  return { contractId, ...rows, ...spanOf(c, rows) }
}

const NOTHING = { contract: null, deadlines: [], pauses: [] }

function rowsOf(c: Case, revision: number): Pick<Edition, 'contract' | 'deadlines' | 'pauses'> {
  const { contractId, service } = c
  const whose = { contractId, service }
  const render = new Renderer('events')
  const body = { ...summary(c), revision }
  const party = findingsOf(c, 'contract.party').find(({ ref }) => ref === undefined)
  const partyId = String(valueOf(party) ?? c.partyId)
  return {
    contract: {
      service,
      partyId,
      firstPartyId: c.partyId,
      state: body.state,
      words: [contractId, partyId, c.partyId, body.plan].filter(Boolean).join(' ').toLowerCase(),
      body,
    },
    deadlines: deadlines(c, render).map((entry) => ({
      kind: String(entry['kind']),
      state: String(entry['state']),
      due: (entry['at'] ?? entry['on']) as Day | Instant,
      body: { ...whose, ...entry },
    })),
    pauses: pauses(c, render).map((entry) => ({
      overLimit: entry['overLimit'] === true,
      body: { ...whose, ...entry },
    })),
  }
}
