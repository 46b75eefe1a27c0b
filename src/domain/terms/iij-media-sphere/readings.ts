import { type Readings } from '../terms.ts'

/** Questions the text leaves open, and the reading adopted for each; a tariff or a fact may decide otherwise. */
export const readings: Readings = {
  'IJ-Q1': {
    question: 'When does the 24 h clock start',
    adopted: 'instant the provider learned (OutageRecognized.at), ends at recovery; elapsed milliseconds',
    because: 'text names knowledge, not occurrence; CC-08',
  },
  'IJ-Q2': {
    question: '"Day it became claimable"',
    adopted:
      'JST date of recognizedAt + 24 h, even if the outage goes on; that day is never counted (CC-03, day-of clause); single clock per outage',
    because:
      'a claim right exists once 24 h have passed; earliest reading is the safe one for reminders. Alternative (outage end) rejected because amount growth does not delay the right',
  },
  'IJ-Q3': {
    question: '"Day on which 30 days have passed"',
    adopted:
      'arrivalDate + 30, effect at 24:00 of that day; the 00:00 exception of CC-03 is **not** applied (arrival is a calendar-day fact here)',
    because: 'the clause counts from "the day of arrival"',
  },
  'IJ-Q4': {
    question: '1 TB = 1,000 or 1,024 GB',
    adopted:
      '1,000 by unit definition; tariff may publish gbPerTb=1024 (customer-favourable: 2,300/1,500 GB case gives 1,764 and 3,808 instead of 2,100 and 4,000)',
    because: 'text silent',
  },
  'IJ-Q5': {
    question: 'Partial hour/GB',
    adopted:
      'exact proportional on the monthly total (decimal), then truncate each line to whole yen; tariff may publish ceil or floor of units',
    because: '"per hour/GB" states a rate, no rounding-up clause',
  },
  'IJ-Q6': {
    question: 'Rounding of base ÷ 30',
    adopted:
      'days × base ÷ 30, truncated once: 1 day 3,333 / 6,666; 2 days 6,666 / 13,333; 3 days 10,000 / 20,000',
    because: 'text silent; CC-11',
  },
  'IJ-Q7': {
    question: 'Cap of the credit',
    adopted:
      'none; credit is uncapped by Annex 2, consumed against later invoices, never paid beyond what is billed unless contract ends',
    because: 'a "reduction" presupposes a charge',
  },
  'IJ-Q8': {
    question: 'Which base fee if the plan changed during the outage',
    adopted: 'plan in force at OutageRecognized.at',
    because: 'clock start defines the right',
  },
  'IJ-Q9': {
    question: 'Partial outage "equivalent to total"',
    adopted: 'decided by a recorded totality value, never inferred',
    because: 'factual judgement',
  },
  'IJ-Q10': {
    question: 'DRM when the plan is downgraded or the base contract ends',
    adopted: 'downgrade blocked while DRM effective; base end ends DRM on the same date',
    because: 'art. 5(3) is a condition of use; an option cannot outlive its base',
  },
  'IJ-Q11': {
    question: 'Monthly fee for partial first/last month, plan change mid-month',
    adopted: 'Undetermined(prorationRule)',
    because: 'text fixes only when the obligation arises',
  },
  'IJ-Q12': {
    question: 'Storage quantity with backup',
    adopted:
      'customer data + backups, as measured by the provider for the month; the ledger takes the posted figure',
    because: 'art. 1 says backup is included; method unstated',
  },
  'IJ-Q13': {
    question: 'Is a claim before 24 h have passed valid',
    adopted: 'recorded, held pending; becomes effective at the 24 h instant if the outage lasted',
    because: 'avoids needless forfeiture',
  },
}
