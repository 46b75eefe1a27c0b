import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linesOf } from '../../src/ledger/lines.ts'

const MAX = 8

async function read(
  chunks: readonly Uint8Array[],
  max = MAX,
): Promise<readonly (readonly [number, string | null])[]> {
  const source = async function* () {
    yield* chunks
  }
  const lines: (readonly [number, string | null])[] = []
  for await (const { number, bytes } of linesOf(source(), max))
    lines.push([number, bytes?.toString() ?? null])
  return lines
}
const whole = (text: string, max?: number) => read([Buffer.from(text)], max)

describe('lines of a stream of bytes', () => {
  test.each([
    ['', []],
    ['a', [[1, 'a']]],
    ['a\n', [[1, 'a']]],
    ['a\nb', [[1, 'a'], [2, 'b']]],
    ['a\r\nb\r\n', [[1, 'a'], [2, 'b']]],
    ['\n \n\t\r\na\n', [[4, 'a']]],
    ['12345678\n123456789\nx', [[1, '12345678'], [2, null], [3, 'x']]],
    ['12345678\r\n123456789\r\n', [[1, '12345678'], [2, null]]],
    ['1234567890123456789', [[1, null]]],
    ['日本', [[1, '日本']]],
  ])('%j', async (text, lines) => expect(await whole(text)).toEqual(lines)) // prettier-ignore

  test('however they were cut into chunks', async () => {
    const text = fc.array(fc.constantFrom('a', 'é', '日', '\n', '\r\n', ' ', '123456789'), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(12), { maxLength: 30 }), async (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''))
        const chunks: Uint8Array[] = []
        let start = 0
        for (const cut of cuts) chunks.push(bytes.subarray(start, (start += cut)))
        chunks.push(bytes.subarray(start))
        expect(await read(chunks)).toEqual(await read([bytes]))
      }),
    )
  })

  test('a stream that breaks off gives no half line', async () => {
    const broken = async function* () {
      yield Buffer.from('a\nb')
      throw new Error('gone')
    }
    const lines: number[] = []
    const reading = async (): Promise<void> => {
      for await (const { number } of linesOf(broken(), MAX)) lines.push(number)
    }
    await expect(reading()).rejects.toThrow('gone')
    expect(lines).toEqual([1])
  })
})
