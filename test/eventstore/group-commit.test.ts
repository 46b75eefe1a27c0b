import { describe, expect, test } from 'vitest'
import { groupCommit, type Settled } from '../../src/eventstore/group-commit.ts'

const commitInto =
  (groups: number[][]) =>
  (jobs: readonly number[]): readonly Settled<number>[] => {
    groups.push([...jobs])
    return jobs.map((job) => (job < 0 ? { error: new Error(`job ${job}`) } : { value: job * 2 }))
  }
const one = (): number => 1

describe('group commit', () => {
  test('jobs that come together are one group, in order of arrival', async () => {
    const groups: number[][] = []
    const { submit } = groupCommit(commitInto(groups), one, 100)
    expect(await Promise.all([submit(1), submit(2), submit(3)])).toEqual([2, 4, 6])
    expect(await submit(4)).toBe(8)
    expect(groups).toEqual([[1, 2, 3], [4]])
  })

  test('a job that fails fails alone', async () => {
    const { submit } = groupCommit(commitInto([]), one, 100)
    const outcomes = await Promise.allSettled([submit(1), submit(-1), submit(2)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  test('a commit that fails fails everyone in it, and the next group goes on', async () => {
    let calls = 0
    const commit = (jobs: readonly number[]): readonly Settled<number>[] => {
      if (calls++ === 0) throw new Error('disk full')
      return jobs.map((value) => ({ value }))
    }
    const { submit } = groupCommit(commit, one, 100)
    const outcomes = await Promise.allSettled([submit(1), submit(2)])
    expect(outcomes.map((o) => o.status === 'rejected' && String(o.reason))).toEqual([
      'Error: disk full',
      'Error: disk full',
    ])
    expect(await submit(3)).toBe(3)
  })

  test.each([
    ['at the limit', [4, 6, 1], [[4, 6], [1]]],
    ['above it', [4, 7, 1], [[4], [7, 1]]],
    ['one job heavier than the limit goes alone', [50, 1, 50], [[50], [1], [50]]],
  ])('a group is no heavier than its limit: %s', async (_, jobs, expected) => {
    const groups: number[][] = []
    const { submit, idle } = groupCommit(commitInto(groups), (weight) => weight, 10)
    const all = Promise.all(jobs.map(submit))
    await idle()
    expect(groups).toEqual(expected)
    expect(await all).toHaveLength(jobs.length)
  })

  test('idle at once when nothing waits', async () => {
    const groups: number[][] = []
    await groupCommit(commitInto(groups), one, 1).idle()
    expect(groups).toEqual([])
  })
})
