import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { decodeId, objectOfId } from '../../../../shared/ids.ts'
import { callerOf, readingAs, type App } from '../../../ground/http/edge.ts'
import { refuseUnlessHas, refuseUnlessMay } from '../../../ground/users/actor.ts'
import { now } from '../../../platform/clock.ts'
import { inTransaction, reading } from '../../../platform/transactions.ts'
import { findContent } from '../../../records/files/files.ts'
import { keepUpload, sendContent } from '../../../records/files/files.routes.ts'
import { newUpload, removePieces } from '../../../records/files/uploads.ts'
import { noResource } from '../dialect/errors.ts'
import type { SalesforceRooms } from '../dialect/sobjects.ts'
import { versionIn } from '../rest/versions.ts'
import { LOG_HEADER, logDay, logLines, type LogDay } from './objects/eventLog.sql.ts'
import { recordWithFile } from './multipart.ts'

const MULTIPART = 'multipart/form-data'

/** The id under which the bytes of a request are kept until they are a record's. */
const uploads = new WeakMap<FastifyRequest, number>()

/** Bytes of files out, and records that come with bytes in; as they are read and as they arrive. */
export function fileRoutes(scope: App, _rooms: SalesforceRooms): void {
  for (const [object, field] of [
    ['Attachment', 'Body'],
    ['Attachment', 'body'],
    ['ContentVersion', 'VersionData'],
    ['ContentVersion', 'versiondata'],
  ] as const)
    scope.get(`/services/data/:version/sobjects/:object/:id/${field}`, (request, reply) =>
      sendBytes(request, reply, object),
    )
  scope.get('/services/data/:version/sobjects/EventLogFile/:id/LogFile', (request, reply) => sendLog(request, reply))
  scope.addContentTypeParser(MULTIPART, async (request: FastifyRequest) => takeIn(request))
  scope.addHook('onResponse', forgetUpload)
}

async function sendBytes(request: FastifyRequest, reply: FastifyReply, object: string): Promise<unknown> {
  const { version, object: asked, id: text } = request.params as Readonly<Record<string, string>>
  versionIn(version ?? '')
  const { org } = callerOf(request)
  const id = decodeId(text ?? '')
  if (asked?.toLowerCase() !== object.toLowerCase() || id === undefined || objectOfId(id) !== object) throw noResource()
  const content = await readingAs(request, (tx, actor) => findContent(tx, actor, id))
  return sendContent(reply, request.server.surroundings.db, org, content)
}

/** A day's log as CSV, read hour by hour while it is sent. */
async function sendLog(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { version = '', id = '' } = request.params as Readonly<Record<string, string>>
  versionIn(version)
  const { db } = request.server.surroundings
  const { org } = callerOf(request)
  const log = await readingAs(request, (tx, actor) => {
    refuseUnlessHas(actor, 'set_up', 'see what programs do')
    return logDay(tx, decodeId(id) ?? 0)
  })
  if (log === undefined) throw noResource()
  async function* csv(day: LogDay): AsyncGenerator<string> {
    yield LOG_HEADER
    for (const hour of day.hours)
      yield (await reading(db, org, (tx) => logLines(tx, day, hour))).map(({ line }) => line).join('')
  }
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${log.day}_${log.type}.csv"`)
    .send(Readable.from(csv(log)))
}

/** The body of a multipart request: the record, whose bytes are kept already. */
async function takeIn(request: FastifyRequest): Promise<unknown> {
  const { org, actor } = callerOf(request)
  // Whoever may keep no files need not send one.
  refuseUnlessMay(actor, 'create', 'ContentVersion')
  const { db } = request.server.surroundings
  try {
    return await recordWithFile(request.headers, request.raw, async (bytes) => {
      const uploadId = newUpload(now())
      uploads.set(request, uploadId)
      return keepUpload(db, org, uploadId, bytes)
    })
  } catch (error) {
    await forgetUpload(request)
    throw error
  }
}

/** What became no record's stays nobody's, and goes. */
async function forgetUpload(request: FastifyRequest): Promise<void> {
  const uploadId = uploads.get(request)
  if (uploadId === undefined || request.caller === undefined) return
  uploads.delete(request)
  await inTransaction(request.server.surroundings.db, request.caller.org, (tx) => removePieces(tx, [uploadId]))
}
