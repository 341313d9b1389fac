import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { decodeId, objectOfId } from '../../../shared/ids.ts'
import { arrivingBytes } from '../../ground/http/arriving.ts'
import { callerOf, fileOf, readingAs, writing, type App } from '../../ground/http/edge.ts'
import { notFound } from '../../platform/errors.ts'
import { fileName, fileOfPart, noFile, notAFile, optionsIn, type ArrivingFile } from './arriving.ts'
import { actOnImport, changeImport, getImport, listImports, openImport } from './imports.ts'
import { atWork, type ImportAct } from './import.ts'
import { beginImport } from './imports.jobs.ts'
import { previewImport } from './preview.ts'
import { refusalsFile } from './refusalsFile.ts'
import { choicesSchema, importSchema, optionsSchema, presentImport, previewSchema } from './shapes.ts'
import type { Doors } from './targets.ts'
import { waitsFor } from './writing/turn.ts'

/** What imports need from the rooms of records; handed over by the one file that knows them. */
export type ImportRooms = { readonly doors: Doors }

const TAG = ['Imports']
const FILE_MAX_BYTES = 64 * 1024 ** 3
const STREAMED_TYPES = [
  'text/csv',
  'text/plain',
  'text/tab-separated-values',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
]

/** Files in, step by step: take in, preview, choose, start, watch, undo. */
export const importRoutes =
  ({ doors }: ImportRooms) =>
  (app: App): void => {
    fileRoutes(app, doors)
    listRoutes(app)
    choiceRoutes(app, doors)
    errorRoutes(app)
    actRoutes(app, doors)
  }

function fileRoutes(app: App, doors: Doors): void {
  void app.register(async (plain) => {
    const inside = plain.withTypeProvider<ZodTypeProvider>()
    await inside.register(multipart, {
      limits: { fileSize: FILE_MAX_BYTES, files: 1, fields: 20, fieldSize: 1024 * 1024 },
    })
    // The body is left on the wire, and read as fast as it can be kept.
    inside.addContentTypeParser(STREAMED_TYPES, (_request, _payload, done) => done(null, undefined))
    const query = z.object({
      name: z.string().max(255).optional(),
      object: z.string().max(80).optional(),
      options: z.string().max(100_000).optional(),
    })
    inside.post(
      '/api/imports',
      {
        bodyLimit: FILE_MAX_BYTES,
        schema: {
          tags: TAG,
          summary: 'Take a file in: multipart with a file, or the file as the body, or JSON with its name and content',
          querystring: query,
          consumes: ['multipart/form-data', 'application/json', ...STREAMED_TYPES],
          body: z.unknown().meta({
            description:
              'A field called file after one called options; or JSON with name and content, and if you like object and options; or the bytes.',
          }),
          response: { 201: importSchema },
        },
      },
      async (request, reply) => {
        const { org, actor } = callerOf(request)
        const { name, stream, object, options } = await arrivingFile(request, request.query)
        const imported = await openImport(request.server.surroundings.db, doors, org, actor, {
          name,
          arriving: stream,
          object,
          options,
        })
        return reply.code(201).send(presentImport(imported))
      },
    )
  })
}

const jsonFile = z.strictObject({
  name: z.string().max(255),
  content: z.string(),
  object: z.string().max(80).optional(),
  options: optionsSchema.optional(),
})

async function arrivingFile(
  request: FastifyRequest,
  query: { name?: string; object?: string; options?: string },
): Promise<ArrivingFile> {
  // The plugin that reads multipart is registered above; its part carries more than we need.
  if (request.isMultipart()) return fileOfPart(await request.file())
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) {
    const { name, content, object, options } = fileInJson(request.body)
    return { name: fileName(name), stream: Readable.from([Buffer.from(content)]), object, options }
  }
  if (type === '') throw noFile()
  return {
    name: fileName(query.name),
    stream: arrivingBytes(request),
    object: query.object,
    options: optionsIn(query.options),
  }
}

