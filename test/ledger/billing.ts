import { instant } from '../../src/domain/kernel/calendar.ts'
import { openEmbedded, type Embedded } from '../../src/cli/embedded.ts'
import { TestClock } from '../../src/ledger/clock.ts'
import { type Ledger } from '../../src/ledger/ledger.ts'
import { record } from '../../src/ledger/record.ts'
import { type StoredEvent } from '../../src/eventstore/event-store.ts'

const CONFIG = { token: 't', testClock: true, data: 'unused' }

/** A ledger whose clock stands at an instant; in memory unless it has a directory. */
export async function opened(at: string, data?: string): Promise<Embedded> {
  const embedded = await openEmbedded(CONFIG, data === undefined ? { memory: true } : { data })
  setClock(embedded.ledger, at)
  return embedded
}

export function setClock({ clock }: Ledger, at: string): void {
  if (!(clock instanceof TestClock) || !clock.set(instant(at)))
    throw new Error(`the clock cannot go to ${at}`)
}

type Data = Readonly<Record<string, unknown>>

/** Tells something of a contract, or with `null` of the service; what it became. */
export const tell = (
  ledger: Ledger,
  contractId: string | null,
  type: string,
  occurredAt: string,
  data: Data = {},
  more: Data = {},
) =>
  record(ledger, {
    door: contractId === null ? 'reference' : 'contract',
    ...(contractId !== null && { contractId }),
    actor: { id: 'operator', role: 'operator' },
    body: {
      type,
      occurredAt: `${occurredAt.length === 10 ? `${occurredAt}T12:00:00` : occurredAt}+09:00`,
      service: 'iij-media-sphere',
      ...(contractId !== null && { partyId: `p-${contractId}` }),
      data,
      ...more,
    },
  }).then((outcome) => {
    if (outcome.kind === 'problem') throw new Error(`${type}: ${outcome.problem.detail}`)
    return outcome.kind === 'recorded' ? outcome.events : []
  })

/** Prices of IIJ Media Sphere with tax on top, due at the end of the next month. */
export async function publish(ledger: Ledger): Promise<void> {
  await tell(ledger, null, 'TariffPublished', '2022-04-01', {
    tariffId: 't-1',
    effectiveOn: '2022-05-01',
    taxTreatment: 'exclusive',
    prorationRule: 'full-month',
    paymentDueMonths: 1,
    paymentDueDay: 31,
  })
  await tell(ledger, null, 'TaxRatePublished', '2022-04-01', { rate: '0.10', effectiveOn: '2019-10-01' })
}

/** A contract on the basic plan (100,000 yen a month) from January 2025, with readings of three months. */
export async function contract(ledger: Ledger, id: string, over = '0'): Promise<void> {
  await tell(ledger, id, 'ApplicationSubmitted', '2024-12-05', { plan: 'basic', form: 'provider-form' })
  await tell(ledger, id, 'ApplicationAccepted', '2024-12-10')
  await tell(ledger, id, 'BillingStarted', '2024-12-11', { billingStartsOn: '2025-01-01' })
  for (const month of ['2025-01', '2025-02', '2025-03']) await measure(ledger, id, month, over)
}

export const measure = (ledger: Ledger, id: string, month: string, hours: string) =>
  tell(ledger, id, 'UsageMeasured', `${month}-28T23:00:00`, {
    month,
    readings: [
      { meter: 'transcode-hours', quantity: hours },
      { meter: 'storage-gb', quantity: '0' },
      { meter: 'delivery-gb', quantity: '0' },
      { meter: 'live-hours', quantity: '0' },
    ],
  })

export async function eventsOf(ledger: Ledger, type: string): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = []
  for await (const event of ledger.store.readAll(0, [type])) found.push(event)
  return found
}
