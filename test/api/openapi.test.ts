import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EVENT_TYPES, vocabulary } from '../../src/domain/contract/vocabulary.ts'
import { problems } from '../../src/api/problem.ts'
import { type Api, api } from './kit.ts'

type Schema = Readonly<Record<string, unknown>> & {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly oneOf?: readonly { readonly $ref: string }[]
}
type Operation = {
  readonly summary: string
  readonly security?: readonly unknown[]
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Readonly<
    Record<string, { description: string; content: Record<string, { schema: Schema }> }>
  >
}
type Document = {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

let ledger: Api
let document: Document
beforeAll(async () => {
  ledger = await api()
  document = (await ledger.app.inject('/openapi.json')).json()
})
afterAll(() => ledger.close())

const operations = (): readonly (readonly [string, Operation])[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  )
const refs = (schema: Schema): readonly string[] =>
  (schema.oneOf ?? []).map(({ $ref }) => $ref.split('/').at(-1) ?? '')

describe('/openapi.json', () => {
  test('is OpenAPI 3.1, and every pointer leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0')
    for (const [, id = ''] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(document.components.schemas).toHaveProperty([id])
    expect(Object.keys(document.components.schemas).filter((id) => id.endsWith('Input'))).toEqual([])
  })

  test('every type that may be posted is a body with its data, at the doors that take it', () => {
    const { schemas } = document.components
    const posted = EVENT_TYPES.filter((type) => vocabulary[type].scope !== 'system')
    for (const type of posted) {
      const { properties } = schemas[type] ?? {}
      expect(properties?.['type'], type).toMatchObject({ const: type })
      expect(Object.keys(properties?.['data']?.properties ?? {}), type).toEqual(
        Object.keys(vocabulary[type].data.shape),
      )
    }
    const doors = ['ContractAction', 'ReferenceAction', 'OutageAction'].map((door) =>
      refs(schemas[door] ?? {}),
    )
    expect(new Set(doors.flat())).toEqual(new Set(posted))
    expect(doors.map((types) => types.includes('OutageBegan'))).toEqual([true, false, true])
    expect(doors.map((types) => types.includes('TariffPublished'))).toEqual([false, true, false])
    expect(doors.map((types) => types.includes('NoticeGiven'))).toEqual([true, true, false])
    expect(schemas['ContractAction']).toMatchObject({ discriminator: { propertyName: 'type' } })
  })

  test('says which field belongs to which service, and which is personal', () => {
    const { data } = document.components.schemas['ApplicationSubmitted']?.properties ?? {}
    expect(data?.properties?.['plan']?.['description']).toContain('Required for iij-media-sphere.')
    expect(data?.properties?.['resources']?.['description']).toContain('Only of sakura-cloud.')
    expect(data?.properties?.['applicantName']?.['description']).toContain('Personal')
  })

  test('every route is described, with what it answers and what goes wrong', () => {
    for (const [name, { summary, responses, security }] of operations()) {
      expect(summary.length, name).toBeGreaterThan(5)
      const statuses = Object.keys(responses)
      expect(
        statuses.some((status) => status.startsWith('2')),
        name,
      ).toBe(true)
      if (security === undefined)
        expect(statuses, name).toEqual(expect.arrayContaining(['400', '401', '500']))
      for (const [status, { description, content }] of Object.entries(responses)) {
        expect(description.length, `${name} ${status}`).toBeGreaterThan(3)
        const type =
          Number(status) < 400 ? /json|csv|html|plain|event-stream/ : /^application\/problem\+json$/
        expect(Object.keys(content)[0], `${name} ${status}`).toMatch(type)
      }
    }
  })

  test('every problem type stands at some route with what it means', () => {
    const said = JSON.stringify(document.paths)
    for (const [type, { meaning }] of Object.entries(problems))
      if (type !== 'forbidden') expect(said).toContain(JSON.stringify(`\`${type}\`: ${meaning}`).slice(1, -1))
  })

  test('headers and parameters of a recording are there', () => {
    const { parameters = [] } = document.paths['/v1/contracts/{contractId}/actions']?.['post'] ?? {}
    expect(parameters.map((each) => `${each.in} ${each.name}`).sort()).toEqual([
      'header idempotency-key', 'header if-match', 'header prefer', 'path contractId', 'query dryRun',
    ]) // prettier-ignore
  })
})

describe('/docs', () => {
  test('is a page that needs nothing from elsewhere', async () => {
    const page = await ledger.app.inject('/docs')
    expect(page.headers['content-type']).toContain('text/html')
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
    expect(loaded.length).toBeGreaterThan(3)
    for (const url of loaded) {
      expect(url).not.toMatch(/^(https?:)?\/\//)
      const path = new URL(url, 'http://daicho/docs').pathname
      expect((await ledger.app.inject(path)).statusCode, path).toBe(200)
    }
    expect(page.headers['content-security-policy']).not.toContain('upgrade-insecure-requests')
  })
})
