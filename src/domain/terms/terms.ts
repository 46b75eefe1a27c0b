import { type Case } from '../contract/case.ts'
import { type Fact } from '../contract/timeline.ts'
import { type EventType, type Service } from '../contract/vocabulary.ts'
import { type Day, type Instant, type Month } from '../kernel/calendar.ts'
import { type Answer, type Cause, type Clause, type Finding, type RuleId } from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'

/** A rule of the catalogue: where it stands, what it says in a line, and why it is recorded only where it is. */
export type Rule = {
  readonly article: string
  readonly en: string
  readonly ja: string
  /** Nothing is computed from it: the reason. Absent = it is computed. */
  readonly recordedOnly?: string
}
export type Rules = Readonly<Record<RuleId, Rule>>

/** A question the text leaves open, and the reading adopted for it. */
export type Reading = { readonly question: string; readonly adopted: string; readonly because?: string }
export type Readings = Readonly<Record<RuleId, Reading>>

/** A version of a document. `textKnown`: its rules can be applied. */
export type Version = {
  readonly id: string
  readonly effectiveOn: Day
  readonly textKnown: boolean
  /** Day of the built-in text it repeats, where it has none of its own: what is dated in a text is looked up by it. */
  readonly textFrom?: Day
  readonly fact?: Fact
}

export type State =
  | 'applied'
  | 'deferred'
  | 'refused'
  | 'lapsed'
  | 'concluded'
  | 'provisional'
  | 'active'
  | 'paused'
  | 'suspended'
  | 'ended'

/** An action on its way in, or a recorded one judged again: what a refusal may look at beside the case. */
export type Act<T extends EventType = EventType> = Pick<Fact<T>, 'type' | 'at' | 'data'>

/** Why the terms do not allow an action: `what` is a refusal name. */
export type Refusal = { readonly what: string; readonly clause: Clause; readonly causes: readonly Cause[] }

/** What the terms say of one type of action: the rules it stands on, and when it is refused. */
export type ActRule<T extends EventType> = {
  readonly basis: readonly RuleId[]
  /** Actions of the type that these rules do not speak of do not stand on them; absent = they speak of all. */
  readonly speaksOf?: (c: Case, act: Act<T>) => boolean
  /** The rules that this very action stands on, where several rules speak of some of its type only. */
  readonly basisOf?: (c: Case, act: Act<T>) => readonly RuleId[]
  readonly refuse?: (c: Case, act: Act<T>) => Refusal | undefined
}
export type ActRules = { readonly [T in EventType]?: ActRule<T> }

export type Party = 'customer' | 'provider' | 'heir' | 'either'

export type ChargeKind =
  | 'initial' | 'monthly-base' | 'usage' | 'overage' | 'component' | 'metric-relaxation' | 'one-time' | 'option-base'
  | 'paused' | 'sim-base' | 'line-maintenance' | 'data' | 'mobile-gateway' | 'platform-base' | 'sub-option'
  | 'aws-base' | 'aws-data' | 'additional-ip' | 'sms' | 'passport' | 'early-termination' | 'downgrade-difference'
  | 'outage-credit' | 'damage-reduction' | 'refund' | 'coupon' | 'discount' | 'evaded-amount' | 'surcharge'
  | 'excess-work' | 'recourse' | 'late-interest' | 'temporary-reduction' | 'provider-rescission' | 'adjustment' // prettier-ignore

/** One of the many things behind a line that stands for many like fees. */
export type ChargeDetail = {
  readonly ref: string
  readonly quantity: string
  readonly amount: Yen
  readonly clause: Clause
  readonly causes: readonly Cause[]
}

/** A line of a month, or, where `amount` is undetermined, the gap that stands in its place. */
export type Charge = {
  readonly kind: ChargeKind
  /** What is charged: an item of the price list, a meter, an option. */
  readonly item: string
  readonly option?: string
  readonly ref?: string
  readonly quantity?: string
  readonly unit?: string
  readonly unitPrice?: string
  /** Whole yen; negative where it is owed to the customer. */
  readonly amount: Answer<Yen>
  /** `included`: the provision defines the amount with tax. Absent = taxed as the tariff says. */
  readonly taxCategory?: 'standard' | 'reduced' | 'none' | 'included'
  /** Printed due date; absent = that of the month. */
  readonly dueOn?: Answer<Day>
  readonly occurredOn?: Day
  /** The things behind a line of many, in order of their ids; those up to `after` left out. */
  readonly detail?: (after?: string) => Iterable<ChargeDetail>
}

