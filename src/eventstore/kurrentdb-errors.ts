/** Nothing came within the time given: what was asked for may have happened or not. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** Types of the client's errors that pass by themselves: the server is away, starting, or another one leads now. */
const PASSING_TYPES: ReadonlySet<unknown> = new Set(['unavailable', 'unknown', 'timeout', 'deadline-exceeded', 'cancelled', 'not-leader']) // prettier-ignore

/** gRPC codes of refusals that will not pass: invalid argument, permission denied, out of range, unimplemented, unauthenticated. */
const LASTING_CODES: ReadonlySet<unknown> = new Set([3, 7, 11, 12, 16])

/**
 * Whether the same call may succeed a moment later. The client's errors have a `type`; while the server is away it
 * also gives plain gRPC errors, which have only a `code`, and errors of a channel it closed itself, which have neither.
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return false
  if ('type' in error) return PASSING_TYPES.has(error.type)
  return !('code' in error && LASTING_CODES.has(error.code))
}

/** The stream's last revision as KurrentDB counts (from 0) when another writer was first; -1 without a stream. */
export function revisionInConflict(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('type' in error) || error.type !== 'wrong-expected-version')
    return undefined
  const actual = 'actualState' in error ? error.actualState : undefined
  return typeof actual === 'bigint' ? Number(actual) : -1
}

export const isUnknownStream = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === 'stream-not-found'

export const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === 'maximum-append-size-exceeded'
