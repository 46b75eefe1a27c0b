/** Numbers of one run, a line each; ratios stand beside the limit they are measured against. */
export const line = (name: string, figure: string, beside = ''): void =>
  console.log(`${name.padEnd(58)}${figure.padStart(16)}${beside === '' ? '' : `   ${beside}`}`)
export const title = (text: string): void => console.log(`\n${text}`)
export const perSecond = (n: number): string => `${Math.round(n).toLocaleString('en')} /s`
export const ms = (n: number): string => `${n.toFixed(2)} ms`
export const ratio = (ours: number, limit: number, aim: number): string =>
  `${(ours / limit).toFixed(2)} of the limit (aim ${aim})`

/** Seconds that some work takes. */
export async function timed(work: () => Promise<void> | void): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1_000
}

/** The p-th quantile (0…1) of some figures. */
export const quantile = (figures: readonly number[], p: number): number =>
  [...figures].sort((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * p))] ?? 0
export const median = (figures: readonly number[]): number => quantile(figures, 0.5)
