import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Embedded } from '../../src/cli/embedded.ts'
import { type Case } from '../../src/domain/contract/case.ts'
import { month } from '../../src/domain/kernel/calendar.ts'
import { type Finding } from '../../src/domain/kernel/finding.ts'
import { termsOf } from '../../src/domain/terms/registry.ts'
import { type Terms } from '../../src/domain/terms/terms.ts'
import { type EventDraft } from '../../src/eventstore/event-store.ts'
import { close } from '../../src/ledger/close.ts'
import { draft } from '../eventstore/drafts.ts'
import { contract, eventsOf, measure, opened, publish, setClock, tell } from './billing.ts'
import { differencesIn, rejudged } from './rejudging.ts'

let open: Embedded
beforeEach(async () => {
  open = await opened('2025-04-10T09:00:00+09:00')
  await publish(open.ledger)
  await contract(open.ledger, 'c-1', '40')
})
afterEach(() => open.close())

async function closed(of: string, leaveOut: readonly string[] = []): Promise<void> {
  const outcome = await close(open.ledger, { contractId: 'c-1', month: month(of), leaveOut })
  if (outcome.kind !== 'closed') throw new Error(JSON.stringify(outcome))
}
const outcomes = async () => new Set((await rejudged(open.ledger)).map(({ outcome }) => outcome))

/** The terms with what a month costs changed. */
const changed = (
  charges: (terms: Terms, ...asked: Parameters<Terms['charges']>) => ReturnType<Terms['charges']>,
) => {
  const terms = termsOf('iij-media-sphere')
  if (!terms) throw new Error('no terms')
  return {
    terms: () => ({
      ...terms,
      charges: (...asked: Parameters<Terms['charges']>) => charges(terms, ...asked),
    }),
  }
}

describe('a closed bill computed again', () => {
  test('is the same, whatever was told after it, and with what was left out', async () => {
    await closed('2025-01')
    await measure(open.ledger, 'c-1', '2025-01', '4000') // late: the next bill adjusts it
    await tell(open.ledger, 'c-1', 'OneTimeFactOccurred', '2025-02-10', { item: 'data-transfer' })
    setClock(open.ledger, '2025-04-11T09:00:00+09:00')
    await closed('2025-02', ['charge.one-time'])
    await tell(open.ledger, null, 'TaxRatePublished', '2022-04-01', {
      rate: '0.20',
      effectiveOn: '2025-01-01',
    })
    await closed('2025-03')
    expect(await eventsOf(open.ledger, 'StatementClosed')).toHaveLength(3)
    expect(await outcomes()).toEqual(new Set(['same', 'own']))
  })

  test('by changed rules it is another one: the lines that differ are named', async () => {
    await closed('2025-02')
    const dearer = (amount: Finding<number>): Finding<number> => ({ ...amount, value: amount.value + 1 })
    const options = changed((terms, c: Case, of) =>
      terms
        .charges(c, of)
        .map((line) =>
          line.kind === 'monthly-base' ? { ...line, amount: dearer(line.amount as Finding<number>) } : line,
        ),
    )
    const [event] = await eventsOf(open.ledger, 'StatementClosed')
    expect(differencesIn(await rejudged(open.ledger, options))).toEqual([
      expect.objectContaining({
        event: event?.id,
        type: 'StatementClosed',
        contractId: 'c-1',
        month: '2025-02',
        number: 'iij-media-sphere-2025-000001',
        lines: [{ line: expect.stringContaining('monthly-base'), then: 100_000, now: 100_001 }],
        undetermined: [],
      }),
    ])
  })

  test('or it could not be closed', async () => {
    await closed('2025-02')
    const options = changed((terms, c, of) =>
      terms.charges(c, of).map((line) =>
        line.kind === 'monthly-base'
          ? {
              ...line,
              amount: {
                what: 'charge.monthly-base',
                undetermined: { missing: 'tariff:x' },
                clause: line.amount.clause,
                causes: [],
              },
            }
          : line,
      ),
    )
    expect(differencesIn(await rejudged(open.ledger, options))).toMatchObject([
      { lines: [], undetermined: expect.arrayContaining(['charge.monthly-base']) },
    ])
  })

  test('one that nobody computed is found, line by line', async () => {
    await closed('2025-02')
    const [event] = await eventsOf(open.ledger, 'StatementClosed')
    if (!event) throw new Error('not closed')
    const lines = (event.data['lines'] as readonly Record<string, unknown>[]).slice(1)
    const { stream: _s, revision: _r, recordedAt: _a, prev: _p, position: _o, hash: _h, ...said } = event
    const other = { ...said, id: draft().id, data: { ...said.data, month: '2025-01', lines } } as EventDraft
    const { revision } = await open.ledger.store.head('contract-c-1')
    await open.ledger.store.append('contract-c-1', revision, [other])
    const [found, ...more] = differencesIn(await rejudged(open.ledger))
    expect(more).toEqual([])
    expect(found).toMatchObject({
      month: '2025-01',
      lines: expect.arrayContaining([expect.objectContaining({ then: null })]),
    })
  })
})
