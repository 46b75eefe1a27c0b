import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Instant, fromEpochMs } from '../../src/domain/kernel/calendar.ts'
import { type EventDraft, type EventStore, type StoredEvent } from '../../src/eventstore/event-store.ts'
import { positionsAt } from '../../src/eventstore/kurrentdb-instants.ts'
import { newest } from '../../src/eventstore/kurrentdb-newest.ts'
import { sqliteLogIndex } from '../../src/eventstore/sqlite-log-index.ts'
import { INSTANT_PASSED, knownAt } from '../../src/ledger/instants.ts'
import { isKnown } from '../../src/ledger/load.ts'
import { draft } from '../eventstore/drafts.ts'

const BEGIN = 1_767_225_600_000
const at = (ms: number): Instant => fromEpochMs(BEGIN + ms)

/** A log that several machines append to, each with a clock of its own. Positions have gaps, as bytes of a log have. */
class Shared {
  readonly events: StoredEvent[] = []
  real = 0

  append(stream: string, recordedAt: Instant, event: EventDraft = draft()): StoredEvent {
    const revision = this.events.filter((each) => each.stream === stream).length + 1
    const position = (this.events.at(-1)?.position ?? 0) + 300_000
    const stored = { ...event, stream, revision, recordedAt, position, prev: null, hash: '' }
    this.events.push(stored)
    return stored
  }

  /** The ledger as a machine sees it whose clock is `skew` ms ahead. */
  machine(skew: number) {
    const clock = newest(() => at(this.real + skew))
    const index = sqliteLogIndex(':memory:')
    const shared = this.events
    const catchUp = async (): Promise<void> => {
      const progress = await index.progress()
      for (const { position, recordedAt } of shared) {
        const { scanned: from, newest: latest } = await index.progress()
        if (position <= progress.scanned) continue
        const later = recordedAt > latest ? recordedAt : latest
        await index.learn({ entries: [], receipts: [] }, { from, to: position, newest: later })
      }
      clock.saw(shared.at(-1)?.recordedAt ?? '')
    }
    async function* readAll(after: number): AsyncGenerator<StoredEvent> {
      for (const event of [...shared]) if (event.position > after) yield event
    }
    const store = {
      head: async (stream: string) => ({
        position: shared.at(-1)?.position ?? 0,
        revision: shared.filter((each) => each.stream === stream).length,
      }),
      append: async (stream: string, _expected: number, drafts: readonly EventDraft[]) => {
        const events = drafts.map((each) => this.append(stream, clock.now(), each))
        return { outcome: 'appended' as const, events }
      },
      positionAt: positionsAt({ index, catchUp }, readAll as EventStore['readAll']),
    } as unknown as EventStore
    return { store, clock: { now: () => at(this.real + skew) }, seal: clock.now, catchUp }
  }
}

type Machine = ReturnType<Shared['machine']>
/** Ids of what a machine says was known at an instant; undefined where that has not passed by its clock. */
async function known(
  shared: Shared,
  machine: Machine,
  instant: Instant,
): Promise<readonly string[] | undefined> {
  if (instant >= machine.clock.now()) return undefined
  const upTo = await knownAt(machine, instant)
  return shared.events
    .filter((event) => event.type !== INSTANT_PASSED && isKnown(event, upTo))
    .map(({ id }) => id)
}

describe('ledger.md section 4: an instant that has passed is answered the same for ever', () => {
  test('also to events that a slower clock dates before it, and however late they arrive', async () => {
    const shared = new Shared()
    const [fast, slow] = [shared.machine(0), shared.machine(-60_000)]
    shared.real = 100_000
    const first = shared.append('a', fast.seal())
    const late = slow.seal() // sealed, and on its way for a long time
    shared.real = 200_000
    const answer = await known(shared, fast, at(150_000))
    expect(answer).toEqual([first.id])
    const overtaken = shared.append('b', late)
    expect(overtaken.recordedAt < at(150_000)).toBe(true)
    expect(await known(shared, fast, at(150_000))).toEqual(answer)
    expect(await known(shared, fast, at(199_000))).toEqual(answer)
    shared.real = 300_000
    expect(await known(shared, slow, at(150_000))).toEqual(answer)
    expect(await known(shared, fast, at(250_000))).toEqual([first.id, overtaken.id])
  })

  test('nothing is entered where something was recorded later already', async () => {
    const shared = new Shared()
    const machine = shared.machine(0)
    for (const ms of [10, 20, 30]) {
      shared.real = ms
      shared.append('a', machine.seal())
    }
    shared.real = 1_000
    expect(await known(shared, machine, at(20))).toHaveLength(2)
    expect(await known(shared, machine, at(9))).toHaveLength(0)
    expect(shared.events).toHaveLength(3)
    expect(await known(shared, machine, at(30))).toHaveLength(3)
    expect(shared.events.map(({ type }) => type)).toContain(INSTANT_PASSED)
    expect(await known(shared, machine, at(500))).toHaveLength(3)
    expect(shared.events).toHaveLength(4)
  })

  test('whoever has seen an event records nothing as if it had been before it', async () => {
    const shared = new Shared()
    const [fast, slow] = [shared.machine(5_000), shared.machine(-5_000)]
    shared.real = 10_000
    const cause = shared.append('a', fast.seal())
    await slow.catchUp()
    const effect = shared.append('b', slow.seal())
    expect(effect.recordedAt >= cause.recordedAt).toBe(true)
    shared.real = 100_000
    expect(await known(shared, fast, effect.recordedAt)).toEqual([cause.id, effect.id])
  })

  test('whatever several clocks do', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), machine: fc.nat(2), delay: fc.nat(3) }),
      fc.record({ kind: fc.constant('read' as const), machine: fc.nat(2), ago: fc.nat(3_000) }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(700) }),
    )
    const skews = fc.tuple(
      fc.integer({ min: -900, max: 900 }),
      fc.integer({ min: -900, max: 900 }),
      fc.constant(0),
    )
    await fc.assert(
      fc.asyncProperty(skews, fc.array(step, { maxLength: 40 }), async (ahead, steps) => {
        const shared = new Shared()
        shared.real = 5_000
        const machines = ahead.map((skew) => shared.machine(skew))
        const underWay: { after: number; land: () => void }[] = []
        const answers = new Map<Instant, readonly string[]>()
        const check = async (machine: Machine, instant: Instant): Promise<void> => {
          const answer = await known(shared, machine, instant)
          if (answer === undefined) return
          expect(answer).toEqual(answers.get(instant) ?? answer)
          answers.set(instant, answer)
          const seen = shared.events.filter(({ id }) => answer.includes(id))
          for (const { recordedAt } of seen) expect(recordedAt <= instant).toBe(true)
        }
        for (const [i, each] of steps.entries()) {
          for (const { after, land } of underWay.splice(0)) {
            if (after <= i) land()
            else underWay.push({ after, land })
          }
          if (each.kind === 'wait') shared.real += each.ms
          const machine = each.kind === 'wait' ? undefined : machines[each.machine]
          if (!machine) continue
          if (each.kind === 'append') {
            await machine.catchUp()
            const recordedAt = machine.seal()
            underWay.push({ after: i + each.delay, land: () => shared.append(`s-${each.delay}`, recordedAt) })
          } else if (each.kind === 'read') await check(machine, at(shared.real - each.ago))
        }
        shared.real += 10_000
        for (const { land } of underWay) land()
        for (const instant of [...answers.keys()])
          for (const machine of machines) await check(machine, instant)
      }),
      { numRuns: 200 },
    )
  })
})
