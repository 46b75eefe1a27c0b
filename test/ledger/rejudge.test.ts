import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SceneClock, play } from '../../src/cli/demo/play.ts'
import { at } from '../../src/cli/demo/scene.ts'
import { history } from '../../src/cli/demo.ts'
import { type Embedded, openEmbedded } from '../../src/cli/embedded.ts'
import { type Case } from '../../src/domain/contract/case.ts'
import { termsOf } from '../../src/domain/terms/registry.ts'
import { type Service } from '../../src/domain/contract/vocabulary.ts'
import { type EventDraft } from '../../src/eventstore/event-store.ts'
import { eraseSubject } from '../../src/ledger/erase.ts'
import { type Outcome } from '../../src/ledger/outcome.ts'
import { record } from '../../src/ledger/record.ts'
import { draft } from '../eventstore/drafts.ts'
import { differencesIn, expectSameJudgements, rejudged } from './rejudging.ts'

const CONFIG = { token: 't', testClock: false, data: 'unused' }
let open: Embedded
beforeEach(async () => {
  open = await openEmbedded(CONFIG, { memory: true })
})
afterEach(() => open.close())

type More = Readonly<Record<string, unknown>>
const telling =
  (service: Service) =>
  async (contractId: string | null, type: string, on: string, data: object = {}, more: More = {}) => {
    const outcome = await record(open.ledger, {
      ...(contractId === null ? { door: 'reference' } : { door: 'contract', contractId }),
      body: {
        type,
        service,
        ...(contractId !== null && { partyId: 'p-1' }),
        occurredAt: `${on}T12:00:00+09:00`,
        data,
        ...more,
      },
      actor: { id: 'operator', role: 'operator' },
    })
    if (outcome.kind === 'problem' && outcome.problem.type !== 'refused')
      throw new Error(outcome.problem.detail)
    return outcome
  }
const iij = telling('iij-media-sphere')
const flux = telling('soracom-flux')

const idOf = (outcome: Outcome): string =>
  outcome.kind === 'recorded'
    ? String(outcome.events[0]?.id)
    : String('event' in outcome && outcome.event?.id)
const isRefused = (outcome: Outcome): boolean => outcome.kind === 'problem'
const outcomes = async () => (await rejudged(open.ledger)).map(({ outcome }) => outcome)

/** A basic contract, with an option refused on it. */
async function basicContract(id = 'c-1'): Promise<string> {
  await iij(id, 'ApplicationSubmitted', '2025-01-10', { plan: 'basic' })
  await iij(id, 'ApplicationAccepted', '2025-01-12')
  const refused = await iij(id, 'OptionApplied', '2025-02-10', { option: 'drm', ref: 'drm-1' })
  expect(isRefused(refused)).toBe(true)
  return idOf(refused)
}

