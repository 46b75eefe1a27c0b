import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { acceptance, apiWithLists, application } from './kit.ts'
import { type Entry, NDJSON, expectAgreement, pages } from './single-reads.ts'

type Kit = Awaited<ReturnType<typeof apiWithLists>>

let kit: Kit
beforeEach(async () => {
  kit = await apiWithLists()
  await kit.clock('2025-09-01T09:00:00+09:00')
})
afterEach(() => kit.close())

const ids = (entries: readonly Entry[]): readonly unknown[] => entries.map(({ contractId }) => contractId)
const list = async (url: string): Promise<readonly Entry[]> => {
  const answer = await kit.get(url, NDJSON)
  expect([url, answer.status]).toEqual([url, 200])
  return answer.json as Entry[]
}
const agree = (query = '') => expectAgreement(kit.ledger, kit.get, query)

type Action = { readonly type: string; readonly occurredAt: string; readonly data?: object }
async function told(contractId: string, ...actions: readonly (Action & Entry)[]): Promise<void> {
  for (const action of actions) {
    const answer = await kit.post(contractId, { data: {}, ...action })
    expect([action.type, answer.status === 201 ? '' : answer.text]).toEqual([action.type, ''])
  }
}
const at = (day: string, time = '12:00:00'): string => `${day}T${time}+09:00`

/** A SORACOM contract of January 2025 with an invoice of July, due at the end of August. */
async function flux(contractId: string, partyId = 'p-flux'): Promise<void> {
  await told(
    contractId,
    { type: 'ApplicationSubmitted', service: 'soracom-flux', partyId, occurredAt: at('2025-01-06'), data: { plan: 'standard', paymentMethod: 'invoice' } },
    { type: 'ApplicationAccepted', occurredAt: at('2025-01-07') },
    { type: 'InvoiceIssued', occurredAt: at('2025-08-10'), data: { invoiceId: `inv-${contractId}`, month: '2025-07', amount: 33_000, dueOn: '2025-09-30' } },
  ) // prettier-ignore
}

