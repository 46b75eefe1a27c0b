import { hash } from 'node:crypto'
import { type EventRecord } from '../eventstore/event-store.ts'

/**
 * The leaf of an event: the exact bytes its hash covers, 0x00 ‖ RFC 8785 text of the record. The prefix is the one
 * RFC 6962 gives to leaves, so that a tree over the ledger can be built from the same hashes.
 */

/** A text without anything that JSON escapes: most of ours, and quoting it needs no second look. */
const PLAIN = /^[ !#-[\]-~]*$/

/**
 * RFC 8785 (JCS) text of a value of the ledger: strings, whole numbers, booleans, null, lists and plain objects.
 * @throws TypeError for anything else: undefined, a fraction (money and decimals are texts here), a number that a
 *   double does not hold exactly, a lone surrogate, a date or any other class. A hash must not cover a guess.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      return whole(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? list(value) : members(value)
    default:
      throw new TypeError(`no canonical form for ${typeof value}`)
  }
}

function quoted(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new TypeError('no canonical form for a text with a lone surrogate')
  return JSON.stringify(text) // escapes exactly what RFC 8785 section 3.2.2.2 escapes
}

function whole(number: number): string {
  if (!Number.isSafeInteger(number)) throw new TypeError(`no canonical form for the number ${number}`)
  return String(number)
}

function list(items: readonly unknown[]): string {
  let text = '['
  for (let i = 0; i < items.length; i++) text += (i === 0 ? '' : ',') + canonical(items[i])
  return `${text}]`
}

function members(object: object): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`no canonical form for an instance of ${object.constructor.name}`)
  }
  const entries = object as Readonly<Record<string, unknown>>
  let text = '{'
  // The default order compares UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  for (const key of Object.keys(entries).sort()) {
    text += `${text === '{' ? '' : ','}${quoted(key)}:${canonical(entries[key])}`
  }
  return `${text}}`
}

/**
 * RFC 8785 text of an event's record: its eighteen members, in order. Whatever else the object carries (a stored
 * event has `position` and `hash`) is no part of the record. Spelled out because every append passes here.
 */
export function recordText(record: EventRecord): string {
  const r = record
  return (
    `{"actor":${canonical(r.actor)},"basis":${list(r.basis)},"contractId":${canonical(r.contractId)},` +
    `"corrects":${canonical(r.corrects)},"data":${members(r.data)},"evidence":${canonical(r.evidence)},` +
    `"id":${quoted(r.id)},"occurredAt":${quoted(r.occurredAt)},"partyId":${canonical(r.partyId)},` +
    `"prev":${canonical(r.prev)},"recordedAt":${quoted(r.recordedAt)},"reportedBy":${canonical(r.reportedBy)},` +
    `"revision":${whole(r.revision)},"seen":${members(r.seen)},"service":${quoted(r.service)},` +
    `"stream":${quoted(r.stream)},"type":${quoted(r.type)},"v":${whole(r.v)}}`
  )
}

/** The bytes that `leafHash` covers, for those who check a hash elsewhere. */
export const leafBytes = (record: EventRecord): Buffer => Buffer.from(`\0${recordText(record)}`)

/** Hex SHA-256 of the leaf. */
export const leafHash = (record: EventRecord): string => hash('sha256', `\0${recordText(record)}`)

/** What a store keeps of a record: its text and the hash of it. */
export function seal(record: EventRecord): { readonly text: string; readonly hash: string } {
  const text = recordText(record)
  return { text, hash: hash('sha256', `\0${text}`) }
}
