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

/** What a spreadsheet would take for a formula, also as it is typed in Japanese. A number below zero is none. */
const FORMULA = /^(?!-\d+(\.\d+)?$)[=+\-@\t\r\n＝＋－＠]/

/** RFC 4180. An apostrophe before a text that begins like a formula says that it is none. */
const RFC_4180 = {
  record_delimiter: 'windows',
  quoted_match: /[\r\n]/,
  cast: {
    string: (text: string) => (FORMULA.test(text) ? `'${text}` : text),
    boolean: (value: boolean) => String(value),
  },
} as const

/** The first line of a table, with a byte order mark for Excel where it is wanted. */
export const csvHead = (columns: readonly string[], bom: boolean): string =>
  (bom ? BYTE_ORDER_MARK : '') + stringify([[...columns]], RFC_4180)

export const csvRows = (columns: readonly string[], rows: readonly object[]): string =>
  rows.length === 0 ? '' : stringify([...rows], { ...RFC_4180, columns: [...columns] })

const BYTES_UNDER_WAY = 64 * 1024
/** Who takes nothing for so long is gone as far as can be told; what its answer holds is let go of. */
const STALLED_MS = 60_000

/** A body that is written piece by piece as fast as the client takes it. */
export function body(stalledMs = STALLED_MS) {
  const stream = new PassThrough({ highWaterMark: BYTES_UNDER_WAY })
  let goOn = (): void => undefined
  stream
    .on('drain', () => goOn())
    .on('close', () => goOn())
    .on('error', () => goOn())
  const drained = async (): Promise<void> => {
    const timer = setTimeout(() => stream.destroy(), stalledMs)
    await new Promise<void>((resolve) => (goOn = resolve))
    clearTimeout(timer)
  }
  return {
    stream,
    /** One piece after the other. False once nobody reads it any more. */
    write: async (text: string): Promise<boolean> => {
      if (!stream.destroyed && !stream.write(text)) await drained()
      return !stream.destroyed
    },
  }
}
