import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMinutes, dayOf, instant, weekdayOf } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, found, value } from '../kit.ts'
import { R, arising, bare, calendar, contract, declared, op, tariff, tax } from './contracts.ts'

const asks = (at: string, more: object): Told => [
  'SupportRequested',
  at,
  { caseId: 'c', kind: 'fault', ...more },
]
const manual = (kind: string, at = '2024-04-01'): Told => ['PrerequisiteMet', at, { kind }]
const manuals = [manual('procedure-manual-fault'), manual('procedure-manual-operation')]
const acts = (c: Parameters<typeof value>[0]) =>
  c.terms.permitted(c).map(({ act, ref }) => `${act} ${ref ?? ''}`)

describe('OP-A1-1 別表1の1.2, OP-A1-2 its note: what a plan includes (OP-X35)', () => {
  const PLANS = ['entry', 'standard', 'advanced', 'premium']
  it.each([
    ['monitoring', 0, 'OP-A1-1'],
    ['first-response', 1, 'OP-A1-1'],
    ['second-response', 2, 'OP-A1-1'],
    ['isolation', 2, 'OP-A1-2'],
    ['vendor-inquiry', 2, 'OP-A1-2'],
    ['operation-agency', 3, 'OP-A1-1'],
  ])('%s from plan %i on', (task, from, rule) => {
    for (const [i, plan] of PLANS.entries()) {
      const kind = task === 'operation-agency' ? 'operation' : 'fault'
      const c = op(contract('2024-04-01', { plan }), ...manuals, asks('2025-06-02', { kind, task })).at(
        '2025-06-03',
      )
      expect(found(c, 'support.entitled', 'c')).toMatchObject({ value: i >= from, clause: { rule } })
    }
  })
  it('the plan of the day it was asked on decides', () => {
    const told = [
      R,
      ...manuals,
      ['PlanChanged', '2025-06-01', { plan: 'entry', effectiveOn: '2025-06-03' }] as Told,
    ]
    expect(
      value(
        op(...told, asks('2025-06-02', { task: 'first-response' })).at('2025-07-01'),
        'support.entitled',
        'c',
      ),
    ).toBe(true)
    expect(
      value(
        op(...told, asks('2025-06-03', { task: 'first-response' })).at('2025-07-01'),
        'support.entitled',
        'c',
      ),
    ).toBe(false)
  })
  it('without a task a fault asks for the first response, operation for the agency; an enquiry is no question', () => {
    expect(value(op(R, ...manuals, asks('2025-06-02', {})).at('2025-06-03'), 'support.entitled', 'c')).toBe(
      true,
    )
    expect(
      value(
        op(R, ...manuals, asks('2025-06-02', { kind: 'operation' })).at('2025-06-03'),
        'support.entitled',
        'c',
      ),
    ).toBe(false)
    expect(
      arising(op(R, asks('2025-06-02', { kind: 'inquiry' })).at('2025-06-03'), 'support.entitled'),
    ).toEqual([])
  })
})

describe('OP-A1-5 別表1の2 manuals beforehand', () => {
  it.each([
    [[], false],
    [[manual('procedure-manual-fault', '2025-06-02T12:00:00.001')], false],
    [[manual('procedure-manual-fault', '2025-06-02T12:00:00')], true],
    [[manual('procedure-manual-operation')], false],
    [
      [
        manual('procedure-manual-fault'),
        ['PrerequisiteLapsed', '2025-06-01', { kind: 'procedure-manual-fault' }],
      ],
      false,
    ],
  ] as const)('after %j entitled: %s', (told, entitled) => {
    const c = op(R, ...told, asks('2025-06-02T12:00:00', { task: 'first-response' })).at('2025-06-03')
    expect(found(c, 'support.entitled', 'c')).toMatchObject({
      value: entitled,
      clause: { rule: entitled ? 'OP-A1-1' : 'OP-A1-5' },
    })
  })
  it.each([
    ['entry', []],
    ['standard', ['procedure-manual-fault']],
    ['advanced', ['procedure-manual-fault']],
    ['premium', ['procedure-manual-fault', 'procedure-manual-operation']],
  ])('%s asks for %j', (plan, kinds) => {
    const c = op(contract('2024-04-01', { plan })).at('2024-05-01')
    expect(
      c.terms
        .obligations(c)
        .filter(({ duty }) => duty === 'submit-procedure-manual')
        .map(({ ref }) => ref),
    ).toEqual(kinds)
    for (const kind of kinds)
      expect(found(c, 'prerequisite.met', kind)).toMatchObject({ value: false, clause: { rule: 'OP-A1-5' } })
    for (const { duty, clause } of c.terms.obligations(c))
      if (duty === 'submit-procedure-manual') expect(clause.rule).toBe('OP-A1-5')
    const done = op(contract('2024-04-01', { plan }), ...manuals).at('2024-05-01')
    expect(done.terms.obligations(done).some(({ duty }) => duty === 'submit-procedure-manual')).toBe(false)
    for (const kind of kinds) expect(value(done, 'prerequisite.met', kind)).toBe(true)
  })
})

