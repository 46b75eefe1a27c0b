import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** A wire to a server that can lose its answers. */
export type Proxy = {
  readonly port: number
  /** Questions still arrive, answers no more. */
  readonly loseAnswers: () => void
  /** Breaks every connection; new ones work. */
  readonly cut: () => void
  readonly close: () => Promise<void>
}

export async function proxyTo(port: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  let losing = false
  const listener = createServer((client) => {
    const server = connect(port, '127.0.0.1')
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    client.on('data', (bytes) => server.write(bytes))
    server.on('data', (bytes) => losing || client.write(bytes))
  })
  await once(listener.listen(0, '127.0.0.1'), 'listening')
  const cut = (): void => {
    losing = false
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (listener.address() as AddressInfo).port,
    loseAnswers: () => {
      losing = true
    },
    cut,
    close: async () => {
      cut()
      await new Promise((done) => listener.close(done))
    },
  }
}