function fileInJson(body: unknown): z.infer<typeof jsonFile> {
  const read = jsonFile.safeParse(body)
  if (read.success) return read.data
  throw notAFile(read.error.issues[0])
}

const params = z.object({ id: z.string().min(15).max(18) })

function importId(text: string): number {
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== 'Import') throw notFound('import', text.slice(0, 18))
  return id
}

function listRoutes(app: App): void {
  const page = z.object({
    after: z.string().max(18).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(30),
  })
  app.get(
    '/api/imports',
    {
      schema: {
        tags: TAG,
        summary: 'Imports, the newest first',
        querystring: page,
        response: { 200: z.object({ imports: z.array(importSchema), next: z.string().nullable() }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { imports, next } = await listImports(
          tx,
          actor,
          request.query.after === undefined ? undefined : importId(request.query.after),
          request.query.limit,
        )
        return { imports: imports.map(presentImport), next }
      }),
  )
  app.get(
    '/api/imports/:id',
    { schema: { tags: TAG, summary: 'One import, and how far it is', params, response: { 200: importSchema } } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const imported = await getImport(tx, actor, importId(request.params.id))
        return { ...presentImport(imported), waitsFor: (await waitsFor(tx, imported)) ?? null }
      }),
  )
}

function choiceRoutes(app: App, doors: Doors): void {
  app.get(
    '/api/imports/:id/preview',
    {
      schema: {
        tags: TAG,
        summary: 'What it would do: columns, types, problems and duplicates of the first 1,000 rows',
        params,
        response: { 200: previewSchema },
      },
    },
    (request) => {
      const { org, actor } = callerOf(request)
      return previewImport({ db: request.server.surroundings.db, doors }, org, actor, importId(request.params.id))
    },
  )
  app.patch(
    '/api/imports/:id',
    {
      schema: {
        tags: TAG,
        summary: 'Choose what the file holds, where columns go, how rows are met',
        params,
        body: choicesSchema,
        response: { 200: importSchema },
      },
    },
    (request) => {
      const { org, actor } = callerOf(request)
      return changeImport(
        request.server.surroundings.db,
        doors,
        org,
        actor,
        importId(request.params.id),
        request.body,
      ).then(presentImport)
    },
  )
}

function errorRoutes(app: App): void {
  app.get(
    '/api/imports/:id/errors',
    {
      schema: {
        tags: TAG,
        summary: 'Refused rows with the reason, as CSV',
        params,
        response: {
          200: fileOf(
            'text/csv',
            'For each row its line, the kind of problem, the field and the reason, and then the row as it came.',
          ),
        },
      },
    },
    async (request, reply) => {
      const { org } = callerOf(request)
      const imported = await readingAs(request, (tx, actor) => getImport(tx, actor, importId(request.params.id)))
      const name = `${imported.fileName.replace(/\.\w+$/, '').replace(/[^\w.-]+/g, '_')}-errors.csv`
      reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`)
      return reply.send(Readable.from(refusalsFile(request.server.surroundings.db, org, imported)))
    },
  )
}

const ACTS: readonly { readonly act: Exclude<ImportAct, 'change'>; readonly summary: string }[] = [
  { act: 'check', summary: 'Try all of it without keeping anything' },
  { act: 'start', summary: 'Start, or go on' },
  { act: 'pause', summary: 'Pause after the batch at work' },
  { act: 'cancel', summary: 'Stop; what was imported stays and can be undone' },
  { act: 'undo', summary: 'Take back everything it made and changed' },
]

function actRoutes(app: App, doors: Doors): void {
  for (const { act, summary } of ACTS) {
    app.post(
      `/api/imports/:id/${act}`,
      { schema: { tags: TAG, summary, params, response: { 200: importSchema } } },
      (request) =>
        writing(request, async (tx, actor) => {
          const id = importId(request.params.id)
          const imported = await actOnImport(tx, actor, doors, id, act)
          if (atWork.includes(imported.state)) await beginImport(tx, id)
          return presentImport(imported)
        }),
    )
  }
}
