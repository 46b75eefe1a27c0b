import { type Case } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type EventType } from '../../../contract/vocabulary.ts'
import { monthIndex, monthOf } from '../../../kernel/calendar.ts'
import { Chains } from './chains.ts'
import { BEGAN, ENDED } from './spans.ts'
import { type Readers, Things, type Wanted } from './things.ts'
import { numbersOf } from './traffic.ts'

type Placed<T extends EventType> = { readonly place: number; readonly fact: Fact<T> }
/** A mono-platform project. */
export type ProjectFacts = {
  readonly number: number
  readonly created: Placed<'MonoProjectCreated'>
  deleted?: Placed<'MonoProjectDeleted'>
}

/** The projects and device ids of a timeline: BEGAN is a grant, ENDED a removal; an entry carries its project. */
export class Devices extends Things {
  readonly projects = new Map<string, ProjectFacts>()
  readonly projectIds: string[] = []
  /** Of each SIM the device ids that it was granted; an entry carries the device. */
  readonly bySim = new Chains()

  readonly granted: Wanted = (device, place) =>
    this.isOpen(device, place + 1) ? undefined : 'DeviceIdGranted deviceId'
  /** An id is granted once at a time: of a second grant the removal between is missing. */
  readonly removed: Wanted = (device, place) =>
    this.isOpen(device, place + 1) ? 'DeviceIdRemoved deviceId' : undefined

  projectFor(fact: Fact, place: number, id: string): ProjectFacts | undefined {
    const project = this.projects.get(id)
    if (project && !project.deleted) return project
    this.miss(fact, place, `MonoProjectCreated projectId ${id}`)
    return undefined
  }
}

const READERS: Readers<Devices> = {
  MonoProjectCreated: (devices, fact, place) => {
    const { projectId } = fact.data
    if (devices.projects.has(projectId)) return // an id names one project only
    const number = devices.projectIds.push(projectId) - 1
    devices.projects.set(projectId, { number, created: { place, fact } })
    devices.changed(1, fact, place)
  },
  MonoProjectDeleted: (devices, fact, place) => {
    const project = devices.projectFor(fact, place, fact.data.projectId)
    if (!project) return
    project.deleted = { place, fact }
    removeAll(devices, fact, place, project.number)
    devices.changed(-1, fact, place)
  },
  DeviceIdGranted: (devices, fact, place) => {
    const { projectId, rows } = fact.data
    const project = devices.projectFor(fact, place, projectId)
    if (!project) return
    devices.note(fact, place, rows, BEGAN, devices.removed, project.number)
    const month = monthIndex(monthOf(fact.at))
    const sims = numbersOf(rows, devices.names, 'iccids')
    numbersOf(rows, devices.names).forEach((device, row) => {
      const sim = sims[row]
      if (sim !== undefined) devices.bySim.put(sim, BEGAN, place, month, device)
    })
  },
  DeviceIdRemoved: (devices, fact, place) =>
    void devices.note(fact, place, fact.data.rows, ENDED, devices.granted),
}

/** With its project the registrations in it are gone, and the device ids with them (第57条第2項). */
function removeAll(devices: Devices, fact: Fact, place: number, project: number): void {
  for (const device of devices.all) {
    const entry = devices.chains.latestOf(device, place, BEGAN, ENDED)
    if (devices.chains.kindOf(entry) === BEGAN && devices.chains.detailOf(entry) === project)
      devices.put(device, ENDED, fact, place, project)
  }
}

const KEY = 'sakura-cloud/devices'

/** The projects and devices of a case: one index for all views of its timeline. */
export function devicesOf({ facts }: Case): Devices {
  const { timeline } = facts
  const known = timeline.derived.get(KEY) as Devices | undefined
  const devices = known ?? new Devices()
  if (!known) timeline.derived.set(KEY, devices)
  devices.readTo(timeline, facts.length, (fact, place) => {
    const read = READERS[fact.type] as ((devices: Devices, fact: Fact, place: number) => void) | undefined
    read?.(devices, fact, place)
  })
  return devices
}