describe('what is told is in the lists', () => {
  test('`consistent` sees the last write at once; without it `Daicho-Position` says how far they have come', async () => {
    await kit.post('c-1', application())
    await kit.caughtUp()
    const { json } = await kit.post('c-1', acceptance)
    const before = await kit.get('/v1/contracts')
    expect([before.headers['daicho-position'], before.json.items[0].revision]).toEqual(['1', 1])
    kit.start()
    const after = await kit.get('/v1/contracts?consistent=true')
    expect(after.headers['daicho-position']).toBe(String(json.events[0].position))
    expect(after.json.items).toMatchObject([{ contractId: 'c-1', state: 'concluded', revision: 2 }])
    await kit.post('c-2', application({ partyId: 'p-2' }))
    expect((await kit.get('/v1/parties/p-2?consistent=true')).json.contracts).toHaveLength(1)
  })

  test('a contract that has nothing but a refusal is in none, and neither is one before its application', async () => {
    await kit.post('c-1', application())
    const refused = await kit.post('c-1', {
      type: 'OptionApplied',
      occurredAt: '2025-01-13T10:00:00+09:00',
      data: { option: 'drm', ref: 'drm-1' },
    })
    const lonely = await kit.post('c-2', {
      type: 'ApplicationSubmitted',
      service: 'sakura-cloud',
      partyId: 'p-2',
      occurredAt: at('2025-06-01'),
      data: { resources: [{ ref: 'sv-1', serviceKind: 'server', plan: '2core' }], paymentMethod: 'invoice' },
    })
    expect([refused.status, lonely.status]).toEqual([422, 422])
    await kit.caughtUp()
    expect(ids(await list('/v1/contracts'))).toEqual(['c-1'])
    expect((await kit.get('/v1/parties/p-2')).status).toBe(404)
    expect(await list('/v1/contracts?asOf=2025-01-10T09:59:59.999%2B09:00')).toEqual([])
    expect(ids(await list('/v1/contracts?asOf=2025-01-10T10:00:00%2B09:00'))).toEqual(['c-1'])
    await agree()
  })

  test('late facts, corrections and withdrawals', async () => {
    await told('c-1', application() as Action & Entry, acceptance)
    await kit.caughtUp()
    await told('c-1', { type: 'BillingStarted', occurredAt: at('2025-02-01'), data: { billingStartsOn: '2025-02-10' } })
    await kit.caughtUp()
    const [line] = (await agree()).contracts
    expect(line?.['billingStartsOn']).toBe('2025-02-10')
    const history = await kit.get('/v1/contracts/c-1/history')
    const event = history.json.at(-1).id as string
    await told('c-1', { type: 'BillingStarted', occurredAt: at('2025-02-01'), data: { billingStartsOn: '2025-02-20' }, corrects: event })
    await kit.caughtUp()
    expect((await agree()).contracts[0]?.['billingStartsOn']).toBe('2025-02-20')
    expect((await agree('knownAt=@3')).contracts[0]?.['billingStartsOn']).toBe('2025-02-10')
    const replaced = (await kit.get('/v1/contracts/c-1/history')).json.at(-1).id as string
    await told('c-1', { type: 'ActionVoided', occurredAt: at('2025-08-31'), data: { eventId: replaced, reason: 'other contract' } })
    await kit.caughtUp()
    expect((await agree()).contracts[0]?.['billingStartsOn']).toBe(null)
  }) // prettier-ignore

  test('a version of the terms, and an outage, reach every contract of the service and no other', async () => {
    for (const id of ['c-1', 'c-2'])
      await told(id, application() as Action & Entry, acceptance, { type: 'BillingStarted', occurredAt: at('2025-01-13'), data: { billingStartsOn: '2025-02-01' } })
    await flux('f-1')
    await kit.caughtUp()
    const before = await agree()
    const position = Number((await kit.get('/v1/contracts')).headers['daicho-position'])
    await kit.reference({ type: 'TermsVersionPublished', service: 'iij-media-sphere', occurredAt: at('2025-08-01'), data: { document: 'service-terms', versionId: '2025-08-15', effectiveOn: '2025-08-15', textKnown: false } })
    const outage = { type: 'OutageRecognized', service: 'iij-media-sphere', occurredAt: at('2025-08-10'), data: { outageId: 'o-1', totality: 'total' } }
    expect((await kit.outage(outage)).status).toBe(201)
    await kit.caughtUp()
    const after = await agree()
    const versions = after.contracts.map(({ termsVersion }) => termsVersion)
    expect(versions).toEqual(['2025-08-15', '2025-08-15', before.contracts[2]?.['termsVersion']])
    expect(after.deadlines.filter(({ ref }) => ref === 'o-1').length).toBeGreaterThan(0)
    expect(await agree(`knownAt=@${position}`)).toEqual(before)
  }) // prettier-ignore

  test('a fact of a party in one contract turns what is said of its others, also when it is withdrawn', async () => {
    await flux('f-1')
    await flux('f-2')
    await flux('f-3', 'p-other')
    await kit.caughtUp()
    const before = await agree()
    await told('f-1', { type: 'AccelerationGroundArose', occurredAt: at('2025-08-12'), data: { groundId: 'g-1', ground: 'insolvency' } })
    await kit.caughtUp()
    const due = (all: typeof before) => Object.fromEntries(all.deadlines.filter(({ kind }) => kind === 'payment').map(({ contractId, on }) => [contractId, on]))
    const after = due(await agree())
    expect([after['f-1'], after['f-2']]).toEqual(['2025-08-12', '2025-08-12'])
    expect(after['f-3']).toBe(due(before)['f-3'])
    const ground = (await kit.get('/v1/contracts/f-1/history')).json.at(-1).id as string
    await told('f-1', { type: 'ActionVoided', occurredAt: at('2025-08-20'), data: { eventId: ground, reason: 'another customer' } })
    await kit.caughtUp()
    expect(due(await agree())).toEqual(due(before))
  }) // prettier-ignore

  test('a contract opened after a fact of its party does not stand in what was known, or is as of, before', async () => {
    await flux('f-1')
    await told('f-1', { type: 'CustomerDied', occurredAt: at('2025-02-01') })
    await kit.caughtUp()
    await told('f-2', { type: 'ApplicationSubmitted', service: 'soracom-flux', partyId: 'p-flux', occurredAt: at('2025-03-01'), data: { plan: 'free' } })
    await kit.caughtUp()
    expect(ids((await agree()).contracts)).toEqual(['f-1', 'f-2'])
    expect(ids((await agree('knownAt=@4')).contracts)).toEqual(['f-1'])
    expect(ids((await agree('asOf=2025-02-15T00:00:00%2B09:00')).contracts)).toEqual(['f-1'])
  }) // prettier-ignore

  test('an erased person: the contract stays under its party, whose id is none of the person’s details', async () => {
    await told('c-1', {
      ...(application() as Action & Entry),
      data: { plan: 'basic', applicantName: '山田' },
    })
    await kit.caughtUp()
    const { status } = await kit.call('POST', '/v1/erasures', { subject: 'p-1' })
    expect(status).toBeLessThan(300)
    await kit.caughtUp()
    const { contracts } = await agree()
    expect(contracts).toMatchObject([{ contractId: 'c-1', partyId: 'p-1', revision: 2 }])
    expect((await kit.get('/v1/parties/p-1')).json.contracts).toEqual(contracts)
  })

  test('an heir finds the contract from the day it passes over, and so does who it was opened for', async () => {
    await flux('f-1')
    await told('f-1', { type: 'CustomerDied', occurredAt: at('2025-06-01') })
    await told('f-1', { type: 'SuccessionFiled', occurredAt: at('2025-06-10'), data: { successorPartyId: 'heir', ground: 'inheritance', effectiveOn: '2025-10-01' } })
    await kit.caughtUp()
    const of = async (party: string, more = '') => ids(await list(`/v1/contracts?partyId=${party}${more}`))
    expect([await of('heir'), await of('p-flux')]).toEqual([[], ['f-1']])
    await kit.clock('2025-10-01T00:00:00+09:00')
    for (const _ of ['from the log', 'from the views']) {
      expect([await of('heir'), await of('p-flux')]).toEqual([['f-1'], ['f-1']])
      expect(await of('heir', '&asOf=2025-09-30T23:59:59%2B09:00')).toEqual([])
      await kit.caughtUp()
    }
  }) // prettier-ignore
})

