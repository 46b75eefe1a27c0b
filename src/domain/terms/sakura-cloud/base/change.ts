import { type Case, type Question, answer, clauseOf, factsOf, remembered } from '../../../contract/case.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Instant } from '../../../kernel/calendar.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Permitted } from '../../terms.ts'

/** A request to add or change a kind of service, and the provider's first word on it. */
export type Change = {
  readonly request: Fact<'PlanChangeRequested'>
  readonly accepted: Fact<'PlanChangeAccepted'> | undefined
  /** The provider did not accept and stopped provision (第3条第2項ただし書). */
  readonly refused: Fact<'PlanChangeRefused'> | undefined
}

export const changes = remembered((c: Case): readonly Change[] =>
  factsOf(c, 'PlanChangeRequested').map((request) => {
    const word = c.facts
      .ofAny('PlanChangeAccepted', 'PlanChangeRefused')
      .find(({ at, data }) => data.changeId === request.data.changeId && at >= request.at)
    return {
      request,
      accepted: word?.type === 'PlanChangeAccepted' ? (word as Fact<'PlanChangeAccepted'>) : undefined,
      refused: word?.type === 'PlanChangeRefused' ? (word as Fact<'PlanChangeRefused'>) : undefined,
    }
  }),
)

export const isProvisional = ({ accepted, refused }: Change): boolean => !accepted && !refused

/** `change.state`: provided provisionally from the request, firm with the acceptance, stopped by the refusal. */
export const changeStates = (c: Case): readonly Answer<string>[] =>
  changes(c).map(({ request, accepted, refused }) => {
    const q: Question = {
      what: 'change.state',
      ref: request.data.changeId,
      rule: refused ? 'SC-3-2b' : 'SC-3-2a',
      on: on(refused ?? accepted ?? request),
      causes: [request, accepted, refused],
    }
    return answer(c, q, refused ? 'refused' : accepted ? 'concluded' : 'provisional')
  })

/** A span of provisional provision; `to` is `null` while it goes on. */
export type Interval = { readonly from: Instant; readonly to: Instant | null }

/** `change.provisional-interval`: from the request to the provider's word; it stays in history after a withdrawal. */
export const provisionalInterval = (c: Case, { request, accepted, refused }: Change): Answer<Interval> => {
  const word = accepted ?? refused
  const q: Question = {
    what: 'change.provisional-interval',
    ref: request.data.changeId,
    rule: refused ? 'SC-3-2b' : 'SC-3-2a',
    on: on(word ?? request),
    causes: [request, word],
  }
  return answer(c, q, { from: request.at, to: word?.at ?? null })
}

/** While provision is provisional the provider may still withdraw it. */
export const mayWithdraw = (c: Case): readonly Permitted[] =>
  changes(c)
    .filter(isProvisional)
    .map(({ request }) => ({
      who: 'provider',
      act: 'withdraw-provisional',
      ref: request.data.changeId,
      since: request.at,
      clause: clauseOf(c, 'SC-3-2b', on(request)),
      causes: [cause(request)],
    }))
