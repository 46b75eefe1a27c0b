import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Case } from '../domain/contract/case.ts'
import { Service } from '../domain/contract/vocabulary.ts'
import { Month } from '../domain/kernel/calendar.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type Walk, walk } from '../ledger/walk.ts'
import { BILL_COLUMNS, type Listed, bill, billRows, isListed } from '../projections/bills.ts'
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

/** Bills of a month across contracts (`wire.md` section 4): JSON pages, or all of them as NDJSON or CSV. */
export function billRunRoutes(app: FastifyInstance, ledger: Ledger): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  for (const [path, listed, summary] of [
    ['/v1/charges', 'owed', 'Charges of a month of all contracts that owe something'],
    ['/v1/statements', 'closed', 'Closed statements of a month'],
  ] as const)
    routes.get(
      path,
      { schema: { summary, tags: ['billing'], querystring: Query, response: BILLS } },
      (request, reply) => answer(ledger, listed, request.query, request, reply),
    )
}

async function answer(
  ledger: Ledger,
  listed: Listed,
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
  const cases = listedOnly(walk(ledger, { ...begun, service: query.service }), query.month, listed)
  switch (kindOf(request)) {
    case 'ndjson':
      return reply.type(NDJSON).send(Readable.from(ndjson(cases, query.month)))
    case 'csv':
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .send(Readable.from(csv(cases, query.month, query.bom === 'true')))
    case 'json':
      return page(cases, query, begun)
  }
}

type Begun = Walk & Cursor & { readonly position: number }

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

/** The first kind of answer that a client takes; a page of JSON where it does not say. */
function kindOf({ headers }: FastifyRequest): 'json' | 'ndjson' | 'csv' {
  const accepted = (headers.accept ?? '').split(',').map((each) => each.split(';')[0]?.trim().toLowerCase())
  const first = accepted.find((each) => each === NDJSON || each === 'text/csv' || each === 'application/json')
  return first === NDJSON ? 'ndjson' : first === 'text/csv' ? 'csv' : 'json'
}

async function* listedOnly(cases: AsyncIterable<Case>, month: Month, listed: Listed): AsyncGenerator<Case> {
  for await (const c of cases) if (isListed(c, month, listed)) yield c
}

async function page(cases: AsyncIterable<Case>, query: Query, { asOf, knownAt }: Begun): Promise<unknown> {
  const { limit } = pageOf(query)
  const items: Record<string, unknown>[] = []
  let last = ''
  for await (const c of cases) {
    if (items.length === limit) {
      const cursor = { after: last, asOf, knownAt } satisfies Cursor
      return { items, next: Buffer.from(JSON.stringify(cursor)).toString('base64url') }
    }
    items.push(bill(c, query.month))
    last = c.contractId
  }
  return { items, next: null }
}

async function* ndjson(cases: AsyncIterable<Case>, month: Month): AsyncGenerator<string> {
  for await (const c of cases) yield `${JSON.stringify(bill(c, month))}\n`
}

const BYTE_ORDER_MARK = '\uFEFF'

async function* csv(cases: AsyncIterable<Case>, month: Month, bom: boolean): AsyncGenerator<string> {
  const columns = [...BILL_COLUMNS]
  yield (bom ? BYTE_ORDER_MARK : '') + stringify([columns], CSV)
  for await (const c of cases) {
    const rows = billRows(c, month)
    if (rows.length > 0) yield stringify([...rows], { ...CSV, columns })
  }
}

/** RFC 4180. A text that a spreadsheet would take for a formula is told to be one by an apostrophe. */
const CSV = {
  record_delimiter: 'windows',
  cast: { string: (text: string) => (/^[=+@\t\r]/.test(text) ? `'${text}` : text) },
} as const
