import { expect, test } from 'vitest'
import { openSqliteKeys } from '../../src/eventstore/sqlite-keys.ts'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { repeatErasures } from '../../src/ledger/erasures.ts'
import { seal } from '../../src/ledger/leaf.ts'
import { draft, wallClock } from '../eventstore/drafts.ts'

test('keys restored from an older backup bring nobody back whom the log has erased', async () => {
  const store = await openSqliteStore({ path: ':memory:', now: wallClock, seal })
  const restored = openSqliteKeys(':memory:')
  const kept = await restored.keyFor('p-2')
  await restored.keyFor('p-1')
  await store.append('contract-a', 0, [
    draft({ data: { subject: 'p-2' } }),
    draft({ type: 'SubjectErased', data: { subject: 'p-1', reason: 'asked' } }),
  ])
  await repeatErasures(store, restored)
  expect(await restored.keyFor('p-1')).toBeUndefined()
  expect((await restored.keysOf(['p-2'])).get('p-2')).toEqual(kept)
  await store.close()
  restored.close()
})
