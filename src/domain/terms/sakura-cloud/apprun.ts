import {
  type Case,
  type Question,
  answer,
  clauseOf,
  closingDay,
  factsOf,
  remembered,
  today,
} from '../../contract/case.ts'
import { openMeasures } from '../../contract/measures.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, type Instant, type Month, dayOf, endOf, monthOf } from '../../kernel/calendar.ts'
import { type Answer, type Finding, isKnown } from '../../kernel/finding.ts'
import { type Charge, type OptionEntry, type State, type Subject } from '../terms.ts'
import { offerOf } from './base/beta.ts'

const OPTION = 'apprun'

/** An AppRun contract: from the first image to the instant at which none remains (SC-Q21). */
type AppRun = { readonly ref: string; readonly registered: Fact; readonly deleted?: Fact }

/** 第88条第1項, 第89条: formed by an image, ended with the last one. A later image forms a new contract. */
const contracts = remembered((c: Case): readonly AppRun[] => {
  const images = new Set<string>()
  const found: AppRun[] = []
  for (const fact of c.facts.ofAny('ContainerImageRegistered', 'ContainerImageDeleted')) {
    const last = found.at(-1)
    if (fact.type === 'ContainerImageRegistered') {
      if (images.size === 0) found.push({ ref: refOf(found.length), registered: fact })
      images.add(fact.data.imageId)
    } else if (images.delete(fact.data.imageId) && images.size === 0 && last)
      found[found.length - 1] = { ...last, deleted: fact }
  }
  return found
})

const refOf = (before: number): string => (before === 0 ? OPTION : `${OPTION}-${before + 1}`)

/** The instant at which the provision ends: with the image (第89条), or with the β itself (第11条第4項・第7項). */
function endedAt(c: Case, run: AppRun): Answer<Instant> | undefined {
  const q: Question = { what: 'termination.effective-at', ref: run.ref, rule: 'SC-89-1', on: today(c) }
  const ends = [
    ...(run.deleted ? [answer(c, { ...q, on: on(run.deleted), causes: [run.deleted] }, run.deleted.at)] : []),
    ...abolished(c, run).map((fact) =>
      answer(c, { ...q, rule: 'SC-11-4', on: on(fact), causes: [fact] }, endOf(fact.data.endsOn)),
    ),
    ...promoted(c)
      .filter(({ data }) => data.endsOn >= on(run.registered))
      .map((fact) =>
        answer(c, { ...q, rule: 'SC-92-1', on: on(fact), causes: [fact] }, endOf(fact.data.endsOn)),
      ),
  ].filter((end) => isKnown(end))
  return ends.reduce<Finding<Instant> | undefined>(
    (best, end) => (!best || end.value < best.value ? end : best),
    undefined,
  )
}

const abolished = (c: Case, { ref, registered }: AppRun): readonly Fact<'ServiceDiscontinued'>[] =>
  factsOf(c, 'ServiceDiscontinued').filter(
    ({ data }) =>
      (data.ref === ref || data.option === OPTION || offerOf(c, data.betaId)?.data.parentOption === OPTION) &&
      data.endsOn >= on(registered),
  )

const promoted = (c: Case): readonly Fact<'BetaPromoted'>[] =>
  c.reference.facts
    .of('BetaPromoted')
    .filter(({ data }) => offerOf(c, data.betaId)?.data.parentOption === OPTION)

function stateOf(c: Case, run: AppRun): Finding<State> {
  const { ref, registered } = run
  const end = endedAt(c, run)
  const found = { what: 'option.state', ref }
  if (end && isKnown(end) && c.asOf >= end.value)
    return { ...found, value: 'ended', clause: end.clause, causes: [end] }
  const stopped = openMeasures(c).find(
    ({ fact }) =>
      fact.type === 'ServiceSuspended' &&
      (fact as Fact<'ServiceSuspended'>).data.kind === 'suspension' &&
      fact.data.ref === ref,
  )
  return {
    ...found,
    value: stopped ? 'suspended' : 'active',
    clause: clauseOf(c, stopped ? 'SC-1-2' : 'SC-88-1', stopped ? today(c) : on(registered)),
    causes: [cause(registered), ...(stopped ? [cause(stopped.fact)] : [])],
  }
}

