import { type Readings } from '../terms.ts'

/** Questions the text leaves open, and the reading adopted for each; a tariff or a fact may decide otherwise. */
export const readings: Readings = {
  'SF-Q1': {
    question: 'When do changed terms start',
    adopted:
      'max(first use after announcement, stated effective date); usage before that instant keeps old prices',
    because: '1.2 needs announcement + use',
  },
  'SF-Q2': {
    question: 'Version/effective date unknown',
    adopted: 'operator registers it; without it decisions carry termsVersion=unversioned',
    because: 'no date in text',
  },
  'SF-Q3': {
    question: '"Fee for the number of days": divisor and base',
    adopted:
      'fixed monthly fee ÷ calendar days of the month in which each 24 h unit **starts**; truncated per month line; usage-based fees excluded; plan without fixed fee → 0',
    because: 'no divisor given; 30 is stated only in IIJ. creditDivisor may override',
  },
  'SF-Q4': {
    question: 'Knowledge date',
    adopted:
      'earliest recorded fact: customer report, or arrival of a provider notice. None → clock not started, right not lost',
    because: 'text counts from knowledge',
  },
  'SF-Q5': {
    question: 'Day basis in leap years',
    adopted:
      'whole civil years at 14.5 % first; remaining days split by calendar year, ÷365 or ÷366 in leap years; one truncation at the end',
    because:
      'no 365-day clause (unlike Optage); usual Japanese court computation without such an agreement. Tariff may set interestBasis=act/365',
  },
  'SF-Q6': {
    question: 'Charges during suspension/stop',
    adopted: 'continue; only 15.2(2) reduces',
    because: 'no exemption text',
  },
  'SF-Q7': {
    question: 'Relation 15.2(2) and 15.2(4)',
    adopted: 'core-supplier cause → only (4), no 24 h credit',
    because: '"notwithstanding the preceding paragraphs"',
  },
  'SF-Q8': {
    question: 'Does 15.2(3) cap the 15.2(2) credit',
    adopted: 'yes: the credit for units starting in month M is at most the fixed fee of M',
    because: 'a reduction of the bill cannot exceed what is billed for that month',
  },
  'SF-Q9': {
    question: 'Same e-mail',
    adopted: 'trim, lower-case both parts; no plus-tag folding',
    because: 'deterministic; the clause speaks of the address',
  },
  'SF-Q10': {
    question: 'Interest on partial payments',
    adopted:
      'each payment carries interest on the part it settles up to the day before that payment; sum exact, truncate once per invoice',
    because: 'wording per overdue amount',
  },
  'SF-Q11': {
    question: 'Acceleration due date',
    adopted: 'JST date of the ground; interest from next day',
    because: '"at once"; 12.3 counts from the day after the due date',
  },
  'SF-Q12': {
    question: '6.1(2) "can no longer use"',
    adopted: 'needs a recorded ServiceStopped/Restricted with unusable=true in effect at receipt',
    because: 'factual',
  },
  'SF-Q13': {
    question: 'Preset date missing',
    adopted: 'contract end Undetermined(presetRule)',
    because: 'text leaves it to provider',
  },
}
