import { type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Service } from '../domain/contract/vocabulary.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type Asked, type Lists, type Question } from '../ledger/lists.ts'
import { type List, type Place, type Row } from '../readstore/select.ts'
import { TYPE_OF, body, csvHead, csvRows, formatOf } from './formats.ts'
import { NDJSON } from './many.ts'
import { malformed } from '../ledger/outcome.ts'
import { sendProblem } from './problem.ts'
import { PageQuery, ReadQuery, asOfOf, knownOf, pageOf } from './query.ts'
import { ALWAYS, responses } from './responses.ts'

export const YES_OR_NO = z.enum(['true', 'false'], 'true or false').optional()

/** What every list across contracts takes. */
export const AcrossQuery = ReadQuery.omit({ trace: true }).extend({
  service: Service.optional(),
  ...PageQuery.shape,
  cursor: z
    .string()
    .max(1_024)
    .optional()
    .describe('`next` of the page before; it keeps `asOf` and `knownAt`'),
  consistent: YES_OR_NO.describe('Wait until everything recorded by now is in the answer'),
  bom: YES_OR_NO.describe('CSV with a byte order mark, for Excel'),
})
type AcrossQuery = z.infer<typeof AcrossQuery>

/** Answers of a list: pages of entries, lines of them, or a table. */
export const across = (page: z.ZodType, entry: z.ZodType) =>
  responses(
    {
      200: [
        'A page; as lines or as a table all of it, which `Accept` asks for. `Daicho-Position` says how far in the ledger it goes',
        { 'application/json': page, [NDJSON]: entry, 'text/csv': z.string() },
      ],
    },
    ...ALWAYS,
    'unavailable',
  )

export type Entry = Readonly<Record<string, unknown>>

/** A list as it is answered. */
export type Answered<Filter> = {
  readonly list: List<Filter>
  readonly filter: Filter
  /** What its rows are ordered by, as a cursor holds it. */
  readonly place: z.ZodType<Place>
  /** Columns of its table. */
  readonly columns: readonly string[]
  /** What is added to an entry that its row does not hold. */
  readonly add?: ((entry: Entry) => Entry) | undefined
}

/** Behind which row a page begins, and as of when and knowing what the first one was made. */
const Cursor = z.strictObject({
  asOf: ReadQuery.shape.asOf.unwrap(),
  knownAt: ReadQuery.shape.knownAt.unwrap(),
  after: z.unknown(),
})
type Cursor = z.infer<typeof Cursor> & { readonly after: Place }

/** Answers a list as the client takes it. */
export async function answerList<Filter>(
  ledger: Ledger,
  lists: Lists,
  answered: Answered<Filter>,
  { query, request, reply }: { query: AcrossQuery; request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const cursor = query.cursor === undefined ? undefined : cursorOf(query.cursor, answered.place)
  if (cursor === null)
    return sendProblem(reply, malformed([{ path: 'cursor', message: 'wanted: `next` of the page before' }]))
  const when = cursor ?? query
  const asked: Asked = {
    asOf: asOfOf(ledger, when),
    known: await knownOf(ledger, when),
    consistent: query.consistent === 'true' && !cursor,
  }
  const question = { list: answered.list, filter: answered.filter, after: cursor?.after }
  const format = formatOf(request)
  if (format !== 'json' && (underWay.get(lists) ?? 0) >= STREAMS_MAX) return tooMany(reply)
  if (format !== 'json') return stream(lists, answered, question, asked, { reply, format, bom: query.bom })
  const { limit } = pageOf(query)
  return page(lists, answered, question, { asked, limit, reply, knownAt: when.knownAt })
}

const entryOf = ({ body: text }: Row, { add }: Pick<Answered<unknown>, 'add'>): Entry => {
  const entry = JSON.parse(text) as Entry
  return add ? add(entry) : entry
}

async function page<Filter>(
  lists: Lists,
  answered: Answered<Filter>,
  question: Question<Filter>,
  {
    asked,
    limit,
    reply,
    knownAt,
  }: { asked: Asked; limit: number; reply: FastifyReply; knownAt: string | undefined },
): Promise<unknown> {
  const items: Entry[] = []
  let last: Place | undefined
  let position = 0
  let isMore = false
  await lists.read(
    question,
    asked,
    (reached) => (position = reached),
    (row) => {
      isMore = items.length === limit
      if (isMore) return false
      items.push(entryOf(row, answered))
      last = row.place
      return true
    },
  )
  reply.header('daicho-position', position)
  const kept = knownAt !== undefined && asked.known !== 'everything' ? knownAt : `@${position}`
  const next: Cursor = { asOf: asked.asOf, knownAt: kept as Cursor['knownAt'], after: [...(last ?? [])] }
  return { items, next: isMore ? Buffer.from(JSON.stringify(next)).toString('base64url') : null }
}

function cursorOf(text: string, place: z.ZodType<Place>): Cursor | null {
  try {
    const cursor = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { ...cursor, after: place.parse(cursor.after) }
  } catch {
    return null
  }
}

/** Each holds a connection of the views for as long as its client takes; some are left for pages and for work. */
const STREAMS_MAX = 6
const AGAIN_S = 5
const underWay = new WeakMap<Lists, number>()

function tooMany(reply: FastifyReply): FastifyReply {
  const detail = `${STREAMS_MAX} lists are being sent whole already; come back in ${AGAIN_S} s, or take it page by page`
  reply.header('retry-after', AGAIN_S)
  return sendProblem(reply, { type: 'too-many-requests', status: 429, detail })
}

/** The whole list, as fast as the client takes it and no faster. */
function stream<Filter>(
  lists: Lists,
  answered: Answered<Filter>,
  question: Question<Filter>,
  asked: Asked,
  to: { readonly reply: FastifyReply; readonly format: 'ndjson' | 'csv'; readonly bom: string | undefined },
): Promise<FastifyReply> {
  const { columns, add } = answered
  underWay.set(lists, (underWay.get(lists) ?? 0) + 1)
  const out = body()
  const lineOf = (row: Row): string => {
    if (to.format === 'csv') return csvRows(columns, [flat(entryOf(row, answered))])
    return `${add ? JSON.stringify(entryOf(row, answered)) : row.body}\n`
  }
  return new Promise((sent, failed) => {
    const begun = (position: number): void => {
      to.reply.header('daicho-position', position).type(TYPE_OF[to.format])
      if (to.format === 'csv') void out.write(csvHead(columns, to.bom === 'true'))
      sent(to.reply.send(out.stream))
    }
    lists
      .read(question, asked, begun, (row) => out.write(lineOf(row)))
      .finally(() => underWay.set(lists, (underWay.get(lists) ?? 1) - 1))
      .then(
        () => out.stream.end(),
        (error: unknown) => {
          failed(error as Error) // before the first byte it is answered as a problem; later the body breaks off
          out.stream.destroy(error as Error)
        },
      )
  })
}

/** An entry as a row of a table: its clause in columns of its own, its causes as a list of events. */
function flat({ clause, causes, ...entry }: Entry): Entry {
  const events = (causes as readonly Entry[] | undefined)?.map(({ event }) => event)
  return { ...entry, ...(clause as Entry | undefined), causes: events?.join(' ') }
}
