import { type Readings } from '../terms.ts'

/** Questions the text leaves open, and the reading adopted for each; a tariff or a fact may decide otherwise. */
export const readings: Readings = {
  'SC-Q1': {
    question: 'Month arithmetic of "3 months" / "1 month"',
    adopted:
      'Civil Code: first day not counted unless exactly 00:00:00.000; ends the day before the corresponding day, or last day of month',
    because: 'CC-03/04; a plain "same day number" rule gives wrong answers at month ends (X07, X09)',
  },
  'SC-Q2': {
    question: 'Charge for provisional provision later withdrawn',
    adopted: 'usage is recorded; rating Undetermined unless tariff says chargeable',
    because: 'service was provided (4(1) charges use) but the contract was refused',
  },
  'SC-Q3': {
    question: 'When is the pause "continued beyond 3 months"',
    adopted: 'strictly after 24:00 of the limit day',
    because: '"exceeding"',
  },
  'SC-Q4': {
    question: 'Short resumption',
    adopted: 'any UsageResumed breaks continuity; new clock; audit note if re-paused within 24 h',
    because: 'text says "continuously"; no anti-abuse wording',
  },
  'SC-Q5': {
    question: 'Unit of pause',
    adopted: 'per paused service/resource named in the event',
    because: 'articles 7(4)(5) speak of "the paused base service"',
  },
  'SC-Q6': {
    question: 'Late resumption after the notice deadline but before measures',
    adopted: 'right to measures lapses for the future',
    because: 'measures presuppose a service still paused',
  },
  'SC-Q7': {
    question: 'Accrual month of the line-maintenance fee',
    adopted:
      'last month of the window (period expires at 24:00 of its last day) → due the 10th of the next month',
    because: 'Civil Code 141. Alternative (13th month, due one month later) rejected',
  },
  'SC-Q8': {
    question: 'Re-registration and the 12-month clock',
    adopted:
      "new registration restarts the clock at its month, but not before the month after the SIM's last communication",
    because: '(1) requires no communication at all in the window, (2) requires no deletion',
  },
  'SC-Q9': {
    question: 'Pre-2022-08 SIM that communicates later',
    adopted: 'falls back to 39(1)(2) from the next month',
    because: '附則2 only shifts the first starting point; literal reading would free such SIMs for ever',
  },
  'SC-Q10': {
    question: '"Already registered on 2022-08-01" includes registration on that day',
    adopted: 'yes; result identical under both rules',
    because: '—',
  },
  'SC-Q11': {
    question: '"Unused month" test with several registrations',
    adopted:
      'SIM level: any communication in the month under any registration charges **all** registrations overlapping it',
    because: 'proviso speaks of the SIM, (3) of registrations',
  },
  'SC-Q12': {
    question: 'Deletion exactly at 00:00 of the 1st',
    adopted:
      'deletion date is the 1st → that month counts (X27); for SIMs it is then 0 unless it communicated',
    because: 'the article refers to the **date** of deletion',
  },
  'SC-Q13': {
    question: 'Start-month charge of extra IP',
    adopted: 'Undetermined unless tariff states',
    because: 'only the end month is regulated',
  },
  'SC-Q14': {
    question: '"First charge" of hybrid',
    adopted: 'all lines whose usage month is the start month, incl. any initial fee',
    because: 'later months fall under 4(1)',
  },
  'SC-Q15': {
    question: 'Does 4(1) cover options',
    adopted: 'yes, "the service" includes options',
    because: 'definition in 1(1)',
  },
  'SC-Q16': {
    question: 'SIM registered again after full deletion but before month end',
    adopted:
      'old contract still ends at month end; the registration forms a new contract at its receipt instant',
    because: 'literal 36(1)/51(2); no withdrawal wording; fees are unaffected',
  },
  'SC-Q17': {
    question: 'Full deletion in the final term: expiry vs month end',
    adopted: 'earlier of term end and month end',
    because: '51(1) prevents extension, 51(2) is an extra exit',
  },
  'SC-Q18': {
    question: 'Length of initial term',
    adopted: 'external parameter (base terms)',
    because: 'only extensions (1 year) are stated',
  },
  'SC-Q19': {
    question: '"30 days before" SSL expiry',
    adopted: 'validTo − 30, inclusive to 24:00 (CC-06)',
    because: 'strict alternative (validTo − 31) rejected',
  },
  'SC-Q20': {
    question: 'AWS option when the local router ends',
    adopted: 'AWS option does not end; usable=false, base fee continues',
    because: 'no automatic-end clause, unlike 13(2), 67(1), 85(4)',
  },
  'SC-Q21': {
    question: 'AppRun with several images',
    adopted: 'contract per project; formed by first image, ends when none remains',
    because: '"the container image" singular',
  },
  'SC-Q22': {
    question: 'SMS notice instant',
    adopted: 'arrival, JST date; 20th 24:00 is the cut-off',
    because: 'CC-07',
  },
  'SC-Q23': {
    question: 'Individual registers a SIM',
    adopted: 'formation recorded, finding raised; no automatic invalidity',
    because: 'formation is automatic on receipt; eligibility is a provider right',
  },
  'SC-Q24': {
    question: 'Tax and rounding',
    adopted: 'tariff must say; nothing in the text',
    because: 'CC-11',
  },
  'SC-Q25': {
    question: 'Same-day cancellation and same-day fee',
    adopted: 'contract in force to 24:00, so usage of the whole day is chargeable',
    because: 'CC-09',
  },
  'SC-Q26': {
    question: 'SMS message count when one text is split into parts',
    adopted: 'as measured by provider\'s "sent messages"; tariff may define',
    because: 'text says number sent',
  },
}
