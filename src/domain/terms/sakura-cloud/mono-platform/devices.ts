import { type Case, type Question, answer, clauseOf, today } from '../../../contract/case.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Refusal, type ResourceEntry, type Resources, type Subject } from '../../terms.ts'
import { devicesOf } from '../fleet/devices.ts'
import { BEGAN, ENDED } from '../fleet/spans.ts'
import { loneFacts, loneReports } from '../fleet/unmatched.ts'
import { DEVICES } from './platform-base.ts'

/** `device.id`: the one granted at the first registration of a SIM resource; a later one grants the same (第54条第5項). */
function deviceId(c: Case, iccid: string): Answer<string> | undefined {
  const devices = devicesOf(c)
  const sim = devices.names.find(iccid)
  let first = -1
  if (sim !== undefined)
    for (let at = devices.bySim.latest(sim, c.facts.length); at >= 0; at = devices.bySim.before(at))
      first = at
  if (first < 0) return undefined
  const fact = devices.facts.get(devices.bySim.placeOf(first))
  const q: Question = { what: 'device.id', ref: iccid, rule: 'SC-54-5', on: today(c), causes: [fact] }
  return answer(c, q, devices.names.text(devices.bySim.detailOf(first)))
}

/** Use of a project that was deleted. */
export function projectGone(c: Case, id: string): Refusal | undefined {
  const deleted = devicesOf(c).projects.get(id)?.deleted
  if (!deleted || deleted.place >= c.facts.length) return undefined
  const clause = clauseOf(c, 'SC-62-2', on(deleted.fact))
  return {
    what: 'refusal.not-in-force',
    clause,
    causes: [{ what: 'projectId', value: id }, cause(deleted.fact)],
  }
}

// ---- as resources ------------------------------------------------------------------------------------------------

function deviceEntry(c: Case, device: number): ResourceEntry {
  const devices = devicesOf(c)
  const { chains, names } = devices
  const latest = chains.latestOf(device, c.facts.length, BEGAN, ENDED)
  const began = chains.latestOf(device, c.facts.length, BEGAN)
  const granted = devices.factOf(began) as Fact<'DeviceIdGranted'>
  const row = granted.data.rows.ids.findIndex(
    (_id, i) => granted.data.rows.names.text(granted.data.rows.ids[i] ?? 0) === names.text(device),
  )
  const sim = granted.data.rows.iccids?.[row]
  return {
    deviceId: names.text(device),
    state: latest === began ? 'granted' : 'removed',
    iccid: sim === undefined ? null : granted.data.rows.names.text(sim),
    projectId: devices.projectIds[chains.detailOf(began)] ?? null,
    grantedAt: granted.at,
    removedAt: latest === began ? null : devices.factOf(latest).at,
  }
}

function devicePage(c: Case, after: string, limit: number): readonly ResourceEntry[] {
  const { chains } = devicesOf(c)
  const entries: ResourceEntry[] = []
  for (const device of devicesOf(c).inOrder(after)) {
    if (entries.length === limit) break
    if (chains.latestOf(device, c.facts.length, BEGAN) >= 0) entries.push(deviceEntry(c, device))
  }
  return entries
}

const projects = (c: Case): readonly ResourceEntry[] =>
  [...devicesOf(c).projects]
    .filter(([, { created }]) => created.place < c.facts.length)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([projectId, { created, deleted }]) => {
      const gone = deleted && deleted.place < c.facts.length ? deleted.fact : undefined
      return {
        projectId,
        state: gone ? 'deleted' : 'created',
        createdAt: created.fact.at,
        deletedAt: gone?.at ?? null,
      }
    })

function resources(c: Case): readonly Resources[] {
  const all = projects(c)
  const count = devicesOf(c).countBefore(c.facts.length)
  const found: Resources[] = []
  if (all.length > 0) {
    const page = (after: string, limit: number): readonly ResourceEntry[] =>
      all.filter(({ projectId }) => String(projectId) > after).slice(0, limit)
    found.push({ kind: 'monoProjects', count: all.length, page })
  }
  if (count > 0) found.push({ kind: 'devices', count, page: (after, limit) => devicePage(c, after, limit) })
  return found
}

/** 第53条, 第54条: projects, and the device ids of the SIM resources registered in them. */
export const devices: Subject = {
  acts: {
    DeviceIdGranted: {
      basis: ['SC-53-1', 'SC-54-5', 'SC-57-2a'],
      refuse: (c, act) => projectGone(c, act.data.projectId),
    },
    DeviceIdRemoved: { basis: ['SC-57-2a'] },
  },
  resourceAnswers: { 'device.id': deviceId },
  resources,
  unmatched: (c) => [
    ...loneFacts(c, devicesOf(c)),
    ...loneReports(c, devicesOf(c), DEVICES, 'DeviceIdGranted deviceId'),
  ],
}
