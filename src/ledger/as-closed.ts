import { type Case } from '../domain/contract/case.ts'
import { type ClosedStatement } from '../domain/contract/closed-statement.ts'
import { type Ledger } from './ledger.ts'
import { caseOf } from './load.ts'

/** The contract as a statement was made from it: what was known before its closing, as of the same instant. */
export async function asClosed(
  { loader }: Pick<Ledger, 'loader'>,
  contractId: string,
  { position, asOf }: Pick<ClosedStatement, 'position' | 'asOf'>,
): Promise<Case> {
  const material = await loader.material(contractId, { position: position - 1 })
  if (!material) throw new Error(`contract ${contractId} has a closing and cannot be read before it`)
  return caseOf(material, asOf)
}
