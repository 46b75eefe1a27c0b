import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openSqliteKeys } from '../../src/eventstore/sqlite-keys.ts'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { leafHash, seal } from '../../src/ledger/leaf.ts'
import {
  inputHash,
  openPersonal,
  sameInput,
  sealPersonal,
  sealedSubjects,
  type Sealed,
} from '../../src/ledger/subjects.ts'
import { draft, eventsOf, wallClock } from '../eventstore/drafts.ts'

const NAME = '株式会社テスト "T"'
const DATA = { plan: 'pro', applicantName: NAME, months: ['2025-11'] }
const fresh = () => openSqliteKeys(':memory:')
type Keys = ReturnType<typeof fresh>
type Data = Readonly<Record<string, unknown>>

const sealedFor = async (
  data: Data,
  fields: readonly string[],
  subject: string,
  eventId: string,
  keys: Keys,
) => sealPersonal(data, fields, { subject, key: await keys.keyFor(subject) }, eventId)
const openedWith = async (data: Data, eventId: string, keys: Keys) =>
  openPersonal(data, eventId, await keys.keysOf([...sealedSubjects(data)]))

/** Changes one byte of a sealed text. */
function bent(sealed: unknown, at: number): Sealed {
  const { $p, subject } = sealed as Sealed
  const bytes = Buffer.from($p ?? '', 'base64')
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return { $p: bytes.toString('base64'), subject }
}

describe('personal fields', () => {
  test('are stored as ciphertext in place of the text, and opened again', async () => {
    const keys = fresh()
    const stored = await sealedFor(DATA, ['applicantName', 'email'], 'p-1', 'e-1', keys)
    expect(stored).toEqual({ ...DATA, applicantName: { $p: expect.any(String), subject: 'p-1' } })
    const { $p } = stored['applicantName'] as Sealed
    expect(Buffer.from($p ?? '', 'base64')).toHaveLength(12 + 16 + Buffer.byteLength(NAME))
    expect(JSON.stringify(stored)).not.toContain('テスト')
    expect(await openedWith(stored, 'e-1', keys)).toEqual(DATA)
    expect(DATA.applicantName).toBe(NAME)
  })

  test('the same text is sealed differently each time', async () => {
    const keys = fresh()
    const again = () => sealedFor(DATA, ['applicantName'], 'p-1', 'e-1', keys)
    const [a, b] = [(await again())['applicantName'], (await again())['applicantName']]
    expect(a).not.toEqual(b)
  })

  test('of an action inside a refusal', async () => {
    const keys = fresh()
    const refusal = {
      type: 'AccountCreated',
      what: 'refuse.x',
      data: { accountId: 'a', email: 'a@example.com' },
    }
    const stored = await sealedFor(refusal, ['data.email'], 'p-1', 'e-1', keys)
    expect(stored['data']).toEqual({ accountId: 'a', email: { $p: expect.any(String), subject: 'p-1' } })
    expect(await openedWith(stored, 'e-1', keys)).toEqual(refusal)
    await keys.erase(['p-1'])
    expect(await openedWith(stored, 'e-1', keys)).toEqual({
      ...refusal,
      data: { accountId: 'a', email: null, erased: true },
    })
  })

  test('data without any is given back itself', async () => {
    const keys = fresh()
    const data = { plan: 'pro', data: { a: 1 }, list: [{ subject: 'x' }], nothing: null }
    expect(await openedWith(data, 'e-1', keys)).toBe(data)
  })

  test('only a text can be sealed', async () => {
    await expect(sealedFor({ email: 7 }, ['email'], 'p-1', 'e-1', fresh())).rejects.toThrow(TypeError)
    await expect(sealedFor({ email: null }, ['email'], 'p-1', 'e-1', fresh())).rejects.toThrow(
      /e-1\/email is no text/,
    )
  })

  test('an empty text stays one', async () => {
    const keys = fresh()
    expect(await openedWith(await sealedFor({ a: '' }, ['a'], 'p-1', 'e-1', keys), 'e-1', keys)).toEqual({
      a: '',
    })
  })
})

