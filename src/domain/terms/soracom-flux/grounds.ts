import { type Case, clauseOf, factsOf, remembered, today } from '../../contract/case.ts'
import { openMeasures } from '../../contract/measures.ts'
import { outages } from '../../contract/outages.ts'
import { paymentMethodOn } from '../../contract/payment.ts'
import { receivables } from '../../contract/receivables.ts'
import { type Fact, cause } from '../../contract/timeline.ts'
import { type Instant, startOf } from '../../kernel/calendar.ts'
import { isKnown, valueOf } from '../../kernel/finding.ts'
import { type Cause, type RuleId } from '../../kernel/finding.ts'
import { type Permitted, type Subject } from '../terms.ts'
import { isOver } from './end.ts'

/** Something that lets the provider limit the service now, by the name a measure on it would carry. */
type Ground = {
  readonly ground: string
  readonly ref: string
  readonly since: Instant
  readonly causes: readonly Cause[]
}

/** 第5.1条第3項第1号: a debt is overdue; paid, the ground is gone. */
const overdue = (c: Case): readonly Ground[] =>
  receivables(c).flatMap((debt): readonly Ground[] =>
    valueOf(debt.overdue) === true && isKnown(debt.delinquentFrom)
      ? [
          {
            ground: 'payment-overdue',
            ref: debt.invoice.data.invoiceId,
            since: startOf(debt.delinquentFrom.value),
            causes: [debt.overdue],
          },
        ]
      : [],
  )

/** 第2号〜第4号 as they were found or reported. */
function found(c: Case): readonly Ground[] {
  const by = (ground: string, fact: Fact, ref: string): Ground => ({
    ground,
    ref,
    since: fact.at,
    causes: [cause(fact)],
  })
  return [
    ...factsOf(c, 'RestrictionGroundFound').map((fact) => by(fact.data.ground, fact, fact.data.groundId)),
    ...factsOf(c, 'ProhibitedActReported').map((fact) => by('prohibited-act', fact, fact.data.actId)),
    ...factsOf(c, 'RequestAnswered')
      .filter(({ data }) => data.isFalse === true && isAskedOfCustomer(c, data.requestId))
      .map((fact) => by('false-facts', fact, fact.data.requestId)),
  ]
}

const isAskedOfCustomer = (c: Case, requestId: string): boolean =>
  factsOf(c, 'RequestMade').some(({ data }) => data.requestId === requestId && data.by === 'provider')

/** 第5号: the designated card became unusable, and neither another card nor another method took its place. */
const card = (c: Case): readonly Ground[] => {
  const last = c.facts.ofAny('CardInvalidated', 'CardRegistered').at(-1)
  const method = paymentMethodOn(c, today(c)).method
  if (last?.type !== 'CardInvalidated' || (method !== undefined && method !== 'card')) return []
  const ref = (last as Fact<'CardInvalidated'>).data.cardId ?? 'card'
  return [{ ground: 'card-unusable', ref, since: last.at, causes: [cause(last)] }]
}

const grounds = remembered((c: Case): readonly Ground[] => [...overdue(c), ...found(c), ...card(c)])

/** What may be done on a ground, and under which provision. */
const ACTS: Readonly<Record<string, readonly (readonly [act: string, rule: RuleId])[]>> = {
  bandwidth: [['throttle', 'SF-5.1-2']],
  'excessive-input': [['restrict', 'SF-10.1-6']],
  ...Object.fromEntries(
    ['payment-overdue', 'false-facts', 'prohibited-act', 'refusal-ground', 'card-unusable'].map((ground) => [
      ground,
      [
        ['suspend', 'SF-5.1-3'],
        ['restrict', 'SF-5.1-3'],
      ],
    ]),
  ),
}

/** Grounds on which no measure was taken yet. */
function permitted(c: Case): readonly Permitted[] {
  if (isOver(c)) return []
  const taken = new Set(openMeasures(c).map(({ fact }): string => fact.data.ground))
  return [
    ...grounds(c)
      .filter(({ ground }) => !taken.has(ground))
      .flatMap(({ ground, ref, since, causes }) =>
        (ACTS[ground] ?? []).map(([act, rule]): Permitted => ({
          who: 'provider',
          act,
          ref,
          since,
          clause: clauseOf(c, rule, today(c)),
          causes,
        })),
      ),
    ...(taken.has('core-supplier-stop') ? [] : supplierStops(c)),
  ]
}

/** 第5.2条第1項第2号: while the supplier of a core service does not provide it, the service may be stopped. */
const supplierStops = (c: Case): readonly Permitted[] =>
  outages(c)
    .filter(({ attribution, ended, cause: told }) => attribution === 'core-supplier' && !ended && told)
    .map(({ id, cause: told, began, recognized }) => ({
      who: 'provider',
      act: 'stop-provision',
      ref: id,
      since: (told ?? recognized ?? began)?.at ?? c.asOf,
      clause: clauseOf(c, 'SF-5.2-1', today(c)),
      causes: told ? [cause(told)] : [],
    }))

export const limits: Subject = {
  acts: {
    RestrictionGroundFound: { basis: ['SF-5.1-2', 'SF-5.1-3', 'SF-10.1-6'] },
    CardRegistered: { basis: ['SF-5.1-3'] },
    CardInvalidated: { basis: ['SF-5.1-3'] },
  },
  permitted,
}
