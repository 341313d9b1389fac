import { fastify } from 'fastify'

// The ceiling: the least a Fastify server can do.
const app = fastify()
app.get('/', () => ({ lives: true }))
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
process.send?.(typeof address === 'object' && address !== null ? address.port : 0)
