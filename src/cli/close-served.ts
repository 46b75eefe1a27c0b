import { type Done, type RunOptions } from '../ledger/close-run.ts'
import { linesOf } from '../ledger/lines.ts'
import { WrongUse } from './faults.ts'
import { type Server } from './served.ts'

/** Longest line of an answer; one line tells of one contract. */
const LINE_BYTES_MAX = 1_048_576

type Line = { readonly contractId: string; readonly bills: readonly Omit<Done, 'contractId'>[] }
type Problem = { readonly type?: string; readonly detail?: string }

/** Has a running server close a month, and gives what became of each contract as it comes. */
export async function* closedAt(
  { url, token }: Server,
  { month, services, leaveOut }: RunOptions,
): AsyncGenerator<readonly Done[]> {
  const answer = await fetch(new URL(`/v1/statements/${month}/close`, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ services, leaveOut }),
  }).catch((cause: unknown) => {
    throw new Error(`nobody answers at ${url}`, { cause })
  })
  if (!answer.ok || !answer.body) throw await problemOf(url, answer)
  let told = 0
  for await (const { bytes } of linesOf(answer.body, LINE_BYTES_MAX)) {
    const line = JSON.parse(bytes?.toString() ?? '{}') as Line | { readonly contracts: number }
    if ('contracts' in line && line.contracts === told) return
    if (!('bills' in line)) break
    told++
    yield line.bills.map((bill) => ({ contractId: line.contractId, ...bill }))
  }
  throw new Error(`${url} broke off after ${told} contracts; run it again, what is closed stays closed`)
}

async function problemOf(url: string, answer: Response): Promise<Error> {
  const { type = '', detail = `${url} answered ${answer.status}` } = (await answer
    .json()
    .catch(() => ({}))) as Problem
  return type.endsWith('/month-open') ? new WrongUse(detail) : new Error(detail)
}