export const DEADLINE_KINDS = [
  'application-decision', 'change-decision', 'payment', 'pause-limit', 'pause-notice-answer', 'minimum-term-end', 'term-end',
  'non-renewal', 'termination-notice', 'termination-effective', 'credit-claim', 'outage-threshold', 'damage-claim',
  'line-maintenance', 'certificate-opt-out', 'certificate-expiry', 'sms-cutoff', 'deemed-notice', 'cure-period',
  'passport-end', 'beta-designated-date', 'provider-rescission-effective', 'report-due', 'terms-change', 'coupon-expiry',
] as const // prettier-ignore
export type DeadlineKind = (typeof DEADLINE_KINDS)[number]
export type DeadlineState = 'upcoming' | 'met' | 'missed' | 'lapsed'
/** A date somebody must keep; derived from a finding, whose clause and causes it carries. */
export type Deadline = {
  readonly kind: DeadlineKind
  readonly ref?: string
  readonly who: Party
  readonly state: DeadlineState
  /** The finding that gives the day or the instant; an undetermined one makes no deadline. */
  readonly when: Finding<Day> | Finding<Instant>
  readonly count?: number
}

/** An act the terms allow a party now and nobody has taken. Nothing in it happens by itself (CC-19). */
export type Permitted = {
  readonly who: Party
  readonly act: string
  readonly ref?: string
  readonly since: Instant
  readonly clause: Clause
  readonly causes: readonly Cause[]
}

/** An open duty. */
export type Obligation = {
  readonly who: Party
  readonly duty: string
  readonly ref?: string
  readonly since: Instant
  readonly dueOn?: Day
  readonly clause: Clause
  readonly causes: readonly Cause[]
}

export type OptionEntry = {
  readonly option: string
  readonly ref: string
  readonly state: Finding<State>
  readonly startsOn?: Answer<Day>
  readonly endsOn?: Answer<Day>
}

export type PauseNotice = {
  readonly arrivedAt: Instant
  readonly deadline: Day
  readonly earliestLawfulDeadline: Day
  readonly valid: boolean
}
export type PauseEntry = {
  readonly pauseId: string
  readonly scope: string
  readonly pausedAt: Instant
  readonly resumedAt: Instant | null
  readonly limit: Answer<Day>
  readonly overLimit: Answer<boolean>
  readonly notices: readonly PauseNotice[]
  readonly permitted: readonly Permitted[]
}

export type CreditOutcome =
  | 'running' | 'below-threshold' | 'claimable' | 'pending' | 'granted' | 'refused' | 'forfeited' | 'not-attributable'
  | 'excluded' | 'undetermined' // prettier-ignore
export type CreditEntry = {
  readonly outageId: string
  readonly scope: string | null
  readonly attribution: string | null
  readonly recognizedAt: Instant | null
  readonly endedAt: Instant | null
  readonly units: number | null
  readonly claimableOn: Day | null
  readonly claimDeadline: Day | null
  readonly claimedAt: Instant | null
  readonly outcome: Answer<CreditOutcome>
  /** 0 where it pays nothing, `null` where it cannot be computed. */
  readonly amount: Yen | null
  readonly appliedTo: readonly { readonly month: Month; readonly amount: Yen }[]
}

export type ClaimEntry = {
  readonly claimId: string
  readonly by: string
  readonly kind: string
  readonly damageAt: Instant | null
  readonly claimDeadline: Day | null
  readonly outcome: Answer<string>
  readonly cap: Yen | null
  readonly payable: Yen | null
  readonly reductionMonth: Month | null
  readonly refusalGround: string | null
}

export type ResourceKind = 'sims' | 'gateways' | 'monoProjects' | 'devices' | 'certificates'
export type ResourceEntry = Readonly<Record<string, unknown>> & { readonly state: string }
/** Resources of a kind: how many there are, and some of them in order of id behind a cursor. */
export type Resources = {
  readonly kind: ResourceKind
  readonly count: number
  readonly page: (after: string, limit: number) => readonly ResourceEntry[]
}

