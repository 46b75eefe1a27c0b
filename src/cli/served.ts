import { type Config } from '../config.ts'
import { WrongUse } from './faults.ts'

/** Options of a command that can work on a running server. */
export type Served = { readonly url?: string; readonly token?: string; readonly data?: string }
export type Server = { readonly url: string; readonly token: string }

/** The server a command was pointed at; undefined where it was not. */
export function servedAt(config: Config, { url, token = config.token, data }: Served): Server | undefined {
  if (url === undefined) return undefined
  if (data !== undefined) throw new WrongUse('--data and --url exclude each other')
  if (!URL.canParse(url)) throw new WrongUse(`${url} is no URL`)
  if (token === undefined) throw new WrongUse('--url needs the operator token: --token or DAICHO_TOKEN')
  return { url, token }
}

/** Calls a server; with a body it posts. Any problem it answers is thrown with its detail. */
export async function asked({ url, token }: Server, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(new URL(path, url), {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new Error(`nobody answers at ${url}`, { cause })
  })
  const isJson = answer.headers.get('content-type')?.includes('json') === true
  const said: unknown = isJson ? await answer.json() : await answer.text()
  if (answer.ok) return said
  throw new Error((said as { detail?: string }).detail ?? `${url} answered ${answer.status}`)
}
