import { type Case, factsOf, remembered } from '../../contract/case.ts'
import { type Measure, measures } from '../../contract/measures.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Instant } from '../../kernel/calendar.ts'
import { ruleOfGround } from './measures.ts'

/** 第6.1条第2項: a ground of 第5.1条 or 第5.2条第1項. Excessive input (第10.1条第6項) is neither (SF-Q12). */
const opensRoute = ({ fact }: Measure): boolean => {
  const rule = ruleOfGround(fact.data.ground)
  return rule !== undefined && rule !== 'SF-10.1-6'
}

/** Measures in effect at an instant that make the whole service unusable. */
export const unusableAt = (c: Case, at: Instant): readonly Measure[] =>
  measures(c).filter(
    ({ fact, resumed }) =>
      fact.data.unusable === true &&
      fact.data.ref === undefined &&
      fact.at <= at &&
      (!resumed || at < resumed.at),
  )

/** The measure that opens the immediate route at an instant. */
export const routeAt = (c: Case, at: Instant): Measure | undefined => unusableAt(c, at).find(opensRoute)

/** Notices that claim the immediate route. */
export const claimingNotices = remembered((c: Case): readonly Fact<'TerminationNoticeSubmitted'>[] =>
  factsOf(c, 'TerminationNoticeSubmitted').filter(
    ({ data }) => data.ref === undefined && data.route === 'unusable',
  ),
)
