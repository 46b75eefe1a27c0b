import { type Rows } from '../../../contract/bulk.ts'
import { type Case } from '../../../contract/case.ts'
import { fleetOf } from '../fleet/sims.ts'

/** The number of a SIM that was registered at some time; the ICCID is its identity (第35条第1項). */
export const simNamed = (c: Case, iccid: string): number | undefined =>
  fleetOf(c).named(iccid, c.facts.length)

/** The SIMs that an action names: each ICCID with its number, if it was ever spoken of. */
export function* simsIn(c: Case, rows: Rows): Generator<{ iccid: string; sim: number | undefined }> {
  const { names } = fleetOf(c)
  for (const number of rows.ids) {
    const iccid = rows.names.text(number)
    yield { iccid, sim: rows.names === names ? number : names.find(iccid) }
  }
}
