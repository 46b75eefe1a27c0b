import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Embedded, openEmbedded } from '../../src/cli/embedded.ts'
import { eraseSubject } from '../../src/ledger/erase.ts'
import { type Outcome } from '../../src/ledger/outcome.ts'
import { record } from '../../src/ledger/record.ts'

let open: Embedded
beforeEach(async () => {
  open = await openEmbedded({ token: 't', testClock: false, data: 'unused' }, { memory: true })
  for (const id of ['c-1', 'c-2', 'c-3'])
    await tell(id, 'ApplicationSubmitted', '2025-01-06', { plan: 'standard' })
})
afterEach(() => open.close())

const tell = (
  contractId: string,
  type: string,
  day: string,
  data: object,
  corrects?: string,
): Promise<Outcome> =>
  record(open.ledger, {
    door: 'contract',
    contractId,
    body: {
      type,
      service: 'soracom-flux',
      partyId: `p-${contractId}`,
      occurredAt: `${day}T12:00:00+09:00`,
      data,
      ...(corrects !== undefined && { corrects }),
    },
    actor: { id: 'operator', role: 'operator' },
  })
const create = (contractId: string, email: string, day = '2025-02-01', corrects?: string): Promise<Outcome> =>
  tell(contractId, 'AccountCreated', day, { accountId: `a-${contractId}-${day}`, email }, corrects)

/** What came of an account: recorded, or the refusal. */
const said = (outcome: Outcome): string =>
  outcome.kind === 'problem'
    ? 'what' in outcome.problem
      ? String(outcome.problem.what)
      : outcome.problem.type
    : outcome.kind
const idOf = (outcome: Outcome): string => (outcome.kind === 'recorded' ? String(outcome.events[0]?.id) : '')

const TAKEN = 'refusal.account-exists'

describe('SF-3.5-1 第3.5条第1項 an address is taken across the whole service', () => {
  test('in another contract and in the same one, however it is written', async () => {
    expect(said(await create('c-1', 'a@example.com'))).toBe('recorded')
    expect(said(await create('c-2', ' A@Example.com', '2025-02-02'))).toBe(TAKEN)
    expect(said(await create('c-1', 'A@EXAMPLE.COM', '2025-02-02'))).toBe(TAKEN)
    expect(said(await create('c-2', 'b@example.com', '2025-02-02'))).toBe('recorded')
  })

  test('the refusal says which streams were looked at, so that it can be judged again', async () => {
    await create('c-1', 'a@example.com')
    await create('c-2', 'a@example.com', '2025-02-02')
    const { events } = await open.ledger.loader.stream('contract-c-2')
    expect(events.at(-1)).toMatchObject({ type: 'ActionRefused', seen: { 'contract-c-1': 2 } })
  })

  test('from its creation until the account is closed', async () => {
    await create('c-1', 'a@example.com', '2025-02-10')
    expect(said(await create('c-2', 'a@example.com', '2025-02-09'))).toBe('recorded')
    await tell('c-2', 'AccountClosed', '2025-02-09', { accountId: 'a-c-2-2025-02-09' })
    expect(said(await create('c-3', 'a@example.com', '2025-02-11'))).toBe(TAKEN)
    await tell('c-1', 'AccountClosed', '2025-02-12', { accountId: 'a-c-1-2025-02-10' })
    expect(said(await create('c-3', 'a@example.com', '2025-02-11'))).toBe(TAKEN)
    expect(said(await create('c-3', 'a@example.com', '2025-02-12'))).toBe('recorded')
  })

  test('a withdrawn account frees it, a withdrawn closing takes it again', async () => {
    const created = await create('c-1', 'a@example.com')
    const closed = await tell('c-1', 'AccountClosed', '2025-02-03', { accountId: 'a-c-1-2025-02-01' })
    await tell('c-1', 'ActionVoided', '2025-02-04', { eventId: idOf(closed), reason: 'a mistake' })
    expect(said(await create('c-2', 'a@example.com', '2025-02-05'))).toBe(TAKEN)
    await tell('c-1', 'ActionVoided', '2025-02-04', { eventId: idOf(created), reason: 'a mistake' })
    expect(said(await create('c-2', 'a@example.com', '2025-02-05'))).toBe('recorded')
  })

  test('a correction does not meet the address it replaces, and frees it', async () => {
    const created = await create('c-1', 'a@example.com')
    expect(said(await create('c-1', 'b@example.com', '2025-02-01', idOf(created)))).toBe('recorded')
    expect(said(await create('c-2', 'a@example.com', '2025-02-02'))).toBe('recorded')
    expect(said(await create('c-3', 'b@example.com', '2025-02-02'))).toBe(TAKEN)
  })

  test('an erased address is free again', async () => {
    await create('c-1', 'a@example.com')
    await eraseSubject(open.ledger, 'p-c-1')
    expect(said(await create('c-2', 'a@example.com', '2025-02-02'))).toBe('recorded')
  })

  test('of two that come at once one is refused', async () => {
    const both = await Promise.all([create('c-1', 'a@example.com'), create('c-2', 'a@example.com')])
    expect(both.map(said).sort()).toEqual(['recorded', TAKEN])
  })

  test('a refused account takes nothing', async () => {
    await create('c-1', 'a@example.com')
    await create('c-2', 'a@example.com', '2025-02-02')
    await tell('c-1', 'AccountClosed', '2025-02-03', { accountId: 'a-c-1-2025-02-01' })
    expect(said(await create('c-3', 'a@example.com', '2025-02-04'))).toBe('recorded')
  })
})
