import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { contract, deadlines, given, sameText, tariff } from './told.ts'

const term = (acceptedAt: string, at: string, ...more: readonly Told[]) =>
  value(given(contract(acceptedAt, '2021-08-01'), more).at(at), 'term.minimum-end')

describe('IF-S2 附則第2条 no minimum term for contracts of before the second version', () => {
  it('IF-X4: the conclusion decides, to the last instant of 2021-07-14, not the start date', () => {
    expect(term('2021-07-14T23:59:59.999', '2021-08-02')).toBe('none')
    expect(term('2021-07-14T23:59:59.999', '2030-01-01')).toBe('none')
  })

  it('IF-X5: from 2021-07-15 00:00 it is undetermined until it is published', () => {
    expect(term('2021-07-15T00:00:00', '2021-08-02')).toBe('undetermined tariff:minimumTermMonths')
    expect(term('2021-07-15T00:00:00', '2021-08-02', tariff({ minimumTermMonths: 0 }))).toBe('none')
  })

  it('a published length does not reach the older contracts', () => {
    expect(term('2021-07-14T12:00:00', '2021-08-02', tariff({ minimumTermMonths: 12 }))).toBe('none')
  })

  it('a published length counts from the start date itself', () => {
    expect(term('2021-07-15', '2021-08-02', tariff({ minimumTermMonths: 12 }))).toBe('2022-07-31')
    const c = given([tariff({ minimumTermMonths: 1 })], contract('2025-01-10', '2025-01-31')).at('2025-02-01')
    expect(value(c, 'term.minimum-end')).toBe('2025-02-28')
    expect(deadlines(c, 'minimum-term-end')).toEqual(['2025-02-28 upcoming'])
  })

  it('the deadline is over on the day after', () => {
    const told = [[tariff({ minimumTermMonths: 1 })], contract('2025-01-10', '2025-01-31')] as const
    expect(deadlines(given(...told).at('2025-02-28T23:59:59'), 'minimum-term-end')).toEqual([
      '2025-02-28 upcoming',
    ])
    expect(deadlines(given(...told).at('2025-03-01T00:00:00'), 'minimum-term-end')).toEqual([
      '2025-02-28 met',
    ])
  })

  it('without a start date it waits for one, unless there is none at all', () => {
    const c = (months: number) =>
      given([tariff({ minimumTermMonths: months })], contract('2025-01-10')).at('2025-02-01')
    expect(value(c(6), 'term.minimum-end')).toBe('undetermined fact:start-date')
    expect(value(c(0), 'term.minimum-end')).toBe('none')
    expect(value(given(contract('2025-01-10')).at('2025-02-01'), 'term.minimum-end')).toBe(
      'undetermined fact:start-date,tariff:minimumTermMonths',
    )
  })

  it('the tariff in force at the conclusion decides', () => {
    const later: Told = [
      'TariffPublished',
      '2020-05-01',
      { tariffId: 't-2', effectiveOn: '2025-01-11', minimumTermMonths: 24 },
    ]
    const c = (accepted: string) =>
      given([tariff({ minimumTermMonths: 12 }), later], contract(accepted, '2025-02-01')).at('2025-03-01')
    expect(value(c('2025-01-10'), 'term.minimum-end')).toBe('2026-01-31')
    expect(value(c('2025-01-11'), 'term.minimum-end')).toBe('2027-01-31')
  })

  it('the first version says nothing of it, as long as only it is there', () => {
    expect(term('2020-06-03', '2021-07-14T23:59:59')).toBe('undetermined terms:2020-05-08')
    expect(term('2020-06-03', '2021-07-15T00:00:00')).toBe('none')
    expect(term('2020-06-03', '2021-07-14T23:59:59', sameText)).toBe('none')
    const answer = found(given(contract('2020-06-03', '2020-07-01')).at('2026-01-01'), 'term.minimum-end')
    expect(answer.clause).toMatchObject({ rule: 'IF-S2', version: '2021-07-15', article: '附則第2条' })
  })
})
