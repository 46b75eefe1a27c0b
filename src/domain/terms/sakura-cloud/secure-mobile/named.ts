import { type Rows } from '../../../contract/bulk.ts'
import { type Case } from '../../../contract/case.ts'
import { fleetOf } from '../fleet/sims.ts'
import { BEGAN } from '../fleet/spans.ts'

/** The number of a SIM that was registered at some time; the ICCID is its identity (第35条第1項). */
export function simNamed(c: Case, iccid: string): number | undefined {
  const fleet = fleetOf(c)
  const sim = fleet.names.find(iccid)
  return sim !== undefined && fleet.chains.latestOf(sim, c.facts.length, BEGAN) >= 0 ? sim : undefined
}

/** The SIMs that an action names: each ICCID with its number, if it was ever spoken of. */
export function* simsIn(c: Case, rows: Rows): Generator<{ iccid: string; sim: number | undefined }> {
  const { names } = fleetOf(c)
  for (const number of rows.ids) {
    const iccid = rows.names.text(number)
    yield { iccid, sim: rows.names === names ? number : names.find(iccid) }
  }
}
