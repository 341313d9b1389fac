import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { decodeId, encodeId, objectOfId } from '../../../../../shared/ids.ts'
import { callerOf, readingAs, writing, type App } from '../../../../ground/http/edge.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import type { Tx } from '../../../../platform/tx.ts'
import type { SalesforceRooms } from '../../dialect/sobjects.ts'
import { batchesFrom } from '../batches.sql.ts'
import { uploadRows } from '../batches.ts'
import { answerBulk2, bodyOf, duplicatesAsked, RESULTS } from '../http.routes.ts'
import { versionIn } from '../../rest/versions.ts'
import { isQuery, type BulkBatch, type BulkJob } from '../job.ts'
import { askForState, countedJob, deleteJob, getJob, listJobs, openJob } from '../jobs.ts'
import { presentJob } from '../present.ts'
import { pagesFrom, resultPage } from '../query/pages.ts'
import { bulkRefusal, noJob } from '../refusals.ts'
import { resultsOf, type ResultKind } from '../results.ts'
import { wantedIngest, wantedQuery, wantedState } from './wanted.ts'

type JobKind = 'ingest' | 'query'
type InJob = { Params: { version: string; id: string } }

const HIDDEN = { schema: { hide: true } } as const
const FILE_MAX_BYTES = 151 * 1024 * 1024

/** Bulk 2.0: `/services/data/vNN.0/jobs/ingest` and `/jobs/query`. */
export function bulk2Routes(scope: App, rooms: SalesforceRooms): void {
  void scope.register(async (app) => {
    app.setErrorHandler(answerBulk2)
    app.addHook<{ Params: { version: string } }>('onRequest', async (request) => void versionIn(request.params.version))
    // Records with files are read otherwise.
    app.removeContentTypeParser('multipart/form-data')
    await app.register(multipart, { limits: { files: 1, fields: 5, fieldSize: 1024 * 1024, fileSize: FILE_MAX_BYTES } })
    openRoutes(app, rooms)
    uploadRoutes(app)
    for (const kind of ['ingest', 'query'] as const) jobRoutes(app, kind)
    resultRoutes(app)
  })
}

function openRoutes(app: App, rooms: SalesforceRooms): void {
  app.post<{ Params: { version: string } }>('/services/data/:version/jobs/ingest', HIDDEN, (request) => {
    if (request.isMultipart()) return openWithData(request, rooms)
    const wanted = wantedIngest(request.body, asked(request))
    return writing(request, async (tx, actor) =>
      presentJob(await countedJob(tx, await openJob(tx, actor, rooms, wanted))),
    )
  })
  app.post<{ Params: { version: string } }>('/services/data/:version/jobs/query', HIDDEN, (request) => {
    const wanted = wantedQuery(request.body, asked(request))
    return writing(request, async (tx, actor) =>
      presentJob(await countedJob(tx, await openJob(tx, actor, rooms, wanted))),
    )
  })
}

const asked = (request: FastifyRequest<{ Params: { version: string } }>) => ({
  apiVersion: versionIn(request.params.version),
  options: duplicatesAsked(request),
})

type Opening = FastifyRequest<{ Params: { version: string } }>

/**
 * A job and a little data in one request: parts `job` (JSON) and `content` (CSV), in this order. The work begins at once, or, where the
 * request ends before its end, never: whoever sent it heard of no job, and sends all of it again.
 */
async function openWithData(request: Opening, rooms: SalesforceRooms) {
  const { actor } = callerOf(request)
  const opened: { id?: number } = {}
  try {
    const id = await jobInParts(request, rooms, opened)
    return await writing(request, async (tx) =>
      presentJob(await countedJob(tx, await askForState(tx, actor, id, 'UploadComplete'))),
    )
  } catch (error) {
    const { id } = opened
    if (id !== undefined) await writing(request, (tx) => askForState(tx, actor, id, 'Aborted')).catch(() => undefined)
    throw isCutOff(error) ? bulkRefusal('ClientInputError', CUT_OFF) : error
  }
}

const CUT_OFF = 'What you sent ended in the middle, so nothing of it was kept. Send it again.'

/** What reads parts says in these words that they ended before their end. */
const isCutOff = (error: unknown): boolean =>
  error instanceof Error && /unexpected end of multipart data|premature close|aborted/i.test(error.message)

async function jobInParts(request: Opening, rooms: SalesforceRooms, opened: { id?: number }): Promise<number> {
  const { org, actor } = callerOf(request)
  const { db } = request.server.surroundings
  let job: BulkJob | undefined
  for await (const part of request.parts()) {
    if (part.type === 'field' && part.fieldname === 'job') {
      const wanted = wantedIngest(typeof part.value === 'string' ? jsonIn(part.value) : part.value, asked(request))
      if (job !== undefined) throw bulkRefusal('ClientInputError', "The request holds two parts 'job'.")
      job = await writing(request, (tx) => openJob(tx, actor, rooms, wanted))
      opened.id = job.id
    } else if (part.type === 'file' && part.fieldname === 'content') {
      if (job === undefined) throw bulkRefusal('ClientInputError', "The part 'job' comes before the part 'content'.")
      await uploadRows(db, org, actor, job.id, { arriving: part.file, encoding: undefined, charset: undefined })
    } else if (part.type === 'file') part.file.resume()
  }
  if (job === undefined)
    throw bulkRefusal('ClientInputError', "The request holds no part 'job' of type application/json.")
  return job.id
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw bulkRefusal('ClientInputError', "The part 'job' is not JSON.")
  }
}