describe('OP-A1-4 別表1の2 suitable or not', () => {
  it.each([true, false])('decided %s', (suitable) => {
    const c = op(R, ['ManagedSuitabilityDecided', '2024-03-15', { suitable }]).at('2024-04-01')
    expect(found(c, 'application.managed-suitable')).toMatchObject({
      value: suitable,
      clause: { rule: 'OP-A1-4' },
    })
  })
})

describe('OP-38-1 第38条第1項, OP-A1-3 別表1の1.3 when the desk is open (OP-X37)', () => {
  const handled = (at: string, kind = 'inquiry') =>
    found(op(R, asks(at, { kind })).at(at), 'support.handled-from', 'c')
  it.each([
    ['2025-05-01T10:00:00', '2025-05-02T09:00'], // closed on 1 May
    ['2025-05-02T16:59:59.999', '2025-05-02T16:59:59.999'],
    ['2025-05-02T17:00:00', '2025-05-07T09:00'], // closing time is outside (OP-Q13)
    ['2025-05-07T08:59:59', '2025-05-07T09:00'],
    ['2025-05-07T09:00:00', '2025-05-07T09:00'],
    ['2025-06-03T17:00:00', '2025-06-04T09:00'],
    ['2025-05-10T10:00:00', '2025-05-12T09:00'], // Saturday
    ['2025-12-26T17:00:00', '2026-01-05T09:00'], // closures and weekend
  ])('an enquiry of %s is handled from %s', (at, from) => {
    const answer = handled(at)
    expect(answer.clause.rule).toBe('OP-38-1')
    expect('value' in answer && answer.value).toBe(instant(`${from}${from.length === 16 ? ':00' : ''}+09:00`))
  })
  it('a fault is taken at once, day and night', () => {
    expect(handled('2025-05-03T03:00:00', 'fault')).toMatchObject({
      value: '2025-05-03T03:00:00.000+09:00',
      clause: { rule: 'OP-A1-3' },
    })
  })
  it('names the calendar that is missing', () => {
    const at = '2025-05-02T17:00:00'
    const told = [declared, tax, R, asks(at, { kind: 'inquiry' })] as const
    expect(value(bare(...told).at(at), 'support.handled-from', 'c')).toBe('undetermined calendar:holidays')
    expect(value(bare(calendar('2025', false), ...told).at(at), 'support.handled-from', 'c')).toBe(
      'undetermined calendar:closures',
    )
  })
  it('always: never before it was asked, and always in the hours of an open day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 * 24 * 600 }), (minutes) => {
        const at = addMinutes(instant('2025-01-01T00:00:00+09:00'), minutes)
        const from = value(
          op(R, asks(at, { kind: 'inquiry' })).at(at),
          'support.handled-from',
          'c',
        ) as typeof at
        expect(from >= at).toBe(true)
        expect(from.slice(11) >= '09:00' && from.slice(11) < '17:00').toBe(true)
        expect(weekdayOf(dayOf(from))).toBeLessThan(6)
        expect(dayOf(from).endsWith('-05-01')).toBe(false)
      }),
      { numRuns: 60 },
    )
  })
})

describe('OP-38-2 第38条第2項 events a month ago or more (OP-Q14)', () => {
  it.each([
    ['2025-01-15', '2025-02-15', false],
    ['2025-01-15', '2025-02-16', true],
    ['2025-01-31', '2025-02-28', false],
    ['2025-01-31', '2025-03-01', true],
    ['2025-02-28', '2025-03-31', false],
    ['2025-02-28', '2025-04-01', true],
  ])('event of %s, asked %s: may decline %s', (eventOn, at, may) => {
    const told = asks(`${at}T12:00:00`, { kind: 'inquiry', eventOn })
    const c = op(R, told).at(`${at}T13:00:00`)
    expect(value(c, 'support.may-decline', 'c')).toBe(may)
    expect(acts(c).includes('decline-inquiry c')).toBe(may)
    const done = op(R, told, ['SupportHandled', `${at}T12:30:00`, { caseId: 'c', kind: 'fault' }]).at(
      `${at}T13:00:00`,
    )
    expect(acts(done)).not.toContain('decline-inquiry c')
  })
})

