import { setTimeout as sleep } from 'node:timers/promises'
import { AccessDeniedError, UnavailableError, WrongExpectedVersionError } from '@kurrent/kurrentdb-client'
import { describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../../src/eventstore/event-store.ts'
import { withDefaults } from '../../src/eventstore/kurrentdb-connection.ts'
import { NoAnswer, isPassing, revisionInConflict } from '../../src/eventstore/kurrentdb-errors.ts'
import { foundIn } from '../../src/eventstore/kurrentdb-events.ts'
import { kurrentId, namesOf } from '../../src/eventstore/kurrentdb-names.ts'
import { persistently } from '../../src/eventstore/kurrentdb-patience.ts'
import { turns } from '../../src/eventstore/kurrentdb-turns.ts'
import { draft } from './drafts.ts'

const withType = (type: string): Error => Object.assign(new Error(type), { type })
const withCode = (code: number): Error => Object.assign(new Error(`code ${code}`), { code })

describe('errors of the client', () => {
  test.each([
    ['unavailable', new UnavailableError()],
    ['"Server Is Not Ready" while it boots', withType('unknown')],
    ['without a quorum', withType('deadline-exceeded')],
    ['another node leads', withType('not-leader')],
    ['a plain gRPC error of an append while the server is away', withCode(14)],
    ['a broken HTTP/2 stream', withCode(13)],
    ['a channel the client closed itself', new Error('Channel has been shut down')],
    ['nothing came in time', new NoAnswer('append')],
  ])('%s passes', (_, error) => expect(isPassing(error)).toBe(true))

  test.each([
    ['a conflict', withType('wrong-expected-version')],
    ['no access', new AccessDeniedError()],
    ['a deleted stream', withType('stream-deleted')],
    ['an append that is too large', withType('maximum-append-size-exceeded')],
    ['a server that is too old', withType('unsupported')],
    ['permission denied by gRPC', withCode(7)],
    ['not authenticated', withCode(16)],
    ['a mistake of ours', new TypeError('x is undefined')],
    ['no error at all', 'unavailable'],
  ])('%s does not', (_, error) => expect(isPassing(error)).toBe(false))

  test('a conflict names where the stream stands', () => {
    const versions = { streamName: 's', expected: 7n }
    expect(revisionInConflict(new WrongExpectedVersionError(undefined, { ...versions, current: 2n }))).toBe(2)
    expect(
      revisionInConflict(new WrongExpectedVersionError(undefined, { ...versions, current: 'no_stream' })),
    ).toBe(-1)
    expect(revisionInConflict(new UnavailableError())).toBeUndefined()
  })
})

describe('patience', () => {
  const attempt = <T>(call: () => Promise<T>) => ({
    what: 'append',
    call,
    repair: () => undefined,
    inDoubt: true,
  })

  test('repeats until it succeeds, and repairs before each repetition', async () => {
    let calls = 0
    const repaired: unknown[] = []
    const call = async () => {
      if (++calls < 3) throw withCode(14)
      return calls
    }
    const persist = persistently({ answerMs: 1_000, totalMs: 5_000 })
    expect(await persist({ ...attempt(call), repair: (error) => repaired.push(error) })).toBe(3)
    expect(repaired).toHaveLength(2)
  })

  test('does not repeat what will not pass', async () => {
    let calls = 0
    const call = async () => {
      calls++
      throw new AccessDeniedError()
    }
    await expect(persistently({ answerMs: 1_000, totalMs: 5_000 })(attempt(call))).rejects.toThrow(
      AccessDeniedError,
    )
    expect(calls).toBe(1)
  })

  test('an answer that never comes is given up', async () => {
    const persist = persistently({ answerMs: 50, totalMs: 100 })
    const error: unknown = await persist(attempt(() => new Promise<never>(() => undefined))).catch(
      (e: unknown) => e,
    )
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(error).toMatchObject({ inDoubt: true, retryAfter: 5, cause: expect.any(NoAnswer) as unknown })
  })

  test('once it was used up, others are told at once, until one gets through', async () => {
    const persist = persistently({ answerMs: 1_000, totalMs: 300 })
    let calls = 0
    const failing = attempt(async () => {
      calls++
      throw withCode(14)
    })
    await expect(persist(failing)).rejects.toThrow(StoreUnavailable)
    expect(calls).toBeGreaterThan(1)
    calls = 0
    await expect(persist(failing)).rejects.toThrow(StoreUnavailable)
    expect(calls).toBe(1)
    expect(await persist(attempt(async () => 'back'))).toBe('back')
    calls = 0
    await expect(persist(failing)).rejects.toThrow(StoreUnavailable)
    expect(calls).toBeGreaterThan(1)
  })
})

describe('connection strings', () => {
  test.each([
    [
      'kurrentdb://h:2113',
      'kurrentdb://h:2113/?keepAliveInterval=10000&keepAliveTimeout=5000&nodePreference=leader',
    ],
    [
      'esdb+discover://h/?tls=false&KeepAliveTimeout=9000',
      'esdb+discover://h/?tls=false&KeepAliveTimeout=9000&keepAliveInterval=10000&nodePreference=leader',
    ],
    [
      'kurrentdb://u:p%40@a:1,b:2,c:3?nodePreference=Leader&tlsVerifyCert=false',
      'kurrentdb://u:p%40@a:1,b:2,c:3/?nodePreference=Leader&tlsVerifyCert=false&keepAliveInterval=10000&keepAliveTimeout=5000',
    ],
  ])('%s gets what is missing', (given, wanted) => expect(withDefaults(given)).toBe(wanted))

  test('another node than the leader is refused', () => {
    expect(() => withDefaults('kurrentdb://h?nodePreference=follower')).toThrow(/must be leader/)
  })

  test('another kind is refused, without repeating its secret', () => {
    expect(() => withDefaults('postgres://u:secret@h')).toThrow(/^(?!.*secret).*begins with kurrentdb/)
  })
})

describe('names', () => {
  test('no ledger has streams of another one', () => {
    const [one, two] = [namesOf('daicho'), namesOf('daicho-2')]
    expect(one.stream('contract-1')).toBe('daicho.contract-1')
    expect(two.stream('contract-1').startsWith(one.events)).toBe(false)
    expect(one.receipt('a', 'b', 'c').startsWith(one.events)).toBe(false)
    expect(one.receipt('a', 'b', 'c')).not.toBe(one.receipt('a', 'bc', ''))
  })

  test.each(['', 'Daicho', 'a.b', 'a:b', '1', '$all'])('%j is no name of a ledger', (ledger) =>
    expect(() => namesOf(ledger)).toThrow(RangeError),
  )

  test('an id that is a UUID stays, another one always becomes the same', () => {
    const id = '0193f5a0-0000-7000-8000-000000000000'
    expect(kurrentId(id)).toBe(id)
    expect(kurrentId('fill-1')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(kurrentId('fill-1')).toBe(kurrentId('fill-1'))
    expect(kurrentId('fill-1')).not.toBe(kurrentId('fill-2'))
  })
})

test('an event out of its place is damage', () => {
  const event = (over: object) => ({
    event: {
      streamId: 'daicho.contract-1',
      id: kurrentId('a'),
      isJson: true as const,
      revision: 0n,
      type: 'A',
      created: new Date(0),
      data: { stream: 'contract-1', revision: 1 },
      metadata: { hash: 'f00d' },
      position: { commit: 5n, prepare: 5n },
      ...over,
    },
  })
  const names = namesOf('daicho')
  expect(foundIn(event({}), names)).toMatchObject({ kind: 'event', event: { position: 5, hash: 'f00d' } })
  expect(foundIn(event({ streamId: 'daicho2.contract-1' }), names).kind).toBe('foreign')
  for (const over of [{ revision: 1n }, { metadata: undefined }, { streamId: 'daicho.contract-2' }]) {
    expect(() => foundIn(event(over), names)).toThrow(/what no ledger wrote there/)
  }
})

describe('turns', () => {
  test('work under one key waits for the one before, whatever became of it', async () => {
    const { underKey } = turns()
    const order: string[] = []
    const work = (name: string, ms: number) => async () => {
      await sleep(ms)
      order.push(name)
      if (name === 'a') throw new Error(name)
    }
    await Promise.allSettled([
      underKey('k', work('a', 30)),
      underKey('k', work('b', 0)),
      underKey('l', work('c', 0)),
    ])
    expect(order).toEqual(['c', 'a', 'b'])
  })

  test('an id is used by one at a time, and once within one', async () => {
    const { withIds } = turns()
    const [one, two] = [draft(), draft()]
    const running = withIds([one, two], () => sleep(20))
    await expect(withIds([two], async () => 1)).rejects.toThrow(RangeError)
    await expect(withIds([draft(), one, one], async () => 1)).rejects.toThrow(one.id)
    await running
    expect(await withIds([two], async () => 1)).toBe(1)
  })
})
