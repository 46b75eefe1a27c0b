import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Embedded } from '../../src/cli/embedded.ts'
import { type StatementClosed } from '../../src/domain/contract/events/ledger.ts'
import { type Month, instant } from '../../src/domain/kernel/calendar.ts'
import { monthlyCharges } from '../../src/domain/contract/statement.ts'
import { type CloseOutcome, close } from '../../src/ledger/close.ts'
import { closeContract } from '../../src/ledger/close-run.ts'
import { canonical } from '../../src/ledger/leaf.ts'
import { caseOf } from '../../src/ledger/load.ts'
import { Numbers } from '../../src/ledger/numbers.ts'
import { contract, eventsOf, measure, opened, publish, setClock, tell } from './billing.ts'

const NOW = '2025-04-10T09:00:00+09:00'
let open: Embedded
beforeEach(async () => {
  open = await opened(NOW)
  await publish(open.ledger)
})
afterEach(() => open.close())

const month = (text: string): Month => text as Month
const closing = (contractId: string, of: string, leaveOut: readonly string[] = []): Promise<CloseOutcome> =>
  close(open.ledger, { contractId, month: month(of), leaveOut, reportedBy: 'operator' })
const problemOf = (outcome: CloseOutcome): string =>
  outcome.kind === 'problem' ? outcome.problem.type : outcome.kind
const bill = async (contractId: string, of: string, asOf = NOW) => {
  const material = await open.ledger.loader.material(contractId)
  if (!material) throw new Error(`no contract ${contractId}`)
  return monthlyCharges(caseOf(material, instant(asOf)), month(of))
}
const numbersIn = async (): Promise<readonly string[]> =>
  (await eventsOf(open.ledger, 'StatementClosed')).map(({ data }) => String(data['number'])).sort()
const series = (from: number, to: number, year = 2025): readonly string[] =>
  Array.from(
    { length: to - from + 1 },
    (_, i) => `iij-media-sphere-${year}-${String(from + i).padStart(6, '0')}`,
  )

