import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Case } from '../../../src/domain/contract/case.ts'
import { type Service } from '../../../src/domain/contract/vocabulary.ts'
import { type Instant, epochMs, fromEpochMs, instant } from '../../../src/domain/kernel/calendar.ts'
import { type Material, caseOf } from '../../../src/ledger/load.ts'
import { type Edition, editionOf } from '../../../src/projections/views/edition.ts'
import { factsInTwoOrders } from '../../domain/terms/any-order.ts'
import * as iij from '../../domain/terms/iij-media-sphere/contracts.ts'
import * as imageflux from '../../domain/terms/imageflux/told.ts'
import { type Told, given } from '../../domain/terms/kit.ts'
import * as optage from '../../domain/terms/optage-cloud-storage/contracts.ts'
import * as sakura from '../../domain/terms/sakura-cloud/told.ts'
import * as soracom from '../../domain/terms/soracom-flux/told.ts'
import { ledgerOf, scenes } from '../../ledger/viewed.ts'

const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS
const at = (text: string): Instant => instant(`${text}+09:00`)

/** Numbers from 0 to below 1 that look like chance and are the same in every run. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

type Life = { readonly name: string; readonly caseAt: (at: Instant) => Case; readonly from: Instant }

const said = ({ contract, deadlines, pauses }: Edition): string =>
  JSON.stringify([contract, deadlines, pauses], undefined, 1)

/**
 * Takes editions at instants of a life and of the years after it, some of them the first and the last of a day, and
 * holds that each is right wherever its span says so. Gives how many instants were looked at beside their own.
 */
function expectSpans({ name, caseAt, from }: Life, count: number, seed: number): number {
  const next = chance(seed)
  const between = (a: number, b: number): number => a + Math.floor(next() * (b - a))
  const begin = epochMs(from) - 5 * DAY_MS
  let looked = 0
  for (let i = 0; i < count; i++) {
    const some = begin + Math.floor(next() * (i % 4 === 0 ? 8 : 2) * YEAR_MS)
    const midnight = some - ((some + 9 * 3_600_000) % DAY_MS)
    const made = fromEpochMs([some, midnight, midnight - 1][i % 3] ?? some)
    const edition = editionOf(caseAt(made), 1)
    expect([name, made >= edition.from, made < edition.to]).toEqual([name, true, true])
    const [first, last] = [epochMs(edition.from), epochMs(edition.to) - 1]
    for (const ms of new Set([first, last, between(first, last), between(first, last)])) {
      const where = fromEpochMs(ms)
      const then = said(editionOf(caseAt(where), 1))
      const whole = `${name}: made at ${made} for ${edition.from} to ${edition.to}, looked at ${where}`
      expect(then === said(edition) ? '' : [whole, said(edition), then]).toBe('')
      looked++
    }
  }
  return looked
}

/** What each service is told before anything else happens, and one contract of it. */
const BEGUN: Readonly<Record<Service, readonly Told[]>> = {
  imageflux: [
    imageflux.sameText,
    imageflux.tariff({
      monthlyFees: imageflux.MONTHLY_FEES,
      minimumTermMonths: 3,
      dueDateRoll: 'next-business-day',
    }),
    ...imageflux.contract('2025-01-02', '2025-01-10'),
  ],
  'iij-media-sphere': [iij.published({}), ...iij.contract('premium', '2025-01-20')],
  'sakura-cloud': [
    sakura.published(),
    ...sakura.concluded('2025-02-03', [sakura.server, sakura.routerSwitch]),
    sakura.paused('2025-02-27T15:00:00'),
    sakura.noticed('2025-06-20T10:00:00', '2025-07-04'),
  ],
  'soracom-flux': [soracom.tariff(), ...soracom.contract()],
  'optage-cloud-storage': [...optage.published, ...optage.contract('2025-01-15')],
}

/** Something of everything that can be told of a service, on top of a contract that began in good order. */
const histories = (service: Service, count: number): readonly (readonly Told[])[] =>
  fc
    .sample(factsInTwoOrders(service), { numRuns: count, seed: 20 })
    .map(([told]) => [...BEGUN[service], ...told])

