import { type Case, answer, factsOf } from '../../../contract/case.ts'
import { on } from '../../../contract/timeline.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Subject } from '../../terms.ts'
import { contracts } from './contracts.ts'

/** `dispute.responsible-party`: what comes of an ICCID or a PASSCODE getting known is the customer's (第45条第2項). */
const responsible = (c: Case): readonly Answer<string>[] =>
  contracts(c).length === 0
    ? []
    : factsOf(c, 'CredentialMisuseSuspected')
        .filter(({ data }) => data.credential === 'passcode')
        .map((fact) => {
          const ref = fact.data.misuseId
          const q = { what: 'dispute.responsible-party', ref, rule: 'SC-45-2', on: on(fact), causes: [fact] }
          return answer(c, q, 'customer')
        })

/** 第45条第2項: custody of what opens a SIM. */
export const custody: Subject = {
  acts: {
    CredentialMisuseSuspected: {
      basis: ['SC-45-2'],
      speaksOf: (_c, act) => act.data.credential === 'passcode',
    },
  },
  answers: { 'dispute.responsible-party': responsible },
}