describe('Closing a month', () => {
  test('records an event of the ledger with the lines, the sums, the rules and who told it to close', async () => {
    await contract(open.ledger, 'c-1')
    expect(await closing('c-1', '2025-02')).toMatchObject({ kind: 'closed' })
    const [event, ...others] = await eventsOf(open.ledger, 'StatementClosed')
    expect(others).toEqual([])
    expect(event).toMatchObject({
      stream: 'contract-c-1',
      type: 'StatementClosed',
      actor: { id: 'ledger', role: 'system' },
      reportedBy: 'operator',
      occurredAt: '2025-04-10T09:00:00.000+09:00',
      seen: { 'reference-iij-media-sphere': 2 },
      data: {
        month: '2025-02',
        subtotal: 100_000,
        tax: 10_000,
        total: 110_000,
        undetermined: [],
        number: 'iij-media-sphere-2025-000001',
      },
    })
    expect(event?.basis).toContain('IJ-A1-2a')
    expect((event?.data as StatementClosed).lines).toMatchObject([
      {
        kind: 'monthly-base',
        item: 'basic',
        amount: 100_000,
        taxRate: '0.10',
        tax: 10_000,
        dueOn: '2025-03-31',
      },
    ])
  })

  test('the digest is SHA-256 of the canonical text of all else the statement says', async () => {
    await contract(open.ledger, 'c-1')
    await closing('c-1', '2025-02')
    const [event] = await eventsOf(open.ledger, 'StatementClosed')
    const { digest, ...rest } = event?.data as StatementClosed
    const text = canonical({ contractId: 'c-1', service: 'iij-media-sphere', ...rest })
    expect(digest).toBe(createHash('sha256').update(text).digest('hex'))
  })

  test('a second time finds it closed and records nothing', async () => {
    await contract(open.ledger, 'c-1')
    const first = await closing('c-1', '2025-02')
    const { position } = await open.ledger.store.head()
    expect(await closing('c-1', '2025-02')).toEqual({ ...first, kind: 'already' })
    expect((await open.ledger.store.head()).position).toBe(position)
  })

  test('waits until the month is over by the clock of the ledger', async () => {
    await contract(open.ledger, 'c-1')
    expect(problemOf(await closing('c-1', '2025-04'))).toBe('month-open')
    setClock(open.ledger, '2025-04-30T23:59:59.999+09:00')
    expect(problemOf(await closing('c-1', '2025-04'))).toBe('month-open')
    setClock(open.ledger, '2025-05-01T00:00:00.000+09:00')
    await measure(open.ledger, 'c-1', '2025-04', '0')
    expect(problemOf(await closing('c-1', '2025-04'))).toBe('closed')
  })

  test('names what cannot be billed, and leaves out what it is told to, and nothing else', async () => {
    await contract(open.ledger, 'c-1')
    await tell(open.ledger, 'c-1', 'OneTimeFactOccurred', '2025-02-10', { item: 'data-transfer' })
    const refused = await closing('c-1', '2025-02', ['charge.usage'])
    expect(refused).toMatchObject({
      problem: { type: 'undetermined', status: 422, undetermined: [{ what: 'charge.one-time' }] },
    })
    expect(refused.kind === 'problem' && refused.problem.detail).toContain('needs tariff:oneTimeFees')
    expect(await numbersIn()).toEqual([])
    expect(problemOf(await closing('c-1', '2025-02', ['charge.one-time']))).toBe('closed')
    expect((await bill('c-1', '2025-02')).closed).toMatchObject({
      undetermined: ['charge.one-time'],
      total: 110_000,
    })
  })

  test('a month that owes nothing is closed where somebody asks for it', async () => {
    await contract(open.ledger, 'c-1')
    expect(problemOf(await closing('c-1', '2024-11'))).toBe('closed')
    expect((await bill('c-1', '2024-11')).closed).toMatchObject({ lines: [], subtotal: 0, tax: 0, total: 0 })
  })

  test('an unknown contract is not found', async () => {
    expect(problemOf(await closing('c-none', '2025-02'))).toBe('not-found')
  })

  test('shows by what was known, whatever the instant looked from', async () => {
    await contract(open.ledger, 'c-1')
    const { position } = await open.ledger.store.head()
    await closing('c-1', '2025-02')
    expect((await bill('c-1', '2025-02', '2025-02-10T12:00:00+09:00')).closed?.number).toBeDefined()
    const before = await open.ledger.loader.material('c-1', { position })
    expect(before && monthlyCharges(caseOf(before, instant(NOW)), month('2025-02')).closed).toBeUndefined()
  })

  test('a writer who comes between is seen: the bill is made anew and keeps its number', async () => {
    await contract(open.ledger, 'c-1')
    const { store } = open.ledger
    let races = 2
    const racing = {
      ...store,
      append: async (...args: Parameters<typeof store.append>) => {
        if (args[2][0]?.type === 'StatementClosed' && races-- > 0)
          await measure(open.ledger, 'c-1', '2025-02', races === 1 ? '1000' : '2000')
        return store.append(...args)
      },
    }
    const outcome = await close(
      { ...open.ledger, store: racing },
      { contractId: 'c-1', month: month('2025-02'), leaveOut: [] },
    )
    expect(outcome.kind).toBe('closed')
    expect((await bill('c-1', '2025-02')).lines.map(({ kind }) => kind)).toEqual(['monthly-base', 'overage'])
    expect(await numbersIn()).toEqual(series(1, 1))
  })

  test('what is told afterwards is billed in the next open month, through the doors of the ledger', async () => {
    await contract(open.ledger, 'c-1')
    await closing('c-1', '2025-01')
    await closing('c-1', '2025-02')
    const [told] = await measure(open.ledger, 'c-1', '2025-01', '300')
    expect((await bill('c-1', '2025-01')).subtotal).toBe(100_000)
    const march = await bill('c-1', '2025-03')
    const late = march.lines.find(({ kind }) => kind === 'adjustment')
    expect(late).toMatchObject({ adjusts: { month: '2025-01' }, item: 'transcode-hours' })
    await tell(open.ledger, 'c-1', 'ActionVoided', '2025-04-09', {
      eventId: told?.id,
      reason: 'another customer',
    })
    expect((await bill('c-1', '2025-03')).lines.map(({ kind }) => kind)).toEqual(['monthly-base'])
  })
})

