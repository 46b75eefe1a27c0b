import { SingleBar } from 'cli-progress'

export type Progress = { readonly add: (steps: number) => void; readonly stop: () => void }

const SILENT: Progress = { add: () => undefined, stop: () => undefined }

/** A bar on a terminal, nothing in a pipe. It goes to stderr, so that stdout holds results only. */
export function progress(total: number, what: string): Progress {
  if (!process.stderr.isTTY || total === 0) return SILENT
  const bar = new SingleBar({
    format: `{bar} {percentage}% | {value} of {total} ${what} | {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 1_000,
  })
  bar.start(total, 0)
  return { add: (steps) => bar.increment(steps), stop: () => bar.stop() }
}
