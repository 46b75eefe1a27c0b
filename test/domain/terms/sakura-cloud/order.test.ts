import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { said, type Told, given, lines } from '../kit.ts'
import {
  concluded,
  measured,
  noticed,
  paused,
  published,
  resumed,
  routerSwitch,
  server,
  terminated,
} from './told.ts'

/** A contract in which much happens, each at an instant of its own. */
const story: readonly Told[] = [
  published({
    additionalIpFee: 2000,
    additionalIpStartMonth: 'full',
    hybridInitialFee: 5000,
    hybridMonthlyFee: 100,
    provisionalUsageChargeable: true,
  }),
  ...concluded('2025-05-01', [server, routerSwitch]),
  ['PlanChangeRequested', '2025-05-20T10:00:00', { changeId: 'ch-1', ref: 'sv-1', plan: '4core' }],
  ['PlanChangeAccepted', '2025-05-21T10:00:00', { changeId: 'ch-1' }],
  [
    'PlanChangeRequested',
    '2025-06-03T10:00:00',
    { changeId: 'ch-2', action: 'add', ref: 'sv-2', serviceKind: 'server', plan: '2core' },
  ],
  ['PlanChangeRefused', '2025-06-05T10:00:00', { changeId: 'ch-2', ground: 'refusal-ground' }],
  [
    'PassportPurchased',
    '2025-06-06',
    {
      ref: 'pp-1',
      fee: 9000,
      fromOn: '2025-06-06',
      toOn: '2025-12-31',
      rate: '0.20',
      targets: ['server'],
      purpose: 'business',
    },
  ],
  ['OptionApplied', '2025-06-10T09:00:00', { option: 'additional-ip', ref: 'ip-1', parentRef: 'rs-1' }],
  ['OptionAccepted', '2025-06-11T09:00:00', { ref: 'ip-1' }],
  ['CardAuthorizationAttempted', '2025-06-15', { result: 'failed' }],
  ['CardAuthorizationAttempted', '2025-06-16', { result: 'succeeded' }],
  paused('2025-07-10T10:00:00'),
  resumed('2025-07-20T10:00:00'),
  paused('2025-07-21T09:00:00', 'pa-2', 'sv-1'),
  noticed('2025-10-25T15:00:00', '2025-11-25', 'pa-2'),
  measured('2025-11-26T10:00:00', 'end', 'pa-2'),
  terminated('2025-12-10T10:00:00', 'rs-1'),
  ['OutageRecognized', '2025-08-10', { outageId: 'o-1' }],
  ['OutageCauseDetermined', '2025-08-12', { outageId: 'o-1', attribution: 'beta' }],
  ['InvoiceIssued', '2025-06-02', { invoiceId: 'inv-1', month: '2025-05' }],
  terminated('2026-01-15T10:00:00'),
]
const MONTHS = [
  '2025-05',
  '2025-06',
  '2025-07',
  '2025-08',
  '2025-09',
  '2025-10',
  '2025-11',
  '2025-12',
  '2026-01',
  '2026-02',
]

/** All that is said of the contract at an instant, without the ids of events. */
function everything(told: readonly Told[], at: string): unknown {
  const c = given('sakura-cloud', told).at(at)
  return {
    state: c.terms.state(c).value,
    findings: Object.entries(c.terms.answers)
      .flatMap(([what, asks]) =>
        asks
          .flatMap((ask) => ask(c))
          .map(
            (answer) => `${what} ${answer.ref ?? ''} ${JSON.stringify(said(answer))} ${answer.clause.rule}`,
          ),
      )
      .sort(),
    charges: MONTHS.map((month) => [...lines(c, month)].sort()),
    deadlines: c.terms
      .deadlines(c)
      .map(({ kind, ref, state, when }) => `${kind} ${ref ?? ''} ${state} ${String(when.value)}`)
      .sort(),
    permitted: c.terms
      .permitted(c)
      .map(({ act, ref, since }) => `${act} ${ref ?? ''} ${since}`)
      .sort(),
    options: c.terms
      .options(c)
      .map(({ ref, state }) => `${ref} ${state.value}`)
      .sort(),
  }
}

describe('what is told in another order says the same', () => {
  it('whatever the order, at any instant', () => {
    const instants = ['2025-06-04', '2025-07-15', '2025-10-30', '2025-11-30', '2026-03-01']
    const expected = new Map(instants.map((at) => [at, everything(story, at)]))
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...story], { minLength: story.length }),
        fc.constantFrom(...instants),
        (told, at) => {
          expect(everything(told, at)).toEqual(expected.get(at))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('and a read of an instant sees no later fact', () => {
    for (const at of ['2025-06-04', '2025-07-15', '2025-10-30']) {
      const known = story.filter(
        ([, when]) => (when.length === 10 ? `${when}T12:00:00` : when) <= `${at}T12:00:00`,
      )
      expect(everything(known, at)).toEqual(everything(story, at))
    }
  })
})
