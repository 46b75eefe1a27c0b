import fastify from 'fastify'
import { type ZodTypeProvider, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { type Server } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { createApp } from '../src/api/app.ts'
import { openEmbedded } from '../src/cli/embedded.ts'
import { Envelope } from '../src/domain/contract/envelope.ts'

/**
 * A server in a process of its own, so that the client does not pay for it: `ledger DIR` serves a ledger, `empty` an
 * empty route that checks the same envelope with zod. Prints its port.
 */
const TOKEN = 'bench'
const [kind, directory] = process.argv.slice(2)

if (kind === 'ledger') {
  const { ledger } = await openEmbedded(
    { token: TOKEN, testClock: false, data: join(directory ?? '.', 'served') },
    {},
  )
  const app = await createApp(ledger, { token: TOKEN })
  await app.listen({ port: 0, host: '127.0.0.1' })
  say(app.server.address())
} else {
  const app = fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const params = z.object({ contractId: z.string() })
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      '/v1/contracts/:contractId/actions',
      { schema: { params, body: Envelope } },
      async (request, reply) => reply.code(201).send({ events: [], revision: request.body.type.length }),
    )
  await app.listen({ port: 0, host: '127.0.0.1' })
  say(app.server.address())
}

function say(address: ReturnType<Server['address']>): void {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  process.send?.({ port: address.port })
}
process.on('message', (asked) => asked === 'memory' && process.send?.({ memory: process.memoryUsage() }))
process.on('disconnect', () => process.exit(0))
