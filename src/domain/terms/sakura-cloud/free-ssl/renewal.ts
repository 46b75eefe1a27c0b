import { type Case, type Question, answer, clauseOf, factsOf, today } from '../../../contract/case.ts'
import { cause, on } from '../../../contract/timeline.ts'
import { addDays, endOf, startOf } from '../../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../../kernel/finding.ts'
import { type Deadline, type DeadlineState, type Obligation, type Permitted } from '../../terms.ts'
import { type Option, isOptionInForce } from '../applied-option.ts'
import { hasEnded } from '../base/end.ts'
import {
  type Certificate,
  certificates,
  certificatesOf,
  lastDayToDeclare,
  optOutDeadline,
  stateOf,
  timelyDeclaration,
  validUntil,
} from './certificates.ts'
import { SECTION, sslOptions } from './options.ts'

const optionOf = (c: Case, { ref }: Certificate): Option | undefined =>
  sslOptions(c).find((option) => option.ref === ref)

/** It is neither renewed nor revoked, and its contract goes on: what there is to say of a renewal concerns it. */
function isOpen(c: Case, certificate: Certificate): boolean {
  const option = optionOf(c, certificate)
  return (
    !certificate.renewedBy &&
    !certificate.revoked &&
    option !== undefined &&
    isOptionInForce(c, SECTION, option)
  )
}

/** `term.renews`: the newest certificate will be renewed, unless the end was declared in time (第85条第2項). */
export const renews = (c: Case): readonly Answer<boolean>[] =>
  sslOptions(c).flatMap((option) => {
    const certificate = certificatesOf(c, option.ref).at(-1)
    if (!certificate || !isOptionInForce(c, SECTION, option)) return []
    const declared = timelyDeclaration(c, certificate)
    const late = factsOf(c, 'NonRenewalDeclared').filter(({ data }) => data.ref === option.ref)
    const causes = [certificate.issued, ...(declared ? [declared] : late)]
    const q: Question = { what: 'term.renews', ref: option.ref, rule: 'SC-85-2', on: today(c), causes }
    return [answer(c, q, declared === undefined && !certificate.revoked)]
  })

/** `renew-certificate`: once the time to declare the end is over, until the CA has said a word on it. */
export const mustRenew = (c: Case): readonly Obligation[] =>
  certificates(c)
    .filter((each) => isOpen(c, each) && !timelyDeclaration(c, each) && !isRefused(c, each))
    .filter((each) => today(c) > lastDayToDeclare(each))
    .map((each) => ({
      who: 'provider',
      duty: 'renew-certificate',
      ref: each.id,
      since: startOf(addDays(lastDayToDeclare(each), 1)),
      dueOn: each.issued.data.validUntilOn,
      clause: clauseOf(c, 'SC-85-2', on(each.issued)),
      causes: [cause(each.issued)],
    }))

const isRefused = (c: Case, { ref, issued }: Certificate): boolean =>
  factsOf(c, 'CertificateIssueRefused').some(
    ({ data, at }) => data.ref === ref && data.kind === 'renewal' && at >= issued.at,
  )

/** `declare-non-renewal`: the customer may, as long as it is in time. */
export const mayDeclare = (c: Case): readonly Permitted[] =>
  certificates(c)
    .filter((each) => isOpen(c, each) && !timelyDeclaration(c, each))
    .filter((each) => today(c) <= lastDayToDeclare(each))
    .map((each) => ({
      who: 'customer',
      act: 'declare-non-renewal',
      ref: each.ref,
      since: each.issued.at,
      clause: clauseOf(c, 'SC-85-2', on(each.issued)),
      causes: [cause(each.issued)],
    }))

// ---- 第84条, 第85条第5項: revocation -------------------------------------------------------------------------------

/** Grounds of 第84条第1項 as they are found: a breach, a request by law, another reasonable ground. */
const GROUNDS: readonly string[] = ['prohibited-act', 'false-facts', 'public-authority', 'other']

/** `revoke-certificate`: of a valid certificate, on a ground that was found, or when its contract has ended. */
export const mayRevoke = (c: Case): readonly Permitted[] =>
  certificates(c)
    .filter((each) => isValid(c, each))
    .flatMap((each): readonly Permitted[] => {
      const option = optionOf(c, each)
      const act = { who: 'provider', act: 'revoke-certificate', ref: each.id } as const
      if (option && hasEnded(c, option.end)) {
        const { end } = option
        return [{ ...act, since: endOf(end.value), clause: clauseOf(c, 'SC-85-5', end.value), causes: [end] }]
      }
      const found = factsOf(c, 'RestrictionGroundFound').find(({ data }) => GROUNDS.includes(data.ground))
      if (!found) return []
      const causes = [cause(found), cause(each.issued)]
      return [{ ...act, since: found.at, clause: clauseOf(c, 'SC-84-1', on(found)), causes }]
    })

const isValid = (c: Case, certificate: Certificate): boolean => {
  const state = stateOf(c, certificate)
  return isKnown(state) && state.value === 'valid'
}

// ---- deadlines -----------------------------------------------------------------------------------------------------

export const deadlines = (c: Case): readonly Deadline[] =>
  certificates(c).flatMap((each): readonly Deadline[] => {
    const [optOut, expiry] = [optOutDeadline(c, each), validUntil(c, each)]
    if (!isKnown(optOut) || !isKnown(expiry)) return []
    return [
      {
        kind: 'certificate-opt-out',
        ref: each.id,
        who: 'customer',
        state: optOutState(c, each),
        when: optOut,
      },
      {
        kind: 'certificate-expiry',
        ref: each.id,
        who: 'provider',
        state: expiryState(c, each),
        when: expiry,
      },
    ]
  })

function optOutState(c: Case, each: Certificate): DeadlineState {
  if (timelyDeclaration(c, each)) return 'met'
  if (!isOpen(c, each)) return 'lapsed'
  return today(c) <= lastDayToDeclare(each) ? 'upcoming' : 'missed'
}

function expiryState(c: Case, each: Certificate): DeadlineState {
  if (each.renewedBy) return 'met'
  if (!isOpen(c, each) || timelyDeclaration(c, each)) return 'lapsed'
  return today(c) <= each.issued.data.validUntilOn ? 'upcoming' : 'missed'
}
