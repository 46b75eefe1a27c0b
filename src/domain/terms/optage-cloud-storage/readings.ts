import { type Readings } from '../terms.ts'

/** Questions the text leaves open, and the reading adopted for each; a tariff or a fact may decide otherwise. */
export const readings: Readings = {
  'OP-Q1': {
    question: 'Cover date 2023-01-31',
    adopted: 'misprint for 2024-01-31; versions by supplementary provisions',
    because: 'first version is 2023-04-25',
  },
  'OP-Q2': {
    question: '"within 60 days from the day received"',
    adopted: 'first day excluded, receivedDate + 60, no holiday roll',
    because: 'CC-03/05/10',
  },
  'OP-Q3': {
    question: '"60 days before" and late notices',
    adopted:
      'D = T − 60; deadline D or rolled-back day, inclusive to 24:00, by arrival. Late → earliest T with deadline(T) ≥ arrival date',
    because: 'the clause calls it "that day", so it is one specific day',
  },
  'OP-Q4': {
    question: '"Holiday", "company business day"',
    adopted:
      "trigger: Saturday, Sunday, every 休日 under the national holidays act incl. substitute and citizens' holidays. Roll target: not a trigger day, not 1 May, not a published closure day",
    because:
      'strict word 祝日 would exclude substitute holidays, giving absurd Mondays; closure days come from the enquiry-hours clause',
  },
  'OP-Q5': {
    question: 'Minimum term vs extensions; anchor of extensions',
    adopted:
      'minimum term = first year only. Each extension is a new 1-month period starting the day after the previous expiry (chained, may drift: 01-30 → 02-28 → 03-31)',
    because: 'heading and 11(2); "thereafter likewise"',
  },
  'OP-Q6': {
    question: '"Remaining period" money',
    adopted:
      'calendar months after the month of termination through the month containing minTermEnd, each at the tax-inclusive monthly charge in force at termination (storage + managed + options)',
    because:
      'equals what a customer leaving exactly at term end would have paid under no-proration (X14 = X13 total 13 months). Alternative 12-month cap (5 × 98,560) rejected',
  },
  'OP-Q7': {
    question: 'Downgrade money; effective month',
    adopted:
      "new charge applies from the effective date's month if that date is the 1st, else from the next month; remaining months = months billed at the new charge through the month of minTermEnd; tax-inclusive difference; removal of components/options counts as a content change",
    because: 'no-proration rule; wording "monthly charge"; ex-tax is said only where meant (26, 29(3))',
  },
  'OP-Q8': {
    question: 'Graduated or volume tiers',
    adopted:
      'graduated (first 5 at tier 1, next 15 at tier 2, rest tier 3). Tariff must declare tierMode; volume only if published',
    because:
      'column headings are consecutive ranges, initial fee is marginal, volume would make 6 cheaper than 5; the note "price × count" is compatible with summing per tier',
  },
  'OP-Q9': {
    question: '11(2) when provider ends the contract',
    adopted: 'not charged for 29(3) and art. 5 (cause lies solely with provider); charged for 29(1)',
    because: '"solely attributable to provider" exception; attribution recorded on the event',
  },
  'OP-Q10': {
    question: 'Force majeure and row 3',
    adopted:
      "row 3 asks only that the customer is not at fault → credit; 19 releases performance, not price. Row 1 needs provider's fault → none",
    because: 'wording difference is deliberate',
  },
  'OP-Q11': {
    question: 'Outage across months',
    adopted:
      'each 24 h unit belongs to the month in which it starts (recognizedAt + 24k h); one truncation per month line, credit ex-tax, tax on the reduced base',
    because: 'A3-1c calendar days',
  },
  'OP-Q12': {
    question: '20(2) vs 21, 24',
    adopted: "21 and 24 prevail (specific); 20(3)'s reference to 25 read as 24(2)",
    because: 'otherwise 21/24 would be empty',
  },
  'OP-Q13': {
    question: 'Enquiry at exactly 17:00',
    adopted: 'outside hours (interval [09:00,17:00))',
    because: 'deterministic',
  },
  'OP-Q14': {
    question: '"One month or more ago" (38(2))',
    adopted: 'inquiry date > civilEnd(eventDate+1, 1 month)',
    because: 'CC-04',
  },
  'OP-Q15': {
    question: 'Late damages: basis and base',
    adopted: 'all overdue days ÷ 365, tax-inclusive principal, no interest on interest, one truncation',
    because: 'explicit clause; 27 silent on compounding',
  },
  'OP-Q16': {
    question: 'Non-renewal vs 60-day rule',
    adopted: 'both exits exist: non-renewal by 1 month before expiry ends at expiry; art. 28 any other date',
    because: 'literal; stricter rule only for the art. 28 route',
  },
  'OP-Q17': {
    question: "30 days' notice in 29(3)",
    adopted: 'end not earlier than arrival + 30, 24:00',
    because: 'CC-06 symmetry',
  },
  'OP-Q18': {
    question: 'Month of cap in 21(1)',
    adopted: 'charge of the month in which the damage occurred',
    because: '"that month"',
  },
  'OP-Q19': {
    question: 'Ops-hours 1 h per component',
    adopted: 'per component, not pooled, no carry-over',
    because: 'literal',
  },
  'OP-Q20': {
    question: 'Initial-fee cell spanning rows; "~"',
    adopted: 'applies to all plans as minimum; real amount from the quote',
    because: 'merged cell',
  },
  'OP-Q21': {
    question: 'Tax rounding unit',
    adopted: 'once per invoice and rate',
    because: 'A3-2 says "the calculation"; qualified-invoice practice',
  },
}