/** One subject of a 約款, a file of its folder: it answers what its articles speak of, and nothing else. */
export type Subject = {
  readonly acts?: ActRules
  /** Findings by name, each with all its refs. They stand on the card. */
  readonly answers?: Readonly<Record<string, (c: Case) => readonly Answer<unknown>[]>>
  /** Findings of one resource of many (a SIM, a device), asked by ref; never on the card. */
  readonly resourceAnswers?: Readonly<
    Record<string, (c: Case, ref: string, month: Month) => Answer<unknown> | undefined>
  >
  readonly charges?: (c: Case, month: Month) => readonly Charge[]
  readonly deadlines?: (c: Case) => readonly Deadline[]
  readonly permitted?: (c: Case) => readonly Permitted[]
  readonly obligations?: (c: Case) => readonly Obligation[]
  readonly options?: (c: Case) => readonly OptionEntry[]
  readonly pauses?: (c: Case) => readonly PauseEntry[]
  readonly credits?: (c: Case) => readonly CreditEntry[]
  readonly claims?: (c: Case) => readonly ClaimEntry[]
  readonly resources?: (c: Case) => readonly Resources[]
  /** Facts whose other half is not known yet, beyond the pairs the ledger knows itself. */
  readonly unmatched?: (c: Case) => readonly { readonly fact: Fact; readonly missing: string }[]
}

/** A part of a debt and the day it was paid, or is taken to be paid. */
export type Portion = { readonly amount: Yen; readonly paidOn: Day }
/** A debt that fell due, as the rule of late interest sees it: the parts that bear interest, without late interest in them. */
export type Owed = { readonly ref: string; readonly dueOn: Day; readonly portions: readonly Portion[] }

/** A debt as the rule of acceleration sees it; `settledAt` is null while something is open. */
export type Debt = {
  readonly invoice: Fact<'InvoiceIssued'>
  readonly months: readonly Month[]
  readonly dueOn: Answer<Day>
  readonly settledAt: Instant | null
}

/** How money owed is settled under a 約款; the mechanics (allocation, balances) are the ledger's. */
export type Settlement = {
  /** Printed due date of a month's charges. */
  readonly dueOn: (c: Case, month: Month) => Answer<Day>
  /** Late interest; undetermined where the text is silent and nothing was published. */
  readonly lateInterest: (c: Case, owed: Owed) => Answer<Yen>
  /** The rule under which a debt is overdue. */
  readonly overdueRule: RuleId
  /** The rule under which a date is designated on an invoice of no month; absent = the one above. */
  readonly designationRule?: RuleId
  /** The day to which a debt was accelerated: it is due then, and its printed due date stays (SF-12.4). */
  readonly accelerated?: (c: Case, debt: Debt) => Finding<Day> | undefined
  /** The rule under which prices are taxed. */
  readonly taxRule: RuleId
  /** Where the document says itself how its prices relate to tax. */
  readonly taxTreatment?: 'exclusive'
  /** Where the document itself says how the fraction of a yen in the tax is rounded. */
  readonly taxRounding?: 'floor'
  /** Method in force while nothing was said. */
  readonly paymentMethod?: 'card'
}

/** A 約款: all that its subjects say, as one. */
export type Terms = Required<Omit<Subject, 'acts' | 'answers' | 'resourceAnswers'>> & {
  readonly id: Service
  readonly provider: string
  readonly rules: Rules
  readonly readings: Readings
  readonly acts: ActRules
  readonly answers: Readonly<Record<string, readonly ((c: Case) => readonly Answer<unknown>[])[]>>
  readonly resourceAnswers: NonNullable<Subject['resourceAnswers']>
  readonly settlement: Settlement
  /** Versions whose text is built in, oldest first. */
  readonly versions: readonly Version[]
  /** The version that governs the contract on a day; of a rule, where parts of a version begin later (CC-14). */
  readonly versionOn: (c: Case, on: Day, rule?: RuleId) => Version
  /** Individual terms that stand in the place of a rule on a day: what it yields is undetermined then. */
  readonly replacedBy?: (c: Case, rule: RuleId, on: Day) => Fact | undefined
  /** The contract itself at `asOf`. */
  readonly state: (c: Case) => Finding<State>
  /** Types by which a contract may open without an application. */
  readonly opening: readonly EventType[]
}
