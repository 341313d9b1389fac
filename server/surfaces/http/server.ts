import path from 'node:path'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import { fastify, LogController, type FastifyBaseLogger } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { writeAnswer, type App, type Surroundings } from '../../ground/http/edge.ts'
import { Refusal } from '../../platform/errors.ts'
import { quietLog, type Logger } from '../../platform/log.ts'
import { answerError } from './answers.ts'
import { recogniseCallers } from './callers.ts'
import { answerClientError } from './clientErrors.ts'
import { guardBrowsers } from './headers.ts'
import { healthRoutes } from './health.ts'
import { keepAnswers } from './idempotency.ts'
import { takeOnlyJson } from './json.ts'
import { rememberAddresses } from './knownAddresses.ts'
import { refuseUnknownParameters } from './knownParameters.ts'
import { collectDocument, documentRoutes } from './openapi.ts'
import { plainAddress } from './plainAddress.ts'
import { dropWhatIsLeft } from './readAway.ts'
import { logRequests, requestId } from './requestLine.ts'
import { serveWeb } from './web.ts'

const BODY_MAX_BYTES = 10 * 1024 * 1024
// Below this, packing costs more time than it saves on the way.
const PACKED_FROM_BYTES = 16 * 1024
// A file of any size comes over a line of any speed, but not over one on which nothing moves.
const REQUEST_TIMEOUT_MS = 6 * 3_600_000
const SILENCE_TIMEOUT_MS = 300_000
// A list of 2,000 ids fits into an address.
const ADDRESS_MAX_BYTES = 64 * 1024
// Beyond this a request is not read at all, and no part of the server can say why in its own words.
const HEADERS_MAX_BYTES = 256 * 1024
const WEB_FOLDER = path.join(import.meta.dirname, '..', '..', '..', 'dist', 'web')

export type ServerOptions = { readonly log?: Logger; readonly webFolder?: string }

/** The server with the routes of the rooms. It does not listen yet: tests send requests with `inject`. */
export async function buildServer(
  surroundings: Surroundings,
  rooms: readonly ((app: App) => void)[],
  { log = quietLog, webFolder = WEB_FOLDER }: ServerOptions = {},
): Promise<App> {
  const app = openServer(surroundings, log)
  app.decorate('surroundings', surroundings)
  app.setValidatorCompiler(validatorCompiler)
  // What rooms answer was made by us: it is written as it is, and the schemas describe it.
  app.setSerializerCompiler(() => writeAnswer)
  app.setErrorHandler(answerError)
  takeOnlyJson(app)
  logRequests(app, log)
  dropWhatIsLeft(app)
  refuseLongAddress(app)
  refuseNulInAddress(app)
  guardBrowsers(app, surroundings.config.publicUrl)
  const verbsAt = rememberAddresses(app, '/*')
  await app.register(cookie)
  recogniseCallers(app, surroundings)
  answerAfterCommit(app)
  keepAnswers(app)
  refuseUnknownParameters(app)
  await app.register(compress, { threshold: PACKED_FROM_BYTES, encodings: ['br', 'gzip'] })
  await collectDocument(app, surroundings.config.publicUrl)
  healthRoutes(app)
  for (const addRoutes of rooms) addRoutes(app)
  documentRoutes(app)
  await serveWeb(app, webFolder, verbsAt)
  await app.ready()
  return app
}

function openServer({ config }: Surroundings, log: FastifyBaseLogger): App {
  return fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // Our one line carries the request's id itself; a logger for each request would cost more than the line.
    childLoggerFactory: (logger) => logger,
    genReqId: requestId,
    requestIdHeader: false,
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    http: { maxHeaderSize: HEADERS_MAX_BYTES },
    clientErrorHandler: answerClientError,
    trustProxy: config.trustedProxies.length === 0 ? false : [...config.trustedProxies],
    routerOptions: { maxParamLength: 300 },
    rewriteUrl: plainAddress,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>()
}

/** An answer that leaves before its commit may be a lie; a route that sends one is found out by its first test. */
function answerAfterCommit(app: App): void {
  app.decorateRequest('isWriting', false)
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (request.isWriting !== true) return done(null, payload)
    request.isWriting = false
    done(
      new Error(
        `${request.method} ${request.routeOptions.url} answers inside its transaction; return the value instead of calling reply.send.`,
      ),
    )
  })
}

/** Said by the part of the server that was asked, in its own form. */
function refuseLongAddress(app: App): void {
  app.addHook('onRequest', (request, _reply, done) => {
    done(request.url.length > ADDRESS_MAX_BYTES ? addressTooLong() : undefined)
  })
}

const addressTooLong = (): Refusal =>
  new Refusal('address_too_long', 'The address of this request is longer than 64 KB. Send less at a time.', {
    kind: 'address_too_long',
  })

/** No text holds a NUL byte, and PostgreSQL takes none. */
function refuseNulInAddress(app: App): void {
  app.addHook('onRequest', (request, _reply, done) => {
    done(request.url.includes('%00') ? nulInAddress() : undefined)
  })
}

const nulInAddress = (): Refusal =>
  new Refusal('nul_byte', 'The address holds a NUL byte, which no text may. Remove it and send it again.', {
    kind: 'malformed',
  })
