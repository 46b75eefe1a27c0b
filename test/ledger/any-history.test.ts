import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SceneClock } from '../../src/cli/demo/play.ts'
import { openEmbedded } from '../../src/cli/embedded.ts'
import { type Service, vocabulary } from '../../src/domain/contract/vocabulary.ts'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { type Ledger } from '../../src/ledger/ledger.ts'
import { Loader } from '../../src/ledger/load.ts'
import { record } from '../../src/ledger/record.ts'
import { step } from '../../src/ledger/tend.ts'
import { begin } from '../../src/readstore/generations.ts'
import { openSqliteViews } from '../../src/readstore/sqlite.ts'
import { factsInTwoOrders } from '../domain/terms/any-order.ts'
import { expectSameJudgements } from './rejudging.ts'
import { digest, freshDigest, tended } from './viewed.ts'

const OPERATOR = { id: 'operator', role: 'operator' } as const
const NOW = '2027-01-01T00:00:00.000+09:00' as Instant
const OPENING: Readonly<Record<Service, object>> = {
  imageflux: { serviceType: 'image-engine', paymentMethod: 'card' },
  'iij-media-sphere': { plan: 'premium' },
  'sakura-cloud': { resources: [{ ref: 'sv-1', serviceKind: 'server', plan: '2core' }] },
  'soracom-flux': { plan: 'standard' },
  'optage-cloud-storage': { plan: 'standard', components: 8 },
}

type Told = Parameters<typeof record>[1]
const SEED = 11
const HISTORIES = 12

/** Facts of two contracts of one party and of their service, as they came to mind, and a third contract told of at the end. */
function history(service: Service, facts: readonly (readonly [string, string, unknown?])[]): readonly Told[] {
  const on = (contractId: string, type: string, occurredAt: string, data: unknown): Told => ({
    door: 'contract',
    contractId,
    actor: OPERATOR,
    body: { type, service, partyId: 'p-1', occurredAt, data },
  })
  const opened = (id: string): readonly Told[] => [
    on(id, 'ApplicationSubmitted', '2025-01-02T00:00:00+09:00', OPENING[service]),
    on(id, 'ApplicationAccepted', '2025-01-03T00:00:00+09:00', service === 'optage-cloud-storage' ? { startsOn: '2025-01-10' } : {}),
  ]
  const told = facts.map(([type, occurredAt, data], i): Told => {
    const { scope, wide } = vocabulary[type as keyof typeof vocabulary]
    const body = { type, service, occurredAt, data }
    if (scope === 'reference' || (wide && i % 2 === 0)) return { door: 'reference', actor: OPERATOR, body }
    if (scope === 'outage' && i % 2 === 0) return { door: 'outage', actor: OPERATOR, body }
    return on(`c-${1 + (i % 2)}`, type, occurredAt, data)
  })
  return [...opened('c-1'), ...told.slice(0, 5), ...opened('c-2'), ...told.slice(5), ...opened('c-3')]
} // prettier-ignore

/** The facts of each contract, in order, as a loader gives them. */
async function factsOf(ledger: Ledger, loader: Loader): Promise<readonly (readonly string[])[]> {
  const all = [...ledger.directory.contracts()].map(async ({ id }) => {
    const { timeline } = (await loader.material(id)) ?? expect.fail()
    return [...timeline.first(timeline.length)].map((fact) => `${id} ${fact.type} ${fact.id}`)
  })
  return Promise.all(all)
}

test.each(Object.keys(OPENING) as Service[])(
  '%s: what is kept and added to is what is read anew, after whatever was told, in a contract and in the lists',
  async (service) => {
    const samples = fc.sample(factsInTwoOrders(service), { numRuns: HISTORIES, seed: SEED })
    let recorded = 0
    for (const [facts] of samples) {
      const clock = new SceneClock(NOW)
      const { ledger, close } = await openEmbedded({ token: 't', testClock: false, data: '' }, { memory: true, clock }) // prettier-ignore
      const reads = await openSqliteViews(':memory:')
      const it = tended(ledger, reads)
      await begin(reads)
      for (const [i, told] of history(service, facts).entries()) {
        const { kind } = await record(ledger, told)
        if (kind === 'recorded') recorded++
        if (i % 3 === 0) await step(it)
        const anew = new Loader(ledger.store, ledger.directory)
        expect(await factsOf(ledger, ledger.loader)).toEqual(await factsOf(ledger, anew))
      }
      while (await step(it)) continue
      expect(await digest(reads, NOW)).toBe(await freshDigest(ledger))
      await expectSameJudgements(ledger)
      await reads.close()
      await close()
    }
    expect(recorded).toBeGreaterThan(HISTORIES * 8)
  },
  60_000,
)
