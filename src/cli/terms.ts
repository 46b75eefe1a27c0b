import { type Command, InvalidArgumentError } from 'commander'
import { SERVICES, type Service } from '../domain/contract/vocabulary.ts'
import { type Covered, coverage } from './coverage.ts'
import { writeTermsPages } from './terms-docs.ts'
import { DONE, FOUND_A_FAULT } from './faults.ts'

/** `daicho terms`: what there is of every rule of the terms. */
export const termsCommand = (program: Command): Command =>
  program
    .command('terms')
    .description('every rule of the terms: where it is implemented and tested, or why it is recorded only')
    .option('--service <service>', `one of ${SERVICES.join(', ')}`, serviceOf)
    .option('--json', 'the rules as JSON')
    .option('--docs <folder>', 'write a page for each 約款 there, as docs/terms holds them')
    .action(({ service, json, docs }: { service?: Service; json?: boolean; docs?: string }) => {
      if (docs !== undefined) {
        for (const path of writeTermsPages(docs)) console.log(path)
        return
      }
      const rules = coverage(service)
      console.log(json ? JSON.stringify(rules) : text(rules))
      process.exitCode = rules.some(({ state }) => state === 'missing') ? FOUND_A_FAULT : DONE
    })

function serviceOf(name: string): Service {
  const known = SERVICES.find((each) => each === name)
  if (known) return known
  throw new InvalidArgumentError(`wanted: one of ${SERVICES.join(', ')}.`)
}

function text(rules: readonly Covered[]): string {
  const count = (state: Covered['state']): number => rules.filter((each) => each.state === state).length
  const summary = `${rules.length} rules: ${count('implemented')} implemented, ${count('recorded only')} recorded only, ${count('missing')} missing`
  return [...rules.map(line), summary].join('\n')
}

const line = ({ rule, article, state, reason, files, tests }: Covered): string =>
  [
    `${rule.padEnd(12)} ${article}  ${state}`,
    ...(reason === undefined ? [] : [`  ${reason}`]),
    ...(files.length === 0 ? [] : [`  ${files.join(' ')}`]),
    ...(tests.length === 0 ? [] : [`  ${tests.join(' ')}`]),
  ].join('\n')
