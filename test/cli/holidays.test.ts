import { describe, expect, test } from 'vitest'
import { calendar } from '../../src/cli/holidays.ts'
import { parseAction } from '../../src/domain/contract/parse-action.ts'
import { day, instant } from '../../src/domain/kernel/calendar.ts'

const AT = instant('2026-01-05T09:00:00+09:00')

describe('daicho holidays', () => {
  test('drafts national holidays of a span, with substitute and citizens’ holidays', () => {
    const { data } = calendar(day('2026-01-01'), day('2026-12-31'), undefined, AT)
    expect(data.holidays).toEqual(
      ['01-01', '01-12', '02-11', '02-23', '03-20', '04-29', '05-03', '05-04', '05-05', '05-06', '07-20', '08-11', '09-21', '09-22', '09-23', '10-12', '11-03', '11-23'].map((date) => `2026-${date}`), // prettier-ignore
    )
    expect(data).not.toHaveProperty('closures')
  })

  test('keeps to the span at both ends, and to its closures once each and in order', () => {
    const closures = ['2026-12-31', '2026-01-02', '2026-01-01', '2026-01-02', '2027-01-01'].map(day)
    const { data } = calendar(day('2026-01-02'), day('2026-01-12'), closures, AT)
    expect(data).toMatchObject({
      fromOn: '2026-01-02',
      toOn: '2026-01-12',
      holidays: ['2026-01-12'],
      closures: ['2026-01-02'],
    })
  })

  test('is an action as the vocabulary wants it', () => {
    expect(
      parseAction(calendar(day('2026-01-01'), day('2026-06-30'), [], AT), 'optage-cloud-storage'),
    ).toMatchObject({ ok: true })
  })

  test('refuses a span that runs backwards or leaves the years of the library', () => {
    expect(() => calendar(day('2026-01-02'), day('2026-01-01'), undefined, AT)).toThrow(
      '--to 2026-01-01 lies before',
    )
    expect(() => calendar(day('2050-01-01'), day('2051-01-01'), undefined, AT)).toThrow(
      'the library knows the years 1970 to 2050',
    )
  })
})
