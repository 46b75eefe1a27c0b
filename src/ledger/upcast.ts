import { type StoredEvent } from '../eventstore/event-store.ts'

type Data = StoredEvent['data']
/**
 * For a type and a version of its schema: how data of that version is said in the next one. A step names only what
 * changed, is never edited once released, and may rely on the steps before it having run.
 */
export type Upcasters = Readonly<Record<string, Readonly<Record<number, (data: Data) => Data>>>>

/**
 * An event in today's words. It has no `prev`, so that it cannot be hashed by mistake: its `hash` is still the one of
 * the stored text, which is never rewritten.
 */
export type LiftedEvent = Omit<StoredEvent, 'prev'>

/**
 * The event as its type is told today; itself where nothing is to lift. Personal fields are opened before, because
 * their ciphertext is bound to the place it was stored in.
 */
export function lift(upcasters: Upcasters, event: StoredEvent): LiftedEvent {
  const steps = upcasters[event.type]
  if (steps?.[event.v] === undefined) return event
  let { v, data } = event
  for (let step = steps[v]; step !== undefined; step = steps[++v]) data = step(data)
  const { prev: _, ...rest } = event
  return { ...rest, v, data }
}

/** The steps there are. None so far: every type is still told as it was first. */
export const UPCASTERS: Upcasters = {}
