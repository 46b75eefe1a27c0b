import { type Case, type Question, answer, factsOf, today } from '../../../contract/case.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Day, daysBefore } from '../../../kernel/calendar.ts'
import { type Answer } from '../../../kernel/finding.ts'

/** 第85条第2項: the renewal proceeds unless the contract is declared to end by so many days before the validity ends. */
const OPT_OUT_DAYS = 30

/** A certificate that was issued, and what became of it. */
export type Certificate = {
  readonly id: string
  /** The SSL option. */
  readonly ref: string
  readonly issued: Fact<'CertificateIssued'>
  readonly renewedBy: Fact<'CertificateIssued'> | undefined
  readonly revoked: Fact<'CertificateRevoked'> | undefined
}

export type CertificateState = 'valid' | 'expired' | 'revoked' | 'refused'

export const certificates = (c: Case): readonly Certificate[] =>
  factsOf(c, 'CertificateIssued').map((issued) => {
    const { certificateId: id, ref } = issued.data
    return {
      id,
      ref,
      issued,
      renewedBy: factsOf(c, 'CertificateIssued').find(({ data }) => data.renews === id),
      revoked: factsOf(c, 'CertificateRevoked').find(({ data }) => data.certificateId === id),
    }
  })

export const certificatesOf = (c: Case, ref: string): readonly Certificate[] =>
  certificates(c).filter((certificate) => certificate.ref === ref)

/** Last day on which a declaration stops the renewal, whole to 24:00 (SC-Q19). */
export const lastDayToDeclare = ({ issued }: Certificate): Day =>
  daysBefore(issued.data.validUntilOn, OPT_OUT_DAYS)

/** The customer's declaration that came in time for a certificate. */
export const timelyDeclaration = (
  c: Case,
  certificate: Certificate,
): Fact<'NonRenewalDeclared'> | undefined =>
  factsOf(c, 'NonRenewalDeclared').find(
    (fact) =>
      fact.data.by === 'customer' &&
      fact.data.ref === certificate.ref &&
      on(fact) <= lastDayToDeclare(certificate),
  )

export function stateOf(c: Case, { id, issued, revoked }: Certificate): Answer<CertificateState> {
  const atEnd = revoked?.data.ground === 'contract-end'
  const rule = revoked ? (atEnd ? 'SC-85-5' : 'SC-84-1') : 'SC-85-1'
  const q: Question = { what: 'certificate.state', ref: id, rule, on: today(c), causes: [issued, revoked] }
  if (revoked) return answer(c, q, 'revoked')
  return answer(c, q, today(c) > issued.data.validUntilOn ? 'expired' : 'valid')
}

/** 第82条第2項: the CA refused, and nothing was issued since; told of the option, for there is no certificate. */
export const refusals = (c: Case): readonly Answer<CertificateState>[] => {
  const last = new Map(factsOf(c, 'CertificateIssueRefused').map((fact) => [fact.data.ref, fact]))
  return [...last.values()].flatMap((fact) => {
    const { ref } = fact.data
    if (certificatesOf(c, ref).some(({ issued }) => issued.at >= fact.at)) return []
    return [
      answer(c, { what: 'certificate.state', ref, rule: 'SC-82-2', on: on(fact), causes: [fact] }, 'refused'),
    ]
  })
}

/** `certificate.valid-until`: from the issue to the day the CA set (第85条第1項). */
export const validUntil = (c: Case, { id, issued }: Certificate): Answer<Day> =>
  answer(
    c,
    { what: 'certificate.valid-until', ref: id, rule: 'SC-85-1', on: on(issued), causes: [issued] },
    issued.data.validUntilOn,
  )

/** `certificate.opt-out-deadline` (第85条第2項). */
export const optOutDeadline = (c: Case, certificate: Certificate): Answer<Day> =>
  answer(
    c,
    {
      what: 'certificate.opt-out-deadline',
      ref: certificate.id,
      rule: 'SC-85-2',
      on: on(certificate.issued),
      causes: [certificate.issued],
    },
    lastDayToDeclare(certificate),
  )