describe('a ledger judged again', () => {
  test('the demo has no difference', { timeout: 60_000 }, async () => {
    const clock = new SceneClock(at('2024-09-01T09:00'))
    await open.close()
    open = await openEmbedded(CONFIG, { memory: true, clock })
    await play(open.ledger, clock, history(), () => undefined)
    const found = await rejudged(open.ledger)
    expect(found.length).toBeGreaterThan(700)
    expect(new Set(found.map(({ outcome }) => outcome))).toEqual(new Set(['same']))
  })

  test('what was told later of an earlier day changes no judgement', async () => {
    await basicContract()
    await iij('c-1', 'PlanChanged', '2025-02-01', { plan: 'premium', effectiveOn: '2025-02-01' })
    expect(isRefused(await iij('c-1', 'OptionApplied', '2025-02-10', { option: 'drm', ref: 'drm-1' }))).toBe(
      false,
    )
    expect(await outcomes()).toEqual(['same', 'same', 'same', 'same', 'same'])
  })

  test('nor does what the whole service was told later', async () => {
    await flux('c-1', 'ApplicationSubmitted', '2025-01-06', { plan: 'standard' })
    await flux('c-1', 'ApplicationAccepted', '2025-01-07')
    const first = await flux('c-1', 'AccountCreated', '2025-03-01', {
      accountId: 'a-1',
      email: 'a1@example.com',
    })
    const gone = { scope: 'all', ground: 'other', endsOn: '2025-02-01' }
    await flux(null, 'ServiceDiscontinued', '2025-01-20', gone)
    const second = await flux('c-1', 'AccountCreated', '2025-03-01', {
      accountId: 'a-2',
      email: 'a2@example.com',
    })
    expect([first, second].map(isRefused)).toEqual([false, true])
    expect(new Set(await outcomes())).toEqual(new Set(['same']))
  })

  test('nor what the party told in another contract', async () => {
    await flux('c-1', 'ApplicationSubmitted', '2025-01-06', { plan: 'standard' })
    await flux('c-2', 'ApplicationSubmitted', '2025-01-06', { plan: 'standard' })
    await flux('c-1', 'ApplicationAccepted', '2025-01-08')
    await flux('c-2', 'CustomerDied', '2025-01-07', {})
    await flux('c-1', 'AccountCreated', '2025-01-08', { accountId: 'a-1', email: 'a1@example.com' })
    const old = termsOf('soracom-flux')
    if (!old) throw new Error('no terms')
    const deaths: number[] = []
    const basisOf = (c: Case) => (deaths.push(c.facts.of('CustomerDied').length), [])
    const acts = { ApplicationAccepted: { basis: [], basisOf }, AccountCreated: { basis: [], basisOf } }
    await rejudged(open.ledger, {
      contractId: 'c-1',
      terms: () => ({ ...old, acts: { ...old.acts, ...acts } }),
    })
    expect(deaths).toEqual([0, 1])
  })

  test('a correction is judged as if what it replaces were not there, a refused one too', async () => {
    await basicContract()
    await iij('c-1', 'PlanChanged', '2025-03-01', { plan: 'premium', effectiveOn: '2025-03-01' })
    const applied = await iij('c-1', 'OptionApplied', '2025-03-10', { option: 'drm', ref: 'drm-2' })
    const drm = { option: 'drm', ref: 'drm-2' }
    const again = await iij('c-1', 'OptionApplied', '2025-03-11', drm, { corrects: idOf(applied) })
    const early = await iij('c-1', 'OptionApplied', '2025-02-11', drm, { corrects: idOf(again) })
    expect([again, early].map(isRefused)).toEqual([false, true])
    await expectSameJudgements(open.ledger)
    // A rule that looks at what is replaced: allowed once, and refused where it was applied for before.
    const old = termsOf('iij-media-sphere')
    if (!old) throw new Error('no terms')
    const clause = { terms: 'iij-media-sphere', version: '2022-05-01', article: '5', rule: 'IJ-5-3' }
    const refuse = (c: Case) =>
      c.facts.of('OptionApplied').length === 0 ? undefined : { what: 'refusal.again', clause, causes: [] }
    const OptionApplied = { basis: old.acts.OptionApplied?.basis ?? [], refuse }
    const terms = () => ({ ...old, acts: { ...old.acts, OptionApplied } })
    const found = differencesIn(await rejudged(open.ledger, { terms }))
    expect(found.map((each) => [each.revision, 'now' in each && each.now.allowed])).toEqual([
      [3, true],
      [7, true],
    ])
    const told = refusal('OptionApplied', drm, 'refusal.again', 'IJ-5-3')
    await append('contract-c-1', 7, { ...told, occurredAt: at('2025-03-12T12:00'), contractId: 'c-1' })
    const refuseFirst = (c: Case) =>
      c.facts.of('OptionApplied').length > 0 ? undefined : { what: 'refusal.again', clause, causes: [] }
    const other = { ...old.acts, OptionApplied: { ...OptionApplied, refuse: refuseFirst } }
    const last = (await rejudged(open.ledger, { terms: () => ({ ...old, acts: other }) })).at(-1)
    expect(last).toEqual({ outcome: 'same' })
  })

  test('records of the ledger itself are nobody’s action', async () => {
    await basicContract()
    await open.ledger.numbers.take(
      { service: 'iij-media-sphere', contractId: 'c-1', month: '2025-02' as never },
      at('2025-03-01T09:00'),
    )
    await eraseSubject(open.ledger, 'p-1')
    expect(await outcomes()).toEqual(['same', 'same', 'same', 'own', 'own'])
  })

  test('what a provider tells stands on no provision', async () => {
    await iij(null, 'TaxRatePublished', '2022-04-01', { rate: '0.10', effectiveOn: '2019-10-01' })
    expect(await outcomes()).toEqual(['same'])
    await append('reference-iij-media-sphere', 1, {
      type: 'TaxRatePublished',
      basis: ['CC-11'],
      contractId: null,
    })
    expect(differencesIn(await rejudged(open.ledger))).toMatchObject([
      {
        contractId: null,
        stream: 'reference-iij-media-sphere',
        then: { basis: ['CC-11'] },
        now: { basis: [] },
      },
    ])
  })

  test('one contract alone', async () => {
    await basicContract('c-1')
    await basicContract('c-2')
    expect(await rejudged(open.ledger, { contractId: 'c-2' })).toHaveLength(3)
  })
})

