import { expect, test } from 'vitest'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { Loader, caseOf } from '../../src/ledger/load.ts'
import { deadlines } from '../../src/projections/deadlines.ts'
import { Renderer } from '../../src/projections/render.ts'
import { type Api, acceptance, api, application } from '../api/kit.ts'

const NOW = '2025-09-01T09:00:00.000+09:00' as Instant
const at = (day: string): string => `${day}T12:00:00+09:00`

/** What the contract reads, as a loader that kept what it read before says it, and as one that reads it anew. */
async function told({ ledger }: Api): Promise<readonly (readonly unknown[])[]> {
  const anew = new Loader(ledger.store, ledger.directory)
  const both = [ledger.loader, anew].map(async (loader) => {
    const material = (await loader.material('c-1')) ?? expect.fail()
    return deadlines(caseOf(material, NOW), new Renderer('events'))
  })
  return Promise.all(both)
}

test('an outage known before a contract is told of holds for it as soon as it was in force then', async () => {
  const kit = await api()
  await kit.clock(NOW)
  const outage = { type: 'OutageRecognized', service: 'iij-media-sphere', occurredAt: at('2025-06-20') }
  expect((await kit.outage({ ...outage, data: { outageId: 'o-1', totality: 'total' } })).status).toBe(201)
  const billing = { type: 'BillingStarted', occurredAt: at('2025-01-13'), data: { billingStartsOn: '2025-02-01' } }
  const late = { type: 'InvoiceIssued', occurredAt: at('2025-07-05'), data: { invoiceId: 'i-1', month: '2025-06', amount: 50_000, dueOn: '2025-07-31' } }
  for (const action of [application(), acceptance, billing, late]) {
    expect((await kit.post('c-1', action)).status).toBe(201)
    const [kept, anew] = await told(kit)
    expect(kept).toEqual(anew)
  }
  const [kept] = await told(kit)
  expect(kept).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'outage-threshold', ref: 'o-1' })]))
  await kit.close()
}) // prettier-ignore

test('what is told behind all that reached the service is added to what was read', async () => {
  const kit = await api()
  await kit.clock(NOW)
  await kit.outage({ type: 'OutageRecognized', service: 'iij-media-sphere', occurredAt: at('2025-01-01'), data: { outageId: 'o-1' } })
  await kit.post('c-1', application())
  const before = await kit.ledger.loader.material('c-1')
  await kit.post('c-1', acceptance)
  const after = await kit.ledger.loader.material('c-1')
  expect([after?.own.revision, after?.timeline === before?.timeline]).toEqual([2, true])
  await kit.close()
}) // prettier-ignore