describe('an edition says of every instant of its span what is to be said then', () => {
  test.each(Object.keys(BEGUN) as Service[])(
    '%s',
    (service) => {
      const all = [BEGUN[service], ...histories(service, 4)]
      const looked = all.map((told, i) => {
        const whole = given(service, ...told)
        const life = { name: `${service} ${i}`, caseAt: whole.at, from: at('2025-01-01T00:00:00') }
        return expectSpans(life, 24, i + 1)
      })
      expect(Math.min(...looked)).toBeGreaterThan(40)
    },
    30_000,
  )
})

describe('also in the demo', () => {
  const materials: Material[] = []
  let close = async (): Promise<void> => undefined
  beforeAll(async () => {
    const demo = await ledgerOf()
    close = demo.close
    await demo.tell(0, scenes.length)
    for (const { id } of demo.ledger.directory.contracts()) {
      const material = await demo.ledger.loader.material(id)
      if (material) materials.push(material)
    }
  }, 60_000)
  afterAll(() => close())

  test('of every contract', () => {
    expect(materials).toHaveLength(20)
    for (const [i, material] of materials.entries()) {
      const { id } = material.contract
      const from = material.own.events.map(({ occurredAt }) => occurredAt).toSorted()[0]
      if (from === undefined) throw new Error(`${id} has no event`)
      expectSpans({ name: id, caseAt: (when) => caseOf(material, when), from }, 12, i + 1)
    }
  }, 60_000)
})

describe('a span ends', () => {
  const span = (service: Service, told: readonly Told[], when: string): readonly [string, string] => {
    const { from, to } = editionOf(given(service, ...told).at(when), 1)
    return [from, to]
  }
  const day = (text: string): string => `${text}T00:00:00.000+09:00`

  test('where a fact happened, and where one will', () => {
    const told = [...BEGUN['sakura-cloud']]
    expect(span('sakura-cloud', told, '2025-02-27T16:00:00')).toEqual([
      '2025-02-27T15:00:00.001+09:00',
      day('2025-03-01'),
    ])
    expect(span('sakura-cloud', told, '2025-02-27T10:00:00')).toEqual([
      day('2025-02-27'),
      '2025-02-27T15:00:00.000+09:00',
    ])
  })
  test('at the first day of a date that a fact or the answer names, and behind its last', () => {
    const ending = [...BEGUN['soracom-flux'], ['TerminationNoticeSubmitted', '2025-03-02', { form: 'online' }]] // prettier-ignore
    const [, to] = span('soracom-flux', ending as Told[], '2025-03-05')
    expect(to).toBe(day('2025-04-01'))
    const limited = span('sakura-cloud', BEGUN['sakura-cloud'], '2025-06-25')
    expect(limited[1]).toBe(day('2025-07-01'))
    expect(span('sakura-cloud', BEGUN['sakura-cloud'], '2025-07-02')[1]).toBe(day('2025-07-04'))
    expect(span('sakura-cloud', BEGUN['sakura-cloud'], '2025-07-04')[1]).toBe(day('2025-07-05'))
  })
  test('where a version of the terms begins to hold, though nobody told of it', () => {
    const told = [sakura.applied('2025-04-01T11:00:00')]
    expect(span('sakura-cloud', told, '2025-04-10')[1]).toBe(day('2025-04-16'))
  })
  test('where what the provider published begins to hold', () => {
    const data = { document: 'service-terms', versionId: 'next', effectiveOn: '2027-08-19', textKnown: false }
    const told: readonly Told[] = [...BEGUN['soracom-flux'], ['TermsVersionPublished', '2025-02-01', data]]
    expect(span('soracom-flux', told, '2027-08-11')[1]).toBe(day('2027-08-19'))
  })
  test('with its month, where nothing else comes', () => {
    expect(span('iij-media-sphere', BEGUN['iij-media-sphere'], '2030-05-10')).toEqual([
      day('2030-05-10'),
      day('2030-06-01'),
    ])
  })
})
