import { type Fact } from '../../contract/timeline.ts'
import { type RuleId } from '../../kernel/finding.ts'
import { articleKey } from './versions.ts'

export type Reported = Fact<'ProhibitedActReported'>

/** 第15条第6項 (with 第16条) forbids to give the service on; the other acts stand in its paragraphs 1 to 3. */
export const breachRule = ({ data }: Reported): RuleId =>
  /^(15-6|16)(-|$)/.test(articleKey(data.item)) ? 'OP-15-6' : 'OP-15-1'
