import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ContractId } from '../domain/contract/envelope.ts'
import { Service, vocabulary } from '../domain/contract/vocabulary.ts'
import { type StoredEvent } from '../eventstore/event-store.ts'
import { type EventFilter, eventsAfter } from '../ledger/events.ts'
import { type Ledger, answersOf, eventAnswers } from '../ledger/ledger.ts'
import { type Lists } from '../ledger/lists.ts'
import { YES_OR_NO, across } from './across.ts'
import { TYPE_OF, body, csvHead, csvRows, formatOf } from './formats.ts'
import { liveRoute } from './live.ts'
import { type AppOptions } from './options.ts'
import { PageQuery, pageOf } from './query.ts'
import { Event, EventPage } from './schemas/events.ts'

const TYPES = Object.keys(vocabulary) as [string, ...string[]]
const Position = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** By what events are narrowed, in a list of them and while they come. */
export const EventsQuery = z.strictObject({
  after: Position.optional().describe('Behind this position of the ledger'),
  type: z.enum(TYPES, 'a type of event').optional(),
  contractId: ContractId.optional().describe('Of the stream of this contract'),
  service: Service.optional(),
  rule: z
    .string()
    .regex(/^[A-Z]{2,4}-[\w.-]{1,32}$/, 'the id of a rule, like SC-7-3')
    .optional()
    .describe('Recorded under this rule, or refused by it'),
})
const ListQuery = EventsQuery.extend({
  ...PageQuery.shape,
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'wanted: `next` of the page before')
    .optional()
    .describe('`next` of the page before'),
  consistent: YES_OR_NO.describe('With `rule`: wait until everything recorded by now is in the answer'),
  bom: YES_OR_NO.describe('CSV with a byte order mark, for Excel'),
})
type ListQuery = z.infer<typeof ListQuery>

const COLUMNS = [
  'position', 'id', 'stream', 'revision', 'contractId', 'partyId', 'service', 'type', 'occurredAt', 'recordedAt', 'actor',
  'reportedBy', 'basis', 'corrects', 'evidence', 'hash', 'data',
] // prettier-ignore

/** Events of the whole ledger in its order (`wire.md` section 4). */
export function eventRoutes(app: FastifyInstance, ledger: Ledger, options: AppOptions): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/events',
    {
      schema: {
        summary: 'Events of the whole ledger in its order, refusals included',
        tags: ['across'],
        querystring: ListQuery,
        response: across(EventPage, Event),
      },
    },
    (request, reply) => answer(ledger, options, request.query, request, reply),
  )
  liveRoute(app, ledger)
}

async function answer(
  ledger: Ledger,
  { lists }: AppOptions,
  query: ListQuery,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const position = await reachedBy(ledger, query.rule === undefined ? undefined : lists, query)
  reply.header('daicho-position', position)
  const after = Math.max(query.after ?? 0, Number(query.cursor ?? 0))
  const events = upTo(position, eventsAfter(ledger, lists, after, filterOf(query)))
  const format = formatOf(request)
  return format === 'json'
    ? page(ledger, events, pageOf(query).limit)
    : stream(answersOf(ledger, events), format, query.bom === 'true', reply)
}

/** Reads no further than it takes to know whether there is more. */
async function page(ledger: Ledger, events: AsyncIterable<StoredEvent>, limit: number): Promise<unknown> {
  const some: StoredEvent[] = []
  for await (const event of events) {
    if (some.length === limit)
      return { items: await eventAnswers(ledger, some), next: String(some.at(-1)?.position) }
    some.push(event)
  }
  return { items: await eventAnswers(ledger, some), next: null }
}

/** How far an answer goes: to the end of the log, or as far as the views have read it. */
async function reachedBy(
  ledger: Ledger,
  lists: Lists | undefined,
  { consistent }: ListQuery,
): Promise<number> {
  const { position } = await ledger.store.head()
  if (!lists) return position
  if (consistent === 'true') await lists.reach(position)
  return lists.position()
}

export const filterOf = ({ type, contractId, service, rule }: z.infer<typeof EventsQuery>): EventFilter => ({
  type,
  contractId,
  service,
  rule,
})

type Answer = Readonly<Record<string, unknown>>

/** What is recorded while an answer is sent is in the next one. */
async function* upTo(
  position: number,
  events: AsyncIterable<StoredEvent>,
): AsyncGenerator<StoredEvent, void, undefined> {
  for await (const event of events) {
    if (event.position > position) return
    yield event
  }
}

function stream(
  events: AsyncIterable<Answer>,
  format: 'ndjson' | 'csv',
  bom: boolean,
  reply: FastifyReply,
): FastifyReply {
  const out = body()
  const write = async (): Promise<void> => {
    if (format === 'csv') await out.write(csvHead(COLUMNS, bom))
    for await (const event of events) {
      const text = format === 'csv' ? csvRows(COLUMNS, [flat(event)]) : `${JSON.stringify(event)}\n`
      if (!(await out.write(text))) return
    }
    out.stream.end()
  }
  write().catch((error: unknown) => out.stream.destroy(error as Error))
  return reply.type(TYPE_OF[format]).send(out.stream)
}

const flat = (event: Answer): Answer => ({
  ...event,
  actor: (event['actor'] as { readonly id: string }).id,
  basis: (event['basis'] as readonly string[]).join(' '),
  data: JSON.stringify(event['data']),
})
