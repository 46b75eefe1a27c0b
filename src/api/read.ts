import { type FastifyReply } from 'fastify'
import { z } from 'zod'
import { type Case, hasBegun } from '../domain/contract/case.ts'
import { ContractId } from '../domain/contract/envelope.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type Material, caseOf } from '../ledger/load.ts'
import { type Renderer } from '../projections/render.ts'
import { sendProblem } from './problem.ts'
import { type ReadQuery, asOfOf, knownOf, rendererOf } from './query.ts'

export const ContractParams = z.object({ contractId: ContractId })

/** What a read of one contract is made from. */
export type Read = {
  readonly material: Material
  readonly c: Case
  readonly render: Renderer
  /** As it was asked for; `null` = everything. */
  readonly knownAt: string | null
}

/** The events of a contract as far as they are known; undefined where nothing of it is, and then it was answered. */
export async function known(
  ledger: Ledger,
  contractId: string,
  query: Pick<ReadQuery, 'knownAt'>,
  reply: FastifyReply,
): Promise<Material | undefined> {
  const material = await ledger.loader.material(contractId, await knownOf(ledger, query))
  if (!material || material.own.events.length === 0) {
    const when = query.knownAt === undefined ? '' : `, as far as was known at ${query.knownAt}`
    sendProblem(reply, {
      type: 'not-found',
      status: 404,
      detail: `there is no contract ${contractId}${when}`,
    })
    return undefined
  }
  reply.header('etag', `"${material.own.revision}"`)
  return material
}

/** A contract at an instant; undefined where it did not exist yet or is not known, and then it was answered. */
export async function reading(
  ledger: Ledger,
  contractId: string,
  query: ReadQuery,
  reply: FastifyReply,
): Promise<Read | undefined> {
  const material = await known(ledger, contractId, query, reply)
  if (!material) return undefined
  const asOf = asOfOf(ledger, query)
  const c = caseOf(material, asOf)
  if (!hasBegun(c)) {
    const detail = `nothing has happened in contract ${contractId} by ${asOf}; its history has what was recorded`
    sendProblem(reply, { type: 'not-found', status: 404, detail })
    return undefined
  }
  return { material, c, render: rendererOf(query), knownAt: query.knownAt ?? null }
}
