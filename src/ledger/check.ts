import { Envelope } from '../domain/contract/envelope.ts'
import { parseAction } from '../domain/contract/parse-action.ts'
import { type EventType, Service, vocabulary } from '../domain/contract/vocabulary.ts'
import { type Instant, addMinutes } from '../domain/kernel/calendar.ts'
import { termsOf } from '../domain/terms/registry.ts'
import { contractStream, outageStream, referenceStream } from './directory.ts'
import { type Ledger } from './ledger.ts'
import { type InputError, type Problem, conflict, malformed, notFound } from './outcome.ts'
import { isPartyOf } from './parties.ts'
import { type Checked, type Request } from './request.ts'

/** How far an action may lie ahead of the ledger's clock: clocks differ; the future is stated in fields. */
const AHEAD_MINUTES_MAX = 10

/** Is the input in order? Bad input gets every error at once, with its path. */
export async function check(ledger: Ledger, request: Request): Promise<Checked | { problem: Problem }> {
  await ledger.directory.catchUp()
  const contract =
    request.contractId === undefined ? undefined : ledger.directory.contract(request.contractId)
  const parsed = Envelope.safeParse(request.body)
  if (!parsed.success) {
    const around = parsed.error.issues.map(({ path, message }) => ({
      path: path.join('.') || '(body)',
      message,
    }))
    return { problem: malformed([...around, ...dataErrors(request.body, contract?.service)]) }
  }
  const envelope = parsed.data
  const service = envelope.service ?? contract?.service
  if (!service)
    return {
      problem: malformed([
        {
          path: 'service',
          message: 'needed on the first action of a contract and on every fact of a provider',
        },
      ]),
    }
  const action = parseAction({ type: envelope.type, data: envelope.data }, service)
  const errors = [
    ...(action.ok ? doorErrors(request, action.type as EventType) : action.errors),
    ...aheadErrors(ledger, envelope.occurredAt),
  ]
  if (!action.ok || errors.length > 0) return { problem: malformed(errors) }
  const type = action.type as EventType
  const stream = streamOf(request, service)
  const known: Checked = {
    ...request,
    envelope,
    type,
    data: action.data as Record<string, unknown>,
    service,
    stream,
    contract,
  }
  const wrong = request.door === 'contract' ? await contractProblem(ledger, known) : undefined
  return wrong ? { problem: wrong } : known
}

/** What is wrong with the data of an action whose envelope is not in order either, as far as its type and service are told. */
function dataErrors(body: unknown, ofContract: Service | undefined): readonly InputError[] {
  const { type, data, service } = (body ?? {}) as Readonly<Record<string, unknown>>
  const told = Service.safeParse(service ?? ofContract)
  if (typeof type !== 'string' || !told.success) return []
  const action = parseAction({ type, data }, told.data)
  return action.ok ? [] : action.errors.filter(({ path }) => path.startsWith('data.'))
}

const aheadErrors = (ledger: Ledger, at: Instant): InputError[] =>
  at > addMinutes(ledger.clock.now(), AHEAD_MINUTES_MAX)
    ? [
        {
          path: 'occurredAt',
          message: `lies more than ${AHEAD_MINUTES_MAX} minutes ahead of the ledger's now (${ledger.clock.now()}); what lies ahead is stated in fields of data`,
        },
      ]
    : []

function doorErrors(request: Request, type: EventType): InputError[] {
  const { scope, wide } = vocabulary[type]
  const doors: readonly string[] =
    scope === 'system'
      ? []
      : scope === 'reference'
        ? ['reference']
        : scope === 'outage'
          ? ['contract', 'outage']
          : wide
            ? ['contract', 'reference']
            : ['contract']
  const withdrawal = type === 'ActionVoided' && request.door !== 'contract'
  if (withdrawal || doors.includes(request.door)) return []
  return [
    {
      path: 'type',
      message:
        scope === 'system'
          ? `${type} is recorded by the ledger only`
          : `${type} is posted to ${doors.map((door) => PATHS[door]).join(' or ')}`,
    },
  ]
}
const PATHS: Readonly<Record<string, string>> = {
  contract: '/v1/contracts/{contractId}/actions',
  reference: '/v1/reference/actions',
  outage: '/v1/outages',
}

const streamOf = (request: Request, service: Service): string =>
  request.door === 'contract'
    ? contractStream(request.contractId ?? '')
    : request.door === 'reference'
      ? referenceStream(service)
      : outageStream(service)

/** Is there such a contract, and is it the one that is meant? */
async function contractProblem(
  ledger: Ledger,
  { contract, contractId, envelope, service, type }: Checked,
): Promise<Problem | undefined> {
  if (contract) {
    if (contract.service !== service)
      return conflict(`contract ${contract.id} is one of ${contract.service}, not of ${service}`)
    if (envelope.partyId !== undefined && !(await isPartyOf(ledger, contract, envelope.partyId)))
      return conflict(
        `contract ${contract.id} belongs to party ${contract.partyId}, not to ${envelope.partyId}`,
      )
    return undefined
  }
  const opens = type === 'ApplicationSubmitted' || termsOf(service)?.opening.includes(type)
  if (!opens) return notFound(`there is no contract ${contractId ?? ''}; one opens with ApplicationSubmitted`)
  if (envelope.partyId === undefined)
    return malformed([{ path: 'partyId', message: 'needed on the first action of a contract' }])
  return undefined
}
