import {
  type Case,
  type Question,
  answer,
  asOf,
  clauseOf,
  factsOf,
  given,
  missing,
} from '../../../contract/case.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Instant, dayOf } from '../../../kernel/calendar.ts'
import { type Answer, isUndetermined, valueOf } from '../../../kernel/finding.ts'
import { type Obligation, type Subject } from '../../terms.ts'
import { designatedKinds } from './designated-kinds.ts'
import { contractEnd, hasEnded } from './end.ts'
import { contentOn, isInUse, resources } from './resources.ts'

/** 第9条第2項第1号 to 第7号, as reports name them. */
const PROHIBITED = /^9-2-[1-7]$/

/** Was a 指定サービス in use at an instant: any, or the resource named? Undetermined while the list was not published. */
function designatedAt(c: Case, at: Instant, ref?: string): Answer<boolean> {
  const then = asOf(c, at)
  const kinds = resources(then)
    .filter((resource) => isInUse(then, resource) && (ref === undefined || resource.ref === ref))
    .flatMap((resource) => contentOn(resource, dayOf(at))?.kind ?? [])
  const q = { what: 'service.designated', ref, rule: 'SC-9-1', on: dayOf(at) }
  if (kinds.length === 0) return answer(c, q, false)
  return given(c, q, [designatedKinds(c, dayOf(at), kinds)], (designated) => designated.length > 0)
}

const question = (what: string, rule: string, fact: Fact, ref?: string): Question => ({
  what,
  ref,
  rule,
  on: on(fact),
  causes: [fact],
})

/** A finding that is there only where the service was designated, or where nobody said whether it was. */
function whereDesignated<T>(
  c: Case,
  q: Question,
  designated: Answer<boolean>,
  value: T,
): readonly Answer<T>[] {
  const full = { ...q, causes: [...(q.causes ?? []), designated] }
  if (isUndetermined(designated)) return [missing(c, full, designated.undetermined.missing)]
  return designated.value ? [answer(c, full, value)] : []
}

/** `breach.prohibited-act`: one of the seven uses that 第9条第2項 forbids; its consequences are those of the base terms. */
const prohibitedActs = (c: Case): readonly Answer<string>[] =>
  factsOf(c, 'ProhibitedActReported')
    .filter(({ data }) => PROHIBITED.test(data.item))
    .flatMap((fact) => {
      const q = question('breach.prohibited-act', 'SC-9-2', fact, fact.data.actId)
      return whereDesignated(c, q, designatedAt(c, fact.at), fact.data.item)
    })

/** `act.attributed-to`: what an end user does with a designated service counts as the customer's act (第9条第3項第3号). */
const attributed = (c: Case): readonly Answer<string>[] =>
  factsOf(c, 'ProhibitedActReported')
    .filter(({ data }) => data.actor === 'end-user')
    .flatMap((fact) => {
      const q = question('act.attributed-to', 'SC-9-3-3', fact, fact.data.actId)
      return whereDesignated(c, q, designatedAt(c, fact.at), 'customer')
    })

// ---- 第9条第3項: end users ---------------------------------------------------------------------------------------

const consents = (c: Case): readonly Fact<'ConsentGiven'>[] =>
  factsOf(c, 'ConsentGiven').filter(({ data }) => data.subject === 'end-user-use' && data.by === 'provider')

/** `breach.third-party-use`: end users were let in before the provider had consented. */
function unconsentedUse(c: Case): readonly Answer<boolean>[] {
  const [consent] = consents(c)
  const started = factsOf(c, 'ThirdPartyUseStarted')
    .filter(({ data }) => data.kind === 'end-user' && !isOfOption(c, data.ref))
    .filter(({ at }) => !consent || at < consent.at)
  const judged = started.flatMap((fact) => {
    const q = question('breach.third-party-use', 'SC-9-3-1', fact)
    return whereDesignated(
      c,
      { ...q, causes: [fact, consent] },
      designatedAt(c, fact.at, fact.data.ref),
      true,
    )
  })
  return judged.slice(0, 1)
}

/** Use of an option is judged by the section of that option. */
const isOfOption = (c: Case, ref: string | undefined): boolean =>
  ref !== undefined && c.facts.ofAny('OptionApplied', 'OptionEnabled').some(({ data }) => data.ref === ref)

/** With the consent the customer is to bind its end users to both terms, as long as the contract lasts. */
const bindEndUsers = (c: Case): readonly Obligation[] => {
  const [consent] = consents(c)
  if (!consent || hasEnded(c, contractEnd(c)) || valueOf(designatedAt(c, c.asOf)) === false) return []
  return [
    {
      who: 'customer',
      duty: 'bind-end-users',
      since: consent.at,
      clause: clauseOf(c, 'SC-9-3-2', on(consent)),
      causes: [cause(consent)],
    },
  ]
}

/** 第9条第2項, 第3項: what must not be done with designated services, and whose act it is. */
export const designatedServices: Subject = {
  acts: {
    ProhibitedActReported: {
      basis: ['SC-9-2', 'SC-9-3-3'],
      speaksOf: (_c, act) => PROHIBITED.test(act.data.item) || act.data.actor === 'end-user',
    },
    ThirdPartyUseStarted: { basis: ['SC-9-3-1'], speaksOf: (c, act) => !isOfOption(c, act.data.ref) },
    ConsentGiven: {
      basis: ['SC-9-3-1', 'SC-9-3-2'],
      speaksOf: (_c, act) => act.data.subject === 'end-user-use',
    },
  },
  answers: {
    'breach.prohibited-act': prohibitedActs,
    'act.attributed-to': attributed,
    'breach.third-party-use': unconsentedUse,
  },
  obligations: bindEndUsers,
}
