import { type Case, answer, asOf, given, missing, remembered } from '../../contract/case.ts'
import { type ClosedStatement } from '../../contract/closed-statement.ts'
import { outages } from '../../contract/outages.ts'
import { type Instant, type Month, day, dayOf, monthOf, monthsFrom } from '../../kernel/calendar.ts'
import {
  type Answer,
  type Undetermined,
  isKnown,
  isUndetermined,
  missingOf,
  valueOf,
} from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type Subject } from '../terms.ts'
import { type Credit, creditOf, credits } from './credit.ts'
import { endOfContract } from './ends.ts'
import { initialFees } from './initial-fees.ts'
import { minimumTerm } from './minimum-term.ts'
import { monthlyFees } from './monthly-fees.ts'
import { oneTimeFees } from './one-time-fees.ts'
import { overage } from './overage.ts'

/** What reductions are taken from. */
const BILLED: readonly Subject[] = [initialFees, monthlyFees, overage, oneTimeFees, minimumTerm]

/** The part of a reduction that stands in a month. */
export type Part = { readonly credit: Credit; readonly month: Month; readonly amount: Answer<Yen> }

/** When a reduction became due, and the last fact that made it so. */
type Grant = {
  readonly credit: Credit
  readonly amount: Yen
  readonly month: Month
  readonly position: number
  readonly at: Instant
}

/** Reductions in the order in which they became due: at the first instant at which, seen from then, each was granted. */
function grants(c: Case): readonly Grant[] {
  return credits(c)
    .flatMap((credit): readonly Grant[] => {
      const amount = credit.amount && valueOf(credit.amount)
      if (valueOf(credit.outcome) !== 'granted' || !amount) return []
      const facts = factsOfOutage(c, credit.outage.id)
      const granting = facts.find(({ at }) => isGrantedAt(c, credit.outage.id, at)) ?? facts.at(-1)
      if (!granting) return []
      const position = Math.max(...facts.filter(({ at }) => at <= granting.at).map((fact) => fact.position))
      const month = credit.outage.granted?.data.month ?? monthOf(granting.at)
      return [{ credit, amount, month, position, at: granting.at }]
    })
    .sort((a, b) => (a.at === b.at ? a.position - b.position : a.at < b.at ? -1 : 1))
}

const factsOfOutage = (c: Case, id: string) =>
  c.facts
    .ofAny(
      'OutageBegan',
      'OutageRecognized',
      'OutageEnded',
      'OutageCauseDetermined',
      'CreditClaimed',
      'CreditGranted',
    )
    .filter(({ data }) => data.outageId === id)

function isGrantedAt(c: Case, id: string, at: Instant): boolean {
  const then = asOf(c, at)
  const outage = outages(then).find((each) => each.id === id)
  return outage !== undefined && valueOf(creditOf(then, outage).outcome) === 'granted'
}

/** What a month still bills: what is known of it, and what is not. */
type Room = { left: Yen; gaps: readonly Undetermined[] }

function roomIn(c: Case, month: Month): Room {
  const amounts = BILLED.flatMap((subject) => subject.charges?.(c, month) ?? []).map(({ amount }) => amount)
  const left = amounts.filter(isKnown).reduce((sum, { value }) => sum + value, 0)
  return { left, gaps: amounts.filter(isUndetermined) }
}

/**
 * Each reduction in the first month not closed when it became due and the following ones, up to what they bill (R-11,
 * IJ-Q7); a closed bill keeps what it took. From the last month of the contract on there is nothing to wait for, and the rest stands at once. Where a
 * month's bill is not known, neither is how much of it a larger reduction takes.
 */
export const parts = remembered((c: Case): readonly Part[] => {
  const rooms = new Map<Month, Room>()
  const roomOf = (month: Month): Room => {
    const room = rooms.get(month) ?? roomIn(c, month)
    rooms.set(month, room)
    return room
  }
  return grants(c).flatMap((grant) => spread(c, grant, roomOf))
})

function spread(c: Case, grant: Grant, roomOf: (month: Month) => Room): readonly Part[] {
  const { credit } = grant
  const last = monthOf(valueOf(endOfContract(c)) ?? FOR_EVER)
  const placed: Part[] = []
  let rest = grant.amount
  let gaps: readonly Undetermined[] = []
  for (const month of monthsFrom(grant.month, monthOf(c.asOf))) {
    if (rest <= 0) break
    const bill = c.closed?.get(month)
    if (bill) {
      const taken = Math.min(rest, billedFor(bill, credit))
      if (taken > 0) placed.push({ credit, month, amount: known(c, credit, month, taken) })
      rest -= taken
      continue
    }
    const room = roomOf(month)
    const taken = month >= last ? rest : Math.min(rest, room.left)
    if (taken < rest) gaps = [...gaps, ...room.gaps]
    const amount = gaps.length > 0 ? unknown(c, credit, gaps) : known(c, credit, month, taken)
    if (gaps.length > 0 || taken > 0) placed.push({ credit, month, amount })
    room.left -= Math.min(taken, room.left)
    room.gaps = [...new Set([...room.gaps, ...gaps])]
    rest -= taken
  }
  return placed
}

const FOR_EVER = day('2199-12-31')

/** What a closed bill took of a reduction: a reduction not known by then has no place in it. */
const billedFor = ({ lines }: ClosedStatement, { outage }: Credit): Yen =>
  lines
    .filter(({ kind, ref }) => kind === 'outage-credit' && ref === outage.id)
    .reduce((sum, { amount }) => sum - (amount ?? 0), 0)

const question = ({ outage }: Credit, c: Case) => ({
  what: 'charge.outage-credit',
  ref: outage.id,
  rule: 'IJ-A2-1',
  on: outage.recognized ? dayOf(outage.recognized.at) : dayOf(c.asOf),
})

/** The line rests on the credit; that it stands in this month, on the reading of R-11. */
function known(c: Case, credit: Credit, month: Month, yen: Yen): Answer<Yen> {
  const q = question(credit, c)
  const where = answer(c, { ...q, what: 'credit.month', rule: 'IJ-Q7' }, month)
  return given(c, q, [credit.amount ?? missing(c, q, 'cause:attribution'), where], () => -yen)
}

const unknown = (c: Case, credit: Credit, gaps: readonly Undetermined[]): Answer<Yen> =>
  missing(
    c,
    { ...question(credit, c), causes: [...(credit.amount ? [credit.amount] : []), ...gaps] },
    missingOf(...gaps),
  )

/** What the reduction of an outage takes off each month. */
export const creditByMonth = (c: Case, outageId: string): ReadonlyMap<Month, Yen> =>
  new Map(
    parts(c).flatMap(({ credit, month, amount }) => {
      const yen = valueOf(amount)
      return credit.outage.id === outageId && yen !== undefined ? [[month, -yen]] : []
    }),
  )

const lines = (c: Case, of: Month): readonly Charge[] =>
  parts(c)
    .filter(({ month }) => month === of)
    .map(({ credit, amount }) => ({
      kind: 'outage-credit',
      item: 'outage-credit',
      ref: credit.outage.id,
      amount,
    }))

export const creditLines: Subject = {
  charges: (c, month) => (outages(c).length === 0 ? [] : lines(c, month)),
}
