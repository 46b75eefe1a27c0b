import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { type Serving } from '../serving.ts'

const RETRY_MS_MAX = 300

/** What writers have done so far. */
export type Load = {
  /** Actions that were acknowledged, of all writers. */
  readonly acknowledged: () => number
  /** Answers that said 503, and calls that got none. */
  readonly unavailable: () => number
  /** Ends the writers once their last action is acknowledged, and checks that each one was recorded once. */
  readonly end: (reader: Serving) => Promise<void>
}

/**
 * Writers that each tell a contract of their own one thing after another, turning to the nodes by turns. What is not
 * acknowledged is sent again under its key, to the next node.
 */
export function load(nodes: () => readonly Serving[], count: number, name: string): Load {
  let [ending, acknowledged, unavailable] = [false, 0, 0]
  const told = new Array<number>(count).fill(0)

  const acknowledgedBy = async (who: number, n: number): Promise<boolean> => {
    const all = nodes()
    const node = all[(who + n + unavailable) % all.length]
    if (!node) throw new Error('no node')
    const contractId = `${name}-${who}`
    const answer = await post(node, contractId, n === 0 ? application(contractId) : fee, `${contractId}-${n}`)
    if (answer.status === 201) return true
    if (answer.status !== 503) throw new Error(`${contractId} ${n} answered ${answer.status}: ${answer.text}`)
    unavailable++
    await sleep(Math.min(answer.retryAfter * 1_000, RETRY_MS_MAX))
    return false
  }
  const writer = async (who: number): Promise<void> => {
    for (let n = 0; !ending; n++) {
      while (!(await acknowledgedBy(who, n)));
      acknowledged++
      told[who] = n + 1
    }
  }
  const writers = Array.from({ length: count }, (_, who) => writer(who))
  const failed = Promise.all(writers)
  failed.catch(() => (ending = true))
  return {
    acknowledged: () => acknowledged,
    unavailable: () => unavailable,
    end: async (reader) => {
      ending = true
      await failed
      for (const [who, count] of told.entries()) {
        const { events, sound } = await historyOf(reader, `${name}-${who}`)
        expect([`${name}-${who}`, events, sound]).toEqual([`${name}-${who}`, count, true])
      }
    },
  }
}

const application = (contractId: string) => ({
  type: 'ApplicationSubmitted',
  service: 'iij-media-sphere',
  partyId: `p-${contractId}`,
  occurredAt: '2025-01-10T10:00:00+09:00',
  data: { plan: 'basic', applicantName: 'Invented K.K.' },
})
const fee = {
  type: 'OneTimeFactOccurred',
  occurredAt: '2025-03-10T12:00:00+09:00',
  data: { item: 'data-transfer' },
}

type Answered = { readonly status: number; readonly text: string; readonly retryAfter: number }

/** Posts an action; a node that gave no answer is as one that is not available. */
export async function post(node: Serving, contractId: string, body: object, key?: string): Promise<Answered> {
  try {
    const answer = await fetch(`${node.url}/v1/contracts/${contractId}/actions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${node.token}`,
        'content-type': 'application/json',
        prefer: 'return=minimal',
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
    })
    const retryAfter = Number(answer.headers.get('retry-after') ?? 0)
    return { status: answer.status, text: await answer.text(), retryAfter }
  } catch {
    return { status: 503, text: 'no answer', retryAfter: 0.1 }
  }
}

export const get = (node: Serving, path: string): Promise<Response> =>
  fetch(`${node.url}${path}`, { headers: { authorization: `Bearer ${node.token}` } })

/** How many events a contract has, and whether they are chained and in order of their recording. */
async function historyOf(node: Serving, contractId: string) {
  const answer = await get(node, `/v1/contracts/${contractId}/history?leaf=true`)
  const events = (await answer.json()) as { recordedAt: string; hash: string; leaf: string; id: string }[]
  const prev = events.map(({ leaf }) => (JSON.parse(Buffer.from(leaf, 'base64').toString().slice(1)) as { prev: string | null }).prev) // prettier-ignore
  const sound = events.every(({ recordedAt, hash }, i) => {
    const next = events[i + 1]
    return next === undefined || (next.recordedAt >= recordedAt && prev[i + 1] === hash)
  })
  return { events: events.length, sound: sound && new Set(events.map(({ id }) => id)).size === events.length }
}
