import { chmodSync, rmSync } from 'node:fs'
import { type Server, type Socket, connect, createServer } from 'node:net'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { type Embedded } from './embedded.ts'

/** What one process asks of the one that owns a data directory, and what that answers. */
const Asked = z.strictObject({ log: z.string(), keys: z.string().optional() })
const Answered = z.strictObject({ error: z.string().optional() })
export type Asked = z.infer<typeof Asked>

/** Longer names of sockets are cut off by the system. */
const BYTES_MAX = 103

/** A socket in the data directory, by the shorter of its names; undefined where both are too long. */
function socketIn(directory: string): string | undefined {
  const name = join(directory, 'backup.sock')
  return [name, relative('', name)].find((each) => Buffer.byteLength(each) <= BYTES_MAX)
}

/**
 * Takes backups for others as long as a data directory is open. Who may ask is a matter of the directory: whoever can
 * write into it. Nothing of it is on the network.
 * @returns the same ledger; closing it ends this too
 */
export async function offeringBackups(embedded: Embedded): Promise<Embedded> {
  const path = embedded.directory === undefined ? undefined : socketIn(embedded.directory)
  if (path === undefined) return embedded
  rmSync(path, { force: true }) // of a process that was killed; this one owns the directory now
  const server = createServer({ allowHalfOpen: true }, (socket) => void answer(socket, embedded))
  await new Promise<void>((done, fail) => server.once('error', fail).listen(path, done))
  chmodSync(path, 0o600)
  server.unref()
  return { ...embedded, close: () => closeBoth(server, embedded) }
}

async function closeBoth(server: Server, { close }: Embedded): Promise<void> {
  server.close()
  await close()
}

async function answer(socket: Socket, { backUp }: Embedded): Promise<void> {
  socket.on('error', () => undefined) // whoever asked may have gone
  const done = await said(socket)
    .then((text) => backUp(Asked.parse(JSON.parse(text))))
    .then(
      () => ({}),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    )
  socket.end(JSON.stringify(done satisfies z.infer<typeof Answered>))
}

/**
 * Asks the process that owns a data directory for a backup and waits for it.
 * @returns false where no process offers one
 * @throws Error when it could not be taken, or that process ended meanwhile
 */
export async function askForBackup(directory: string, asked: Asked): Promise<boolean> {
  const path = socketIn(directory)
  const socket = path === undefined ? undefined : await connected(path)
  if (socket === undefined) return false
  socket.end(JSON.stringify(asked))
  const text = await said(socket)
  if (text === '') throw new Error('the server ended before the backup was complete')
  const { error } = Answered.parse(JSON.parse(text))
  if (error !== undefined) throw new Error(error)
  return true
}

/** Undefined where there is no socket, or nobody listens there any more. */
const connected = (path: string): Promise<Socket | undefined> =>
  new Promise((done) => {
    const socket = connect({ path, allowHalfOpen: true })
    socket.once('connect', () => done(socket)).once('error', () => done(undefined))
  })

/** What the other side says until it ends; cut off where it goes away. The own side stays open. */
const said = (socket: Socket): Promise<string> =>
  new Promise((done) => {
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    socket.once('end', () => done(text)).once('close', () => done(text))
  })
