import { v7 } from 'uuid'
import { instant } from '../src/domain/kernel/calendar.ts'
import { type EventDraft } from '../src/eventstore/event-store.ts'

const AT = instant('2026-04-01T12:00:00+09:00')

/** An event of ordinary weight, ready to append. */
export const draft = (contractId: string): EventDraft => ({
  v: 1,
  id: v7(),
  type: 'UsageMeasured',
  service: 'iij-media-sphere',
  contractId,
  partyId: 'p-1',
  occurredAt: AT,
  actor: { id: 'operator', role: 'operator' },
  reportedBy: null,
  data: {
    month: '2026-03',
    readings: [
      { meter: 'transcode-hours', quantity: '137.5' },
      { meter: 'storage-gb', quantity: '2300' },
    ],
  },
  basis: ['IJ-A1-3'],
  corrects: null,
  evidence: null,
  seen: { 'reference-iij-media-sphere': 6 },
})
