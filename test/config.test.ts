import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

const remind = (text: string) => readConfig({ DAICHO_REMINDERS: text }).leadTimes

describe('DAICHO_REMINDERS (CC-20)', () => {
  test('lead times in days by kind of deadline; none by default', () => {
    expect(remind('{"payment":7,"pause-limit":0,"term-end":366}')).toEqual({
      payment: 7,
      'pause-limit': 0,
      'term-end': 366,
    })
    expect(readConfig({}).leadTimes).toEqual({})
    expect(remind('')).toEqual({})
  })

  test.each([
    ['{', 'no JSON'],
    ['{"paymant":7}', 'paymant'],
    ['{"payment":-1}', 'payment'],
    ['{"payment":367}', 'payment'],
    ['{"payment":1.5}', 'payment'],
    ['{"payment":"7"}', 'payment'],
    ['[7]', 'DAICHO_REMINDERS'],
  ])('%s is refused with what is wrong', (text, named) => {
    expect(() => remind(text)).toThrow(named)
    expect(() => remind(text)).toThrow('wanted days by kind of deadline')
  })
})
