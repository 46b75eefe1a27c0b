import { type Case, type Question, answer, today } from '../../../contract/case.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Subject } from '../../terms.ts'
import { contracts as monoPlatforms } from '../mono-platform/contracts.ts'
import { metPrerequisites } from '../options/prerequisites.ts'
import { contracts } from './contracts.ts'

const KIND = 'linked-system-contract'

/**
 * `terms.precedence` of each linked system: between the customer and its supplier their own contract comes first
 * (第43条第2項, for the mono platform 第59条第2項).
 */
const precedence = (c: Case): readonly Answer<readonly string[]>[] => {
  const rule = contracts(c).length > 0 ? 'SC-43-2' : monoPlatforms(c).length > 0 ? 'SC-59' : undefined
  if (rule === undefined) return []
  return metPrerequisites(c, KIND).map((fact) => {
    const ref = fact.data.ref ?? 'linked-system'
    const q: Question = { what: 'terms.precedence', ref, rule, on: today(c), causes: [fact] }
    return answer(c, q, [KIND, 'base-terms', 'service-terms'])
  })
}

/** 第43条, 第59条: systems of third parties that the customer links, under contracts of its own. */
export const linkedSystems: Subject = {
  acts: {
    PrerequisiteMet: {
      basis: ['SC-43-1', 'SC-43-2', 'SC-59'],
      speaksOf: (_c, act) => act.data.kind === KIND,
    },
    PrerequisiteLapsed: { basis: ['SC-43-1'], speaksOf: (_c, act) => act.data.kind === KIND },
  },
  answers: { 'terms.precedence': precedence },
}
