import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createApp } from '../../src/api/app.ts'
import { viewsOf } from '../../src/cli/views.ts'
import { current } from '../../src/readstore/generations.ts'
import { openSqliteViews } from '../../src/readstore/sqlite.ts'
import { ledgerOf, scenes } from '../ledger/viewed.ts'
import { TOKEN, client } from './kit.ts'
import { NDJSON, queryOf, singleReads } from './single-reads.ts'

const LISTS = ['contracts', 'deadlines', 'pauses'] as const
const PARTS = 4

test('while scenes are told and views follow, every answer says what was known where it says it goes', async () => {
  const { ledger, clock, tell, close } = await ledgerOf()
  const directory = mkdtempSync(join(tmpdir(), 'daicho-motion-'))
  const faults: string[] = []
  const reads = await openSqliteViews(join(directory, 'views.sqlite'))
  const views = viewsOf(ledger, reads, (what) => faults.push(what))
  const app = await createApp(ledger, { token: TOKEN, lists: views.lists })
  const { get } = client(app)
  views.start()
  await vi.waitUntil(() => current(reads.db))
  let behind = 0
  for (let part = 0; part < PARTS; part++) {
    const size = Math.ceil(scenes.length / PARTS)
    const telling = tell(part * size, (part + 1) * size)
    const asOf = clock.now()
    const answers = LISTS.map((list) => get(`/v1/${list}?${queryOf({ asOf })}`, NDJSON))
    await telling
    const last = get(`/v1/deadlines?${queryOf({ asOf })}&consistent=true`, NDJSON)
    const { position: head } = await ledger.store.head()
    for (const [i, answer] of (await Promise.all([...answers, last])).entries()) {
      const position = Number(answer.headers['daicho-position'])
      const wanted = await singleReads(ledger, get, queryOf({ asOf, knownAt: `@${position}` }))
      expect(answer.json, `part ${part}, ${position}`).toEqual(wanted[LISTS[i] ?? 'deadlines'])
      if (i < LISTS.length && position < head) behind++
    }
    expect((await last).headers['daicho-position']).toBe(String(head))
  }
  expect([faults, behind > 0]).toEqual([[], true])
  await app.close()
  await views.close()
  await close()
  rmSync(directory, { recursive: true })
}, 120_000)
