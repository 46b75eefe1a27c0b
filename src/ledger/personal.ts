import { type SubjectKeys } from './subjects.ts'

export const sealData = (
  _keys: SubjectKeys,
  event: {
    readonly type: string
    readonly data: Record<string, unknown>
    readonly eventId: string
    readonly partyId: string | null
    readonly contractId: string | null
  },
) => event.data
export const openData = (_keys: SubjectKeys, data: Readonly<Record<string, unknown>>) => data
