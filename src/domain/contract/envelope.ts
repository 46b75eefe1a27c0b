import { z } from 'zod'
import { Instant } from '../kernel/calendar.ts'
import { Service } from './vocabulary.ts'

const ID = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, '1 to 64 of A-Z a-z 0-9 . _ -')

/** Ids of contracts and parties: the client's own strings. */
export const ContractId = ID
export const PartyId = ID

/** What a client says around the data of any action; the data is checked against its type. */
export const Envelope = z.strictObject({
  type: z.string(),
  /** When it happened; for what one party addresses to the other, when it arrived. */
  occurredAt: Instant,
  /** Needed on the first action of a contract, and checked afterwards. */
  service: Service.optional(),
  partyId: PartyId.optional(),
  data: z.record(z.string(), z.unknown()).default({}),
  /** Reference to a paper or a file. */
  evidence: z
    .string()
    .min(1)
    .max(500)
    .refine((text) => text.isWellFormed(), 'a text of whole characters')
    .optional(),
  /** Whose report it is, where one credential speaks for many. */
  reportedBy: ID.optional(),
  /** Id of the event that this one replaces. */
  corrects: ID.optional(),
})
export type Envelope = z.infer<typeof Envelope>