function uploadRoutes(app: App): void {
  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    // The body is left on the wire, and read as fast as it can be kept.
    raw.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined))
    raw.put<InJob>(
      '/services/data/:version/jobs/ingest/:id/batches',
      { ...HIDDEN, bodyLimit: FILE_MAX_BYTES, decompress: false },
      async (request, reply) => {
        const { org, actor } = callerOf(request)
        await uploadRows(request.server.surroundings.db, org, actor, jobId(request.params.id), bodyOf(request))
        return reply.code(201).send()
      },
    )
  })
}

function jobId(text: string): number {
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== 'BulkJob') throw noJob(text)
  return id
}

/** A job under the address of the other kind is not there. */
const refuseOther = (kind: JobKind, job: BulkJob): BulkJob => {
  if (isQuery(job.operation) !== (kind === 'query')) throw noJob(encodeId(job.id))
  return job
}

function jobRoutes(app: App, kind: JobKind): void {
  const path = `/services/data/:version/jobs/${kind}`
  app.get<{ Params: { version: string }; Querystring: Record<string, unknown> }>(path, HIDDEN, (request) =>
    readingAs(request, async (tx, actor) => {
      const { jobType, queryLocator } = request.query
      const after = typeof queryLocator === 'string' ? jobId(queryLocator) : null
      const api = jobType === 'Classic' ? 'v1' : typeof jobType === 'string' && jobType.startsWith('V2') ? 'v2' : null
      const found = await listJobs(tx, actor, { isQuery: kind === 'query', api, after, limit: LISTED + 1 })
      const records = found.slice(0, LISTED).map(presentJob)
      const done = found.length <= LISTED
      const { version } = request.params
      const more = `/services/data/${version}/jobs/${kind}?queryLocator=${records.at(-1)?.id}${typeof jobType === 'string' ? `&jobType=${encodeURIComponent(jobType)}` : ''}`
      return { done, nextRecordsUrl: done ? null : more, records }
    }),
  )
  app.get<InJob>(`${path}/:id`, HIDDEN, (request) =>
    readingAs(request, async (tx, actor) =>
      presentJob(await countedJob(tx, refuseOther(kind, await getJob(tx, actor, jobId(request.params.id))))),
    ),
  )
  app.patch<InJob>(`${path}/:id`, HIDDEN, (request) =>
    writing(request, async (tx, actor) => {
      const id = jobId(request.params.id)
      refuseOther(kind, await getJob(tx, actor, id))
      return presentJob(await countedJob(tx, await askForState(tx, actor, id, wantedState(request.body))))
    }),
  )
  app.delete<InJob>(`${path}/:id`, HIDDEN, async (request, reply) => {
    await writing(request, async (tx, actor) => {
      const id = jobId(request.params.id)
      refuseOther(kind, await getJob(tx, actor, id))
      await deleteJob(tx, actor, id)
    })
    return reply.code(204).send()
  })
}

const LISTED = 1000

function resultRoutes(app: App): void {
  for (const result of ['successfulResults', 'failedResults', 'unprocessedrecords', 'unprocessedRecords'] as const) {
    const kind: ResultKind = result === 'unprocessedRecords' ? 'unprocessedrecords' : result
    app.get<InJob>(`/services/data/:version/jobs/ingest/:id/${result}`, RESULTS, async (request, reply) => {
      const { org } = callerOf(request)
      const job = await readingAs(request, async (tx, actor) =>
        refuseOther('ingest', await getJob(tx, actor, jobId(request.params.id))),
      )
      return csvAnswer(reply, resultsOf(request.server.surroundings.db, org, job, kind))
    })
  }
  app.get<InJob & { Querystring: Record<string, unknown> }>(
    '/services/data/:version/jobs/query/:id/results',
    RESULTS,
    async (request, reply) => {
      const { org } = callerOf(request)
      const place = await readingAs(request, (tx, actor) => finishedQuery(tx, actor, request.params.id))
      const page = resultPage(request.server.surroundings.db, org, place, pageAsked(request.query))
      reply.header('sforce-locator', page.locator ?? 'null').header('sforce-numberofrecords', String(page.rows))
      return csvAnswer(reply, page.text)
    },
  )
  app.get<InJob & { Querystring: Record<string, unknown> }>(
    '/services/data/:version/jobs/query/:id/resultPages',
    HIDDEN,
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { version, id } = request.params
        const { batch } = await finishedQuery(tx, actor, id)
        const { locators, next } = pagesFrom(batch, pageAsked(request.query).locator)
        const base = `/services/data/${version}/jobs/query/${id}`
        return {
          resultPages: locators.map((locator) => ({ resultLink: `${base}/results?locator=${locator}` })),
          nextRecordsUrl: next === null ? null : `${base}/resultPages?locator=${next}`,
          done: next === null,
        }
      }),
  )
}

async function finishedQuery(tx: Tx, actor: Actor, id: string): Promise<{ job: BulkJob; batch: BulkBatch }> {
  const job = refuseOther('query', await getJob(tx, actor, jobId(id)))
  const [batch] = await batchesFrom(tx, job.id, 0, 1)
  if (job.state !== 'JobComplete' || batch === undefined)
    throw bulkRefusal('InvalidJobState', `The results of this job are not ready: it is ${job.state}.`)
  return { job, batch }
}

function pageAsked({ locator, maxRecords }: Record<string, unknown>) {
  const most = maxRecords === undefined ? undefined : Number(maxRecords)
  if (most !== undefined && (!Number.isSafeInteger(most) || most < 1))
    throw bulkRefusal('ClientInputError', 'maxRecords is a whole number from 1 on.')
  return {
    locator: typeof locator === 'string' && locator !== '' && locator !== 'null' ? locator : undefined,
    maxRecords: most,
  }
}

const csvAnswer = (reply: FastifyReply, text: AsyncIterable<string | Buffer>): FastifyReply =>
  reply.type('text/csv; charset=UTF-8').send(Readable.from(text, { objectMode: false, highWaterMark: 256 * 1024 }))
