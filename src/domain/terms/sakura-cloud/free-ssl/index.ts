import {
  type Case,
  type Question,
  answer,
  closingDay,
  factsOf,
  missing,
  today,
} from '../../../contract/case.ts'
import { on } from '../../../contract/timeline.ts'
import { type Month } from '../../../kernel/calendar.ts'
import { type Answer, valueOf } from '../../../kernel/finding.ts'
import { type Charge, type Refusal, type ResourceEntry, type Resources, type Subject } from '../../terms.ts'
import { isInMonth, isOfKind, lifecycleOf, ofKind } from '../applied-option.ts'
import { hasEnded } from '../base/end.ts'
import { conditionsOnSite, thirdPartyVersions } from '../options/documents.ts'
import { certificates, optOutDeadline, refusals, stateOf, validUntil } from './certificates.ts'
import { KIND, SECTION, appliedAs, refuseWithoutParent, sslOptions } from './options.ts'
import { deadlines, mayDeclare, mayRevoke, mustRenew, renews } from './renewal.ts'

/** A certificate is issued for an option in force. */
function refuseEnded(c: Case, ref: string): Refusal | undefined {
  const end = sslOptions(c).find((option) => option.ref === ref)?.end
  return hasEnded(c, end) ? { what: 'refusal.not-in-force', clause: end.clause, causes: [end] } : undefined
}

// ---- 第80条, 第82条 ------------------------------------------------------------------------------------------------

type Published = { readonly option?: string | undefined; readonly document: string }
const isOfCa = ({ option, document }: Published): boolean =>
  option === undefined ? /(^|[^a-z])ca([^a-z]|$)|ssl/i.test(document) : option === KIND

/** `terms.precedence`: the terms of the CA before the base terms and these (第80条第1項). */
const precedence = (c: Case): readonly Answer<readonly string[]>[] => {
  const [option] = sslOptions(c)
  if (!option) return []
  const published = c.reference.facts.of('ThirdPartyTermsPublished').filter(({ data }) => isOfCa(data))
  const documents = [...new Set(published.map(({ data }) => data.document))]
  const causes = [option.applied, ...published]
  const q: Question = { what: 'terms.precedence', ref: KIND, rule: 'SC-80-1', on: today(c), causes }
  return [answer(c, q, [...(documents.length > 0 ? documents : ['ca-terms']), 'base-terms', 'service-terms'])]
}

/** `application.refusal-ground-valid`: unsuitable under the terms of the CA, or a ground of the base terms (第82条第1項). */
const refusalGrounds = (c: Case): readonly Answer<boolean>[] =>
  factsOf(c, 'OptionRefused')
    .filter(({ data }) => isOfKind(c, data.ref, KIND))
    .map((fact) => {
      const { ref, ground } = fact.data
      const q = {
        what: 'application.refusal-ground-valid',
        ref,
        rule: 'SC-82-1',
        on: on(fact),
        causes: [fact],
      }
      return ground === 'ca-terms' || ground === 'refusal-ground'
        ? answer(c, q, true)
        : missing(c, q, 'terms:base')
    })

// ---- 第79条第2項 ---------------------------------------------------------------------------------------------------

const free = (c: Case, month: Month): readonly Charge[] =>
  sslOptions(c)
    .filter((option) => isInMonth(c, option, month))
    .map(({ ref, accepted }) => {
      const q: Question = { what: 'charge.option-base', ref, rule: 'SC-79-2', on: closingDay(month) }
      const amount = answer(c, { ...q, causes: [accepted] }, 0)
      return { kind: 'option-base', item: KIND, option: KIND, ref, amount }
    })

// ---- as resources --------------------------------------------------------------------------------------------------

const entries = (c: Case): readonly ResourceEntry[] =>
  certificates(c)
    .map((each) => ({
      certificateId: each.id,
      state: valueOf(stateOf(c, each)) ?? 'undetermined',
      ref: each.ref,
      issuedOn: each.issued.data.issuedOn,
      validUntilOn: each.issued.data.validUntilOn,
      renews: each.issued.data.renews ?? null,
    }))
    .sort((a, b) => (a.certificateId < b.certificateId ? -1 : 1))

