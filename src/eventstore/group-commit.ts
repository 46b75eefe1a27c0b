/** What became of one job of a group. */
export type Settled<Result> = { readonly value: Result } | { readonly error: unknown }

export type Group<Job, Result> = {
  /** Hands a job in; settles when its group is durable. */
  submit(job: Job): Promise<Result>
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
}

type Waiting<Job, Result> = {
  readonly job: Job
  readonly resolve: (value: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Gathers the jobs of concurrent callers and commits them together, so that many writers share one fsync. A group is
 * what arrived until the event loop had read its sockets, up to `limit` by `weight` (at least one job), in order of
 * arrival.
 * @param commit settles each job by itself; when it throws, the whole group failed and nothing of it is stored
 */
export function groupCommit<Job, Result>(
  commit: (jobs: readonly Job[]) => readonly Settled<Result>[],
  weight: (job: Job) => number,
  limit: number,
): Group<Job, Result> {
  let queue: Waiting<Job, Result>[] = []
  let idlers: (() => void)[] = []

  function nextGroup(): Waiting<Job, Result>[] {
    let size = 0
    let sum = 0
    for (const { job } of queue) {
      sum += weight(job)
      if (size > 0 && sum > limit) break
      size++
    }
    const group = queue.slice(0, size)
    queue = queue.slice(size)
    return group
  }

  function drain(): void {
    const group = nextGroup()
    if (queue.length > 0) setImmediate(drain)
    settle(group, commit)
    if (queue.length > 0) return
    for (const resolve of idlers) resolve()
    idlers = []
  }

  return {
    submit: (job) =>
      new Promise((resolve, reject) => {
        if (queue.length === 0) setImmediate(drain)
        queue.push({ job, resolve, reject })
      }),
    idle: () => (queue.length === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  }
}

function settle<Job, Result>(
  group: readonly Waiting<Job, Result>[],
  commit: (jobs: readonly Job[]) => readonly Settled<Result>[],
): void {
  try {
    const results = commit(group.map(({ job }) => job))
    group.forEach(({ resolve, reject }, i) => {
      const result = results[i]
      if (result !== undefined && 'value' in result) resolve(result.value)
      else reject(result?.error)
    })
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}
