import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  missing,
  remembered,
  tariff,
  today,
} from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import {
  type Day,
  type Instant,
  type Month,
  civilEnd,
  dayOf,
  firstDay,
  lastDayOf,
  monthOf,
} from '../../kernel/calendar.ts'
import { type Answer, type Finding, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type Deadline, type Subject } from '../terms.ts'
import { end } from './end.ts'

type Applied = Fact<'CouponApplied'>
/** A payment by coupon and how much of it counts. */
type Use = { readonly fact: Applied; readonly amount: Yen }

/** A coupon with what was paid from it. */
type Coupon = {
  readonly id: string
  readonly fact: Fact<'CouponRegistered'>
  readonly lost?: Fact<'CouponLost'>
  /** Last day on which it can be used; absent where neither the coupon nor the website's rules name one. */
  readonly expiry?: Finding<Day>
  readonly uses: readonly Use[]
  readonly left: Yen
}

const coupons = remembered((c: Case): readonly Coupon[] =>
  factsOf(c, 'CouponRegistered').map((fact) => {
    const { couponId: id, amount } = fact.data
    const lost = factsOf(c, 'CouponLost').find(({ data, at }) => data.couponId === id && at >= fact.at)
    const expiry = expiryOf(c, fact)
    const uses: Use[] = []
    let left = amount
    for (const applied of factsOf(c, 'CouponApplied')) {
      if (applied.data.couponId !== id || applied.at < fact.at || isGone(applied.at, lost, expiry)) continue
      const used = Math.min(left, applied.data.amount)
      if (used === 0) continue
      uses.push({ fact: applied, amount: used })
      left -= used
    }
    return { id, fact, uses, left, ...(lost && { lost }), ...(expiry && { expiry }) }
  }),
)

const isGone = (at: Instant, lost: Fact | undefined, expiry: Finding<Day> | undefined): boolean =>
  (lost !== undefined && lost.at <= at) || (expiry !== undefined && dayOf(at) > expiry.value)

/** The coupon's own day, else the months of validity that the website's rules give (SF-17.3-3). */
function expiryOf(c: Case, fact: Fact<'CouponRegistered'>): Finding<Day> | undefined {
  const { couponId: ref, expiresOn } = fact.data
  const months = tariff(c, 'couponExpiryMonths', on(fact), 'SF-17.3-3')
  const n = valueOf(months)
  const value = expiresOn ?? (n === undefined ? undefined : civilEnd(firstDay(fact.at), n))
  return value === undefined
    ? undefined
    : {
        what: 'coupon.expires-on',
        ref,
        value,
        clause: clauseOf(c, 'SF-17.3-3', on(fact)),
        causes: expiresOn === undefined ? [cause(fact), months] : [cause(fact)],
      }
}

const isUsable = (c: Case, { lost, expiry, left }: Coupon): boolean =>
  left > 0 && !isGone(c.asOf, lost, expiry)

/** `coupon.balance` (SF-17.3-1): what can still be used, also behind the end of the contract. */
function balance(c: Case): readonly Answer<Yen>[] {
  const all = coupons(c)
  if (all.length === 0) return []
  const facts = all.flatMap(({ fact, lost, uses }) => [fact, lost, ...uses.map((use) => use.fact)])
  const q: Question = { what: 'coupon.balance', rule: 'SF-17.3-1', on: today(c), causes: facts }
  return [
    answer(
      c,
      q,
      all.filter((coupon) => isUsable(c, coupon)).reduce((sum, { left }) => sum + left, 0),
    ),
  ]
}

/** `coupon.refund` (SF-17.3-2): nothing, for whatever reason. */
function refund(c: Case): readonly Answer<Yen>[] {
  const all = coupons(c)
  if (all.length === 0) return []
  const causes = [...all.flatMap(({ fact, lost }) => [fact, lost]), end(c)?.fact]
  return [answer(c, { what: 'coupon.refund', rule: 'SF-17.3-2', on: today(c), causes }, 0)]
}

/** `coupon.order` (SF-17.3-3): asked as soon as there is a choice between coupons. */
function order(c: Case): readonly Answer<string>[] {
  const usable = coupons(c).filter((coupon) => isUsable(c, coupon))
  const published = tariff(c, 'couponOrder', today(c), 'SF-17.3-3')
  const value = valueOf(published)
  const causes = [...usable.map(({ fact }) => fact), published]
  const q: Question = { what: 'coupon.order', rule: 'SF-17.3-3', on: today(c), causes }
  if (coupons(c).length === 0) return []
  if (value !== undefined) return [answer(c, q, value)]
  if (usable.length < 2) return []
  const guide = c.reference.facts
    .of('GuidePublished')
    .some(({ data }) => data.page === 'coupon-rules' && data.effectiveOn <= today(c))
  return [missing(c, q, guide ? 'tariff:couponOrder' : 'terms:guide')]
}

/** A coupon pays in the place of money: it is no price, so that tax is owed on the fee and not on what is left of it. */
function charges(c: Case, month: Month): readonly Charge[] {
  if (month > monthOf(c.asOf)) return []
  return coupons(c).flatMap(({ id, fact, uses }): readonly Charge[] => {
    const own = uses.filter((use) => use.fact.data.month === month)
    const paid = own.reduce((sum, { amount }) => sum + amount, 0)
    if (paid === 0) return []
    const causes = [fact, ...own.map((use) => use.fact)]
    const q: Question = { what: 'charge.coupon', ref: id, rule: 'SF-17.3-1', on: lastDayOf(month), causes }
    return [{ kind: 'coupon', item: 'coupon', ref: id, taxCategory: 'none', amount: answer(c, q, -paid) }]
  })
}

const deadlines = (c: Case): readonly Deadline[] =>
  coupons(c).flatMap((coupon): readonly Deadline[] => {
    const { id, expiry, left, lost } = coupon
    if (!expiry) return []
    const isPast = today(c) > expiry.value
    const state = left === 0 ? 'met' : lost && lost.at <= c.asOf ? 'lapsed' : isPast ? 'missed' : 'upcoming'
    return [{ kind: 'coupon-expiry', ref: id, who: 'customer', state, when: expiry }]
  })

/** A use of a coupon that had nothing left, was lost, had expired or was not registered yet. */
const uncovered = (c: Case): readonly { fact: Fact; missing: string }[] => {
  const counted = new Map(
    coupons(c).flatMap(({ uses }) => uses.map((use) => [use.fact.id, use.amount] as const)),
  )
  return factsOf(c, 'CouponApplied')
    .filter(
      ({ id, data }) =>
        (counted.get(id) ?? 0) < data.amount && coupons(c).some((one) => one.id === data.couponId),
    )
    .map((fact) => ({ fact, missing: `balance of coupon ${fact.data.couponId}` }))
}

export const couponPayments: Subject = {
  acts: {
    CouponRegistered: { basis: ['SF-17.3-1'] },
    CouponApplied: { basis: ['SF-17.3-1', 'SF-17.3-3'] },
    CouponLost: { basis: ['SF-17.3-2'] },
  },
  answers: { 'coupon.balance': balance, 'coupon.refund': refund, 'coupon.order': order },
  charges,
  deadlines,
  unmatched: uncovered,
}
