import { type Case, type Question, answer, factsOf } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Instant } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'

/** The article an item of a prohibition belongs to; whatever else breaks the terms is 第11.1条第14号. */
const ruleOfItem = (item: string): RuleId => {
  if (item.startsWith('10.1')) return 'SF-10.1-4'
  return item.startsWith('9.3') ? 'SF-9.3-1' : 'SF-11.1'
}

/** `breach.prohibited-act`: the item, by act. */
const prohibited = (c: Case): readonly Answer<string>[] =>
  factsOf(c, 'ProhibitedActReported').map((fact) => {
    const { actId, item } = fact.data
    const q: Question = {
      what: 'breach.prohibited-act',
      ref: actId,
      rule: ruleOfItem(item),
      on: on(fact),
      causes: [fact],
    }
    return answer(c, q, item)
  })

/** Purposes of providing the service. */
const PROVISION: ReadonlySet<string> = new Set(['provision', 'operation', 'maintenance', 'support'])

/** 第7.1条第2項: as the law asks, and by the provider to its affiliates; 第10.1条第5項: to those who run the AI. */
function isAllowed({ data }: Fact<'InformationDisclosed'>): boolean {
  if (data.purpose === 'law' || data.purpose === 'consented') return true
  const helps = data.recipientKind === 'affiliate' || data.recipientKind === 'software-maker'
  return data.by === 'provider' && helps && PROVISION.has(data.purpose)
}

/** `breach.disclosure` (SF-7.1): secrecy holds from the application on, without a contract and behind its end. */
function disclosure(c: Case): readonly Answer<boolean>[] {
  const others = factsOf(c, 'InformationDisclosed').filter((fact) => !isAllowed(fact))
  const last = others.at(-1)
  return last
    ? [answer(c, { what: 'breach.disclosure', rule: 'SF-7.1', on: on(last), causes: others }, true)]
    : []
}

/** 第8.1条: what must be done before customers of the customer may use the service. */
const STEPS = ['partner-registration', 'resale-contract'] as const
type Step = (typeof STEPS)[number]

/** Is a step done at an instant: met, and not lapsed since? */
const isMet = (c: Case, step: Step, at: Instant): boolean => {
  const last = c.facts
    .ofAny('PrerequisiteMet', 'PrerequisiteLapsed')
    .findLast((fact) => (fact.data as { kind: string }).kind === step && fact.at <= at)
  return last?.type === 'PrerequisiteMet'
}

const stepFacts = (c: Case): readonly Fact[] =>
  c.facts
    .ofAny('PrerequisiteMet', 'PrerequisiteLapsed')
    .filter((fact) => (STEPS as readonly string[]).includes((fact.data as { kind: string }).kind))

/** `prerequisite.met` of each step, once one was spoken of or others use the service. */
const prerequisites = (c: Case): readonly Answer<boolean>[] => {
  const uses = factsOf(c, 'ThirdPartyUseStarted')
  const facts = stepFacts(c)
  const last = [...uses, ...facts].at(-1)
  if (!last) return []
  return STEPS.map((step) => {
    const told = facts.filter((fact) => (fact.data as { kind: string }).kind === step)
    const q: Question = { what: 'prerequisite.met', ref: step, rule: 'SF-8.1', on: on(last), causes: told }
    return answer(c, q, isMet(c, step, c.asOf))
  })
}

/** `breach.third-party-use` (SF-8.1): use began before every step was done, or goes on although one lapsed. */
function thirdPartyUse(c: Case): readonly Answer<boolean>[] {
  const early = factsOf(c, 'ThirdPartyUseStarted').filter(({ at }) =>
    STEPS.some((step) => !isMet(c, step, at) || !isMet(c, step, c.asOf)),
  )
  const last = early.at(-1)
  if (!last) return []
  const q: Question = {
    what: 'breach.third-party-use',
    rule: 'SF-8.1',
    on: on(last),
    causes: [...early, ...stepFacts(c)],
  }
  return [answer(c, q, true)]
}

export const conduct: Subject = {
  acts: {
    ProhibitedActReported: { basis: ['SF-9.3-1', 'SF-10.1-4', 'SF-11.1'] },
    InformationDisclosed: { basis: ['SF-7.1'] },
    PrerequisiteMet: { basis: ['SF-8.1', 'SF-10.1-7'] },
    PrerequisiteLapsed: { basis: ['SF-8.1', 'SF-10.1-7'] },
    ThirdPartyUseStarted: { basis: ['SF-8.1'] },
  },
  answers: {
    'breach.prohibited-act': prohibited,
    'breach.disclosure': disclosure,
    'prerequisite.met': prerequisites,
    'breach.third-party-use': thirdPartyUse,
  },
}
