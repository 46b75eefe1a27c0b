import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEmbedded, type Embedded } from '../../src/cli/embedded.ts'
import { eraseSubject } from '../../src/ledger/erase.ts'
import { leafHash } from '../../src/ledger/leaf.ts'
import { eventAnswers } from '../../src/ledger/ledger.ts'
import { type Outcome } from '../../src/ledger/outcome.ts'
import { record } from '../../src/ledger/record.ts'

const NAME = 'Yamada Hanako Invented'
const ADMIN = 'Suzuki Ichiro Invented'
let directory: string
let open: Embedded

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'daicho-personal-'))
  open = await openEmbedded({ token: 't', testClock: false, data: directory }, {})
})
afterEach(async () => {
  await open.close()
  rmSync(directory, { recursive: true, force: true })
})

const tell = (type: string, data: object, more: { key?: string; partyId?: string } = {}): Promise<Outcome> =>
  record(open.ledger, {
    door: 'contract',
    contractId: 'c-1',
    body: {
      type,
      service: 'iij-media-sphere',
      partyId: more.partyId ?? 'p-1',
      occurredAt: '2025-01-10T10:00:00+09:00',
      data,
    },
    actor: { id: 'operator', role: 'operator' },
    ...(more.key !== undefined && { key: more.key }),
  })
const application = { plan: 'basic', applicantName: NAME }
const history = async (): Promise<readonly Record<string, unknown>[]> => {
  const { events } = await open.ledger.loader.stream('contract-c-1')
  return eventAnswers(open.ledger, events)
}
/** Every byte the data directory holds now. */
const bytes = (): string =>
  readdirSync(directory)
    .map((file) => readFileSync(join(directory, file)).toString('latin1'))
    .join('')

describe('ledger.md section 6: personal fields', () => {
  test('lie in no file as plain text and are read back', async () => {
    await tell('ApplicationSubmitted', application, { key: 'k-1' })
    await tell('AdministratorAppointed', { administratorId: 'a-1', name: ADMIN })
    expect(bytes()).not.toContain(NAME)
    expect(bytes()).not.toContain(ADMIN)
    expect(await history()).toMatchObject([{ data: { applicantName: NAME } }, { data: { name: ADMIN } }])
  })

  test('never reach a rule', async () => {
    await tell('ApplicationSubmitted', application)
    const material = await open.ledger.loader.material('c-1')
    expect(JSON.stringify([...(material?.timeline.first(1) ?? [])])).not.toMatch(/applicantName|\$p/)
  })

  test('inside a refusal too', async () => {
    const outcome = await record(open.ledger, {
      door: 'contract',
      contractId: 'c-2',
      body: {
        type: 'ApplicationSubmitted',
        service: 'sakura-cloud',
        partyId: 'p-2',
        occurredAt: '2025-05-10T10:00:00+09:00',
        data: { paymentMethod: 'invoice', applicantName: NAME },
      },
      actor: { id: 'operator', role: 'operator' },
    })
    expect(outcome).toMatchObject({
      kind: 'problem',
      problem: { type: 'refused', what: 'refusal.payment-method' },
      event: { type: 'ActionRefused' },
    })
    expect(bytes()).not.toContain(NAME)
    const { events } = await open.ledger.loader.stream('contract-c-2')
    expect(await eventAnswers(open.ledger, events)).toMatchObject([
      { data: { data: { applicantName: NAME } } },
    ])
  })

  test('equal facts are the same fact although their ciphertexts differ', async () => {
    expect(await tell('ApplicationSubmitted', application)).toMatchObject({ kind: 'recorded' })
    expect(await tell('ApplicationSubmitted', application)).toMatchObject({ kind: 'same' })
  })

  test('an erased party reads as null and erased, every read works, every hash verifies, the administrator stays', async () => {
    await tell('ApplicationSubmitted', application, { key: 'k-1' })
    await tell('AdministratorAppointed', { administratorId: 'a-1', name: ADMIN })
    const before = await history()
    expect(await eraseSubject(open.ledger, 'p-1', 'asked for')).toEqual({
      subject: 'p-1',
      contracts: ['c-1'],
    })
    const after = await history()
    expect(after).toMatchObject([
      { data: { plan: 'basic', applicantName: null, erased: true } },
      { data: { name: ADMIN } },
      { type: 'SubjectErased', data: { subject: 'p-1', reason: 'asked for' }, actor: { role: 'system' } },
    ])
    expect(after.map((event) => event['hash']).slice(0, 2)).toEqual(before.map((event) => event['hash']))
    for await (const { position: _, hash, ...stored } of open.ledger.store.readAll(0))
      expect(leafHash(stored)).toBe(hash)
  })

  test('an erasure a crash cut off before the key was gone is finished on opening, and twice is once', async () => {
    await tell('ApplicationSubmitted', application)
    const { keys } = open.ledger
    await eraseSubject({ ...open.ledger, keys: { ...keys, erase: async () => undefined } }, 'p-1')
    expect(await history()).toMatchObject([{ data: { applicantName: NAME } }, {}])
    await open.close()
    open = await openEmbedded({ token: 't', testClock: false, data: directory }, {})
    expect(await history()).toMatchObject([{ data: { applicantName: null } }, {}])
    await eraseSubject(open.ledger, 'p-1')
    expect(await history()).toHaveLength(2)
  })

  test('a person nobody knows is not erased', async () => {
    await expect(eraseSubject(open.ledger, 'p-9')).rejects.toThrow('no contract knows the subject p-9')
  })

  test('a dry run makes no key', async () => {
    const body = {
      type: 'ApplicationSubmitted',
      service: 'iij-media-sphere',
      partyId: 'p-7',
      occurredAt: '2025-01-10T10:00:00+09:00',
      data: application,
    }
    const outcome = await record(open.ledger, {
      door: 'contract',
      contractId: 'c-7',
      body,
      actor: { id: 'operator', role: 'operator' },
      dryRun: true,
    })
    expect(outcome).toMatchObject({ kind: 'recorded', events: [{ data: { applicantName: NAME } }] })
    expect((await open.ledger.keys.keysOf(['p-7'])).size).toBe(0)
  })
})