describe('erasure', () => {
  test('leaves null and says so, for that subject only', async () => {
    const keys = fresh()
    const mine = await sealedFor(DATA, ['applicantName'], 'p-1', 'e-1', keys)
    const other = await sealedFor(DATA, ['applicantName'], 'p-2', 'e-2', keys)
    await keys.erase(['p-1'])
    expect(await openedWith(mine, 'e-1', keys)).toEqual({ ...DATA, applicantName: null, erased: true })
    expect(await openedWith(other, 'e-2', keys)).toEqual(DATA)
  })

  test('what is told of an erased subject afterwards is not kept at all', async () => {
    const keys = fresh()
    await keys.erase(['p-1'])
    const stored = await sealedFor(DATA, ['applicantName'], 'p-1', 'e-3', keys)
    expect(stored['applicantName']).toEqual({ $p: null, subject: 'p-1' })
    expect(await openedWith(stored, 'e-3', keys)).toEqual({ ...DATA, applicantName: null, erased: true })
  })

  test('without the file of keys nothing can be read, which is no damage', async () => {
    const stored = await sealedFor(DATA, ['applicantName'], 'p-1', 'e-1', fresh())
    expect(await openedWith(stored, 'e-1', fresh())).toEqual({ ...DATA, applicantName: null, erased: true })
  })

  test('the hash covers the ciphertext, so it verifies before and after', async () => {
    const keys = fresh()
    const store = await openSqliteStore({ path: ':memory:', now: wallClock, seal })
    const data = await sealedFor(DATA, ['applicantName'], 'p-1', 'e-1', keys)
    const [event] = eventsOf(await store.append('contract-a', 0, [draft({ id: 'e-1', data })]))
    await store.close()
    if (event === undefined) throw new Error('nothing stored')
    expect(leafHash(event)).toBe(event.hash)
    await keys.erase(['p-1'])
    expect(leafHash(event)).toBe(event.hash)
    expect((await openedWith(event.data, event.id, keys))['applicantName']).toBeNull()
  })
})

describe('a ciphertext opens only where it was sealed', async () => {
  const keys = fresh()
  const stored = await sealedFor({ name: NAME, email: 'a' }, ['name', 'email'], 'p-1', 'e-1', keys)
  await sealedFor({ name: NAME }, ['name'], 'p-2', 'e-2', keys)

  test.each([
    ['in another event', stored, 'e-2'],
    ['in another field', { name: stored['email'] }, 'e-1'],
    ['inside a refusal', { data: { name: stored['name'] } }, 'e-1'],
    ['under another subject', { name: { ...(stored['name'] as Sealed), subject: 'p-2' } }, 'e-1'],
    ['with another IV', { name: bent(stored['name'], 0) }, 'e-1'],
    ['with another tag', { name: bent(stored['name'], 12) }, 'e-1'],
    ['with another text', { name: bent(stored['name'], 28) }, 'e-1'],
    ['cut short', { name: { $p: 'AAAA', subject: 'p-1' } }, 'e-1'],
  ])('%s it is damage', (_, data, eventId) =>
    expect(openedWith(data, eventId, keys)).rejects.toThrow(/is damaged/),
  )
})

describe('hashes of inputs', () => {
  test('are the same for the same input and subject only', async () => {
    const keys = fresh()
    const hash = await inputHash('text', 'p-1', keys)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await inputHash('text', 'p-1', keys)).toBe(hash)
    expect(new Set([hash, await inputHash('texT', 'p-1', keys), await inputHash('text', 'p-2', keys), await inputHash('text', null, keys)]).size).toBe(4) // prettier-ignore
    expect(await inputHash('text', null, keys)).toBe(await inputHash('text', null, keys))
  })

  test('cannot be tested without the key, nor with the key that seals fields', async () => {
    const keys = fresh()
    const hash = await inputHash('text', 'p-1', keys)
    const key = (await keys.keysOf(['p-1'])).get('p-1') ?? new Uint8Array()
    const field = createHmac('sha256', key).update('daicho field').digest()
    expect(hash).not.toBe(createHmac('sha256', key).update('text').digest('hex'))
    expect(hash).not.toBe(createHmac('sha256', field).update('text').digest('hex'))
    expect(hash).not.toBe(await inputHash('text', 'p-1', fresh()))
  })

  test('after an erasure no input can be told from the one kept; other subjects and the ledger go on', async () => {
    const keys = fresh()
    const kept = await inputHash('text', 'p-1', keys)
    const ledger = await inputHash('text', null, keys)
    expect(sameInput(kept, await inputHash('other', 'p-1', keys))).toBe(false)
    expect(sameInput(kept, await inputHash('text', 'p-1', keys))).toBe(true)
    await keys.erase(['p-1'])
    expect(sameInput(kept, await inputHash('other', 'p-1', keys))).toBe(true)
    expect(sameInput(ledger, await inputHash('other', null, keys))).toBe(false)
    expect(sameInput(ledger, await inputHash('text', null, keys))).toBe(true)
  })
})
