import { type Ledger, eventAnswer, eventAnswers } from '../ledger/ledger.ts'
import { type Outcome } from '../ledger/outcome.ts'
import { Renderer } from '../projections/render.ts'
import { type ProblemDocument, problemDocument } from './problem.ts'

/** What became of an action, as a client is told, beside the contract after it. */
export type Told = {
  readonly status: number
  readonly events: readonly Record<string, unknown>[]
  /** Where the stream stands, as far as the outcome itself says. */
  readonly revision?: number
  readonly problem?: ProblemDocument
  /** The first answer under a key, given again. */
  readonly replayed: boolean
}

/** An outcome in the words of the wire: 201 recorded, 200 recorded before, or the problem. */
export async function toldOf(ledger: Ledger, outcome: Outcome): Promise<Told> {
  if (outcome.kind === 'same') return { status: 200, events: [], replayed: false }
  const replayed = outcome.replayed === true
  if (outcome.kind === 'recorded') {
    const { events, revision } = outcome
    return { status: 201, events: await eventAnswers(ledger, events), revision, replayed }
  }
  const { problem, event } = outcome
  const document = problemDocument({
    ...problem,
    ...('causes' in problem && { causes: new Renderer('events').below({ causes: problem.causes }) }),
    ...(event && { event: await eventAnswer(ledger, event) }),
  })
  return {
    status: problem.status,
    events: [],
    ...(event && { revision: event.revision }),
    problem: document,
    replayed,
  }
}
