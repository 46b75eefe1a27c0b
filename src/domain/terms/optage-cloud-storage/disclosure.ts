import { type Case, answer, factsOf } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'

const SERVICE_PURPOSES: readonly string[] = ['provision', 'operation', 'maintenance', 'support']
/** 第33条第2項: what the provider may use information for itself. */
const OWN_PURPOSES: readonly string[] = [
  ...SERVICE_PURPOSES,
  'information-mail',
  'advertising',
  'statistics',
  'law',
  'consented',
]
/** 第33条第3項: those who do work of the service get it for that alone. */
const WORKERS: readonly string[] = ['delegate', 'contractor', 'software-maker']

function isAllowed({ data }: Fact<'InformationDisclosed'>): boolean {
  const { by, purpose, recipientKind } = data
  if (purpose === 'consented') return true
  if (recipientKind === 'public-authority') return purpose === 'law'
  if (by === 'customer') return false
  if (WORKERS.includes(recipientKind)) return SERVICE_PURPOSES.includes(purpose)
  return (
    purpose === 'statistics' ||
    (recipientKind === 'affiliate' && OWN_PURPOSES.includes(purpose) && purpose !== 'law')
  )
}

/** `breach.disclosure` (OP-33): handed on for a purpose, or to somebody, the articles do not know. */
function disclosure(c: Case): readonly Answer<boolean>[] {
  const breaches = factsOf(c, 'InformationDisclosed').filter((fact) => !isAllowed(fact))
  const last = breaches.at(-1)
  return last
    ? [answer(c, { what: 'breach.disclosure', rule: 'OP-33', on: on(last), causes: breaches }, true)]
    : []
}

/** 第33条から第36条まで: information of the customer, and what both learn of each other. */
export const disclosures: Subject = {
  acts: { InformationDisclosed: { basis: ['OP-33'] } },
  answers: { 'breach.disclosure': disclosure },
}
