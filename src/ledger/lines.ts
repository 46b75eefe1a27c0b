const NEWLINE = 0x0a
const RETURN = 0x0d

/** A line of a stream of bytes, counted from 1; `bytes` is undefined where it is longer than allowed. */
export type Line = { readonly number: number; readonly bytes: Buffer | undefined }

/**
 * Cuts a stream of bytes into lines, however it was cut into chunks. What comes behind the last newline is a line too,
 * but only when the stream ended in order. Blank lines are counted and left out; of a line longer than `bytesMax`
 * nothing is kept.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Line> {
  let number = 0
  let parts: Buffer[] = []
  let length = 0

  const keep = (part: Buffer): void => {
    length += part.length
    if (length <= bytesMax + 1) parts.push(part)
    else parts = []
  }
  const cut = (): Line | undefined => {
    const bytes = trimmed(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts))
    const tooLong = length > bytesMax + 1 || bytes.length > bytesMax
    parts = []
    length = 0
    number++
    if (tooLong) return { number, bytes: undefined }
    return isBlank(bytes) ? undefined : { number, bytes }
  }

  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      keep(bytes.subarray(start, end))
      start = end + 1
      const line = cut()
      if (line) yield line
    }
    if (start < bytes.length) keep(bytes.subarray(start))
  }
  if (length === 0) return
  const last = cut()
  if (last) yield last
}

/** Without the carriage return of a file that was written elsewhere. */
const trimmed = (bytes: Buffer): Buffer =>
  bytes.at(-1) === RETURN ? bytes.subarray(0, bytes.length - 1) : bytes

const isBlank = (bytes: Buffer): boolean =>
  bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === RETURN)
