import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { decodeId, encodeId } from '../../../shared/ids.ts'
import { now } from '../../platform/clock.ts'
import { notFound } from '../../platform/errors.ts'
import { evenPieces } from '../../platform/pieces.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, OrgRef } from '../../platform/tx.ts'
import { arrivingBytes } from '../../ground/http/arriving.ts'
import { bytes, callerOf, fileOf, nothing, readingAs, writing, type App } from '../../ground/http/edge.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { nextSchema, referenceSchema } from '../../ground/objects/schemas.ts'
import {
  findContent,
  keepFile,
  listFiles,
  refuseUnlessMayKeep,
  removeFile,
  restoreFile,
  type FileContent,
  type KeptFile,
} from './files.ts'
import {
  FILE_MAX_BYTES,
  keepPiece,
  newUpload,
  PIECE_MAX_BYTES,
  pieceAt,
  removePieces,
  tooLarge,
  uploaded,
  type Content,
} from './uploads.ts'

const TAG = ['Files']
const params = z.object({ id: z.string().max(40) })
const fileSchema = z
  .object({
    Id: z.string(),
    Name: z.string(),
    Size: z.number().meta({ description: 'In bytes.' }),
    CreatedDate: z.date(),
    CreatedBy: referenceSchema.nullable(),
  })
  .meta({ id: 'File' })
const fileParams = params.extend({ document: z.string().max(40) })

/** The files of records: listed, taken in as they arrive, given out as they are read, taken off. */
export function fileRoutes(app: App): void {
  app.get(
    '/api/records/:id/files',
    {
      schema: {
        tags: TAG,
        summary: 'List the files kept with a record, newest first',
        params,
        querystring: z.object({ after: z.string().max(100).optional() }),
        response: { 200: z.object({ files: z.array(fileSchema), next: nextSchema }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { files, last } = await listFiles(tx, actor, idIn(request.params.id), placeIn(request.query.after))
        const names = await namesOf(
          tx,
          files.flatMap(({ byId }) => byId ?? []),
        )
        return { files: files.map((file) => presentFile(file, names)), next: last === undefined ? null : placeOf(last) }
      }),
  )
  app.get(
    '/api/files/:id/content',
    {
      schema: {
        tags: TAG,
        summary: 'Read what is in a file',
        params,
        response: { 200: fileOf('application/octet-stream', 'The bytes of the file.', bytes) },
      },
    },
    async (request, reply) => {
      const { org } = callerOf(request)
      const content = await readingAs(request, (tx, actor) => findContent(tx, actor, idIn(request.params.id)))
      return sendContent(reply, request.server.surroundings.db, org, content)
    },
  )
  app.delete(
    '/api/records/:id/files/:document',
    { schema: { tags: TAG, summary: 'Take a file off a record', response: { 204: nothing }, params: fileParams } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await removeFile(tx, actor, idIn(request.params.id), idIn(request.params.document))
        reply.code(204)
      }),
  )
  app.post(
    '/api/records/:id/files/:document/restoration',
    { schema: { tags: TAG, summary: 'Bring a file back to a record', response: { 204: nothing }, params: fileParams } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await restoreFile(tx, actor, idIn(request.params.id), idIn(request.params.document))
        reply.code(204)
      }),
  )
  uploadRoute(app)
}

function uploadRoute(app: App): void {
  void app.register(async (plain) => {
    const inside = plain.withTypeProvider<ZodTypeProvider>()
    // The body is left on the wire, and read as fast as it can be kept.
    inside.addContentTypeParser('application/octet-stream', (_request, _payload, done) => done(null, undefined))
    inside.post(
      '/api/records/:id/files',
      {
        bodyLimit: FILE_MAX_BYTES,
        schema: {
          tags: TAG,
          summary: 'Keep a file with a record: its bytes as the body, its name in the address',
          params,
          querystring: z.object({ name: z.string().min(1).max(255) }),
          consumes: ['application/octet-stream'],
          body: z.unknown().meta({ description: 'The bytes of the file.' }),
          response: { 201: z.object({ Id: z.string() }) },
        },
      },
      async (request, reply) => {
        const { org } = callerOf(request)
        const recordId = idIn(request.params.id)
        // Whoever may not keep a file there need not send it.
        await readingAs(request, (tx, actor) => refuseUnlessMayKeep(tx, actor, recordId))
        const { db } = request.server.surroundings
        const id = await withUpload(db, org, arrivingBytes(request), (content) =>
          writing(request, (tx, actor) => keepFile(tx, actor, recordId, { name: request.query.name, content })),
        )
        return reply.code(201).send({ Id: encodeId(id) })
      },
    )
  })
}

/**
 * Keeps what arrives a piece at a time, each in a transaction of its own, so that nothing holds more of it, and lets `work` put
 * it into a record. When either breaks off, nothing stays. Refuses what is larger than 2 GB.
 */
export async function withUpload<T>(
  db: Database,
  org: OrgRef,
  arriving: AsyncIterable<Uint8Array>,
  work: (content: Content) => Promise<T>,
): Promise<T> {
  const uploadId = newUpload(now())
  try {
    return await work(await keepUpload(db, org, uploadId, arriving))
  } catch (error) {
    await inTransaction(db, org, (tx) => removePieces(tx, [uploadId])).catch(() => undefined)
    throw error
  }
}

/** Keeps the bytes under this id, a piece at a time, each in a transaction of its own. Refuses more than 2 GB. */
export async function keepUpload(
  db: Database,
  org: OrgRef,
  uploadId: number,
  arriving: AsyncIterable<Uint8Array>,
): Promise<Content> {
  const hash = createHash('md5')
  let size = 0
  let number = 0
  for await (const piece of evenPieces(arriving, PIECE_MAX_BYTES)) {
    size += piece.length
    if (size > FILE_MAX_BYTES) throw tooLarge()
    hash.update(piece)
    const at = number++
    await inTransaction(db, org, (tx) => keepPiece(tx, uploadId, at, piece))
  }
  return uploaded(uploadId, size, hash.digest('hex'))
}

/** Sends a file as it is read. What it says it is, is never believed: no browser runs or shows it. */
export function sendContent(reply: FastifyReply, db: Database, org: OrgRef, { recordId, name, size }: FileContent) {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  void reply.headers({
    'content-type': 'application/octet-stream',
    'content-length': size,
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'private, no-store',
  })
  return reply.send(Readable.from(piecesOf(db, org, recordId), { objectMode: false }))
}

async function* piecesOf(db: Database, org: OrgRef, recordId: number): AsyncGenerator<Buffer> {
  for (let number = 0; ; number++) {
    const at = number
    const piece = await reading(db, org, (tx) => pieceAt(tx, recordId, at))
    if (piece === undefined) return
    yield piece.bytes
  }
}

const presentFile = (
  { id, name, size, at, byId }: KeptFile,
  names: ReadonlyMap<number, string>,
): z.infer<typeof fileSchema> => ({
  Id: encodeId(id),
  Name: name,
  Size: size,
  CreatedDate: at,
  CreatedBy: byId === null ? null : { Id: encodeId(byId), Name: names.get(byId) ?? null },
})

const placeOf = ({ at, id }: KeptFile): string => encodeCursor([at, id])

function placeIn(after: string | undefined): { readonly at: Date; readonly id: number } | undefined {
  if (after === undefined) return undefined
  const [at, id] = decodeCursor(after, 2)
  return at instanceof Date && typeof id === 'number' ? { at, id } : undefined
}

function idIn(text: string): number {
  const id = decodeId(text)
  if (id === undefined) throw notFound('record', text)
  return id
}
