import { type Act, type Refusal, type State } from '../terms/terms.ts'
import { type Case } from './case.ts'
import { type EventType } from './vocabulary.ts'

/** A contract in one of these states is in force: it may be used, and wide facts reach it. */
const IN_FORCE: readonly State[] = ['concluded', 'provisional', 'active', 'paused', 'suspended']

export const isInForce = (state: State): boolean => IN_FORCE.includes(state)

/** In force: the contract from its formation to its end, or one of its options that is. */
export const inForce = (c: Case): boolean =>
  isInForce(c.terms.state(c).value) || c.terms.options(c).some((option) => isInForce(option.state.value))

/**
 * Acts that use the contract itself. What uses an option or a resource is judged by the subject that knows it; what
 * settles or reports the past (bills, payments, readings, notices, outages, claims, requests) always passes.
 */
const USES_OF_A_CONTRACT: ReadonlySet<EventType> = new Set<EventType>([
  'ApplicationAccepted', 'ApplicationRefused', 'ApplicationDeferred', 'StartDateNotified', 'BillingStarted',
  'PlanChangeRequested', 'PlanChangeAccepted', 'PlanChanged', 'OptionApplied', 'PaymentMethodChanged', 'UsagePaused',
  'UsageResumed', 'AccountCreated', 'AdministratorAppointed', 'ServiceUsed', 'PassportPurchased',
]) // prettier-ignore

export const usesAContract = (type: EventType): boolean => USES_OF_A_CONTRACT.has(type)

/** Use of a contract that has ended, refused under the rule of its end. */
export function notInForce(c: Case, act: Act): Refusal | undefined {
  if (!USES_OF_A_CONTRACT.has(act.type)) return undefined
  const state = c.terms.state(c)
  if (state.value !== 'ended' || isOfLivingOption(c, act)) return undefined
  return { what: 'refusal.not-in-force', clause: state.clause, causes: [state] }
}

/** The action names an option that is in force without the contract: its subject judges it. */
function isOfLivingOption(c: Case, { data }: Act): boolean {
  const { ref } = data as { readonly ref?: unknown }
  return (
    typeof ref === 'string' &&
    c.terms.options(c).some((option) => option.ref === ref && isInForce(option.state.value))
  )
}
