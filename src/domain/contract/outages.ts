import { type Case, factsOf, remembered } from './case.ts'
import { type Fact } from './timeline.ts'
import { type DataOf, type EventType } from './vocabulary.ts'

type Attribution = DataOf<'OutageCauseDetermined'>['attribution']
type Totality = NonNullable<DataOf<'OutageBegan'>['totality']>

/** What has been told of one outage. Rules decide what follows; a part nobody told is absent, never assumed. */
export type Outage = {
  readonly id: string
  readonly began?: Fact<'OutageBegan'>
  /** The provider learned of it: every clock starts here. */
  readonly recognized?: Fact<'OutageRecognized'>
  /** The first end behind its beginning; an outage may be over before the provider learns of it. */
  readonly ended?: Fact<'OutageEnded'>
  /** The last word on the cause. */
  readonly cause?: Fact<'OutageCauseDetermined'>
  readonly attribution?: Attribution
  /** A later word on it replaces an earlier one: cause, recognition, beginning. */
  readonly totality?: Totality
  readonly scope?: NonNullable<DataOf<'OutageBegan'>['scope']>
  readonly ref?: string
  readonly claims: readonly Fact<'CreditClaimed'>[]
  readonly granted?: Fact<'CreditGranted'>
  readonly refused?: Fact<'CreditRefused'>
}

type OfOutage = Extract<EventType, 'OutageBegan' | 'OutageRecognized' | 'OutageEnded' | 'OutageCauseDetermined' | 'CreditClaimed' | 'CreditGranted' | 'CreditRefused'> // prettier-ignore

/** Every outage that began or was recognised, in the order in which it was first met. */
export const outages = remembered((c: Case): readonly Outage[] => {
  const ids = new Set(c.facts.ofAny('OutageBegan', 'OutageRecognized').map(({ data }) => data.outageId))
  return [...ids].map((id) => outageOf(c, id))
})

function outageOf(c: Case, id: string): Outage {
  const of = <T extends OfOutage>(type: T): readonly Fact<T>[] =>
    factsOf(c, type).filter(({ data }) => (data as { outageId: string }).outageId === id)
  const began = of('OutageBegan')[0]
  const recognized = of('OutageRecognized')[0]
  const ends = of('OutageEnded')
  const ended = ends.find(({ at }) => [began, recognized].some((since) => since && at >= since.at)) ?? ends[0]
  const causes = of('OutageCauseDetermined')
  const cause = causes.at(-1)
  const told = <T>(...values: (T | undefined)[]): T | undefined => values.find((value) => value !== undefined)
  const lastTotality = (facts: readonly { readonly data: { readonly totality?: Totality | undefined } }[]) =>
    facts.findLast(({ data }) => data.totality !== undefined)?.data.totality
  const parts = {
    began,
    recognized,
    ended,
    cause,
    attribution: cause?.data.attribution,
    totality: told(
      lastTotality(causes),
      lastTotality(of('OutageRecognized')),
      lastTotality(of('OutageBegan')),
    ),
    scope: told(recognized?.data.scope, began?.data.scope),
    ref: told(recognized?.data.ref, began?.data.ref),
    granted: of('CreditGranted').at(-1),
    refused: of('CreditRefused').at(-1),
  }
  const present = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))
  return { id, claims: of('CreditClaimed'), ...present }
}
