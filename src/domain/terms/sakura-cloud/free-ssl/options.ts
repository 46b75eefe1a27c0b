import { type Case, type Question, answer, factsOf, given, tariff, today } from '../../../contract/case.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Day, dayOf } from '../../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../../kernel/finding.ts'
import { type Refusal } from '../../terms.ts'
import { type Option, type Section, optionsOf } from '../applied-option.ts'
import { contentOn, isInUse, resources } from '../base/resources.ts'
import { certificatesOf, timelyDeclaration } from './certificates.ts'

export const KIND = 'ssl'

/** 第85条第4項: it ends by itself with the designated service it is tied to. */
function endsWithParent(c: Case, { ref, parentRef, accepted }: Omit<Option, 'end'>): readonly Answer<Day>[] {
  const parent = resources(c).find((resource) => resource.ref === parentRef)
  if (!accepted || !parent?.end) return []
  const q: Question = { what: 'option.ends-on', ref, rule: 'SC-85-4', on: today(c), causes: [accepted] }
  return [given(c, q, [parent.end], (day) => day)]
}

/** 第85条第2項: declared in time, it ends with the certificate that is not renewed. */
const endsUnrenewed = (c: Case, { ref }: Omit<Option, 'end'>): readonly Answer<Day>[] =>
  certificatesOf(c, ref).flatMap((certificate) => {
    const declared = timelyDeclaration(c, certificate)
    if (!declared) return []
    const causes = [declared, certificate.issued]
    const q: Question = { what: 'option.ends-on', ref, rule: 'SC-85-2', on: on(declared), causes }
    return [answer(c, q, certificate.issued.data.validUntilOn)]
  })

export const SECTION: Section = {
  kind: KIND,
  rule: 'SC-81-1',
  noticeRule: 'SC-85-3',
  ends: (c, option) => [...endsWithParent(c, option), ...endsUnrenewed(c, option)],
}
export const sslOptions = optionsOf(SECTION)

// ---- 第81条第1項: who may apply ------------------------------------------------------------------------------------

/** Is a 当社指定サービス in use: the resource named, else any? Undetermined while the list was not published. */
function designatedInUse(c: Case, parentRef: string | undefined): Answer<boolean> {
  const kinds = resources(c)
    .filter((resource) => isInUse(c, resource) && (parentRef === undefined || resource.ref === parentRef))
    .flatMap((resource) => contentOn(resource, dayOf(c.asOf))?.kind ?? [])
  const q: Question = { what: 'option.parent', rule: 'SC-81-1', on: today(c) }
  if (kinds.length === 0) return answer(c, q, false)
  return given(c, q, [tariff(c, 'sslServiceKinds', today(c), 'SC-81-1')], (designated) =>
    kinds.some((kind) => designated.includes(kind)),
  )
}

export function refuseWithoutParent(c: Case, parentRef: string | undefined): Refusal | undefined {
  const inUse = designatedInUse(c, parentRef)
  if (!isKnown(inUse) || inUse.value) return undefined
  return {
    what: 'refusal.option-requires-parent',
    clause: inUse.clause,
    causes: [{ what: 'option.parent', value: parentRef ?? 'sslServiceKinds' }, inUse],
  }
}

/** The application of an option that is accepted. */
export const appliedAs = (c: Case, ref: string): Fact<'OptionApplied'> | undefined =>
  factsOf(c, 'OptionApplied').find(({ data }) => data.ref === ref && data.option === KIND)