function resources(c: Case): readonly Resources[] {
  const all = entries(c)
  const page = (after: string, limit: number): readonly ResourceEntry[] =>
    all.filter(({ certificateId }) => String(certificateId) > after).slice(0, limit)
  return all.length === 0 ? [] : [{ kind: 'certificates', count: all.length, page }]
}

/** What speaks of an option or a certificate that nobody told of. */
const lone: NonNullable<Subject['unmatched']> = (c) => {
  const ids = new Set(certificates(c).map(({ id }) => id))
  const options = new Set(sslOptions(c).map(({ ref }) => ref))
  return [
    ...c.facts
      .ofAny('CertificateIssued', 'CertificateIssueRefused', 'NonRenewalDeclared')
      .filter(({ data }) => !options.has(data.ref ?? ''))
      .map((fact) => ({ fact, missing: `OptionApplied ref ${fact.data.ref ?? ''}`.trim() })),
    ...factsOf(c, 'CertificateRevoked')
      .filter(({ data }) => !ids.has(data.certificateId))
      .map((fact) => ({ fact, missing: `CertificateIssued certificateId ${fact.data.certificateId}` })),
  ]
}

const lifecycle = lifecycleOf(SECTION, sslOptions)
const acts = ofKind(KIND, ['SC-81-1', 'SC-82-1'])

/** Chapter 2 section 12: free SSL certificates. */
export const freeSsl: Subject = {
  ...lifecycle,
  acts: {
    OptionApplied: {
      basis: ['SC-81-1', 'SC-82-1'],
      ...acts.OptionApplied,
      refuse: (c, act) => (act.data.option === KIND ? refuseWithoutParent(c, act.data.parentRef) : undefined),
    },
    OptionAccepted: {
      basis: ['SC-81-1'],
      ...acts.OptionAccepted,
      refuse: (c, act) => {
        const applied = appliedAs(c, act.data.ref)
        return applied && refuseWithoutParent(c, applied.data.parentRef)
      },
    },
    OptionRefused: { basis: ['SC-82-1'], speaksOf: (c, act) => isOfKind(c, act.data.ref, KIND) },
    CertificateIssued: { basis: ['SC-85-1', 'SC-85-2'], refuse: (c, act) => refuseEnded(c, act.data.ref) },
    CertificateIssueRefused: { basis: ['SC-82-2'] },
    CertificateRevoked: { basis: ['SC-84-1', 'SC-85-5'] },
    NonRenewalDeclared: { basis: ['SC-85-2'] },
    TerminationNoticeSubmitted: {
      basis: ['SC-85-3'],
      speaksOf: (c, act) => isOfKind(c, act.data.ref, KIND),
    },
  },
  answers: {
    ...lifecycle.answers,
    'certificate.state': (c) => [...certificates(c).map((each) => stateOf(c, each)), ...refusals(c)],
    'certificate.valid-until': (c) => certificates(c).map((each) => validUntil(c, each)),
    'certificate.opt-out-deadline': (c) => certificates(c).map((each) => optOutDeadline(c, each)),
    'term.renews': renews,
    'terms.precedence': precedence,
    'terms.third-party-version': (c) => thirdPartyVersions(c, sslOptions(c), 'SC-80-2', isOfCa),
    'terms.site-revision': (c) => conditionsOnSite(c, KIND, sslOptions(c), 'SC-81-2'),
    'application.refusal-ground-valid': refusalGrounds,
  },
  charges: free,
  deadlines: (c) => [...(lifecycle.deadlines?.(c) ?? []), ...deadlines(c)],
  obligations: mustRenew,
  permitted: (c) => [...mayDeclare(c), ...mayRevoke(c)],
  resources,
  unmatched: lone,
}
