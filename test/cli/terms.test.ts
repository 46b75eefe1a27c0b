import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { coverage } from '../../src/cli/coverage.ts'
import { daicho } from './running.ts'

type Catalogued = {
  readonly id: string
  readonly service: string
  readonly article: string
  readonly computes: boolean
  readonly title: string
  readonly titleJa: string
}
const catalogue = JSON.parse(
  readFileSync(new URL('../spec/rules.json', import.meta.url), 'utf8'),
) as readonly Catalogued[]
const rules = coverage()

describe('daicho terms', () => {
  test('lists every rule of the catalogue, with its article', () => {
    const listed = rules.map(({ rule, service, article }) => ({ id: rule, service, article }))
    const wanted = catalogue.map(({ id, service, article }) => ({ id, service, article }))
    const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
    expect(listed.sort(byId)).toEqual(wanted.sort(byId))
  })

  test('nothing is missing; what is recorded only says why', () => {
    expect(rules.filter(({ state }) => state === 'missing').map(({ rule }) => rule)).toEqual([])
    for (const { rule, state, reason = '' } of rules)
      if (state === 'recorded only')
        expect([rule, reason]).toEqual([rule, expect.stringMatching(/^(?!TODO).{15,}/)])
  })

  test('names files that are there and cite the rule', () => {
    for (const { rule, files, tests } of rules)
      for (const path of [...files, ...tests]) {
        const file = new URL(`../../${path}`, import.meta.url)
        expect(existsSync(file), path).toBe(true)
        expect(readFileSync(file, 'utf8')).toContain(rule)
      }
  })

  test('an id is not found inside a longer one', () => {
    const of = (id: string) => rules.find(({ rule }) => rule === id)
    expect(of('SC-7-3')?.files.length).toBeGreaterThan(0)
    expect(of('SF-1.2-1')?.files).not.toEqual([])
  })

  test('as text it ends with the counts, of one service or all', async () => {
    const { code, stdout } = await daicho(['terms', '--service', 'iij-media-sphere'])
    const own = rules.filter(({ service }) => service === 'iij-media-sphere')
    const implemented = own.filter(({ state }) => state === 'implemented').length
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      `${own.length} rules: ${implemented} implemented, ${own.length - implemented} recorded only, 0 missing`,
    )
    expect(JSON.parse((await daicho(['terms', '--json'])).stdout)).toEqual(JSON.parse(JSON.stringify(rules)))
    expect((await daicho(['terms', '--service', 'nobody'])).code).toBe(2)
  })
})
