import { type Day, addDays, addMonths, lastDayOf, monthOf, startOf } from '../kernel/calendar.ts'
import { type Case } from './case.ts'
import { type Fact, on } from './timeline.ts'

type Preset = Fact<'CancellationDatePreset'>

/** From when a preset holds for notices that arrive: its day, else the instant it was told. */
const since = (preset: Preset): string =>
  preset.data.effectiveOn === undefined ? preset.at : startOf(preset.data.effectiveOn)

/** The day the provider preset for a cancellation that arrived then, and the preset; nothing where none was told. */
export function presetFor(c: Case, notice: Fact): { readonly day: Day; readonly preset: Preset } | undefined {
  const preset = c.reference.facts
    .of('CancellationDatePreset')
    .filter((each) => since(each) <= notice.at)
    .reduce<Preset | undefined>(
      (best, next) => (!best || since(next) >= since(best) ? next : best),
      undefined,
    )
  const day = preset && dayOfPreset(preset, on(notice))
  return preset && day !== undefined ? { day, preset } : undefined
}

function dayOfPreset({ data }: Preset, arrival: Day): Day | undefined {
  const month = monthOf(arrival)
  switch (data.rule) {
    case 'fixed-day':
      return data.presetOn
    case 'month-end-of-arrival':
      return lastDayOf(month)
    case 'next-month-end':
      return lastDayOf(addMonths(month, 1))
    case 'days-after-arrival':
      return data.days === undefined ? undefined : addDays(arrival, data.days)
  }
}

/** The later of several days. */
export const latestOf = (first: Day, ...others: readonly (Day | undefined)[]): Day =>
  others.reduce<Day>((best, next) => (next !== undefined && next > best ? next : best), first)
