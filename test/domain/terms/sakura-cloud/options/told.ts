import { type Told } from '../../kit.ts'

/** An option applied for and accepted; it starts on the day of the acceptance unless told otherwise. */
export const option = (
  kind: string,
  ref: string,
  at: string,
  data: { readonly startsOn?: string; readonly parentRef?: string } = {},
): readonly Told[] => [
  [
    'OptionApplied',
    at,
    { option: kind, ref, ...(data.parentRef !== undefined && { parentRef: data.parentRef }) },
  ],
  ['OptionAccepted', at, { ref, ...(data.startsOn !== undefined && { startsOn: data.startsOn }) }],
]
