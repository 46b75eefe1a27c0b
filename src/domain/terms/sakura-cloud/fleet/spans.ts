import { type Chains } from './chains.ts'

/** Kinds of entries that begin and end a registration of a SIM, or a grant of a device ID. */
export const BEGAN = 1
export const ENDED = 2

const OPEN = Number.MAX_SAFE_INTEGER

/** A registration or a grant: the entry that began it, the one that ended it (-1: none), and their months. */
export type Span = {
  readonly began: number
  readonly ended: number
  readonly from: number
  /** Beyond every month while it is open. */
  readonly to: number
}

/** The spans of a thing in a view, the latest first. */
export function spansOf(chains: Chains, thing: number, end: number): readonly Span[] {
  const spans: Span[] = []
  let ended = -1
  for (let entry = chains.latest(thing, end); entry >= 0; entry = chains.before(entry)) {
    if (chains.kindOf(entry) === ENDED) ended = entry
    if (chains.kindOf(entry) !== BEGAN) continue
    const to = ended < 0 ? OPEN : chains.monthOf(ended)
    spans.push({ began: entry, ended, from: chains.monthOf(entry), to })
    ended = -1
  }
  return spans
}

/** How many spans of a thing touch a month, by the days on which they began and ended (CC-18). */
export function spansIn(chains: Chains, thing: number, end: number, month: number): number {
  let count = 0
  let to = OPEN
  for (let entry = chains.latest(thing, end); entry >= 0; entry = chains.before(entry)) {
    const kind = chains.kindOf(entry)
    if (kind === ENDED) to = chains.monthOf(entry)
    if (to < month) return count // what came before ended earlier still
    if (kind !== BEGAN) continue
    if (chains.monthOf(entry) <= month) count++
    to = OPEN
  }
  return count
}

/** The span that is still open at the end of a month: begun in it or before, and not ended by then. */
export function openAfter(chains: Chains, thing: number, end: number, month: number): Span | undefined {
  let ended = -1
  for (let entry = chains.latest(thing, end); entry >= 0; entry = chains.before(entry)) {
    if (chains.kindOf(entry) === ENDED) ended = entry
    const to = ended < 0 ? OPEN : chains.monthOf(ended)
    if (to <= month) return undefined // what came before ended earlier still
    if (chains.kindOf(entry) !== BEGAN) continue
    const from = chains.monthOf(entry)
    if (from <= month) return { began: entry, ended, from, to }
    ended = -1
  }
  return undefined
}

/** The span that is open at the end of a view. */
export const openSpan = (chains: Chains, thing: number, end: number): Span | undefined =>
  openAfter(chains, thing, end, OPEN - 1)
