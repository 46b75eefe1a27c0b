import { type Case, remembered } from '../domain/contract/case.ts'
import { wouldBeRefused } from '../domain/contract/rejudged.ts'
import { receivables } from '../domain/contract/receivables.ts'
import { unmatched } from '../domain/contract/unmatched.ts'
import { type Answer, valueOf } from '../domain/kernel/finding.ts'
import { type Obligation, type OptionEntry, type Permitted, type Resources } from '../domain/terms/terms.ts'
import { type Renderer } from './render.ts'

/** Where a card stands in the ledger: what a read was asked for, as its answer repeats it. */
export type Asked = { readonly revision: number; readonly knownAt: string | null; readonly stream: string }

const RESOURCES_MAX = 100

/** All findings of a contract that stand on its card, by name; the ledger's own among them. */
export const findings = (c: Case, stream: string): readonly Answer<unknown>[] => [
  ...ofTerms(c),
  ...ofPayments(c),
  ...unmatched(c),
  ...wouldBeRefused(c, stream),
]

const ofTerms = remembered((c: Case): readonly Answer<unknown>[] =>
  Object.keys(c.terms.answers).flatMap((what) => findingsOf(c, what)),
)

/** The findings of one name, each with its ref. */
export const findingsOf = (c: Case, what: string): readonly Answer<unknown>[] =>
  (c.terms.answers[what] ?? []).flatMap((ask) => ask(c))

const ofPayments = remembered((c: Case): readonly Answer<unknown>[] =>
  receivables(c).flatMap((each) => [
    each.dueOn,
    each.delinquentFrom,
    each.overdue,
    each.interestDays,
    each.lateInterest,
  ]),
)

/** A field of the card, taken from the finding of the contract itself: its value, `null` where there is none. */
const field = (c: Case, what: string): unknown => {
  const own = findingsOf(c, what).find((answer) => answer.ref === undefined)
  const value = valueOf(own)
  return value === undefined || value === 'none' ? null : value
}

/** The card: the contract at `asOf`, as far as is known (`wire.md` section 3). */
export function card(c: Case, asked: Asked, render: Renderer): Record<string, unknown> {
  const { contractId, service, provider, partyId, ...summed } = summary(c)
  return {
    contractId,
    service,
    provider,
    partyId,
    asOf: c.asOf,
    knownAt: asked.knownAt,
    revision: asked.revision,
    ...summed,
    options: c.terms.options(c).map(option),
    resources: resources(c),
    coupon: { balance: field(c, 'coupon.balance') },
    permitted: c.terms.permitted(c).map((each) => permitted(each, render)),
    obligations: c.terms.obligations(c).map((each) => obligation(each, render)),
    findings: [c.terms.state(c), ...findings(c, asked.stream)].map((answer) => render.finding(answer)),
  }
}

/** Whose contract it is, its state and its dates: the head of a card, and a contract's line in a list. */
export const summary = (c: Case) => ({
  contractId: c.contractId,
  service: c.service,
  provider: c.terms.provider,
  partyId: c.partyId,
  state: c.terms.state(c).value,
  plan: field(c, 'contract.plan'),
  startsOn: field(c, 'contract.starts-on'),
  billingStartsOn: field(c, 'contract.billing-starts-on'),
  endsOn: field(c, 'termination.effective-on'),
  minimumTermEndsOn: field(c, 'term.minimum-end'),
  termEndsOn: field(c, 'term.end'),
  termsVersion: field(c, 'terms.version'),
})

const option = ({ option, ref, state, startsOn, endsOn }: OptionEntry): Record<string, unknown> => ({
  option,
  ref,
  state: state.value,
  startsOn: valueOf(startsOn) ?? null,
  endsOn: valueOf(endsOn) ?? null,
})

export const permitted = (
  { who, act, ref, since, clause, causes }: Permitted,
  render: Renderer,
): Record<string, unknown> => ({
  who,
  act,
  ...(ref !== undefined && { ref }),
  since,
  clause,
  causes: render.below({ causes }),
})

const obligation = (
  { who, duty, ref, since, dueOn, clause, causes }: Obligation,
  render: Renderer,
): Record<string, unknown> => ({
  who,
  duty,
  ...(ref !== undefined && { ref }),
  since,
  dueOn: dueOn ?? null,
  clause,
  causes: render.below({ causes }),
})

/** At most 100 of a kind; `counts` says how many there are, and `…/resources/{kind}` gives them page by page. */
function resources(c: Case): Record<string, unknown> {
  const kinds = c.terms.resources(c)
  const of = (kind: Resources['kind']): readonly unknown[] =>
    kinds.find((each) => each.kind === kind)?.page('', RESOURCES_MAX) ?? []
  const components = field(c, 'contract.components')
  return {
    sims: of('sims'),
    gateways: of('gateways'),
    monoProjects: of('monoProjects'),
    devices: of('devices'),
    certificates: of('certificates'),
    components,
    counts: Object.fromEntries(kinds.map(({ kind, count }) => [kind, count])),
  }
}
