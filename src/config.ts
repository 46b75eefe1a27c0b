import { z } from 'zod'
import { DEADLINE_KINDS } from './domain/terms/terms.ts'
import { Service } from './domain/contract/vocabulary.ts'
import { type LeadTimes } from './projections/deadlines.ts'
import { type Issuers } from './projections/paper.ts'

/** A ledger of several machines: its log in KurrentDB, everything else in PostgreSQL. */
export type Cluster = {
  /** `DAICHO_KURRENTDB`: connection string of the log. Holds a secret. */
  readonly kurrentdb: string
  /** `DAICHO_KURRENTDB_LEDGER`: name of the ledger in it. */
  readonly ledger: string
  /** `DAICHO_POSTGRES`: URL of the database, of which this ledger has all. Holds a secret. */
  readonly postgres: string
}

/** The only reader of the environment. */
export type Config = {
  /** Undefined: the ledger of a data directory. */
  readonly cluster?: Cluster | undefined
  /** `DAICHO_TOKEN`: the operator token, instead of the generated one. */
  readonly token: string | undefined
  /** `DAICHO_METRICS_TOKEN`: opens `/v1/metrics` and nothing else. */
  readonly metricsToken: string | undefined
  /** `DAICHO_TEST_CLOCK=1`: the ledger's now can be set. Never for real contracts. */
  readonly testClock: boolean
  /** `DAICHO_DATA`: the data directory. */
  readonly data: string
  /** `DAICHO_REMINDERS`: days before a deadline, by its kind: `{"payment":7,"pause-limit":14}` (CC-20). */
  readonly leadTimes: LeadTimes
  /** `DAICHO_ISSUERS`: in whose name bills are printed, by service: `{"imageflux":{"name":"…","registration":"T…"}}`. */
  readonly issuers: Issuers
}

const DAYS_MAX = 366
const Reminders = z.partialRecord(z.enum(DEADLINE_KINDS), z.int().min(0).max(DAYS_MAX))

/** @throws Error that names the variable and what is wrong with it, never what it holds where that is a secret */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): Config => ({
  cluster: clusterOf(env),
  token: env['DAICHO_TOKEN'] === '' ? undefined : env['DAICHO_TOKEN'],
  metricsToken: env['DAICHO_METRICS_TOKEN'] === '' ? undefined : env['DAICHO_METRICS_TOKEN'],
  testClock: env['DAICHO_TEST_CLOCK'] === '1',
  data: env['DAICHO_DATA'] ?? 'data',
  leadTimes: leadTimesOf(env['DAICHO_REMINDERS']),
  issuers: issuersOf(env['DAICHO_ISSUERS']),
})

const KURRENTDB = /^(kurrentdb|kdb|kurrent|esdb)(\+discover)?:\/\/./
const POSTGRES = /^postgres(ql)?:\/\/./
const LEDGER = /^[a-z][a-z0-9-]{0,31}$/

/** Both or neither: a log without its keys and its index is no ledger. */
function clusterOf(env: NodeJS.ProcessEnv): Cluster | undefined {
  const { DAICHO_KURRENTDB: kurrentdb = '', DAICHO_POSTGRES: postgres = '' } = env
  if (kurrentdb === '' && postgres === '') return undefined
  if (kurrentdb === '' || postgres === '') {
    const [there, missing] = kurrentdb === '' ? ['POSTGRES', 'KURRENTDB'] : ['KURRENTDB', 'POSTGRES']
    throw new Error(
      `DAICHO_${there} is set and DAICHO_${missing} is not: a ledger of several machines needs both`,
    )
  }
  return checked({ kurrentdb, ledger: env['DAICHO_KURRENTDB_LEDGER'] || 'daicho', postgres })
}

function checked(cluster: Cluster): Cluster {
  const { kurrentdb, ledger, postgres } = cluster
  if (!KURRENTDB.test(kurrentdb))
    throw new Error('DAICHO_KURRENTDB: wanted kurrentdb://user:secret@host:2113?tls=true')
  if (!POSTGRES.test(postgres) || !URL.canParse(postgres))
    throw new Error('DAICHO_POSTGRES: wanted postgres://user:secret@host:5432/database')
  if (!LEDGER.test(ledger))
    throw new Error(
      'DAICHO_KURRENTDB_LEDGER: wanted up to 32 small letters, digits and hyphens, a letter first',
    )
  return cluster
}

/** @throws Error that names what is wrong: a kind nobody knows, a lead time that is no number of days */
function leadTimesOf(text: string | undefined): LeadTimes {
  if (text === undefined || text === '') return {}
  const wrong = (why: string): Error =>
    new Error(
      `DAICHO_REMINDERS: ${why}; wanted days by kind of deadline, like {"payment":7,"pause-limit":14}`,
    )
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw wrong('no JSON')
  }
  const parsed = Reminders.safeParse(json)
  if (!parsed.success)
    throw wrong(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
  return parsed.data as LeadTimes
}

const IssuersText = z.partialRecord(
  Service,
  z.strictObject({
    name: z.string().min(1).max(200).optional(),
    registration: z
      .string()
      .regex(/^T\d{13}$/, 'T and 13 digits')
      .optional(),
    address: z.string().min(1).max(200).optional(),
  }),
)

/** @throws Error that names what is wrong: a service nobody knows, a number that is no registration number */
function issuersOf(text: string | undefined): Issuers {
  if (text === undefined || text === '') return {}
  const wrong = (why: string): Error =>
    new Error(`DAICHO_ISSUERS: ${why}; wanted {"imageflux":{"name":"…","registration":"T1234567890123"}}`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw wrong('no JSON')
  }
  const parsed = IssuersText.safeParse(json)
  if (!parsed.success)
    throw wrong(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
  return parsed.data
}
