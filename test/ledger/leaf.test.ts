import { describe, expect, test } from 'vitest'
import { instant } from '../../src/domain/kernel/calendar.ts'
import { type EventRecord } from '../../src/eventstore/event-store.ts'
import { canonical, leafBytes, leafHash, recordText, seal } from '../../src/ledger/leaf.ts'

const RECORD: EventRecord = {
  v: 1,
  id: '0195f0a0-7e57-7000-8000-000000000001',
  stream: 'contract-c-1',
  revision: 3,
  type: 'ContractNoted',
  service: 'sakura-cloud',
  contractId: 'c-1',
  partyId: 'p-1',
  occurredAt: instant('2025-11-30T14:00:00.000+09:00'),
  recordedAt: instant('2025-11-30T14:00:00.250+09:00'),
  actor: { role: 'operator', id: 'op-1' },
  reportedBy: null,
  data: {
    note: '休止 "A"\n\t\u000f/€',
    '10': true,
    '9': [0, -1, 9007199254740991, { b: null, a: '' }],
    list: [],
    map: {},
  },
  basis: ['SC-7-1', 'CC-01'],
  corrects: null,
  evidence: 'paper \\ 12',
  seen: { 'reference-sakura-cloud': 12, 'party-10': 2 },
  prev: 'a'.repeat(64),
}
// Computed with Python: json.dumps(sort_keys=True, separators=(',', ':'), ensure_ascii=False) and hashlib.
const HASH = '32740f3fda2684e3eef08b55da2131d2cb4d4cf0f6ce04ad1b42af8121faeb96'

describe('canonical text (RFC 8785)', () => {
  test('section 3.2.2: literals and escapes', () => {
    const parsed: unknown = JSON.parse(
      String.raw`{ "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }`,
    )
    expect(canonical(parsed)).toBe(
      String.raw`{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  test('section 3.2.3: members in the order of their UTF-16 code units', () => {
    const unsorted = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(canonical(unsorted)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
        '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    )
  })

  test.each([
    [0, '0'],
    [-0, '0'],
    [-1, '-1'],
    [9007199254740991, '9007199254740991'],
    [-9007199254740991, '-9007199254740991'],
  ])('the number %s', (number, text) => expect(canonical(number)).toBe(text))

  test('members that look like numbers are sorted as texts', () =>
    expect(canonical({ 9: 1, 10: 2, a: 3 })).toBe('{"10":2,"9":1,"a":3}'))

  test.each([
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['a hole in a list', new Array<number>(1)],
    ['NaN', NaN],
    ['infinity', -Infinity],
    ['a fraction', 4.5],
    ['a number beyond 2^53', 9007199254740992],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a lone surrogate', ['\ud83d']],
    ['a lone surrogate in a name', { '\ude00': 1 }],
  ])('refuses %s', (_, value) => expect(() => canonical(value)).toThrow(TypeError))
})

describe('the leaf of an event', () => {
  test('the vector: its hash computed elsewhere', () => expect(leafHash(RECORD)).toBe(HASH))

  test('the bytes are 0x00 and the canonical text of the record', () => {
    const bytes = leafBytes(RECORD)
    expect(bytes[0]).toBe(0)
    expect(bytes.subarray(1).toString()).toBe(canonical(RECORD))
  })

  test('the spelled-out record is the canonical one', () =>
    expect(recordText(RECORD)).toBe(canonical(RECORD)))

  test('position and hash of a stored event are no part of it', () =>
    expect(leafHash({ ...RECORD, position: 7, hash: 'b' } as EventRecord)).toBe(HASH))

  test('seal gives both', () => expect(seal(RECORD)).toEqual({ text: canonical(RECORD), hash: HASH }))

  test('every member counts', () => {
    const others: EventRecord[] = [
      { ...RECORD, v: 2 },
      { ...RECORD, id: 'x' },
      { ...RECORD, stream: 'x' },
      { ...RECORD, revision: 4 },
      { ...RECORD, type: 'x' },
      { ...RECORD, service: 'x' },
      { ...RECORD, contractId: null },
      { ...RECORD, partyId: null },
      { ...RECORD, occurredAt: RECORD.recordedAt },
      { ...RECORD, recordedAt: RECORD.occurredAt },
      { ...RECORD, actor: { id: 'op-1', role: 'system' } },
      { ...RECORD, reportedBy: 'x' },
      { ...RECORD, data: {} },
      { ...RECORD, basis: [] },
      { ...RECORD, corrects: 'x' },
      { ...RECORD, evidence: null },
      { ...RECORD, seen: {} },
      { ...RECORD, prev: null },
    ]
    expect(others).toHaveLength(Object.keys(RECORD).length)
    expect(new Set([HASH, ...others.map(leafHash)]).size).toBe(others.length + 1)
  })
})
