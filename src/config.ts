/** The only reader of the environment. */
export type Config = {
  /** `DAICHO_TOKEN`: the operator token, instead of the generated one. */
  readonly token: string | undefined
  /** `DAICHO_TEST_CLOCK=1`: the ledger's now can be set. Never for real contracts. */
  readonly testClock: boolean
  /** `DAICHO_DATA`: the data directory. */
  readonly data: string
}

export const readConfig = (env: NodeJS.ProcessEnv = process.env): Config => ({
  token: env['DAICHO_TOKEN'] === '' ? undefined : env['DAICHO_TOKEN'],
  testClock: env['DAICHO_TEST_CLOCK'] === '1',
  data: env['DAICHO_DATA'] ?? 'data',
})
