import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { serving } from '../serving.ts'
import { daicho, temporary } from './running.ts'

const directory = temporary()
afterAll(directory.remove)

const NAME = 'Hoshino Akari Invented'
const JOURNAL = `${JSON.stringify({
  contractId: 'c-1',
  type: 'ApplicationSubmitted',
  service: 'iij-media-sphere',
  partyId: 'p-1',
  occurredAt: '2025-01-10T10:00:00+09:00',
  data: { plan: 'basic', applicantName: NAME },
})}\n`
const filled = async (name: string): Promise<string> => {
  const data = directory.path(name)
  await daicho(['import', '-', '--data', data], {}, JOURNAL)
  return data
}
const historyOf = async (data: string): Promise<unknown> => {
  const server = await serving(['--data', data])
  onTestFinished(server.stop)
  const answer = await fetch(`${server.url}/v1/contracts/c-1/history`, { headers: { authorization: `Bearer ${server.token}` } }) // prettier-ignore
  const history: unknown = await answer.json()
  await server.stop()
  return history
}
const FORGOTTEN = [
  { type: 'ApplicationSubmitted', data: { plan: 'basic', applicantName: null, erased: true } },
  { type: 'SubjectErased', data: { subject: 'p-1' }, actor: { role: 'system' } },
]

describe('daicho erase', () => {
  test('forgets a party in a data directory', async () => {
    const data = await filled('here')
    expect(await historyOf(data)).toMatchObject([{ data: { applicantName: NAME } }])
    const { code, stdout } = await daicho(['erase', 'p-1', '--data', data, '--reason', 'asked for'])
    expect([code, stdout]).toEqual([0, 'p-1 is forgotten; recorded in c-1\n'])
    expect(await historyOf(data)).toMatchObject(FORGOTTEN)
    expect((await daicho(['verify', '--data', data])).stdout).toBe('2 events, all as they were written\n')
  })

  test('or on a running server', async () => {
    const server = await serving(['--data', await filled('there')])
    onTestFinished(server.stop)
    const over = ['--url', server.url, '--token', server.token]
    const done = await daicho(['erase', 'p-1', ...over, '--json'])
    expect([done.code, JSON.parse(done.stdout)]).toEqual([0, { subject: 'p-1', contracts: ['c-1'] }])
    const unknown = await daicho(['erase', 'p-9', ...over])
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('p-9')])
    await server.stop()
  })

  test('nobody it knows, a person of an event that is not there: nothing happens', async () => {
    const data = await filled('nobody')
    for (const subject of ['p-9', 'c-1/no-event', 'c-9/no-event'])
      expect((await daicho(['erase', subject, '--data', data])).code).toBe(1)
    expect(await historyOf(data)).toHaveLength(1)
  })
})

describe('daicho verify', () => {
  test('finds an event that was changed behind its back', async () => {
    const data = await filled('changed')
    const db = new DatabaseSync(`${data}/ledger.sqlite`)
    db.exec('DROP TRIGGER events_hold')
    db.exec(`UPDATE events SET record = replace(record, '"plan":"basic"', '"plan":"bogus"')`)
    db.close()
    const { code, stdout } = await daicho(['verify', '--data', data, '--json'])
    expect([code, JSON.parse(stdout)]).toEqual([
      1,
      {
        events: 1,
        faults: [{ position: 1, stream: 'contract-c-1', fault: 'the hash does not cover the record' }],
        unkeyed: [],
      },
    ])
  })
})
