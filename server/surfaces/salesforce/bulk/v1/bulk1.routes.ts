import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { decodeId, objectOfId } from '../../../../../shared/ids.ts'
import { callerOf, readingAs, writing, type App } from '../../../../ground/http/edge.ts'
import type { RefusalKind } from '../../../../platform/errors.ts'
import { noteFault, noteTrouble } from '../../../http/requestLine.ts'
import { accessTokenIn, callerOfAccessToken } from '../../dialect/asking.ts'
import { dialectErrors, refusalOf } from '../../dialect/errors.ts'
import type { SalesforceRooms } from '../../dialect/sobjects.ts'
import { versionIn } from '../../rest/versions.ts'
import { addBatch, getBatch } from '../batches.ts'
import { bodyOf, dropRest, duplicatesAsked, RESULTS } from '../http.routes.ts'
import { isQuery, type BulkJob } from '../job.ts'
import { askForState, countedJob, getJob, openJob } from '../jobs.ts'
import { batchInfo, jobInfo } from '../present.ts'
import { bulkRefusal, isBulkRefusal, noBatch, noJob, type BulkCode } from '../refusals.ts'
import { batchList, batchRequest, batchResults, queryResult, resultIdOf, resultList, type Texts } from './answers.ts'
import { chunkIdsAsked, wantedOf, wantedState } from './wanted.ts'
import { readInfo, said, saidError, type Speech } from './words.ts'

type InVersion = { Params: { version: string } }
type InJob = { Params: { version: string; id: string } }
type InBatch = { Params: { version: string; id: string; batch: string } }

const HIDDEN = { schema: { hide: true } } as const
const INFO_MAX_BYTES = 64 * 1024
const JOB = '/services/async/:version/job'

/** Bulk 1.0: `/services/async/NN.0/job…`, in XML or JSON. */
export function bulk1Routes(app: App, rooms: SalesforceRooms): void {
  app.setErrorHandler(answerBulk1)
  app.addHook('onRequest', async (request) => {
    const token = accessTokenIn(request)
    request.caller = token === undefined ? undefined : await callerOfAccessToken(app.surroundings.db, token)
    if (request.caller === undefined) throw bulkRefusal('InvalidSessionId', 'Invalid session id', 'unauthenticated')
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: INFO_MAX_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  jobRoutes(app, rooms)
  batchRoutes(app)
  resultRoutes(app)
  app.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/services/async/*',
    ...HIDDEN,
    handler: ({ method, url }) => {
      throw bulkRefusal('InvalidUrl', `There is nothing at ${method} ${url.slice(0, 200)}`)
    },
  })
}

/** Of jobs: JSON for who sends or asks for it, and where the job's own records are JSON; else XML. */
function speechOf({ headers }: FastifyRequest, job?: BulkJob): Speech {
  const sent = headers['content-type'] ?? ''
  if (/json/i.test(sent) || wantsJson(headers)) return 'json'
  return job?.contentType === 'JSON' && !/xml/i.test(sent) ? 'json' : 'xml'
}

/** Of batches: as their job's records are. tap-salesforce says JSON with every request, and reads the batches of CSV jobs as XML. */
function batchSpeechOf({ headers }: FastifyRequest, { contentType }: BulkJob): Speech {
  if (wantsJson(headers)) return 'json'
  return contentType === 'JSON' && !/xml/i.test(headers['content-type'] ?? '') ? 'json' : 'xml'
}

const wantsJson = ({ accept = '' }: FastifyRequest['headers']): boolean => /json/i.test(accept) && !/xml/i.test(accept)

const typeOf = { xml: 'application/xml; charset=UTF-8', json: 'application/json; charset=UTF-8' } as const

const answer = (reply: FastifyReply, speech: Speech, text: string): FastifyReply =>
  reply.type(typeOf[speech]).serializer(String).send(text)

const stream = (reply: FastifyReply, type: string, texts: Texts): FastifyReply =>
  reply.type(type).send(Readable.from(texts, { objectMode: false, highWaterMark: 256 * 1024 }))

const textIn = ({ body }: FastifyRequest): string => (typeof body === 'string' ? body : '')

function jobRoutes(app: App, rooms: SalesforceRooms): void {
  app.post<InVersion>(JOB, HIDDEN, async (request, reply) => {
    const speech = speechOf(request)
    const chunks = request.headers['sforce-enable-pkchunking']
    const wanted = wantedOf(readInfo(speech, textIn(request)), {
      apiVersion: versionOf(request.params.version),
      speech,
      options: {
        ...duplicatesAsked(request),
        chunkIds: chunkIdsAsked(typeof chunks === 'string' ? chunks : undefined),
      },
    })
    const info = await writing(request, async (tx, actor) =>
      jobInfo(await countedJob(tx, await openJob(tx, actor, rooms, wanted))),
    )
    return answer(reply.code(201), speech, said(speech, 'jobInfo', info))
  })
  app.get<InJob>(`${JOB}/:id`, HIDDEN, async (request, reply) => {
    const { job, info } = await readingAs(request, async (tx, actor) => {
      const found = await getJob(tx, actor, jobId(request))
      return { job: found, info: jobInfo(await countedJob(tx, found)) }
    })
    const speech = speechOf(request, job)
    return answer(reply, speech, said(speech, 'jobInfo', info))
  })
  app.post<InJob>(`${JOB}/:id`, HIDDEN, async (request, reply) => {
    const speech = speechOf(request)
    const state = wantedState(readInfo(speech, textIn(request)))
    const info = await writing(request, async (tx, actor) => {
      const job = await getJob(tx, actor, jobId(request))
      if (job.api !== 'v1') throw noJob(request.params.id)
      return jobInfo(await countedJob(tx, await askForState(tx, actor, job.id, state)))
    })
    return answer(reply, speech, said(speech, 'jobInfo', info))
  })
}

/** `50.0`, as it stands in a 1.0 address. */
const versionOf = (version: string): string => {
  try {
    return versionIn(`v${version}`)
  } catch {
    throw bulkRefusal('InvalidUrl', `There is no version '${version.slice(0, 10)}'. Versions run from 30.0 to 66.0.`)
  }
}

function jobId({ params }: FastifyRequest<InJob>): number {
  versionOf(params.version)
  const id = decodeId(params.id)
  if (id === undefined || objectOfId(id) !== 'BulkJob') throw noJob(params.id)
  return id
}

function batchRoutes(app: App): void {
  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    // The body is left on the wire, and read as fast as it can be kept.
    raw.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined))
    // Packed bytes come as they are: what they unpack to is counted here.
    raw.post<InJob>(`${JOB}/:id/batch`, { ...HIDDEN, decompress: false }, async (request, reply) => {
      const { org, actor } = callerOf(request)
      const { job, batchId } = await addBatch(
        request.server.surroundings.db,
        org,
        actor,
        jobId(request),
        bodyOf(request),
      )
      const info = await readingAs(request, async (tx) => batchInfo(await getBatch(tx, job, batchId)))
      const speech = batchSpeechOf(request, job)
      return answer(reply.code(201), speech, said(speech, 'batchInfo', info))
    })
  })
  app.get<InJob>(`${JOB}/:id/batch`, HIDDEN, async (request, reply) => {
    const { org } = callerOf(request)
    const job = await readingAs(request, (tx, actor) => getJob(tx, actor, jobId(request)))
    const speech = batchSpeechOf(request, job)
    return stream(reply, typeOf[speech], batchList(request.server.surroundings.db, org, job, speech))
  })
  app.get<InBatch>(`${JOB}/:id/batch/:batch`, HIDDEN, async (request, reply) => {
    const { job, batch } = await batchOf(request)
    const speech = batchSpeechOf(request, job)
    return answer(reply, speech, said(speech, 'batchInfo', batchInfo(batch)))
  })
}