describe('Numbers of statements', () => {
  test('have no gap and no double when many close at once', async () => {
    const ids = Array.from({ length: 25 }, (_, n) => `c-${n}`)
    for (const id of ids) await contract(open.ledger, id)
    const all = ids.flatMap((id) => ['2025-01', '2025-02', '2025-03'].map((of) => ({ id, of })))
    await Promise.all(all.map(({ id, of }) => closing(id, of)))
    expect(await numbersIn()).toEqual(series(1, 75))
  })

  test('and when several who know nothing of each other take them', async () => {
    const takers = Array.from({ length: 4 }, () => new Numbers(open.ledger.store))
    const statements = Array.from({ length: 40 }, (_, n) => ({
      service: 'iij-media-sphere',
      contractId: `c-${n}`,
      month: month('2025-02'),
    }))
    const now = instant(NOW)
    const taken = await Promise.all(takers.flatMap((each) => statements.map((one) => each.take(one, now))))
    expect([...new Set(taken)].sort()).toEqual(series(1, 40)) // the same statement got the same number from all
    for (const n of statements.keys())
      expect(new Set([0, 1, 2, 3].map((t) => taken[t * 40 + n])).size).toBe(1)
  })

  test('begin anew with each year and for each service', async () => {
    const numbers = new Numbers(open.ledger.store)
    const take = (service: string, contractId: string, at: string) =>
      numbers.take({ service, contractId, month: month('2024-12') }, instant(at))
    expect(await take('imageflux', 'c-1', '2025-12-31T23:59:59+09:00')).toBe('imageflux-2025-000001')
    expect(await take('sakura-cloud', 'c-2', '2025-12-31T23:59:59+09:00')).toBe('sakura-cloud-2025-000001')
    expect(await take('imageflux', 'c-3', '2026-01-01T00:00:00+09:00')).toBe('imageflux-2026-000001')
    expect(await take('imageflux', 'c-4', '2026-01-01T00:00:00+09:00')).toBe('imageflux-2026-000002')
  })

  test('who dies between the number and the closing leaves a number that is used, also in the next year', async () => {
    await contract(open.ledger, 'c-1')
    await contract(open.ledger, 'c-2')
    const { store } = open.ledger
    const dying = {
      ...store,
      append: async (...args: Parameters<typeof store.append>) => {
        if (args[2][0]?.type === 'StatementClosed') throw new Error('killed')
        return store.append(...args)
      },
    }
    const request = { contractId: 'c-1', month: month('2025-02'), leaveOut: [] }
    await expect(close({ ...open.ledger, store: dying }, request)).rejects.toThrow('killed')
    await closing('c-2', '2025-02')
    setClock(open.ledger, '2026-01-05T09:00:00+09:00')
    await close({ ...open.ledger, numbers: new Numbers(store) }, request)
    expect(await numbersIn()).toEqual(series(1, 2))
    expect((await bill('c-1', '2025-02')).closed?.number).toBe(series(1, 1)[0])
  })

  test('each entry names its statement', async () => {
    await contract(open.ledger, 'c-1')
    await closing('c-1', '2025-02')
    const entries = await eventsOf(open.ledger, 'StatementNumbered')
    expect(entries).toMatchObject([
      {
        stream: 'numbers-iij-media-sphere-2025',
        revision: 1,
        contractId: null,
        data: { statement: 'c-1/2025-02' },
      },
    ])
  })
})

describe('A run over a contract', () => {
  const ended = async (): Promise<void> => {
    await contract(open.ledger, 'c-1')
    await tell(open.ledger, 'c-1', 'TerminationNoticeSubmitted', '2025-01-02', { form: 'provider-form' })
  }
  const run = (of: string) =>
    closeContract(
      open.ledger,
      { id: 'c-1', service: 'iij-media-sphere', partyId: 'p-c-1', stream: 'contract-c-1' },
      { month: month(of), leaveOut: [] },
    ).then((done) => done.map(({ month: each, outcome }) => `${each} ${outcome}`))

  test('closes what is owed and leaves a month without a line alone', async () => {
    await contract(open.ledger, 'c-1')
    expect(await run('2024-11')).toEqual(['2024-11 nothing'])
    expect(await run('2025-01')).toEqual(['2025-01 closed'])
    expect(await run('2025-01')).toEqual(['2025-01 already'])
  })

  test('closes a month behind the end of a contract once an adjustment stands in it', async () => {
    await ended() // 30 days after the notice (IJ-6-1): on 1 February
    setClock(open.ledger, '2025-06-10T09:00:00+09:00')
    expect(await run('2025-02')).toEqual(['2025-02 closed'])
    expect(await run('2025-04')).toEqual(['2025-03 nothing', '2025-04 nothing'])
    await measure(open.ledger, 'c-1', '2025-02', '300')
    expect(await run('2025-05')).toEqual(['2025-03 closed', '2025-04 nothing', '2025-05 nothing'])
  })

  test('closes a month before the first that was closed', async () => {
    await contract(open.ledger, 'c-1')
    expect(await run('2025-02')).toEqual(['2025-02 closed'])
    expect(await run('2025-01')).toEqual(['2025-01 closed'])
    expect(await run('2025-01')).toEqual(['2025-01 already'])
  })

  test('an earlier month that cannot be closed keeps the later one open', async () => {
    await contract(open.ledger, 'c-1')
    await run('2025-01')
    await tell(open.ledger, 'c-1', 'OneTimeFactOccurred', '2025-02-10', { item: 'data-transfer' })
    expect(await run('2025-03')).toEqual(['2025-02 problem'])
  })
})
