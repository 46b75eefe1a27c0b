import { type Case, factsOf, remembered } from './case.ts'
import { type Fact } from './timeline.ts'

/** A suspension or restriction that was recorded, and its end where it was told. */
export type Measure = {
  readonly id: string
  readonly fact: Fact<'ServiceSuspended'> | Fact<'ServiceRestricted'>
  readonly resumed?: Fact<'ServiceResumed'>
}

/** Every measure in the order in which they began. A resumption before the beginning ends nothing. */
export const measures = remembered((c: Case): readonly Measure[] => {
  const begun = c.facts.ofAny('ServiceSuspended', 'ServiceRestricted') as readonly Measure['fact'][]
  return begun.map((fact) => {
    const resumed = factsOf(c, 'ServiceResumed').find(
      ({ data, at }) => data.measureId === fact.data.measureId && at >= fact.at,
    )
    return { id: fact.data.measureId, fact, ...(resumed && { resumed }) }
  })
})

export const openMeasures = (c: Case): readonly Measure[] => measures(c).filter(({ resumed }) => !resumed)

/** The open suspension that makes the contract `suspended`: of kind `suspension` and of the whole contract. */
export const suspension = (c: Case): Measure | undefined =>
  openMeasures(c).find(
    ({ fact }) =>
      fact.type === 'ServiceSuspended' &&
      (fact as Fact<'ServiceSuspended'>).data.kind === 'suspension' &&
      fact.data.ref === undefined,
  )
