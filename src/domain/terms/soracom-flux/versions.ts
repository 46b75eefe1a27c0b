import { type Case, factsOf, firstOf, remembered } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day, type Instant, day, dayOf, endOf, startOf } from '../../kernel/calendar.ts'
import { type Version } from '../terms.ts'

/** The text states no version and no day (SF-Q2): this is what decisions carry until an operator registers one. */
const UNVERSIONED: Version = { id: 'unversioned', effectiveOn: day('1970-01-01'), textKnown: true }

export const versions: readonly Version[] = [UNVERSIONED]

/** An announced change of the terms: its first announcement that states the content, and what it says of its day. */
export type Announced = {
  readonly version: Version
  /** Absent while only an announcement without content was made: nobody can agree to that. */
  readonly announcement?: Fact<'TermsChangeAnnounced'>
  readonly last: Fact<'TermsChangeAnnounced'>
  readonly effectiveOn?: Day
  /** The first use after the announcement, which is the consent (第1.2条). */
  readonly consent?: Fact<'ServiceUsed'>
  /** From this instant it governs: the later of consent and stated day (SF-Q1). */
  readonly from?: Instant
}

const registrations = (c: Case): readonly Fact<'TermsVersionPublished'>[] =>
  c.reference.facts.of('TermsVersionPublished').filter(({ data }) => data.document === 'service-terms')

/**
 * A version by its id. The text that is built in has no id of its own, so a registered version has it unless its
 * registration says that the text is not known, or that it repeats one that is not. One that was only announced is
 * taken to leave the rules as they are until somebody registers it otherwise.
 */
function versionOf(c: Case, id: string, effectiveOn: Day): Version {
  const fact = registrations(c).findLast(({ data }) => data.versionId === id)
  if (!fact) return { id, effectiveOn, textKnown: true }
  return { id, effectiveOn: fact.data.effectiveOn ?? effectiveOn, textKnown: isTextKnown(c, fact), fact }
}

function isTextKnown(c: Case, { data }: Fact<'TermsVersionPublished'>): boolean {
  if (!data.textKnown || data.sameTextAs === undefined || data.sameTextAs === UNVERSIONED.id)
    return data.textKnown
  const repeated = registrations(c).findLast((other) => other.data.versionId === data.sameTextAs)
  return repeated === undefined || repeated.data.textKnown
}

/** Every announced change, in the order of the announcements. */
export const announcedChanges = remembered((c: Case): readonly Announced[] => {
  const ids = new Set(factsOf(c, 'TermsChangeAnnounced').map(({ data }) => data.versionId))
  return [...ids].flatMap((id) => changeOf(c, id))
})

function changeOf(c: Case, id: string): readonly Announced[] {
  const told = factsOf(c, 'TermsChangeAnnounced').filter(({ data }) => data.versionId === id)
  const last = told.at(-1)
  if (!last) return []
  const registered = registrations(c).findLast(({ data }) => data.versionId === id)?.data.effectiveOn
  const effectiveOn =
    told.findLast(({ data }) => data.effectiveOn !== undefined)?.data.effectiveOn ?? registered
  const announcement = told.find(({ data }) => data.contentStated)
  const consent = announcement && factsOf(c, 'ServiceUsed').find(({ at }) => at > announcement.at)
  const from = consent && laterOf(consent.at, effectiveOn)
  return [
    {
      version: versionOf(c, id, effectiveOn ?? on(last)),
      last,
      ...(announcement && { announcement }),
      ...(effectiveOn !== undefined && { effectiveOn }),
      ...(consent && { consent }),
      ...(from !== undefined && { from }),
    },
  ]
}

const laterOf = (at: Instant, effectiveOn: Day | undefined): Instant =>
  effectiveOn !== undefined && startOf(effectiveOn) > at ? startOf(effectiveOn) : at

/** Versions in the order in which they came, or will come, to govern the contract, with the change that brought them. */
export type Reign = { readonly from: Instant; readonly version: Version; readonly change: Announced }

export const reigns = remembered((c: Case): readonly Reign[] =>
  announcedChanges(c)
    .flatMap((change): readonly Reign[] =>
      change.from === undefined ? [] : [{ from: change.from, version: change.version, change }],
    )
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
)

/** At one instant the version with the later day prevails, then the one announced later. */
const keyOf = ({ from, version, change: { announcement } }: Reign): string =>
  `${from}/${version.effectiveOn}/${announcement?.at ?? ''}/${String(announcement?.position ?? 0).padStart(16, '0')}`

/** The version registered for the day of conclusion; a contract is concluded on what is in force then. */
function concludedUnder(c: Case, at: Day): Version {
  const accepted = firstOf(c, 'ApplicationAccepted')
  const by = accepted && on(accepted) < at ? on(accepted) : at
  const registered = registrations(c).flatMap(({ data }) =>
    data.effectiveOn !== undefined && data.effectiveOn <= by
      ? [versionOf(c, data.versionId, data.effectiveOn)]
      : [],
  )
  return registered.reduce((best, next) => (next.effectiveOn >= best.effectiveOn ? next : best), UNVERSIONED)
}

/** The version that governs at an instant (SF-1.2-2). */
export function versionAt(c: Case, at: Instant): Version {
  const reign = reigns(c).findLast(({ from }) => from <= at)
  return reign?.version ?? concludedUnder(c, dayOf(at))
}

/** The version that governs on a day: the one in force at its end. */
export const versionOn = (c: Case, on: Day): Version => {
  const reign = reigns(c).findLast(({ from }) => from < endOf(on))
  return reign?.version ?? concludedUnder(c, on)
}
