import { type Case, type Question, answer, remembered, today } from '../../../contract/case.ts'
import { type Answer, type RuleId } from '../../../kernel/finding.ts'
import { type Subject } from '../../terms.ts'
import { devicesOf } from '../fleet/devices.ts'
import { BEGAN } from '../fleet/spans.ts'
import { stateOf } from '../formed/contract.ts'
import { type Articles, type Formed, contractsOf } from '../formed/formed.ts'
import { isOver } from '../formed/term.ts'
import { formedSubject } from '../formed/subject.ts'
import { contracts as secureMobileContracts } from '../secure-mobile/contracts.ts'

const ARTICLES: Articles = {
  option: 'mono-platform',
  formation: 'SC-55-1',
  renewal: 'SC-62-1',
  deletion: 'SC-62-2',
}

/** The mono platform contracts, the first one first: as long as there is a project (第55条第1項). */
export const contracts = remembered((c: Case): readonly Formed[] =>
  contractsOf(
    ARTICLES,
    devicesOf(c).turns.filter(({ place }) => place < c.facts.length),
  ),
)

/** A grant that stands now. */
function granted(c: Case): number {
  const devices = devicesOf(c)
  const device = devices.all.find((each) => devices.isOpen(each, c.facts.length))
  return device === undefined ? -1 : devices.chains.latestOf(device, c.facts.length, BEGAN)
}

/** `option.usable`: with a SIM resource registered in a project (第53条第1項), under a secure mobile contract (第2項). */
function usable(c: Case, { ref, fact }: Formed): Answer<boolean> {
  const parent = secureMobileContracts(c).find((formed) => stateOf(c, formed).value === 'active')
  const entry = granted(c)
  const rule: RuleId = parent ? 'SC-53-1' : 'SC-53-2'
  const causes = [fact, parent?.fact, entry < 0 ? undefined : devicesOf(c).factOf(entry)]
  const q: Question = { what: 'option.usable', ref, rule, on: today(c), causes }
  return answer(c, q, parent !== undefined && entry >= 0)
}

const formed = formedSubject(contracts, 'SC-55-2')

/** 第53条, 第55条, 第62条: formation, term and end, and what use needs. */
export const lifecycle: Subject = {
  acts: {
    MonoProjectCreated: { basis: ['SC-55-1', 'SC-55-2'] },
    MonoProjectDeleted: { basis: ['SC-62-2'] },
  },
  ...formed,
  answers: {
    ...formed.answers,
    'option.usable': (c) =>
      contracts(c)
        .filter((each) => !isOver(c, each))
        .map((each) => usable(c, each)),
  },
}
