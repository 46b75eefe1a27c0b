import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sharedWork, sharedWorkOf } from '../../src/eventstore/shared-work.ts'

test('whoever asks gets a round that began afterwards, and shares it', async () => {
  let rounds = 0
  let world = 0
  const ask = sharedWork(async () => {
    rounds++
    const seen = world
    await sleep(10)
    return seen
  })
  const first = ask()
  await sleep(2)
  world = 1 // the round that runs has not seen it
  const later = [ask(), ask(), ask()]
  expect(await first).toBe(0)
  expect(await Promise.all(later)).toEqual([1, 1, 1])
  expect(rounds).toBe(2)
  world = 2
  expect(await ask()).toBe(2)
})

test('a round that fails fails for those who share it, and the next one is made all the same', async () => {
  let rounds = 0
  const ask = sharedWork(async () => {
    if (++rounds === 1) throw new Error('away')
    return rounds
  })
  const [a, b] = [ask(), ask()]
  await expect(a).rejects.toThrow('away')
  await expect(b).rejects.toThrow('away')
  expect(await ask()).toBe(2)
})

test('each thing has its own rounds', async () => {
  const made: string[] = []
  const ask = sharedWorkOf(async (name) => {
    made.push(name)
    await sleep(1)
    return name.toUpperCase()
  })
  expect(await Promise.all([ask('a'), ask('b'), ask('a'), ask('b')])).toEqual(['A', 'B', 'A', 'B'])
  expect(made).toEqual(['a', 'b'])
  expect(await ask('a')).toBe('A')
  expect(made).toEqual(['a', 'b', 'a'])
})
