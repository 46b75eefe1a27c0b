import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openSqliteKeys } from '../../src/eventstore/sqlite-keys.ts'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { leafHash, seal } from '../../src/ledger/leaf.ts'
import { inputHash, openPersonal, sameInput, sealPersonal, type Sealed } from '../../src/ledger/subjects.ts'
import { draft, eventsOf, wallClock } from '../eventstore/drafts.ts'

const NAME = '株式会社テスト "T"'
const DATA = { plan: 'pro', applicantName: NAME, months: ['2025-11'] }
const fresh = () => openSqliteKeys(':memory:')

/** Changes one byte of a sealed text. */
function bent(sealed: unknown, at: number): Sealed {
  const { $p, subject } = sealed as Sealed
  const bytes = Buffer.from($p ?? '', 'base64')
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return { $p: bytes.toString('base64'), subject }
}

describe('personal fields', () => {
  test('are stored as ciphertext in place of the text, and opened again', () => {
    const keys = fresh()
    const stored = sealPersonal(DATA, ['applicantName', 'email'], 'p-1', 'e-1', keys)
    expect(stored).toEqual({ ...DATA, applicantName: { $p: expect.any(String), subject: 'p-1' } })
    const { $p } = stored['applicantName'] as Sealed
    expect(Buffer.from($p ?? '', 'base64')).toHaveLength(12 + 16 + Buffer.byteLength(NAME))
    expect(JSON.stringify(stored)).not.toContain('テスト')
    expect(openPersonal(stored, 'e-1', keys)).toEqual(DATA)
    expect(DATA.applicantName).toBe(NAME)
  })

  test('the same text is sealed differently each time', () => {
    const keys = fresh()
    const [a, b] = [1, 2].map(
      () => sealPersonal(DATA, ['applicantName'], 'p-1', 'e-1', keys)['applicantName'],
    )
    expect(a).not.toEqual(b)
  })

  test('of an action inside a refusal', () => {
    const keys = fresh()
    const refusal = {
      type: 'AccountCreated',
      what: 'refuse.x',
      data: { accountId: 'a', email: 'a@example.com' },
    }
    const stored = sealPersonal(refusal, ['data.email'], 'p-1', 'e-1', keys)
    expect(stored['data']).toEqual({ accountId: 'a', email: { $p: expect.any(String), subject: 'p-1' } })
    expect(openPersonal(stored, 'e-1', keys)).toEqual(refusal)
    keys.erase('p-1')
    expect(openPersonal(stored, 'e-1', keys)).toEqual({
      ...refusal,
      data: { accountId: 'a', email: null, erased: true },
    })
  })

  test('data without any is given back itself', () => {
    const keys = fresh()
    const data = { plan: 'pro', data: { a: 1 }, list: [{ subject: 'x' }], nothing: null }
    expect(openPersonal(data, 'e-1', keys)).toBe(data)
  })

  test('only a text can be sealed', () => {
    expect(() => sealPersonal({ email: 7 }, ['email'], 'p-1', 'e-1', fresh())).toThrow(TypeError)
    expect(() => sealPersonal({ email: null }, ['email'], 'p-1', 'e-1', fresh())).toThrow(
      /e-1\/email is no text/,
    )
  })

  test('an empty text stays one', () => {
    const keys = fresh()
    expect(openPersonal(sealPersonal({ a: '' }, ['a'], 'p-1', 'e-1', keys), 'e-1', keys)).toEqual({ a: '' })
  })
})

describe('erasure', () => {
  test('leaves null and says so, for that subject only', () => {
    const keys = fresh()
    const mine = sealPersonal(DATA, ['applicantName'], 'p-1', 'e-1', keys)
    const other = sealPersonal(DATA, ['applicantName'], 'p-2', 'e-2', keys)
    keys.erase('p-1')
    expect(openPersonal(mine, 'e-1', keys)).toEqual({ ...DATA, applicantName: null, erased: true })
    expect(openPersonal(other, 'e-2', keys)).toEqual(DATA)
  })

  test('what is told of an erased subject afterwards is not kept at all', () => {
    const keys = fresh()
    keys.erase('p-1')
    const stored = sealPersonal(DATA, ['applicantName'], 'p-1', 'e-3', keys)
    expect(stored['applicantName']).toEqual({ $p: null, subject: 'p-1' })
    expect(openPersonal(stored, 'e-3', keys)).toEqual({ ...DATA, applicantName: null, erased: true })
  })

  test('without the file of keys nothing can be read, which is no damage', () => {
    const stored = sealPersonal(DATA, ['applicantName'], 'p-1', 'e-1', fresh())
    expect(openPersonal(stored, 'e-1', fresh())).toEqual({ ...DATA, applicantName: null, erased: true })
  })

  test('the hash covers the ciphertext, so it verifies before and after', async () => {
    const keys = fresh()
    const store = await openSqliteStore({ path: ':memory:', now: wallClock, seal })
    const data = sealPersonal(DATA, ['applicantName'], 'p-1', 'e-1', keys)
    const [event] = eventsOf(await store.append('contract-a', 0, [draft({ id: 'e-1', data })]))
    await store.close()
    if (event === undefined) throw new Error('nothing stored')
    expect(leafHash(event)).toBe(event.hash)
    keys.erase('p-1')
    expect(leafHash(event)).toBe(event.hash)
    expect(openPersonal(event.data, event.id, keys)['applicantName']).toBeNull()
  })
})

describe('a ciphertext opens only where it was sealed', () => {
  const keys = fresh()
  const stored = sealPersonal({ name: NAME, email: 'a' }, ['name', 'email'], 'p-1', 'e-1', keys)
  sealPersonal({ name: NAME }, ['name'], 'p-2', 'e-2', keys)

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
    expect(() => openPersonal(data, eventId, keys)).toThrow(/is damaged/),
  )
})

describe('hashes of inputs', () => {
  test('are the same for the same input and subject only', () => {
    const keys = fresh()
    const hash = inputHash('text', 'p-1', keys)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(inputHash('text', 'p-1', keys)).toBe(hash)
    expect(new Set([hash, inputHash('texT', 'p-1', keys), inputHash('text', 'p-2', keys), inputHash('text', null, keys)]).size).toBe(4) // prettier-ignore
    expect(inputHash('text', null, keys)).toBe(inputHash('text', null, keys))
  })

  test('cannot be tested without the key, nor with the key that seals fields', () => {
    const keys = fresh()
    const hash = inputHash('text', 'p-1', keys)
    const key = keys.keyOf('p-1', false) ?? new Uint8Array()
    const field = createHmac('sha256', key).update('daicho field').digest()
    expect(hash).not.toBe(createHmac('sha256', key).update('text').digest('hex'))
    expect(hash).not.toBe(createHmac('sha256', field).update('text').digest('hex'))
    expect(hash).not.toBe(inputHash('text', 'p-1', fresh()))
  })

  test('after an erasure no input can be told from the one kept; other subjects and the ledger go on', () => {
    const keys = fresh()
    const kept = inputHash('text', 'p-1', keys)
    const ledger = inputHash('text', null, keys)
    expect(sameInput(kept, inputHash('other', 'p-1', keys))).toBe(false)
    expect(sameInput(kept, inputHash('text', 'p-1', keys))).toBe(true)
    keys.erase('p-1')
    expect(sameInput(kept, inputHash('other', 'p-1', keys))).toBe(true)
    expect(sameInput(ledger, inputHash('other', null, keys))).toBe(false)
    expect(sameInput(ledger, inputHash('text', null, keys))).toBe(true)
  })
})
