import type { FastifyRequest } from 'fastify'

/**
 * A body left on the wire, piece by piece. Who stops reading half-way leaves the connection as it is: the answer still gets
 * through, and the HTTP surface drops the rest.
 */
export const arrivingBytes = ({ raw }: FastifyRequest): AsyncIterable<Buffer> =>
  raw.iterator({ destroyOnReturn: false })
