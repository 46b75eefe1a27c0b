import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { WrongUse } from './faults.ts'

/** What was written: its lines, its bytes, and hex SHA-256 of them. */
export type Poured = { readonly lines: number; readonly bytes: number; readonly sha256: string }

/** Bytes of one write: a line by itself is too little for one. */
const CHUNK = 65_536
const ONLY_THE_OWNER = 0o600

/**
 * Writes lines to a pipe, as fast as they are read from it.
 * @returns undefined when the reader closed it before the end, which is its right
 * @throws Error when it is a file behind a redirection and the disk is full
 */
export async function intoPipe(lines: AsyncIterable<string>, pipe: Writable): Promise<Poured | undefined> {
  pipe.on('error', () => undefined) // one that comes when all is handed over is nobody's to hear
  const counted = new Counted(lines)
  try {
    await pipeline(Readable.from(counted.chunks(), { objectMode: false }), pipe, { end: false })
    return counted.done()
  } catch (error) {
    if (isClosed(error)) return undefined
    throw error
  }
}

const isClosed = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')

/**
 * Writes lines to a file that appears when all of it is on the disk: it grows beside its place under another name. What
 * stood there before stands until then. Interrupted or on a full disk nothing is left; a kill leaves `FILE.partial`,
 * which the next run writes anew.
 */
export async function intoFile(lines: AsyncIterable<string>, file: string): Promise<Poured> {
  await checkPlace(file)
  const partial = `${file}.partial`
  const counted = new Counted(lines)
  const stopped = new AbortController()
  const stop = (): void => stopped.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    const sink = createWriteStream(partial, { mode: ONLY_THE_OWNER, flush: true })
    await pipeline(Readable.from(counted.chunks(), { objectMode: false }), sink, { signal: stopped.signal })
    await rename(partial, file)
    await syncDirectory(dirname(resolve(file)))
    return counted.done()
  } catch (cause) {
    await rm(partial, { force: true })
    const why = stopped.signal.aborted ? 'stopped' : cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${file} is not written: ${why}`, { cause })
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

async function checkPlace(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found && !found.isFile()) throw new WrongUse(`${file} is no file`)
  const directory = await stat(dirname(resolve(file))).catch(() => undefined)
  if (!directory?.isDirectory()) throw new WrongUse(`there is no directory ${dirname(file)}`)
}

/** A name is durable once its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** Lines gathered to chunks worth a write, counted and hashed on the way. */
class Counted {
  readonly #lines: AsyncIterable<string>
  readonly #hash = createHash('sha256')
  #count = 0
  #bytes = 0

  constructor(lines: AsyncIterable<string>) {
    this.#lines = lines
  }

  async *chunks(): AsyncGenerator<Buffer, void, undefined> {
    let text = ''
    for await (const line of this.#lines) {
      this.#count++
      text += line
      if (text.length < CHUNK) continue
      yield this.#chunk(text)
      text = ''
    }
    if (text !== '') yield this.#chunk(text)
  }

  #chunk(text: string): Buffer {
    const bytes = Buffer.from(text)
    this.#hash.update(bytes)
    this.#bytes += bytes.length
    return bytes
  }

  done(): Poured {
    return { lines: this.#count, bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }
}
