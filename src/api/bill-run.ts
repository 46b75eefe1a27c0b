import { Readable } from 'node:stream'
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Service } from '../domain/contract/vocabulary.ts'
import { Month } from '../domain/kernel/calendar.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type Met, type Walk, all, closedOnes } from '../ledger/walk.ts'
import { BILL_COLUMNS, type Listed, closedOf, entryOf, isOwed, openOf, rowsOf } from '../projections/bills.ts'
import { closeRunRoutes } from './close-run.ts'
import { TYPE_OF, csvHead, csvRows, formatOf } from './formats.ts'
import { NDJSON } from './many.ts'
import { sendProblem } from './problem.ts'
import { PageQuery, ReadQuery, asOfOf, knownOf, pageOf } from './query.ts'
import { ALWAYS, responses } from './responses.ts'
import { Bill, Bills } from './schemas/charges.ts'

const Query = ReadQuery.omit({ trace: true }).extend({
  month: Month,
  service: Service.optional(),
  ...PageQuery.shape,
  cursor: z.string().max(512).optional().describe('`next` of the page before; it keeps `asOf` and `knownAt`'),
  bom: z
    .enum(['true', 'false'], 'true or false')
    .optional()
    .describe('CSV with a byte order mark, for Excel'),
  consistent: z.enum(['true', 'false'], 'true or false').optional().describe('Always so: it reads the log'),
})
type Query = z.infer<typeof Query>

const BILLS = responses(
  {
    200: [
      'A page; as lines or as a table all of them, which `Accept` asks for',
      { 'application/json': Bills, [NDJSON]: Bill, 'text/csv': z.string() },
    ],
  },
  ...ALWAYS,
)

/** Behind which contract a page begins, and as of when and knowing what the first one was made. */
const Cursor = ReadQuery.omit({ trace: true }).required().extend({ after: z.string() })
type Cursor = z.infer<typeof Cursor>

/** Bills of a month across contracts (`wire.md` section 4): JSON pages, or all of them as NDJSON or CSV; and closing them. */
export function billRunRoutes(app: FastifyInstance, ledger: Ledger): void {
  closeRunRoutes(app, ledger)
  const routes = app.withTypeProvider<ZodTypeProvider>()
  for (const [path, kind, summary] of [
    ['/v1/charges', owed, 'Charges of a month of all contracts that owe something'],
    ['/v1/statements', closed, 'Closed statements of a month'],
  ] as const)
    routes.get(
      path,
      { schema: { summary, tags: ['billing'], querystring: Query, response: BILLS } },
      (request, reply) => answer(ledger, kind, request.query, request, reply),
    )
}

async function answer(
  ledger: Ledger,
  kind: typeof owed,
  query: Query,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const begun = await begin(ledger, query)
  if (!begun) {
    const errors = [{ path: 'cursor', message: 'wanted: `next` of the page before' }]
    return sendProblem(reply, { type: 'malformed', status: 400, detail: 'cursor: not one of ours', errors })
  }
  reply.header('daicho-position', begun.position)
  const bills = kind(ledger, { ...begun, month: query.month, service: query.service })
  const format = formatOf(request)
  if (format === 'json') return page(bills, query, begun)
  const pieces = format === 'ndjson' ? ndjson(bills) : csv(bills, query.bom === 'true')
  return reply.type(TYPE_OF[format]).send(Readable.from(together(pieces)))
}

/** Bills of the contracts that owe something, those that are closed as they were closed. */
async function* owed(ledger: Ledger, walk: Walk): AsyncGenerator<Listed> {
  for await (const met of all(ledger, walk)) {
    const bill = listed(met, walk.month)
    if (isOwed(bill)) yield bill
  }
}

async function* closed(ledger: Ledger, walk: Walk): AsyncGenerator<Listed> {
  for await (const met of closedOnes(ledger, walk)) yield listed(met, walk.month)
}

function listed(met: Met, month: Month): Listed {
  if ('c' in met) return openOf(met.c, month)
  const { id: contractId, service, partyId } = met.contract
  return closedOf({ contractId, service, partyId }, met.closed)
}

type Begun = Pick<Walk, 'known'> & Cursor & { readonly position: number }

/** A walk from the beginning, or from where a cursor left it: what was told meanwhile is not in it. */
async function begin(ledger: Ledger, query: Query): Promise<Begun | undefined> {
  const { position } = await ledger.store.head()
  const cursor =
    query.cursor === undefined
      ? { after: '', asOf: asOfOf(ledger, query), knownAt: query.knownAt ?? `@${position}` }
      : cursorOf(query.cursor)
  return cursor && { ...cursor, known: await knownOf(ledger, cursor), position }
}

function cursorOf(text: string): Cursor | undefined {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    return undefined
  }
}

async function page(bills: AsyncIterable<Listed>, query: Query, { asOf, knownAt }: Begun): Promise<unknown> {
  const { limit } = pageOf(query)
  const items: Record<string, unknown>[] = []
  let last = ''
  for await (const bill of bills) {
    if (items.length === limit) {
      const cursor = { after: last, asOf, knownAt } satisfies Cursor
      return { items, next: Buffer.from(JSON.stringify(cursor)).toString('base64url') }
    }
    items.push(entryOf(bill))
    last = bill.whose.contractId
  }
  return { items, next: null }
}

async function* ndjson(bills: AsyncIterable<Listed>): AsyncGenerator<string> {
  for await (const bill of bills) yield `${JSON.stringify(entryOf(bill))}\n`
}

async function* csv(bills: AsyncIterable<Listed>, bom: boolean): AsyncGenerator<string> {
  yield csvHead(BILL_COLUMNS, bom)
  for await (const bill of bills) yield csvRows(BILL_COLUMNS, rowsOf(bill))
}

/** Characters sent at once: a piece for each bill would cost more in being handed on than in being made. */
const CHARACTERS_TOGETHER = 64 * 1024

async function* together(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = ''
  for await (const piece of pieces) {
    text += piece
    if (text.length < CHARACTERS_TOGETHER) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}
