import { KurrentDBClient } from '@kurrent/kurrentdb-client'

/** A client that can be exchanged for a new one. */
export type Connection = {
  readonly client: () => KurrentDBClient
  /**
   * Puts a new client in the place of one that failed; nothing when that was done already. A client whose first read
   * met no server, or whose node was killed, never reads again, although a new one does at once.
   */
  readonly replace: (failed: KurrentDBClient) => void
  readonly close: () => Promise<void>
}

export function connect(url: string): Connection {
  const text = withDefaults(url)
  const open = (): KurrentDBClient => KurrentDBClient.connectionString(text)
  let current = firstOf(open)
  return {
    client: () => current,
    replace: (failed) => {
      if (failed !== current) return
      current = open()
      void failed.dispose().catch(() => undefined)
    },
    close: () => current.dispose(),
  }
}

/** The client's own words about a connection string may hold the password that is in it. */
function firstOf(open: () => KurrentDBClient): KurrentDBClient {
  try {
    return open()
  } catch {
    throw new Error(
      'the connection string of KurrentDB cannot be read: kurrentdb://user:secret@host:2113?tls=true',
    )
  }
}

/** What the client takes; of another one it prints the whole string. */
const OPTIONS: ReadonlySet<string> = new Set(['nodepreference', 'connectionname', 'tlscafile', 'usercertfile', 'userkeyfile', 'maxdiscoverattempts', 'defaultdeadline', 'discoveryinterval', 'gossiptimeout', 'keepaliveinterval', 'keepalivetimeout', 'dnsdiscover', 'tls', 'tlsverifycert', 'throwonappendfailure']) // prettier-ignore

/**
 * Without a keep-alive a server that hangs is never noticed. Reads and writes go to the leader: another node may be
 * behind, and a ledger reads what it has just written.
 */
const DEFAULTS = { keepAliveInterval: '10000', keepAliveTimeout: '5000', nodePreference: 'leader' }

/** @throws Error when it is no connection string of KurrentDB, or prefers another node than the leader */
export function withDefaults(url: string): string {
  if (!/^(kurrentdb|kdb|kurrent|esdb)(\+discover)?:\/\//.test(url)) {
    throw new Error('a KurrentDB connection string begins with kurrentdb:// or esdb://')
  }
  const [address = '', query = ''] = url.split('?', 2)
  const asked = new URLSearchParams(query)
  const known = new Map([...asked].map(([key, value]) => [key.toLowerCase(), value.toLowerCase()]))
  const foreign = [...asked.keys()].find((key) => !OPTIONS.has(key.toLowerCase()))
  if (foreign !== undefined) throw new Error(`${foreign} is no option of a KurrentDB connection string`)
  if ((known.get('nodepreference') ?? 'leader') !== 'leader') {
    throw new Error('nodePreference must be leader, or be left out: a ledger reads what it has just written')
  }
  for (const [key, value] of Object.entries(DEFAULTS)) {
    if (!known.has(key.toLowerCase())) asked.set(key, value)
  }
  return `${address.endsWith('/') ? address : `${address}/`}?${asked}`
}
