import { expect, test, vi } from 'vitest'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { StoreUnavailable } from '../../src/eventstore/event-store.ts'
import { Computed, ONLY } from '../../src/ledger/computed.ts'
import { contractRows } from '../../src/readstore/select.ts'
import { openSqliteViews } from '../../src/readstore/sqlite.ts'
import { ledgerOf, scenes } from './viewed.ts'

const AS_OF = '2026-04-01T00:00:00.000+09:00' as Instant

const away = new StoreUnavailable('no server answers', { retryAfter: 1, inDoubt: false, cause: undefined })

test('what was under way when the log went away is computed when it is asked for again, and only that', async () => {
  const { ledger, tell, close } = await ledgerOf()
  await tell(0, scenes.length)
  const ids = [...ledger.directory.contracts()].map(({ id }) => id)
  const computed = new Computed(() => openSqliteViews(''), ledger.loader, AS_OF, { position: 732 })
  const material = ledger.loader.material.bind(ledger.loader)
  let calls = 0
  const loads = vi.spyOn(ledger.loader, 'material').mockImplementation((id, known) => {
    if (++calls === 19) throw away // sixteen are written together, so two are lost with it
    return material(id, known)
  })
  await expect(computed.add(ids)).rejects.toBe(away)
  await computed.add(ids)
  expect(loads).toHaveBeenCalledTimes(19 + ids.length - 16)
  const db = computed.store?.db ?? expect.fail()
  const rows = await contractRows(db, ONLY, { asOf: AS_OF }, {}, undefined, 100)
  expect(rows.map(({ contractId }) => contractId)).toEqual(ids.toSorted())
  await computed.leave()
  expect(computed.store).toBeUndefined()
  await close()
}, 60_000)
