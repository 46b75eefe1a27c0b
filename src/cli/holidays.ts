import holidayJp from '@holiday-jp/holiday_jp'
import { type Command } from 'commander'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Config } from '../config.ts'
import { SERVICES, Service } from '../domain/contract/vocabulary.ts'
import { Day, Instant } from '../domain/kernel/calendar.ts'
import { machineClock } from '../ledger/clock.ts'
import { DONE, FOUND_A_FAULT, WrongUse } from './faults.ts'
import { target } from './import.ts'
import { type Recorder } from './recorders.ts'

type Options = {
  readonly from: string
  readonly to: string
  readonly closures?: string
  readonly at?: string
  readonly publish?: string
  readonly data?: string
  readonly url?: string
  readonly token?: string
}

type Draft = ReturnType<typeof calendar>

/** The days the library knows, in order. */
const KNOWN = Object.keys(holidayJp.holidays).sort()

/** `daicho holidays`: drafts the publication of a calendar, so that nobody types one. */
export const holidaysCommand = (program: Command, config: Config): Command =>
  program
    .command('holidays')
    .description('draft HolidayCalendarPublished for a span, from a maintained library and your closures')
    .requiredOption('--from <day>', 'first day of the span')
    .requiredOption('--to <day>', 'its last day')
    .option(
      '--closures <file>',
      'company closure days, one YYYY-MM-DD a line; those outside the span are left out',
    )
    .option(
      '--at <instant>',
      'when it was announced: reads as of an earlier instant do not know it; default: now',
    )
    .option('--publish <service>', 'publish it for a service, or for all')
    .option('--data <directory>', 'data directory that no server has open')
    .option('--url <url>', 'a running server instead')
    .option('--token <token>', 'its operator token; default: DAICHO_TOKEN')
    .action(async (options: Options) => {
      process.exitCode = await draftOrPublish(config, options)
    })

async function draftOrPublish(config: Config, options: Options): Promise<number> {
  const draft = calendar(
    dayOf('--from', options.from),
    dayOf('--to', options.to),
    await closuresOf(options.closures),
    instantOf(options.at),
  )
  if (options.publish === undefined) {
    console.log(JSON.stringify(draft, null, 2))
    return DONE
  }
  const services = options.publish === 'all' ? SERVICES : [serviceOf(options.publish)]
  const { recorder, close } = await target(config, options)
  try {
    let sound = true
    for (const service of services) {
      const said = await publish(recorder, { ...draft, service })
      console.log(`${service}: ${said.text}`)
      sound &&= said.sound
    }
    return sound ? DONE : FOUND_A_FAULT
  } finally {
    await close()
  }
}

/** Published once: the key is the calendar itself, so the same one told at another time is the one that is there. */
async function publish(
  recorder: Recorder,
  body: Draft & { service: Service },
): Promise<{ text: string; sound: boolean }> {
  const key = createHash('sha256')
    .update(JSON.stringify([body.service, body.data]))
    .digest('hex')
  const { status, replayed, problem } = await recorder.record({ door: 'reference', body }, key)
  if (problem?.type === 'idempotency-key' || status === 200 || replayed)
    return { text: 'is published already', sound: true }
  return problem ? { text: `${status} ${problem.detail}`, sound: false } : { text: 'published', sound: true }
}

/** The action that publishes a span: national holidays, substitute and citizens' holidays among them, and closures. */
export function calendar(fromOn: Day, toOn: Day, closures: readonly Day[] | undefined, at: Instant) {
  if (toOn < fromOn) throw new WrongUse(`--to ${toOn} lies before --from ${fromOn}`)
  const [first = '', last = ''] = [KNOWN[0]?.slice(0, 4), KNOWN.at(-1)?.slice(0, 4)]
  if (fromOn.slice(0, 4) < first || toOn.slice(0, 4) > last)
    throw new WrongUse(`the library knows the years ${first} to ${last}`)
  const inSpan = (day: string): boolean => fromOn <= day && day <= toOn
  return {
    type: 'HolidayCalendarPublished',
    occurredAt: at,
    data: {
      calendarId: `jp-${fromOn}-${toOn}`,
      fromOn,
      toOn,
      holidays: KNOWN.filter(inSpan),
      ...(closures && { closures: [...new Set(closures)].filter(inSpan).sort() }),
    },
  } as const
}

const dayOf = (option: string, text: string): Day => {
  const parsed = Day.safeParse(text)
  if (!parsed.success) throw new WrongUse(`${option} ${text}: a day is written YYYY-MM-DD`)
  return parsed.data
}

const instantOf = (text: string | undefined): Instant => {
  const parsed = Instant.safeParse(text ?? machineClock.now())
  if (!parsed.success) throw new WrongUse(`--at ${text}: an instant has an offset, 2026-04-01T09:00:00+09:00`)
  return parsed.data
}

const serviceOf = (text: string): Service => {
  const parsed = Service.safeParse(text)
  if (!parsed.success) throw new WrongUse(`--publish ${text}: all, or one of ${SERVICES.join(', ')}`)
  return parsed.data
}

async function closuresOf(file: string | undefined): Promise<readonly Day[] | undefined> {
  if (file === undefined) return undefined
  const text = await readFile(file, 'utf8').catch(() => {
    throw new WrongUse(`there is no file ${file}`)
  })
  const lines = text.split('\n').map((line, i) => ({ line: line.replace(/#.*/, '').trim(), n: i + 1 }))
  return lines.filter(({ line }) => line !== '').map(({ line, n }) => dayOf(`${file} line ${n}:`, line))
}