describe('addresses (SF-3.5-1)', () => {
  const create = (contractId: string, email: string, on: string, more: More = {}) =>
    flux(contractId, 'AccountCreated', on, { accountId: `a-${contractId}-${on}`, email }, more)
  beforeEach(async () => {
    for (const id of ['c-1', 'c-2', 'c-3'])
      await flux(id, 'ApplicationSubmitted', '2025-01-06', { plan: 'standard' }, { partyId: `p-${id}` })
  })

  test('a taken one is taken again, until it was closed and after it was corrected', async () => {
    const created = await create('c-1', 'a@example.com', '2025-02-01', { partyId: 'p-c-1' })
    expect(isRefused(await create('c-2', 'A@example.com', '2025-02-02', { partyId: 'p-c-2' }))).toBe(true)
    expect(isRefused(await create('c-1', 'a@example.com', '2025-02-02', { partyId: 'p-c-1' }))).toBe(true)
    await create('c-1', 'b@example.com', '2025-02-01', { partyId: 'p-c-1', corrects: idOf(created) })
    expect(isRefused(await create('c-2', 'a@example.com', '2025-02-03', { partyId: 'p-c-2' }))).toBe(false)
    expect(isRefused(await create('c-3', 'b@example.com', '2025-02-03', { partyId: 'p-c-3' }))).toBe(true)
    expect(new Set(await outcomes())).toEqual(new Set(['same']))
  })

  test('one that is corrected to itself, or freed, is not taken', async () => {
    const own = { partyId: 'p-c-1' }
    const created = await create('c-1', 'a@example.com', '2025-02-01', own)
    const again = await create('c-1', 'a@example.com', '2025-02-02', { ...own, corrects: idOf(created) })
    await flux('c-1', 'AccountClosed', '2025-02-03', { accountId: 'a-c-1-2025-02-02' }, own)
    const freed = await create('c-1', 'a@example.com', '2025-02-04', own)
    expect([again, freed].map(isRefused)).toEqual([false, false])
    await expectSameJudgements(open.ledger)
  })

  test.each(['p-c-1', 'p-c-2'])('an erased one is taken for what the record says (%s)', async (subject) => {
    await create('c-1', 'a@example.com', '2025-02-01', { partyId: 'p-c-1' })
    await create('c-2', 'a@example.com', '2025-02-02', { partyId: 'p-c-2' })
    await eraseSubject(open.ledger, subject)
    const found = await rejudged(open.ledger)
    expect(differencesIn(found)).toEqual([])
    expect(found.map(({ outcome }) => outcome)).toContain('erased')
  })

  test('a refusal of an address that was free is a difference', async () => {
    await create('c-1', 'a@example.com', '2025-02-01', { partyId: 'p-c-1' })
    await append('contract-c-2', 1, {
      ...refusal('AccountCreated', { accountId: 'a' }, 'refusal.account-exists', 'SF-3.5-1'),
      service: 'soracom-flux',
      contractId: 'c-2',
    })
    expect(differencesIn(await rejudged(open.ledger))).toMatchObject([
      { contractId: 'c-2', then: { what: 'refusal.account-exists' }, now: { allowed: true } },
    ])
  })
})

describe('differences', () => {
  test('a changed rule: what it refuses now, what it allows now, and what it stands on', async () => {
    const refused = await basicContract()
    const [submitted, accepted] = (await open.ledger.loader.stream('contract-c-1')).events
    const old = termsOf('iij-media-sphere')
    if (!old) throw new Error('no terms')
    const clause = { terms: 'iij-media-sphere', version: '2022-05-01', article: '2', rule: 'IJ-2-1' }
    const changed = {
      ...old,
      acts: {
        ...old.acts,
        ApplicationSubmitted: { basis: ['IJ-9-9'] },
        ApplicationAccepted: { basis: [], refuse: () => ({ what: 'refusal.new', clause, causes: [] }) },
        OptionApplied: { basis: ['IJ-2-1'] },
      },
    }
    const found = differencesIn(await rejudged(open.ledger, { terms: () => changed }))
    expect(found).toEqual([
      expect.objectContaining({ event: submitted?.id, now: { allowed: true, basis: ['IJ-9-9'] } }),
      expect.objectContaining({
        event: accepted?.id,
        contractId: 'c-1',
        revision: 2,
        type: 'ApplicationAccepted',
        now: { allowed: false, what: 'refusal.new', clause, basis: ['IJ-2-1'] },
      }),
      expect.objectContaining({
        event: refused,
        type: 'OptionApplied',
        then: expect.objectContaining({ allowed: false, what: 'refusal.option-requires-plan' }),
        now: { allowed: true, basis: ['IJ-2-1'] },
      }),
    ])
  })

  test('a refusal for another reason, or by another rule, is one', async () => {
    await basicContract()
    const { events } = await open.ledger.loader.stream('contract-c-1')
    const recorded = events.at(-1)
    if (!recorded) throw new Error('nothing recorded')
    const { what, rule } = recorded.data
    const told = { ...refusal('OptionApplied', { option: 'drm', ref: 'drm-1' }, String(what), String(rule)) }
    const same = { ...told, basis: recorded.basis, occurredAt: recorded.occurredAt, contractId: 'c-1' }
    await append('contract-c-1', 3, same)
    await append('contract-c-1', 4, { ...same, data: { ...told.data, what: 'refusal.other' } })
    await append('contract-c-1', 5, { ...same, data: { ...told.data, rule: 'IJ-1-1' } })
    await append('contract-c-1', 6, { ...same, basis: [...recorded.basis, 'IJ-1-1'] })
    expect(differencesIn(await rejudged(open.ledger)).map(({ revision }) => revision)).toEqual([5, 6, 7])
  })
})

const refusal = (type: string, data: object, what: string, rule: string) => ({
  type: 'ActionRefused',
  data: { type, data, what, rule },
  basis: [rule],
})

/** Puts something into the log that nobody judged. */
async function append(stream: string, expected: number, over: Partial<EventDraft>): Promise<void> {
  const event = draft({ service: 'iij-media-sphere', ...over })
  expect(await open.ledger.store.append(stream, expected, [event])).toMatchObject({ outcome: 'appended' })
}
