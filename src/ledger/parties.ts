import { valueOf } from '../domain/kernel/finding.ts'
import { type Contract } from './directory.ts'
import { type Ledger } from './ledger.ts'
import { caseOf } from './load.ts'

/**
 * Whose contract it is: the party it was opened for, which stays valid after a succession, or the one it passed to
 * (`contract.party`).
 */
export async function isPartyOf(ledger: Ledger, contract: Contract, partyId: string): Promise<boolean> {
  if (partyId === contract.partyId) return true
  const material = await ledger.loader.material(contract.id)
  if (!material) return false
  const c = caseOf(material, ledger.clock.now())
  const parties = (c.terms.answers['contract.party'] ?? []).flatMap((ask) => ask(c))
  return parties.some((party) => valueOf(party) === partyId)
}
