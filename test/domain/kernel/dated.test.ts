import { describe, expect, it } from 'vitest'
import { day } from '../../../src/domain/kernel/calendar.ts'
import { dated, valueOn } from '../../../src/domain/kernel/dated.ts'

describe('values of a document by the day', () => {
  const lines = dated(
    { from: day('2024-02-01'), value: 'second' },
    { from: day('2023-04-25'), value: 'first' },
  )
  it.each([
    ['2023-04-24', undefined],
    ['2023-04-25', 'first'],
    ['2024-01-31', 'first'],
    ['2024-02-01', 'second'],
    ['2030-01-01', 'second'],
  ])('on %s: %s', (on, value) => expect(valueOn(lines, day(on))).toBe(value))

  it('has no value without a line', () => expect(valueOn(dated(), day('2024-01-01'))).toBeUndefined())

  it('refuses two lines of one day, in whatever order they are written', () => {
    const line = (on: string) => ({ from: day(on), value: on })
    expect(() => dated(line('2024-02-01'), line('2023-01-01'), line('2024-02-01'))).toThrow('2024-02-01')
  })
})
