import { type Case } from '../domain/contract/case.ts'
import { type ResourceKind } from '../domain/terms/terms.ts'

/** Kinds as a path names them. */
const KINDS = {
  sims: 'sims',
  gateways: 'gateways',
  'mono-projects': 'monoProjects',
  devices: 'devices',
  certificates: 'certificates',
} as const satisfies Readonly<Record<string, ResourceKind>>

/** Field that names a resource of a kind: what a cursor is made of. */
const IDS: Readonly<Record<ResourceKind, string>> = {
  sims: 'iccid',
  gateways: 'gatewayId',
  monoProjects: 'projectId',
  devices: 'deviceId',
  certificates: 'certificateId',
}

/** A page of the resources of a kind in order of their ids; `next` is the cursor of the page behind it. */
export function resourcePage(
  c: Case,
  kind: keyof typeof KINDS,
  cursor: string,
  limit: number,
): Record<string, unknown> {
  const of = KINDS[kind]
  const found = c.terms.resources(c).find((each) => each.kind === of)
  const behind = found?.page(cursor, limit + 1) ?? []
  const items = behind.slice(0, limit)
  const next = behind.length > limit ? items.at(-1)?.[IDS[of]] : null
  return { items, next: next ?? null, count: found?.count ?? 0 }
}
