import { type Case, factsOf } from '../../contract/case.ts'

/** Was a request of one of these kinds made under an id? */
export const isOfKind = (c: Case, requestId: string, ...kinds: readonly string[]): boolean =>
  factsOf(c, 'RequestMade').some(({ data }) => data.requestId === requestId && kinds.includes(data.kind))
