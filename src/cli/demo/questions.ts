/** A question that the demo's ledger answers, and where the answer lies. */
export type Question = { readonly asked: string; readonly path: string }

const at = (instant: string): string => encodeURIComponent(`${instant}:00+09:00`)

/** Three questions, each about why and not only how much. */
export const questions: readonly Question[] = [
  {
    asked: 'Why may the pause of sc-2 last until 28 February 2026, and not until 1 March?',
    path: `/v1/contracts/sc-2/findings/pause.limit?ref=pause-2&as=text&asOf=${at('2026-03-31T12:00')}`,
  },
  {
    asked: 'What does ms-1 owe for July 2025, and which outage, claim and provision lower it?',
    path: `/v1/contracts/ms-1/charges?month=2025-07&asOf=${at('2026-03-31T12:00')}&trace=full`,
  },
  {
    asked: 'What did August 2025 cost ms-9, as far as was known before its meter reading was corrected?',
    path: `/v1/contracts/ms-9/charges?month=2025-08&asOf=${at('2026-03-31T12:00')}&knownAt=${at('2025-09-10T12:00')}`,
  },
]
