import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import { type FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { type z } from 'zod'

const ABOUT = `
Every price, limit, date and refusal this ledger gives is a **finding**: what, value, clause, causes. Ask for any of
them with \`…/findings/{what}\`, or add \`trace=full\` to any read, and it opens down to the provision and the recorded
events it stands on.

- **Token**: \`Authorization: Bearer …\` on every call but health, ready and these pages.
- **Two time lines**: \`asOf\` is the contract's own (what had happened), \`knownAt\` the ledger's (what had been told),
  an instant or \`@\` and a position. The same ledger, \`asOf\` and \`knownAt\` always give the same bytes.
- **Instants** are ISO 8601 with an offset, days and months are those of Asia/Tokyo, money is whole yen, quantities
  that may have fractions are decimal texts.
- **Said twice is recorded once**: the same fact answers 200. An \`Idempotency-Key\` gives the first answer again, marked
  \`Idempotent-Replayed: true\`.
- **Problems** are RFC 9457 documents; their \`type\` leads to what it means.
`

/** Describes the interface at `/openapi.json`, made from the schemas it checks with, and shows it at `/docs`. */
export async function describeInterface(app: FastifyInstance): Promise<void> {
  const options = { zodToJsonConfig: { override: simplify } }
  const components = createJsonSchemaTransformObject(options)
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Daicho', version: '1', description: ABOUT },
      security: [{ operator: [] }],
      components: { securitySchemes: { operator: { type: 'http', scheme: 'bearer' } } },
      tags: TAGS,
    },
    transform: createJsonSchemaTransform(options),
    transformObject: (document) => pruned(components(document) as Document) as never,
  })
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    uiConfig: {
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
      validatorUrl: null,
      persistAuthorization: false,
    },
    theme: {
      title: 'Daicho',
      css: [{ filename: 'plain.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  })
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
}

const TAGS = [
  { name: 'record', description: 'Tell the ledger what happened' },
  { name: 'contract', description: 'Read one contract at an instant, as far as is known' },
  { name: 'across', description: 'Read across contracts, from views that say how far they have come' },
  { name: 'billing', description: 'Bills, as they stand and as they were closed' },
  { name: 'reference', description: 'What providers published' },
  { name: 'people', description: 'Personal fields' },
  { name: 'system', description: 'The server itself' },
]

/** What a format says needs no pattern, what a double holds no bounds; a type tells its bodies apart. */
function simplify({
  jsonSchema,
  zodSchema,
}: {
  jsonSchema: Record<string, unknown>
  zodSchema: z.core.$ZodType
}): void {
  if (jsonSchema['format'] !== undefined) delete jsonSchema['pattern']
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum']
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum']
  const { def } = zodSchema._zod as { def: { readonly discriminator?: string } }
  if (def.discriminator !== undefined) jsonSchema['discriminator'] = { propertyName: def.discriminator }
}

type Document = { readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> } }

/**
 * Every named schema comes in two forms, as input and as output. Those that nothing points to are left out, and the
 * form that is alone then gets the plain name.
 */
function pruned(document: Document): Document {
  const schemas = document.components?.schemas ?? {}
  const used = reachable({ ...document, components: {} }, schemas)
  const kept = Object.fromEntries(Object.entries(schemas).filter(([id]) => used.has(id)))
  const text = JSON.stringify({ ...document, components: { ...document.components, schemas: kept } })
  const lone = [...used].filter((id) => id.endsWith(INPUT) && !used.has(id.slice(0, -INPUT.length)))
  return JSON.parse(
    lone.reduce(
      (said, id) => said.replaceAll(`"${id}":`, `"${plain(id)}":`).replaceAll(`/${id}"`, `/${plain(id)}"`),
      text,
    ),
  ) as Document
}

const INPUT = 'Input'
const plain = (id: string): string => id.slice(0, -INPUT.length)

/** The names of the schemas that something points to, however far. */
function reachable(from: unknown, schemas: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const met = new Set<string>()
  const walk = (part: unknown): void => {
    for (const [, id = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (met.has(id)) continue
      met.add(id)
      walk(schemas[id] ?? {})
    }
  }
  walk(from)
  return met
}
