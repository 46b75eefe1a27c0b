import { z } from 'zod'
import { Service } from '../../domain/contract/vocabulary.ts'
import { Cause, Clause, Finding, Trace } from './findings.ts'
import { Day, Instant, Text, name } from './words.ts'

export const State = z.enum([
  'applied', 'deferred', 'refused', 'lapsed', 'concluded', 'provisional', 'active', 'paused', 'suspended', 'ended',
]) // prettier-ignore

export const Permitted = name(
  'Permitted',
  'An act the terms allow a party now and nobody has taken; nothing in it happens by itself',
  z.strictObject({
    who: Text,
    act: Text,
    ref: Text.optional(),
    since: Instant,
    clause: Clause,
    causes: z.array(Cause),
  }),
)

const Obligation = name(
  'Obligation',
  'An open duty',
  z.strictObject({
    who: Text,
    duty: Text,
    ref: Text.optional(),
    since: Instant,
    dueOn: Day.nullable(),
    clause: Clause,
    causes: z.array(Cause),
  }),
)

export const Resource = z
  .looseObject({ state: Text })
  .describe('A SIM, gateway, project, device or certificate: its id, its state and when it came and went')

const Resources = z
  .strictObject({
    sims: z.array(Resource),
    gateways: z.array(Resource),
    monoProjects: z.array(Resource),
    devices: z.array(Resource),
    certificates: z.array(Resource),
    components: z.unknown().describe('Number of components, where the plan counts them'),
    counts: z.record(z.string(), z.int()),
  })
  .describe('At most 100 of a kind; `counts` says how many there are, …/resources/{kind} lists them all')

const Option = z.strictObject({
  option: Text,
  ref: Text,
  state: State,
  startsOn: Day.nullable(),
  endsOn: Day.nullable(),
})

/** The state of a contract and its dates. */
export const dates = {
  state: State,
  plan: Text.nullable(),
  startsOn: Day.nullable(),
  billingStartsOn: Day.nullable(),
  endsOn: Day.nullable(),
  minimumTermEndsOn: Day.nullable(),
  termEndsOn: Day.nullable(),
  termsVersion: Text.nullable(),
}

export const Card = name(
  'Card',
  'The contract at an instant, as far as is known. A field that the terms give no answer for is null, with its reason in `findings`',
  z.strictObject({
    contractId: Text,
    service: Service,
    provider: Text,
    partyId: Text,
    asOf: Instant,
    knownAt: Text.nullable().describe('As it was asked for; null = everything'),
    revision: z.int(),
    ...dates,
    options: z.array(Option),
    resources: Resources,
    coupon: z.strictObject({ balance: z.int().nullable() }),
    permitted: z.array(Permitted),
    obligations: z.array(Obligation),
    findings: z.array(Finding),
    trace: Trace.optional(),
  }),
)
