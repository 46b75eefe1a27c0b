import { afterEach, describe, expect, test } from 'vitest'
import { type SubjectKeys } from '../../src/ledger/subjects.ts'

type Opened = SubjectKeys & { readonly close: () => unknown }
export type KeysUnderTest = {
  /** Opens the keys of one ledger; called again it opens the same ones from another process, where `shared`. */
  readonly open: () => Promise<Opened>
}

/** The one suite for keys of subjects: what `SubjectKeys` means. */
export function subjectKeysContract(
  name: string,
  make: () => Promise<KeysUnderTest>,
  { shared }: { readonly shared: boolean },
): void {
  describe(`keys of subjects: ${name}`, () => {
    const opened: Opened[] = []
    afterEach(async () => {
      for (const keys of opened.splice(0)) await keys.close()
    })
    async function keysOf(under: KeysUnderTest): Promise<Opened> {
      const keys = await under.open()
      opened.push(keys)
      return keys
    }
    const fresh = async (): Promise<Opened> => keysOf(await make())
    const kept = async (keys: SubjectKeys, subject: string) => (await keys.keysOf([subject])).get(subject)

    test('a key is made once and only when asked for', async () => {
      const keys = await fresh()
      expect(await kept(keys, 'p-1')).toBeUndefined()
      const key = await keys.keyFor('p-1')
      expect(key).toHaveLength(32)
      expect(Buffer.from(key ?? []).equals(Buffer.alloc(32))).toBe(false)
      expect(await keys.keyFor('p-1')).toEqual(key)
      expect(await kept(keys, 'p-1')).toEqual(key)
      expect(await keys.keyFor('p-2')).not.toEqual(key)
    })

    test('several are told together, and only those that are there', async () => {
      const keys = await fresh()
      const [one, two] = [await keys.keyFor('p-1'), await keys.keyFor('c-1/e-1')]
      await keys.erase(['p-3'])
      expect(await keys.keysOf(['p-1', 'p-3', 'c-1/e-1', 'p-4', 'p-1'])).toEqual(
        new Map([
          ['p-1', one],
          ['c-1/e-1', two],
        ]),
      )
      expect(await keys.keysOf([])).toEqual(new Map())
    })

    test('an erased subject has no key and gets none again; others keep theirs', async () => {
      const keys = await fresh()
      const other = await keys.keyFor('p-2')
      await keys.keyFor('p-1')
      await keys.erase(['p-1', 'p-3'])
      await keys.erase(['p-1'])
      await keys.erase([])
      expect(await kept(keys, 'p-1')).toBeUndefined()
      expect(await keys.keyFor('p-1')).toBeUndefined()
      expect(await keys.keyFor('p-3')).toBeUndefined()
      expect(await keys.keyFor('p-2')).toEqual(other)
    })

    test('two who ask for one at the same moment get the same', async () => {
      const keys = await fresh()
      const made = await Promise.all(Array.from({ length: 20 }, () => keys.keyFor('p-1')))
      for (const key of made) expect(key).toEqual(made[0])
      expect(made[0]).toHaveLength(32)
    })

    test('many at once: a thousand are made, told, and erased', async () => {
      const keys = await fresh()
      const subjects = Array.from({ length: 1_000 }, (_, i) => `p-${i}`)
      const made = await Promise.all(subjects.map((subject) => keys.keyFor(subject)))
      expect(await keys.keysOf(subjects)).toEqual(new Map(subjects.map((subject, i) => [subject, made[i]])))
      await keys.erase(subjects.slice(1))
      expect([...(await keys.keysOf(subjects)).keys()]).toEqual(['p-0'])
    })

    describe.skipIf(!shared)('of several processes', () => {
      async function two(): Promise<readonly [Opened, Opened]> {
        const under = await make()
        return [await keysOf(under), await keysOf(under)]
      }

      test('two that make one at the same moment get the same', async () => {
        const [a, b] = await two()
        for (let i = 0; i < 20; i++) {
          const [mine, theirs] = await Promise.all([a.keyFor(`p-${i}`), b.keyFor(`p-${i}`)])
          expect(mine).toHaveLength(32)
          expect(theirs).toEqual(mine)
        }
      })

      test('none gives a key that another one erased, however often it had given it', async () => {
        const [a, b] = await two()
        const key = await a.keyFor('p-1')
        for (let i = 0; i < 3; i++) expect(await kept(b, 'p-1')).toEqual(key)
        await a.erase(['p-1'])
        expect(await kept(b, 'p-1')).toBeUndefined()
        expect(await b.keyFor('p-1')).toBeUndefined()
      })

      test('making and erasing at the same moment: at the end it is erased everywhere', async () => {
        const [a, b] = await two()
        for (let i = 0; i < 20; i++) {
          await Promise.all([a.keyFor(`q-${i}`), b.erase([`q-${i}`]), a.keyFor(`q-${i}`)])
          expect(await a.keyFor(`q-${i}`)).toBeUndefined()
          expect(await kept(a, `q-${i}`)).toBeUndefined()
        }
      })

      test('erasures that overlap in another order do not lock each other out', async () => {
        const [a, b] = await two()
        const subjects = Array.from({ length: 200 }, (_, i) => `r-${i}`)
        for (let i = 0; i < 5; i++)
          await Promise.all([a.erase(subjects), b.erase(subjects.toReversed()), b.keyFor('r-7')])
        expect((await a.keysOf(subjects)).size).toBe(0)
      })
    })
  })
}
