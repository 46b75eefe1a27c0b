import { describe, expect, it } from 'vitest'
import { judge } from '../../../../src/domain/contract/judge.ts'
import { type Told } from '../kit.ts'
import { R, op } from './contracts.ts'

/** The rules an action stands on. */
const basis = (told: Told, ...before: readonly Told[]): readonly string[] => {
  const { facts, at } = op(R, ...before, told)
  const act = facts.at(-1)
  if (!act) throw new Error('nothing was told')
  const verdict = judge(at(told[1]), act)
  return 'allowed' in verdict ? verdict.allowed : []
}
const notice = (data: object): Told => [
  'NoticeGiven',
  '2025-06-01',
  { noticeId: 'n', by: 'provider', channel: 'letter', delivery: 'arrived', ...data },
]
const request = (kind: string): Told => [
  'RequestMade',
  '2025-06-01',
  {
    requestId: 'rq',
    by: 'provider',
    kind,
    ...(kind === 'cure' && { dueOn: '2025-06-30', ground: 'breach' }),
  },
]

describe('OP-5-2, OP-12-3, OP-12-4, OP-14, OP-15-1, OP-17-1, OP-22-7, OP-29-1, OP-29-3, OP-30-2 what notices and requests stand on', () => {
  it.each([
    [{ subject: 'discontinuation' }, ['OP-5-2', 'OP-5-3', 'OP-12-4']],
    [{ subject: 'suspension' }, ['OP-12-4', 'OP-17-1']],
    [{ subject: 'support-number-change' }, ['OP-12-4', 'OP-22-7']],
    [{ subject: 'rescission' }, ['OP-12-4', 'OP-29-3']],
    [{ subject: 'other' }, ['OP-12-4']],
    [{ subject: 'info-change', by: 'customer' }, ['OP-12-3']],
    [{ subject: 'discontinuation', by: 'customer' }, []],
  ])('a notice %j: %j', (data, rules) => {
    expect([...basis(notice(data))].sort()).toEqual([...rules].sort())
  })

  it.each([
    ['cure', ['OP-29-1']],
    ['stop-user', ['OP-14', 'OP-15-1']],
    ['instruction', ['OP-14', 'OP-15-1']],
    ['software-return', ['OP-30-2']],
    ['documents', []],
  ])('a request %s and its answer: %j', (kind, rules) => {
    expect(basis(request(kind))).toEqual(rules)
    expect(basis(['RequestAnswered', '2025-06-05', { requestId: 'rq' }], request(kind))).toEqual(rules)
  })
})