const formedAt = (c: Case, { ref, registered }: AppRun): Answer<Instant> =>
  answer(
    c,
    { what: 'contract.formed-at', ref, rule: 'SC-88-1', on: on(registered), causes: [registered] },
    registered.at,
  )

/** `contract.starts-on`: the provision starts as the contract is formed (第88条第2項). */
const startsOn = (c: Case, { ref, registered }: AppRun): Answer<Day> =>
  answer(
    c,
    { what: 'contract.starts-on', ref, rule: 'SC-88-2', on: on(registered), causes: [registered] },
    on(registered),
  )

function entry(c: Case, run: AppRun): OptionEntry {
  const end = endedAt(c, run)
  const q: Question = {
    what: 'option.ends-on',
    ref: run.ref,
    rule: end?.clause.rule ?? 'SC-89-1',
    on: today(c),
  }
  return {
    option: OPTION,
    ref: run.ref,
    state: stateOf(c, run),
    startsOn: startsOn(c, run),
    ...(end && isKnown(end) && { endsOn: answer(c, { ...q, causes: [end] }, dayOf(end.value)) }),
  }
}

/** 第87条第2項: free. */
function free(c: Case, run: AppRun, month: Month): readonly Charge[] {
  const end = endedAt(c, run)
  const last = end && isKnown(end) ? monthOf(end.value) : month
  if (month > monthOf(c.asOf) || month < monthOf(run.registered.at) || month > last) return []
  const q = {
    what: 'charge.option-base',
    ref: run.ref,
    rule: 'SC-87',
    on: closingDay(month),
    causes: [run.registered],
  }
  return [{ kind: 'option-base', item: OPTION, option: OPTION, ref: run.ref, amount: answer(c, q, 0) }]
}

/** `beta.successor`: the formal service asks for a new contract, in whatever way others are promoted (第92条第1項). */
const successors = (c: Case): readonly Answer<string>[] =>
  contracts(c).length === 0
    ? []
    : promoted(c).map((fact) => {
        const q = {
          what: 'beta.successor',
          ref: fact.data.betaId,
          rule: 'SC-92-1',
          on: on(fact),
          causes: [fact],
        }
        return answer(c, q, 'none')
      })

/** A deletion of an image that nobody registered. */
const lone: NonNullable<Subject['unmatched']> = (c) => {
  const registered = new Set(factsOf(c, 'ContainerImageRegistered').map(({ data }) => data.imageId))
  return factsOf(c, 'ContainerImageDeleted')
    .filter(({ data }) => !registered.has(data.imageId))
    .map((fact) => ({ fact, missing: `ContainerImageRegistered imageId ${fact.data.imageId}` }))
}

const ofEach =
  <T>(ask: (c: Case, run: AppRun) => T) =>
  (c: Case): readonly T[] =>
    contracts(c).map((run) => ask(c, run))

/** Chapter 2 section 13: AppRun, as a β. */
export const appRun: Subject = {
  acts: {
    ContainerImageRegistered: { basis: ['SC-88-1', 'SC-88-2'] },
    ContainerImageDeleted: { basis: ['SC-89-1'] },
    SurveyAnswered: { basis: ['SC-91'] },
  },
  answers: {
    'contract.formed-at': ofEach(formedAt),
    'contract.starts-on': ofEach(startsOn),
    'option.state': ofEach(stateOf),
    'termination.effective-at': (c) => contracts(c).flatMap((run) => endedAt(c, run) ?? []),
    'beta.successor': successors,
  },
  options: ofEach(entry),
  charges: (c, month) => contracts(c).flatMap((run) => free(c, run, month)),
  unmatched: lone,
}
