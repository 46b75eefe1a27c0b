import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  remembered,
  today,
} from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Instant, endOf } from '../../kernel/calendar.ts'
import { type Answer, valueOf } from '../../kernel/finding.ts'
import { type Obligation, type Permitted, type Subject } from '../terms.ts'
import { countsFrom } from './notices.ts'

export type Discontinued = Fact<'ServiceDiscontinued'>

/** Decisions to end the service as a whole; a part or an option that ends leaves the contract (第5条第1項). */
export const discontinuations = remembered((c: Case): readonly Discontinued[] =>
  factsOf(c, 'ServiceDiscontinued').filter(({ data }) => data.scope === 'all' && data.ref === undefined),
)

/** 第5条第2項: a notice that names the reason; 第5条第3項: shown on the website, it counts when thirty days have passed. */
function noticeInTime(c: Case, by: Instant): Fact<'NoticeGiven'> | undefined {
  return factsOf(c, 'NoticeGiven').find((notice) => {
    const { subject, by: who, reasonStated } = notice.data
    if (who !== 'provider' || subject !== 'discontinuation' || reasonStated !== true) return false
    const from = countsFrom(c, notice)
    return from !== undefined && from <= by
  })
}

const refOf = ({ id, data }: Discontinued): string => data.ref ?? data.option ?? id
/** The end of the whole service is the contract's own. */
const ownRef = (decided: Discontinued): string | undefined =>
  decided.data.scope === 'all' ? undefined : refOf(decided)

/** `discontinuation.immune` (OP-5-4): no liability where the end was notified before, or could not wait. */
export function immune(c: Case, decided: Discontinued): Answer<boolean> {
  const notice = noticeInTime(c, endOf(decided.data.endsOn))
  const q: Question = {
    what: 'discontinuation.immune',
    ref: ownRef(decided),
    rule: 'OP-5-4',
    on: on(decided),
    causes: [decided, notice],
  }
  return answer(c, q, decided.data.urgent === true || notice !== undefined)
}

function effectiveOn(c: Case, decided: Discontinued): Answer<string> {
  const ref = ownRef(decided)
  const q: Question = {
    what: 'discontinuation.effective-on',
    ref,
    rule: 'OP-5-1',
    on: on(decided),
    causes: [decided],
  }
  return answer(c, q, decided.data.endsOn)
}

/** `notice.missing` (OP-5-2): the end has come, it was not urgent, and no notice counts as given before it. */
function missingNotices(c: Case): readonly Answer<boolean>[] {
  return factsOf(c, 'ServiceDiscontinued')
    .filter((decided) => today(c) > decided.data.endsOn && valueOf(immune(c, decided)) === false)
    .map((decided) => {
      const q: Question = {
        what: 'notice.missing',
        ref: refOf(decided),
        rule: 'OP-5-2',
        on: on(decided),
        causes: [decided],
      }
      return answer(c, q, true)
    })
}

const isNotice = ({ data }: Fact<'NoticeGiven'>): boolean =>
  data.by === 'provider' && data.subject === 'discontinuation'

function obligations(c: Case): readonly Obligation[] {
  if (factsOf(c, 'NoticeGiven').some(isNotice)) return []
  return factsOf(c, 'ServiceDiscontinued')
    .filter(({ data }) => data.urgent !== true)
    .map((decided) => ({
      who: 'provider',
      duty: 'notify-discontinuation',
      ref: refOf(decided),
      since: decided.at,
      dueOn: decided.data.endsOn,
      clause: clauseOf(c, 'OP-5-2', on(decided)),
      causes: [cause(decided)],
    }))
}

/** 第5条第1項: a notice that the service is going to end opens the decision, until it is told. */
function permitted(c: Case): readonly Permitted[] {
  const notice = factsOf(c, 'NoticeGiven').find(isNotice)
  if (!notice || factsOf(c, 'ServiceDiscontinued').length > 0) return []
  const clause = clauseOf(c, 'OP-5-1', on(notice))
  return [{ who: 'provider', act: 'discontinue', since: notice.at, clause, causes: [cause(notice)] }]
}

/** 第5条: the provider ends the service. */
export const discontinuation: Subject = {
  acts: {
    ServiceDiscontinued: { basis: ['OP-5-1'] },
    NoticeGiven: {
      basis: ['OP-5-2', 'OP-5-3'],
      speaksOf: (_c, { data }) => data.by === 'provider' && data.subject === 'discontinuation',
    },
  },
  answers: {
    'discontinuation.effective-on': (c) =>
      factsOf(c, 'ServiceDiscontinued').map((decided) => effectiveOn(c, decided)),
    'discontinuation.immune': (c) => factsOf(c, 'ServiceDiscontinued').map((decided) => immune(c, decided)),
    'notice.missing': missingNotices,
  },
  obligations,
  permitted,
}
