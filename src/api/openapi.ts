import { type FastifyInstance } from 'fastify'

export async function describeInterface(_app: FastifyInstance): Promise<void> {}
