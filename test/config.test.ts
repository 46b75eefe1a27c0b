import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

const remind = (text: string) => readConfig({ DAICHO_REMINDERS: text }).leadTimes

describe('a ledger of several machines', () => {
  const SET = {
    DAICHO_KURRENTDB: 'kurrentdb://u:hidden@a:2113,b:2113?tls=true',
    DAICHO_POSTGRES: 'postgres://u:hidden@h/daicho',
  }

  test('both addresses or neither; the name of the ledger has a default', () => {
    expect(readConfig({}).cluster).toBeUndefined()
    expect(readConfig({ DAICHO_KURRENTDB: '', DAICHO_POSTGRES: '' }).cluster).toBeUndefined()
    expect(readConfig(SET).cluster).toEqual({
      kurrentdb: SET.DAICHO_KURRENTDB,
      ledger: 'daicho',
      postgres: SET.DAICHO_POSTGRES,
    })
    expect(readConfig({ ...SET, DAICHO_KURRENTDB_LEDGER: 'tokyo-2' }).cluster?.ledger).toBe('tokyo-2')
  })

  test.each([
    [{ DAICHO_POSTGRES: '' }, 'DAICHO_KURRENTDB is set and DAICHO_POSTGRES is not'],
    [{ DAICHO_KURRENTDB: '' }, 'DAICHO_POSTGRES is set and DAICHO_KURRENTDB is not'],
    [{ DAICHO_KURRENTDB: 'http://u:hidden@a' }, 'DAICHO_KURRENTDB: wanted kurrentdb://'],
    [{ DAICHO_POSTGRES: 'mysql://u:hidden@a' }, 'DAICHO_POSTGRES: wanted postgres://'],
    [{ DAICHO_POSTGRES: 'postgres://u:hidden@a b/c' }, 'DAICHO_POSTGRES: wanted postgres://'],
    [{ DAICHO_KURRENTDB_LEDGER: 'Tokyo' }, 'DAICHO_KURRENTDB_LEDGER: wanted'],
    [{ DAICHO_KURRENTDB_LEDGER: 'a'.repeat(33) }, 'DAICHO_KURRENTDB_LEDGER: wanted'],
  ])('%o is refused, and no secret said', (wrong, said) => {
    const refused = () => readConfig({ ...SET, ...wrong })
    expect(refused).toThrow(said)
    expect(refused).not.toThrow('hidden')
  })
})

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
