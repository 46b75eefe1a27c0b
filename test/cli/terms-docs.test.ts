import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { coverage } from '../../src/cli/coverage.ts'
import { termsPages } from '../../src/cli/terms-docs.ts'

const pathOf = (name: string): URL => new URL(`../../docs/terms/${name}`, import.meta.url)

describe('docs/terms', () => {
  test.each(termsPages())(
    '$name is what the rules and tests say today (npx daicho terms --docs docs/terms)',
    ({ name, text }) => {
      expect(existsSync(pathOf(name))).toBe(true)
      expect(readFileSync(pathOf(name), 'utf8')).toBe(text)
    },
  )

  test('names for every rule its article, its words in two languages, and where it is or why not', () => {
    for (const { text } of termsPages()) {
      for (const entry of text.split('### ').slice(1)) {
        expect(entry).toMatch(/^(IF|IJ|SC|SF|OP)-\S+ \S+\n\n.+ \/ .+\n\n- (Rule|Recorded only|Test): \S/)
      }
    }
  })
})

test('every computed rule has a test whose title names it', () => {
  const untested = coverage().filter(({ state, tests }) => state === 'implemented' && tests.length === 0)
  expect(untested.map(({ rule }) => rule)).toEqual([])
})
