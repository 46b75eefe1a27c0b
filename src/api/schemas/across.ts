import { z } from 'zod'
import { Service } from '../../domain/contract/vocabulary.ts'
import { dates } from './card.ts'
import { deadline, pause } from './lists.ts'
import { Instant, Text, name } from './words.ts'

const whose = { contractId: Text, service: Service }
const page = (id: string, entry: z.ZodType) =>
  name(
    id,
    'A page of a list, and where the next one begins',
    z.strictObject({ items: z.array(entry), next: Text.nullable() }),
  )

export const ContractLine = name(
  'ContractLine',
  'A contract as it stands in a list: the head of its card',
  z.strictObject({
    ...whose,
    provider: Text,
    partyId: Text,
    ...dates,
    revision: z.int(),
  }),
)
export const Contracts = page('Contracts', ContractLine)

export const DeadlineLine = name(
  'DeadlineLine',
  'A deadline, and of which contract',
  z.strictObject({ ...whose, ...deadline }),
)
export const DeadlinePage = page('DeadlinePage', DeadlineLine)

export const PauseLine = name(
  'PauseLine',
  'A pause, and of which contract',
  z.strictObject({ ...whose, ...pause }),
)
export const PausePage = page('PausePage', PauseLine)

export const Party = name(
  'Party',
  'A party and its contracts, those it holds and those that were opened for it',
  z.strictObject({ partyId: Text, asOf: Instant, contracts: z.array(ContractLine) }),
)