describe('OP-A2-5 別表2備考 three faults a month, an hour a component (OP-X34)', () => {
  const fault = (n: number, on: string): readonly Told[] => [
    ['SupportRequested', `${on}T09:00:00`, { caseId: `f${n}`, kind: 'fault' }],
    ['SupportHandled', `${on}T10:00:00`, { caseId: `f${n}`, kind: 'fault' }],
  ]
  const four = [1, 2, 3, 4].flatMap((n) => fault(n, `2025-06-0${n}`))
  it('the fourth of a month is over', () => {
    const c = op(R, four).at('2025-06-30')
    expect([1, 2, 3, 4].map((n) => value(c, 'support.over-cap', `f${n}`))).toEqual([
      false,
      false,
      false,
      true,
    ])
    expect(acts(c).filter((act) => act.startsWith('charge'))).toEqual(['charge-excess-work f4'])
    expect(value(c, 'charge.excess-work', 'f4')).toBe('undetermined tariff:excessIncidentFee')
    expect(
      value(op(R, tariff({ excessIncidentFee: 8_000 }), four).at('2025-06-30'), 'charge.excess-work', 'f4'),
    ).toBe(8_000)
    expect(c.terms.charges(c, '2025-06' as never).some(({ kind }) => kind === 'excess-work')).toBe(false)
  })
  it('a new month begins anew; a case that is worked on twice is one', () => {
    const c = op(R, four.slice(0, 6), fault(5, '2025-07-01')).at('2025-07-02')
    expect(value(c, 'support.over-cap', 'f5')).toBe(false)
    const twice = op(R, four.slice(0, 6), [
      'SupportHandled',
      '2025-06-20',
      { caseId: 'f1', kind: 'fault' },
    ]).at('2025-07-02')
    expect(value(twice, 'support.over-cap', 'f1')).toBe(false)
  })
  it('work nobody asked for does not count until it is told', () => {
    const c = op(
      R,
      four.slice(0, 5),
      ['SupportHandled', '2025-06-02T11:00:00', { caseId: 'x', kind: 'fault' }],
      four.slice(5),
    ).at('2025-06-30')
    expect(value(c, 'support.over-cap', 'f4')).toBe(true)
    expect(value(c, 'support.over-cap', 'f3')).toBe(false)
    expect(arising(c, 'support.over-cap')).not.toContain('x')
  })

  const operation = (
    n: number,
    minutes: number,
    componentId: string,
    on = `2025-06-0${n}`,
  ): readonly Told[] => [
    ['SupportRequested', `${on}T09:00:00`, { caseId: `o${n}`, kind: 'operation', componentId }],
    ['SupportHandled', `${on}T10:00:00`, { caseId: `o${n}`, kind: 'operation', minutes }],
  ]
  const premium = contract('2024-04-01', { plan: 'premium' })
  it.each([
    [60, false],
    [61, true],
  ])('%i minutes of operation on one component: over %s', (minutes, over) => {
    expect(value(op(premium, operation(1, minutes, 'vm-1')).at('2025-06-30'), 'support.over-cap', 'o1')).toBe(
      over,
    )
  })
  it('is counted by component and month, not pooled and not carried over (OP-Q19)', () => {
    const c = op(
      premium,
      tariff({ excessOperationHourFee: 10_000 }),
      operation(1, 40, 'vm-1'),
      operation(2, 40, 'vm-2'),
      operation(3, 35, 'vm-1'),
      operation(4, 60, 'vm-1', '2025-07-01'),
    ).at('2025-07-31')
    expect(['o1', 'o2', 'o3', 'o4'].map((ref) => value(c, 'support.over-cap', ref))).toEqual([
      false,
      false,
      true,
      false,
    ])
    expect(found(c, 'charge.excess-work', 'o3')).toMatchObject({ value: 2_500, clause: { rule: 'OP-A2-5' } })
  })
})
