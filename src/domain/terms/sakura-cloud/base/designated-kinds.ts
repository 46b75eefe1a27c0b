import { type Case, given, tariff } from '../../../contract/case.ts'
import { type Day } from '../../../kernel/calendar.ts'
import { type Answer } from '../../../kernel/finding.ts'

/** Those of some kinds of service that are 指定サービス of 第9条 on a day; undetermined while the list was not published. */
export const designatedKinds = (c: Case, on: Day, kinds: readonly string[]): Answer<readonly string[]> =>
  given(
    c,
    { what: 'service.designated', rule: 'SC-9-1', on },
    [tariff(c, 'designatedServiceKinds', on, 'SC-9-1')],
    (designated) => kinds.filter((kind) => designated.includes(kind)),
  )
