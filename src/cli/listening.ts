import { InvalidArgumentError } from 'commander'
import { type FastifyInstance } from 'fastify'
import { DONE, FOUND_A_FAULT, WrongUse } from './faults.ts'

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
const STOP_MS_MAX = 10_000
const AGAIN_MS_MIN = 500

/** Listens, or closes what was opened for it and says why it cannot. */
export async function listen(
  app: FastifyInstance,
  close: () => Promise<void>,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<string> {
  try {
    return await app.listen({ port, host })
  } catch (error) {
    await close()
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new Error(`port ${port} of ${host} is in use; --port N takes another one`, { cause: error })
    if (code === 'EADDRNOTAVAIL') throw new WrongUse(`${host} is no address of this machine`)
    throw error
  }
}

/**
 * Ends in order: no new request, the running ones answered, then what was opened closed. Told again later it ends at
 * once; a second signal at the same time is the same one, which a terminal sends to every process of a command.
 */
export function stopWhenTold(app: FastifyInstance, close: () => Promise<void>): void {
  let since: number | undefined
  const stop = async (): Promise<void> => {
    if (since !== undefined && performance.now() - since > AGAIN_MS_MIN) process.exit(FOUND_A_FAULT)
    if (since !== undefined) return
    since = performance.now()
    setTimeout(() => process.exit(FOUND_A_FAULT), STOP_MS_MAX).unref()
    await app.close()
    await close()
    process.exit(DONE)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())
}

/** Reads an option that is a whole number. */
export const whole =
  (min: number, max: number) =>
  (text: string): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN
    if (number >= min && number <= max) return number
    throw new InvalidArgumentError(`wanted: a whole number from ${min} to ${max}.`)
  }

/** Reads the option that says how much is logged. */
export function level(text: string): LogLevel {
  const known = LOG_LEVELS.find((each) => each === text)
  if (known) return known
  throw new InvalidArgumentError(`wanted: one of ${LOG_LEVELS.join(', ')}.`)
}
