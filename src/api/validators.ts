import { type FastifySchemaCompiler } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { type z } from 'zod'
import { ActionLine, ContractAction, OutageAction, ReferenceAction } from './schemas/actions.ts'

/** Bodies that the ledger itself checks, so that every door names the same errors: their schemas describe them only. */
const CHECKED_BY_THE_LEDGER: ReadonlySet<z.ZodType> = new Set([
  ContractAction,
  ReferenceAction,
  OutageAction,
  ActionLine,
])

/** Parameters and bodies are checked with the schemas that describe them. */
export const validators: FastifySchemaCompiler<z.ZodType> = (route) =>
  CHECKED_BY_THE_LEDGER.has(route.schema) ? (value: unknown) => ({ value }) : validatorCompiler(route)
