import { expect } from 'vitest'
import { type Ledger } from '../../src/ledger/ledger.ts'
import { type Answer } from './kit.ts'

type Get = (url: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>
export type Entry = Readonly<Record<string, unknown>>

export const NDJSON = { accept: 'application/x-ndjson' }

const HEAD = [
  'contractId', 'service', 'provider', 'partyId', 'state', 'plan', 'startsOn', 'billingStartsOn', 'endsOn',
  'minimumTermEndsOn', 'termEndsOn', 'termsVersion', 'revision',
] // prettier-ignore

/** `asOf` and `knownAt` as a query. */
export const queryOf = (when: { readonly asOf?: string; readonly knownAt?: string }): string =>
  new URLSearchParams(when).toString()

/** What the lists must say: what the reads of each single contract say, put together. */
export async function singleReads(ledger: Ledger, get: Get, query: string) {
  const all = { contracts: [] as Entry[], deadlines: [] as Entry[], pauses: [] as Entry[] }
  const ids = [...ledger.directory.contracts()].map(({ id }) => id).toSorted()
  for (const id of ids) {
    const card = await get(`/v1/contracts/${id}?${query}`)
    if (card.status === 404) continue
    expect([id, card.status]).toEqual([id, 200])
    const head = card.json as Entry
    all.contracts.push(Object.fromEntries(HEAD.map((field) => [field, head[field]])))
    const whose = { contractId: id, service: head['service'] }
    for (const list of ['deadlines', 'pauses'] as const) {
      const { json } = await get(`/v1/contracts/${id}/${list}?${query}`)
      all[list].push(...(json as Entry[]).map((entry) => ({ ...whose, ...entry })))
    }
  }
  const due = (entry: Entry): string => String(entry['at'] ?? entry['on'])
  // Contracts are in the order of their ids already, and stay so within a day.
  all.deadlines.sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0))
  return all
}

/** Holds that every list says what the reads of the single contracts say. */
export async function expectAgreement(ledger: Ledger, get: Get, query: string) {
  const wanted = await singleReads(ledger, get, query)
  for (const list of ['contracts', 'deadlines', 'pauses'] as const) {
    const answer = await get(`/v1/${list}?${query}`, NDJSON)
    expect([list, query, answer.status]).toEqual([list, query, 200])
    expect(answer.json, `${list}?${query}`).toEqual(wanted[list])
  }
  return wanted
}

/** A list page by page; `between` runs after each page that is not the last. */
export async function pages(
  get: Get,
  url: string,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<readonly Entry[]> {
  const items: Entry[] = []
  for (let cursor = '', n = 1; ; n++) {
    const answer = await get(cursor === '' ? url : `${url}&cursor=${cursor}`)
    expect([url, answer.status]).toEqual([url, 200])
    items.push(...(answer.json.items as Entry[]))
    if (answer.json.next === null) return items
    expect(answer.json.items.length).toBeGreaterThan(0)
    cursor = String(answer.json.next)
    await between(n)
  }
}
