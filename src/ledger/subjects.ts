import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/**
 * The keys of the persons the ledger speaks of, one of 32 bytes a subject. They live apart from the log, so that
 * throwing one away is enough to forget a person while every hash still verifies. What is told holds for every process
 * of the ledger: a key that was erased is given to nobody any more once `erase` has resolved.
 * `test/eventstore/keys.ts` is what this type means; every adapter passes it.
 */
export type SubjectKeys = {
  /** The keys of those of the subjects that have one. */
  keysOf(subjects: readonly string[]): Promise<Keys>
  /**
   * The key of a subject, made where there is none, durable once given. Undefined only when the subject was erased: it
   * never gets another one, so that nothing brings a person back.
   */
  keyFor(subject: string): Promise<Uint8Array | undefined>
  /** Throws keys away for good, also those that were never made. */
  erase(subjects: readonly string[]): Promise<void>
}
/** Keys by subject. */
export type Keys = ReadonlyMap<string, Uint8Array>

/** A personal text as it is stored: base64 of IV (12 bytes) ‖ tag (16) ‖ AES-256-GCM ciphertext; `null` where the
 * subject had been erased before the text was told. */
export type Sealed = { readonly $p: string | null; readonly subject: string }
type Data = Readonly<Record<string, unknown>>

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Whether data has one of the named fields. A field of an action inside a refusal is named `data.<field>`. */
export const holdsField = (data: Data, fields: readonly string[]): boolean =>
  fields.some((path) => {
    const [first, rest] = split(path)
    const value = data[first]
    return value !== undefined && (rest === undefined || holdsField((value ?? {}) as Data, [rest]))
  })

/**
 * Data with the named fields as ciphertext under the key of their subject, or as nothing where that was erased. Fields
 * that are absent stay absent.
 * @throws TypeError for a field that is no text
 */
export function sealPersonal(
  data: Data,
  fields: readonly string[],
  subject: { readonly subject: string; readonly key: Uint8Array | undefined },
  eventId: string,
): Record<string, unknown> {
  const sealed: Record<string, unknown> = { ...data }
  for (const path of fields) {
    const [first, rest] = split(path)
    const value = sealed[first]
    if (value === undefined) continue
    sealed[first] =
      rest === undefined
        ? encrypt(value, subject, placeOf(eventId, first))
        : sealPersonal(value as Data, [rest], subject, `${eventId}/${first}`)
  }
  return sealed
}

/** The subjects of the sealed fields of data. */
export function* sealedSubjects(data: Data): Generator<string> {
  for (const [field, value] of Object.entries(data)) {
    if (isSealed(value)) yield value.subject
    else if (isAction(field, value)) yield* sealedSubjects(value)
  }
}

/**
 * Data with its personal fields as text again; where the key is gone, the field is `null` and `erased: true` stands
 * beside it. Data without sealed fields is given back itself.
 * @throws Error when a ciphertext is not the one sealed for this place of this event
 */
export function openPersonal(data: Data, eventId: string, keys: Keys): Data {
  let opened: Record<string, unknown> | undefined
  for (const [field, value] of Object.entries(data)) {
    const text = openField(field, value, eventId, keys)
    if (text === value) continue
    opened ??= { ...data }
    opened[field] = text
    if (text === null) opened['erased'] = true
  }
  return opened ?? data
}

function openField(field: string, value: unknown, eventId: string, keys: Keys): unknown {
  if (isSealed(value)) return decrypt(value, placeOf(eventId, field), keys)
  return isAction(field, value) ? openPersonal(value, `${eventId}/${field}`, keys) : value
}

const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && '$p' in value && 'subject' in value

/** The data of an action inside a refusal. */
const isAction = (field: string, value: unknown): value is Data =>
  field === 'data' && typeof value === 'object' && value !== null

/** What a ciphertext is bound to, so that it opens nowhere else: the event and the path of the field. */
const placeOf = (eventId: string, field: string): Buffer => Buffer.from(`${eventId}/${field}`)

function split(path: string): readonly [string, string | undefined] {
  const dot = path.indexOf('.')
  return dot < 0 ? [path, undefined] : [path.slice(0, dot), path.slice(dot + 1)]
}

function encrypt(
  text: unknown,
  { subject, key }: { readonly subject: string; readonly key: Uint8Array | undefined },
  place: Buffer,
): Sealed {
  if (typeof text !== 'string') throw new TypeError(`the personal field ${place.toString()} is no text`)
  if (key === undefined) return { $p: null, subject }
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, derived(key, 'field'), iv).setAAD(place)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return { $p: Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64'), subject }
}

function decrypt({ $p, subject }: Sealed, place: Buffer, keys: Keys): string | null {
  const key = keys.get(subject)
  if ($p === null || key === undefined) return null
  const bytes = Buffer.from($p, 'base64')
  const start = IV_BYTES + TAG_BYTES
  try {
    const decipher = createDecipheriv(CIPHER, derived(key, 'field'), bytes.subarray(0, IV_BYTES))
    decipher.setAAD(place).setAuthTag(bytes.subarray(IV_BYTES, start))
    return decipher.update(bytes.subarray(start), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new Error(`the personal field ${place.toString()} is damaged: not what was sealed there`, { cause })
  }
}

/** One key, two purposes: fields and hashes never share the key they are made with. */
const derived = (key: Uint8Array, purpose: 'field' | 'input'): Buffer =>
  createHmac('sha256', key).update(`daicho ${purpose}`).digest()

/** The ledger's own key, for inputs without personal fields. No id can hold a slash at its start. */
export const LEDGER_KEY = '/ledger'
/** Stands for the hash of an input whose subject was erased: it cannot be told from another one any more. */
const ERASED = 'erased'

/**
 * Hex HMAC-SHA-256 of an input. `subject` when it holds personal fields: with the key goes the chance to test guesses
 * of a name against what was kept.
 */
export async function inputHash(text: string, subject: string | null, keys: SubjectKeys): Promise<string> {
  const key = await keys.keyFor(subject ?? LEDGER_KEY)
  if (key === undefined) return ERASED
  return createHmac('sha256', derived(key, 'input')).update(text).digest('hex')
}

/** Whether an input is the one kept under a key; after an erasure nobody can say no, and the first answer stands. */
export const sameInput = (kept: string, given: string): boolean => kept === given || given === ERASED
