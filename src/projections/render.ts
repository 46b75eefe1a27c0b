import {
  type Answer,
  type Asked,
  type Cause,
  eventsUnder,
  isAnswer,
  isEventCause,
  isUndetermined,
} from '../domain/kernel/finding.ts'

/** How much of what an answer stands on is written: its clause and events, or every finding below it, each once. */
export type Trace = 'events' | 'full'

export type RenderedCause = { readonly event: string } | { readonly finding: string } | Asked
export type RenderedFinding = Readonly<Record<string, unknown>> & {
  readonly what: string
  readonly causes: readonly RenderedCause[]
}

/**
 * Writes findings of one answer. With `full` a cause that is a finding becomes `{ finding: "f12" }`, and `trace` holds
 * every finding below once, numbered in the order in which it was met; so the same answer is always the same text.
 */
export class Renderer {
  readonly #ids = new Map<Answer<unknown>, string>()
  readonly #trace: Record<string, RenderedFinding> = {}
  readonly #mode: Trace

  constructor(mode: Trace) {
    this.#mode = mode
  }

  /** The findings below everything rendered so far; undefined where they were not asked for. */
  get trace(): Readonly<Record<string, RenderedFinding>> | undefined {
    return this.#mode === 'full' ? this.#trace : undefined
  }

  finding(answer: Answer<unknown>): RenderedFinding {
    const { what, ref, clause } = answer
    return {
      what,
      ...(ref !== undefined && { ref }),
      ...(isUndetermined(answer) ? { undetermined: answer.undetermined } : { value: answer.value }),
      clause,
      causes: this.below(answer),
    }
  }

  /** What stands below an answer that is written in another shape: a line, a deadline. */
  below(answer: Pick<Answer<unknown>, 'causes'>): readonly RenderedCause[] {
    if (this.#mode === 'full') return answer.causes.map((cause) => this.#cause(cause))
    return eventsUnder(answer as Answer<unknown>).map((event) => ({ event }))
  }

  /** Findings below which an entry stands, as causes of it. */
  on(...answers: readonly Answer<unknown>[]): readonly RenderedCause[] {
    return this.below({ causes: answers })
  }

  #cause(cause: Cause): RenderedCause {
    if (isEventCause(cause)) return { event: cause.event }
    if (!isAnswer(cause)) return { what: cause.what, value: cause.value }
    const known = this.#ids.get(cause)
    if (known) return { finding: known }
    const id = `f${this.#ids.size + 1}`
    this.#ids.set(cause, id)
    this.#trace[id] = { what: cause.what, causes: [] }
    this.#trace[id] = this.finding(cause)
    return { finding: id }
  }
}
