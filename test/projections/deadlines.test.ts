import { describe, expect, test } from 'vitest'
import { deadlines } from '../../src/projections/deadlines.ts'
import { Renderer } from '../../src/projections/render.ts'
import { given } from '../domain/terms/kit.ts'

const contract = given('iij-media-sphere', [
  ['ApplicationSubmitted', '2025-01-05', { plan: 'basic' }],
  ['ApplicationAccepted', '2025-01-06'],
  ['BillingStarted', '2025-01-10', { billingStartsOn: '2025-02-01' }],
  ['OutageRecognized', '2025-03-03T10:00:00', { outageId: 'o-1', totality: 'total' }],
])

const of = (kind: string, leadTimes: Parameters<typeof deadlines>[2]) =>
  deadlines(contract.at('2025-03-04'), new Renderer('events'), leadTimes).find(
    (each) => each['kind'] === kind,
  )

describe('CC-20 reminders', () => {
  test('stand so many days before a deadline as the operator wants for its kind', () => {
    expect(of('minimum-term-end', { 'minimum-term-end': 1 })).toMatchObject({
      on: '2025-02-28',
      remindOn: '2025-02-27',
    })
    expect(of('minimum-term-end', { 'minimum-term-end': 28 })).toMatchObject({ remindOn: '2025-01-31' })
    expect(of('minimum-term-end', { 'minimum-term-end': 0 })).toMatchObject({ remindOn: '2025-02-28' })
  })

  test('of an instant are counted from its day', () => {
    expect(of('outage-threshold', { 'outage-threshold': 1 })).toMatchObject({
      at: '2025-03-04T10:00:00.000+09:00',
      remindOn: '2025-03-03',
    })
  })

  test('are absent without a lead time of that kind', () => {
    expect(of('minimum-term-end', { payment: 7 })).not.toHaveProperty('remindOn')
  })
})