const batchOf = (request: FastifyRequest<InBatch>) =>
  readingAs(request, async (tx, actor) => {
    const job = await getJob(tx, actor, jobId(request))
    const id = decodeId(request.params.batch)
    if (id === undefined || objectOfId(id) !== 'BulkBatch') throw noBatch(request.params.batch)
    return { job, batch: await getBatch(tx, job, id) }
  })

const contentTypeOf = { CSV: 'text/csv; charset=UTF-8', XML: typeOf.xml, JSON: typeOf.json } as const

function resultRoutes(app: App): void {
  app.get<InBatch>(`${JOB}/:id/batch/:batch/request`, RESULTS, async (request, reply) => {
    const { org } = callerOf(request)
    const { job, batch } = await batchOf(request)
    return stream(reply, contentTypeOf[job.contentType], batchRequest(request.server.surroundings.db, org, job, batch))
  })
  app.get<InBatch>(`${JOB}/:id/batch/:batch/result`, RESULTS, async (request, reply) => {
    const { org } = callerOf(request)
    const { job, batch } = await batchOf(request)
    const isReady = batch.state === 'Completed' || (batch.processed > 0 && !isQuery(job.operation))
    if (!isReady) throw bulkRefusal('InvalidBatch', `Batch not completed: it is ${batch.state}.`)
    const speech = batchSpeechOf(request, job)
    if (isQuery(job.operation)) return answer(reply, speech, resultList(batch, speech))
    return stream(reply, contentTypeOf[job.contentType], batchResults(request.server.surroundings.db, org, job, batch))
  })
  app.get<InBatch & { Params: { result: string } }>(
    `${JOB}/:id/batch/:batch/result/:result`,
    RESULTS,
    async (request, reply) => {
      const { org } = callerOf(request)
      const { job, batch } = await batchOf(request)
      if (
        !isQuery(job.operation) ||
        batch.state !== 'Completed' ||
        request.params.result.slice(0, 15) !== resultIdOf(batch)
      )
        throw bulkRefusal('InvalidBatch', `There is no result ${request.params.result.slice(0, 18)}.`)
      return stream(reply, contentTypeOf[job.contentType], queryResult(request.server.surroundings.db, org, job, batch))
    },
  )
}

const codeOfKind: Partial<Record<RefusalKind, BulkCode>> = {
  unauthenticated: 'InvalidSessionId',
  forbidden: 'InvalidUser',
  too_large: 'ExceededQuota',
  unavailable: 'InternalServerError',
}

/** Answers whatever was thrown as 1.0 does: an `error` with `exceptionCode` and `exceptionMessage`, 400 for all that is the client's. */
async function answerBulk1(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await dropRest(error, request)
  const speech = speechOf(request)
  const refusal = refusalOf(error)
  if (refusal === undefined) {
    noteFault(request, error)
    const sentence = `Assay ran into a fault of its own. The log has more under the request id ${request.id}.`
    return answer(reply.code(500), speech, saidError(speech, 'InternalServerError', sentence))
  }
  noteTrouble(request, { refused: refusal.code })
  const code = isBulkRefusal(refusal) ? refusal.code : (codeOfKind[refusal.kind] ?? 'ClientInputError')
  const sentence = isBulkRefusal(refusal) ? refusal.message : (dialectErrors(error)?.[0]?.message ?? refusal.message)
  return answer(reply.code(refusal.kind === 'unavailable' ? 503 : 400), speech, saidError(speech, code, sentence))
}
