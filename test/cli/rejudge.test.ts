import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEmbedded } from '../../src/cli/embedded.ts'
import { draft } from '../eventstore/drafts.ts'
import { daicho, temporary } from './running.ts'

const directory = temporary()
afterAll(directory.remove)
const data = directory.path('data')
const said = { service: 'iij-media-sphere', partyId: 'p-1' }
const JOURNAL = [
  { type: 'ApplicationSubmitted', occurredAt: '2025-01-10T10:00:00+09:00', data: { plan: 'basic' } },
  { type: 'ApplicationAccepted', occurredAt: '2025-01-12T10:00:00+09:00', data: {} },
  { type: 'OptionApplied', occurredAt: '2025-01-13T10:00:00+09:00', data: { option: 'drm', ref: 'd-1' } },
]
  .map((action) => `${JSON.stringify({ contractId: 'c-1', ...said, ...action })}\n`)
  .join('')
beforeAll(async () => {
  await daicho(['import', '-', '--data', data], {}, JOURNAL)
}, 60_000)

describe('daicho rejudge', () => {
  test('finds nothing in a ledger that was judged by the same rules', async () => {
    const { code, stdout } = await daicho(['rejudge', '--data', data])
    expect([code, stdout]).toEqual([0, '3 actions and bills judged again, none otherwise than then\n'])
    const json = await daicho(['rejudge', '--data', data, '--json', '--contract', 'c-1'])
    expect([json.code, JSON.parse(json.stdout)]).toEqual([
      0,
      { events: 3, same: 3, own: 0, erased: 0, different: 0, differences: [] },
    ])
  })

  test('names what is judged otherwise, and ends with 1', async () => {
    const { ledger, close } = await openEmbedded(
      { token: 't', testClock: false, data },
      { data: directory.path('wrong') },
    )
    const event = draft({
      ...said,
      service: said.service,
      type: 'ApplicationSubmitted',
      data: { plan: 'basic' },
    })
    await ledger.store.append('contract-c-1', 0, [event])
    await close()
    const { code, stdout } = await daicho(['rejudge', '--data', directory.path('wrong')])
    expect(code).toBe(1)
    expect(stdout).toContain(
      `event ${event.id}, contract c-1 revision 1, ApplicationSubmitted of 2025-11-30T14:00:00.000+09:00: allowed (SC-7-1) then, allowed (`,
    )
    expect(stdout).toContain('1 actions and bills judged again, 1 otherwise than then\n')
    const json = await daicho(['rejudge', '--data', directory.path('wrong'), '--json'])
    expect([json.code, JSON.parse(json.stdout)]).toEqual([
      1,
      expect.objectContaining({
        different: 1,
        differences: [
          expect.objectContaining({
            event: event.id,
            contractId: 'c-1',
            then: { allowed: true, basis: ['SC-7-1'] },
          }),
        ],
      }),
    ])
  })

  test.each([
    [['--contract', 'c-9', '--data', data]],
    [['--data', directory.path('nowhere')]],
    [['--data', data, '--unknown']],
  ])('ends with 2 when it is used wrongly: %j', async (args) => {
    const { code, stdout, stderr } = await daicho(['rejudge', ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).not.toBe('')
    expect(existsSync(directory.path('nowhere'))).toBe(false)
  })
})
