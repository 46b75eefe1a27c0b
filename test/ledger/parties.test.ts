import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Embedded, openEmbedded } from '../../src/cli/embedded.ts'
import { type Outcome } from '../../src/ledger/outcome.ts'
import { record } from '../../src/ledger/record.ts'

let open: Embedded
beforeEach(async () => {
  open = await openEmbedded({ token: 't', testClock: false, data: 'unused' }, { memory: true })
  await tell('p-1', 'ApplicationSubmitted', '2025-01-06', { plan: 'standard' })
  await tell('p-1', 'ApplicationAccepted', '2025-01-07', {})
})
afterEach(() => open.close())

const tell = (partyId: string, type: string, day: string, data: object): Promise<Outcome> =>
  record(open.ledger, {
    door: 'contract',
    contractId: 'c-1',
    body: { type, service: 'soracom-flux', partyId, occurredAt: `${day}T12:00:00+09:00`, data },
    actor: { id: 'operator', role: 'operator' },
  })
const used = async (partyId: string, day: string): Promise<string | number> => {
  const outcome = await tell(partyId, 'ServiceUsed', day, {})
  return outcome.kind === 'problem' ? outcome.problem.status : outcome.kind
}

describe('SF-4.2-2 第4.2条第2項 after a succession', () => {
  test('the heir’s own id is taken, and the original one stays valid; another one is not', async () => {
    expect(await used('heir-1', '2025-04-01')).toBe(409)
    await tell('p-1', 'CustomerDied', '2025-04-05', {})
    await tell('p-1', 'SuccessionFiled', '2025-04-10', { successorPartyId: 'heir-1', ground: 'inheritance' })
    expect(await used('heir-1', '2025-04-11')).toBe('recorded')
    expect(await used('p-1', '2025-04-12')).toBe('recorded')
    expect(await used('heir-2', '2025-04-13')).toBe(409)
  })
})
