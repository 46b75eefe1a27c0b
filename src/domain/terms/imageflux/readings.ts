import { type Readings } from '../terms.ts'

/** Questions the text leaves open, and the reading adopted for each; a tariff or a fact may decide otherwise. */
export const readings: Readings = {
  'IF-Q1': {
    question: 'Which month-end when M+1 is shorter',
    adopted: 'Last calendar day of M+1, computed from M, never "M\'s day number + 1 month"',
    because: 'text says last day',
  },
  'IF-Q2': {
    question: 'Due date on weekend/holiday',
    adopted:
      'dueDate is never moved. delinquentFrom uses tariff dueDateRoll: default none for cards, next-business-day for other methods',
    because: 'CC-10; Supreme Court 1999-03-11 presumption concerns recurring "day X of each month" payments',
  },
  'IF-Q3': {
    question: 'Minimum term for newer contracts',
    adopted: 'Undetermined until published',
    because: '附則2 implies one exists elsewhere but gives no length',
  },
  'IF-Q4': {
    question: '"Concluded on or before 2021-07-14" when application and acceptance straddle',
    adopted: 'acceptance (conclusion) instant, JST date',
    because: 'the clause tests conclusion',
  },
  'IF-Q5': {
    question: 'Is the start date counted from 00:00?',
    adopted: 'yes, 00:00 JST of the notified date, first day counted in any period that starts on it',
    because: 'a date-only start (CC-03)',
  },
  'IF-Q6': {
    question: 'Which version governs the due date of a month that straddles a version change',
    adopted: 'version in force at 24:00 on the last day of the usage month',
    because: 'obligation is for the month as a whole and becomes computable at its close',
  },
  'IF-Q7': {
    question: 'Does "type" include the delivery method',
    adopted: 'no',
    because: 'numbering: ①② are sub-items of (2)',
  },
  'IF-Q8': {
    question: 'Credit for outage',
    adopted: 'none derivable: IF has no outage article; Undetermined(base terms/SLA) rather than zero',
    because: 'CC-13',
  },
}
