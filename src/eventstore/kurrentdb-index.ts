import { type Instant } from '../domain/kernel/calendar.ts'
import { type Receipt, type Revision } from './event-store.ts'

export type Place = { readonly stream: string; readonly revision: Revision }
export type Entry = Place & { readonly id: string; readonly position: number }

/** What one page of the log says, or one append of this process. */
export type Learned = { readonly entries: readonly Entry[]; readonly receipts: readonly Receipt[] }

/**
 * How far the log has been read into an index: a position KurrentDB can be asked for, 0 for nothing; and the latest
 * `recordedAt` up to there, '' for none.
 */
export type Progress = { readonly scanned: number; readonly newest: Instant | '' }

/** A page of the log was read, of which everything is told: behind `from`, up to `to`, and what is the newest then. */
export type Scan = { readonly from: number; readonly to: number; readonly newest: Instant | '' }

/** Bytes of log from one milestone to the next: some thousand events. */
export const MILESTONE = 1_000_000

/**
 * What KurrentDB cannot look up: where an event lies by its id or its position, the first answer under a key, and about
 * where the log stood at an instant. All of it is read from the log and can be thrown away; the log alone is the truth.
 * It is the receipt store of a cluster. `test/eventstore/log-index.ts` is what this type means; every adapter passes it.
 */
export interface LogIndex {
  progress(): Promise<Progress>
  /** Adds what was learned, in one transaction with how far the log was read by that. What is there stays. */
  learn(learned: Learned, scan?: Scan): Promise<void>
  /** The first of these ids that an event has already. */
  known(ids: readonly string[]): Promise<string | undefined>
  byId(id: string): Promise<Place | undefined>
  byPosition(position: number): Promise<Place | undefined>
  /** The last event at or before a position. */
  lastUpTo(position: number): Promise<Entry | undefined>
  receipt(credential: string, door: string, key: string): Promise<Receipt | undefined>
  /** The last position it noted before which nothing was recorded later than at an instant; 0 when it noted none. */
  milestone(at: Instant): Promise<number>
  /** Forgets everything. */
  clear(): Promise<void>
  close(): Promise<void>
}