describe('time passes', () => {
  test('and a deadline is missed without an event, whether the views were told of the time or not', async () => {
    await flux('f-1')
    await kit.caughtUp()
    const state = async () => (await list('/v1/deadlines?kind=payment')).map((each) => each['state'])
    const due = String((await list('/v1/deadlines?kind=payment'))[0]?.['on'])
    await kit.clock(`${due}T23:59:59.999+09:00`)
    expect(await state()).toEqual(['upcoming'])
    await kit.caughtUp()
    expect(await state()).toEqual(['upcoming'])
    const next = new Date(Date.parse(`${due}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
    await kit.clock(`${next}T00:00:00+09:00`)
    expect(await state()).toEqual(['missed'])
    await kit.caughtUp()
    expect(await state()).toEqual(['missed'])
    expect((await list('/v1/deadlines?state=missed')).length).toBe(1)
    expect(await kit.step()).toBe(false)
  })

  test('so that a contract is computed no more than once a date', async () => {
    await flux('f-1')
    await kit.caughtUp()
    const edition = () => kit.reads.db.selectFrom('view_editions').select(['from_at', 'to_at']).execute()
    const before = await edition()
    await kit.clock('2025-09-01T12:00:00+09:00')
    expect(await kit.step()).toBe(false)
    expect(await edition()).toEqual(before)
  })
})

describe('pages', () => {
  const IDS = Array.from({ length: 9 }, (_, i) => `c-${i}`)
  const begin = async (): Promise<void> => {
    for (const id of IDS) await told(id, application({ partyId: `p-${id}` }) as Action & Entry)
    await kit.caughtUp()
  }

  test('keep what the first one knew and as of when it was, whatever is recorded between them', async () => {
    await begin()
    const first = await list('/v1/contracts')
    const got = await pages(kit.get, '/v1/contracts?limit=2', async (n) => {
      await kit.clock(`2025-09-0${n + 1}T09:00:00+09:00`)
      for (const id of IDS) await kit.post(id, { ...acceptance, occurredAt: `2025-01-1${n + 1}T10:00:00+09:00` })
      await kit.post(`c-8-${n}`, application({ partyId: 'p-new' }))
      if (n !== 2) await kit.caughtUp()
    }) // prettier-ignore
    expect(got).toEqual(first)
    expect(await list('/v1/contracts?consistent=false')).not.toEqual(first)
  })

  test.each([10, 30])('say one thing also when %i contracts are not made anew yet as the first is read', async (left) => {
    const all = Array.from({ length: 40 }, (_, i) => ({ id: `d-${i}`, day: String(10 + (i % 18)) }))
    for (const { id, day } of all)
      await told(id, application() as Action & Entry, acceptance, { type: 'BillingStarted', occurredAt: at('2025-01-13'), data: { billingStartsOn: `2025-02-${day}` } })
    await kit.caughtUp()
    // Of what follows from it nothing is known any more, in any contract.
    await kit.reference({ type: 'TermsVersionPublished', service: 'iij-media-sphere', occurredAt: at('2025-01-01'), data: { document: 'service-terms', versionId: '2025-01-02', effectiveOn: '2025-01-02', textKnown: false } })
    const waiting = async () => (await kit.reads.db.selectFrom('view_marks').select('contract_id').execute()).length
    for (await kit.step(); (await waiting()) > left; ) await kit.step()
    expect(await waiting()).toBeGreaterThan(0)
    const first = await kit.get('/v1/contracts?limit=7')
    const got = await pages(kit.get, '/v1/contracts?limit=7', () => kit.caughtUp())
    const position = String(first.headers['daicho-position'])
    expect(got).toEqual(await list(`/v1/contracts?knownAt=@${position}`))
    expect(got).toHaveLength(40)
    expect(new Set(got.map(({ termsVersion }) => termsVersion)).size).toBe(1)
  }) // prettier-ignore
})
