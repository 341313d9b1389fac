import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { App } from '../../ground/http/edge.ts'

const OUTSIDE_THE_WEB = /^\/(api|servlet|services|assets|healthz|readyz|metrics)(\/|\?|$)/
const A_YEAR_SECONDS = 31_536_000

/** The web's files, and its first page for every address that is a page of it; whatever else is asked for is not there. */
export async function serveWeb(
  app: App,
  folder: string,
  verbsAt: (address: string) => readonly string[],
): Promise<void> {
  const built = existsSync(path.join(folder, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      cacheControl: false,
      index: 'index.html',
      schemaHide: true,
      setHeaders: (reply, file) => void reply.header('cache-control', cacheOf(path.relative(folder, file))),
    })
  }
  app.setNotFoundHandler((request, reply) => {
    if (isPage(request)) return built ? firstPage(reply) : notBuilt(reply)
    const verbs = verbsAt(request.url)
    if (verbs.length === 0) throw nothingHere()
    reply.header('allow', verbs.join(', '))
    throw takesOtherVerbs(request.method, verbs)
  })
}

/** Vite puts a hash into the name of what it builds: another content is another file. */
const cacheOf = (file: string): string =>
  file.startsWith(`assets${path.sep}`) ? `public, max-age=${A_YEAR_SECONDS}, immutable` : 'no-cache'

const isPage = ({ method, url, headers: { accept = '*/*' } }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  !OUTSIDE_THE_WEB.test(url) &&
  // Who takes anything wants the page, unless it is a file they ask for.
  (accept.includes('text/html') || (accept.includes('*/*') && !/^[^?]*[.%]/.test(url)))

const firstPage = (reply: FastifyReply) => reply.sendFile('index.html')

const notBuilt = (reply: FastifyReply) =>
  reply
    .code(503)
    .type('text/plain; charset=utf-8')
    .send("The web is not built yet. 'npm start' builds it; the API is at /api/docs meanwhile.\n")

const nothingHere = (): Refusal =>
  new Refusal('not_found', 'There is nothing at this address. /api/docs lists what there is.', {
    ...notFound('address').details,
    way: { label: 'See the API', href: '/api/docs' },
  })

const takesOtherVerbs = (verb: string, verbs: readonly string[]): Refusal =>
  new Refusal(
    'method_not_allowed',
    `This address does not take ${verb}. It takes ${verbs.join(', ')}; /api/docs says what each of them does.`,
    { kind: 'wrong_verb', way: { label: 'See the API', href: '/api/docs' } },
  )
