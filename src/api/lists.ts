import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { PartyId } from '../domain/contract/envelope.ts'
import { Day, addDays, daysBefore } from '../domain/kernel/calendar.ts'
import { DEADLINE_KINDS, type DeadlineKind } from '../domain/terms/terms.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type LeadTimes } from '../projections/deadlines.ts'
import { contractRows, deadlineRows, pauseRows } from '../readstore/select.ts'
import { AcrossQuery, type Entry, YES_OR_NO, across, answerList } from './across.ts'
import { type AppOptions } from './options.ts'
import { asOfOf, knownOf } from './query.ts'
import { sendProblem } from './problem.ts'
import { ALWAYS, responses } from './responses.ts'
import {
  ContractLine,
  Contracts,
  DeadlineLine,
  DeadlinePage,
  Party,
  PauseLine,
  PausePage,
} from './schemas/across.ts'
import { State } from './schemas/card.ts'
import { DEADLINE_STATES } from './schemas/lists.ts'

const CONTRACT_COLUMNS = [
  'contractId', 'service', 'provider', 'partyId', 'state', 'plan', 'startsOn', 'billingStartsOn', 'endsOn',
  'minimumTermEndsOn', 'termEndsOn', 'termsVersion', 'revision',
] // prettier-ignore
const STANDING = ['terms', 'version', 'article', 'rule', 'causes']
const DEADLINE_COLUMNS = [
  'contractId', 'service', 'kind', 'ref', 'on', 'at', 'who', 'state', 'remindOn', 'count', ...STANDING,
] // prettier-ignore
const PAUSE_COLUMNS = [
  'contractId', 'service', 'pauseId', 'scope', 'pausedAt', 'resumedAt', 'limitOn', 'overLimit', ...STANDING,
] // prettier-ignore

/** What the rows of each list are ordered by: a contract, a day or an instant, a number within the contract. */
const Word = z.string().regex(/^\P{Cc}{1,64}$/u)
const Nth = z.int32().min(0)
const CONTRACT_PLACE = z.tuple([Word])
const DEADLINE_PLACE = z.tuple([Word, Word, Nth])
const PAUSE_PLACE = z.tuple([Word, Nth])

const ContractsQuery = AcrossQuery.extend({
  state: State.optional(),
  partyId: PartyId.optional().describe('Of the party that holds it, or that it was opened for'),
  q: z
    .string()
    .regex(/^\P{Cc}{1,64}$/u, '1 to 64 characters that can be seen')
    .optional()
    .describe('Part of an id, a party or a plan, in any case'),
})
const DeadlinesQuery = AcrossQuery.extend({
  from: Day.optional().describe('First day'),
  to: Day.optional().describe('Last day'),
  kind: z.enum(DEADLINE_KINDS).optional(),
  state: z.enum(DEADLINE_STATES).optional(),
})
const PausesQuery = AcrossQuery.extend({
  overLimit: YES_OR_NO.describe('Only pauses that are, or are not, longer than they may be'),
})

/** Lists across contracts (`wire.md` section 4): JSON pages, or all of it as NDJSON or CSV. */
export function listRoutes(
  app: FastifyInstance,
  ledger: Ledger,
  { lists, leadTimes = {} }: AppOptions,
): void {
  if (!lists) return
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const tags = ['across']

  routes.get(
    '/v1/contracts',
    {
      schema: {
        summary: 'Contracts in the order of their ids',
        tags,
        querystring: ContractsQuery,
        response: across(Contracts, ContractLine),
      },
    },
    (request, reply) => {
      const { query } = request
      const listed = { list: contractRows, filter: query, place: CONTRACT_PLACE, columns: CONTRACT_COLUMNS }
      return answerList(ledger, lists, listed, { query, request, reply })
    },
  )

  routes.get(
    '/v1/deadlines',
    {
      schema: {
        summary: 'Dates somebody must keep, the earliest first',
        tags,
        querystring: DeadlinesQuery,
        response: across(DeadlinePage, DeadlineLine),
      },
    },
    (request, reply) => {
      const { query } = request
      const filter = { ...query, before: query.to && addDays(query.to, 1) }
      const add = Object.keys(leadTimes).length > 0 ? reminded(leadTimes) : undefined
      const listed = { list: deadlineRows, filter, place: DEADLINE_PLACE, columns: DEADLINE_COLUMNS, add }
      return answerList(ledger, lists, listed, { query, request, reply })
    },
  )

  routes.get(
    '/v1/pauses',
    {
      schema: {
        summary: 'Pauses in the order of their contracts',
        tags,
        querystring: PausesQuery,
        response: across(PausePage, PauseLine),
      },
    },
    (request, reply) => {
      const { query } = request
      const overLimit = query.overLimit === undefined ? undefined : query.overLimit === 'true'
      const filter = { ...query, overLimit }
      const listed = { list: pauseRows, filter, place: PAUSE_PLACE, columns: PAUSE_COLUMNS }
      return answerList(ledger, lists, listed, { query, request, reply })
    },
  )

  routes.get(
    '/v1/parties/:partyId',
    {
      schema: {
        summary: 'A party and its contracts: those it holds, and those that were opened for it',
        tags,
        params: z.object({ partyId: PartyId }),
        querystring: AcrossQuery.pick({ asOf: true, knownAt: true, consistent: true }),
        response: responses({ 200: ['The party', Party] }, ...ALWAYS, 'not-found', 'unavailable'),
      },
    },
    async ({ params: { partyId }, query }, reply) => {
      const contracts: unknown[] = []
      const asked = {
        asOf: asOfOf(ledger, query),
        known: await knownOf(ledger, query),
        consistent: query.consistent === 'true',
      }
      await lists.read(
        { list: contractRows, filter: { partyId } },
        asked,
        (position) => void reply.header('daicho-position', position),
        ({ body }) => contracts.push(JSON.parse(body)) > 0,
      )
      if (contracts.length > 0) return { partyId, asOf: asked.asOf, contracts }
      const detail = `no contract of a party ${partyId} is known`
      return sendProblem(reply, { type: 'not-found', status: 404, detail })
    },
  )
}

/** The operator's lead times are his own and may change any day, so they are no part of what is kept. */
const reminded =
  (leadTimes: LeadTimes) =>
  (entry: Entry): Entry => {
    const { causes, clause, ...head } = entry
    const lead = leadTimes[entry['kind'] as DeadlineKind]
    if (lead === undefined) return entry
    const due = String(entry['at'] ?? entry['on']).slice(0, 10)
    return { ...head, remindOn: daysBefore(due as Day, lead), clause, causes }
  }
