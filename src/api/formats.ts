import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { type FastifyRequest } from 'fastify'
import { NDJSON } from './many.ts'

export type Format = 'json' | 'ndjson' | 'csv'

/** The first kind of answer that a client takes; a page of JSON where it does not say. */
export function formatOf({ headers }: FastifyRequest): Format {
  const accepted = (headers.accept ?? '').split(',').map((each) => each.split(';')[0]?.trim().toLowerCase())
  const first = accepted.find((each) => each === NDJSON || each === 'text/csv' || each === 'application/json')
  return first === NDJSON ? 'ndjson' : first === 'text/csv' ? 'csv' : 'json'
}

export const TYPE_OF: Readonly<Record<Exclude<Format, 'json'>, string>> = {
  ndjson: NDJSON,
  csv: 'text/csv; charset=utf-8; header=present',
}

const BYTE_ORDER_MARK = '\uFEFF'

/** RFC 4180. A text that a spreadsheet would take for a formula is told to be one by an apostrophe. */
const RFC_4180 = {
  record_delimiter: 'windows',
  cast: { string: (text: string) => (/^[=+@\t\r]/.test(text) ? `'${text}` : text) },
} as const

/** The first line of a table, with a byte order mark for Excel where it is wanted. */
export const csvHead = (columns: readonly string[], bom: boolean): string =>
  (bom ? BYTE_ORDER_MARK : '') + stringify([[...columns]], RFC_4180)

export const csvRows = (columns: readonly string[], rows: readonly object[]): string =>
  rows.length === 0 ? '' : stringify([...rows], { ...RFC_4180, columns: [...columns] })

const BYTES_UNDER_WAY = 64 * 1024

/** A body that is written piece by piece as fast as the client takes it. */
export function body() {
  const stream = new PassThrough({ highWaterMark: BYTES_UNDER_WAY })
  return {
    stream,
    /** False once nobody reads it any more. */
    write: async (text: string): Promise<boolean> => {
      if (stream.destroyed) return false
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), once(stream, 'close')])
      return !stream.destroyed
    },
  }
}
