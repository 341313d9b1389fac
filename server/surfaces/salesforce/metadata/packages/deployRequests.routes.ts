import type { IncomingHttpHeaders } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { callerOf, readingAs, writing, type App } from '../../../../ground/http/edge.ts'
import { refuseUnlessHas } from '../../../../ground/users/actor.ts'
import { dialectRefusal, noResource } from '../../dialect/errors.ts'
import type { SalesforceRooms } from '../../dialect/sobjects.ts'
import { base } from '../../rest/asked.ts'
import { versionIn } from '../../rest/versions.ts'
import type { PlainObject } from '../plain.ts'
import { deploymentOf, deployPackage, deployValidated, refuseToCancel, type Deployment } from './deployments.ts'

const MULTIPART = 'multipart/form-data'
const PACKAGE_MAX_BYTES = 39 * 1024 * 1024
const OPTIONS_MAX_BYTES = 1024 * 1024
const MOST_PARTS = 5

const deployOptions = z.looseObject({
  checkOnly: z.boolean().nullish(),
  rollbackOnError: z.boolean().nullish(),
  singlePackage: z.boolean().nullish(),
})
const wanted = z.object({ deployOptions: deployOptions.nullish() })

type Package = { readonly archive: Buffer; readonly options: z.infer<typeof deployOptions> }

type InVersion = { Params: { version: string } }
type OfOne = { Params: { version: string; id: string }; Querystring: Readonly<Record<string, string>> }

const ADDRESS = '/services/data/:version/metadata/deployRequest'

/** Metadata API over REST: packages are deployed by `POST …/metadata/deployRequest`, and looked after under their ids. */
export function deployRequestRoutes(scope: App, _rooms: SalesforceRooms): void {
  void scope.register(async (app) => {
    // Records with files are read otherwise.
    app.removeContentTypeParser(MULTIPART)
    app.addContentTypeParser(MULTIPART, async (request: FastifyRequest) => {
      refuseUnlessHas(callerOf(request).actor, 'set_up', 'see or change how objects are set up')
      return packageIn(request.headers, request.raw)
    })
    app.post<InVersion>(ADDRESS, (request, reply) => deployFrom(request, reply))
    app.get<OfOne>(`${ADDRESS}/:id`, (request) => tellOf(request))
    app.patch<OfOne>(`${ADDRESS}/:id`, (request) => callOff(request))
  })
}

async function deployFrom(request: FastifyRequest<InVersion>, reply: FastifyReply): Promise<FastifyReply> {
  const version = versionIn(request.params.version)
  const { body } = request
  const sent = isPackage(body) ? body : undefined
  const validated = sent === undefined ? validatedIn(body) : null
  const { id, result } = await writing(request, (tx, actor): Promise<Deployment> => {
    if (sent === undefined) return deployValidated(tx, actor, validated ?? '')
    const { checkOnly, rollbackOnError } = sent.options
    return deployPackage(tx, actor, sent.archive, {
      checkOnly: checkOnly ?? false,
      rollbackOnError: rollbackOnError ?? true,
    })
  })
  const url = `${request.server.surroundings.config.publicUrl}${base({ version })}/metadata/deployRequest/${id}`
  return reply.code(201).send({
    validatedDeployRequestId: validated,
    id,
    url,
    deployOptions: sent === undefined ? null : sent.options,
    // As in Salesforce it is told by the id what became of it.
    deployResult: withoutDetails(result),
  })
}

async function tellOf(request: FastifyRequest<OfOne>): Promise<unknown> {
  const version = versionIn(request.params.version)
  const { id } = request.params
  const result = await readingAs(request, (tx, actor) => deploymentOf(tx, actor, id))
  if (result === undefined) throw noResource()
  const url = `${request.server.surroundings.config.publicUrl}${base({ version })}/metadata/deployRequest/${id}`
  const isWhole = request.query.includeDetails === 'true'
  return {
    id,
    url: isWhole ? `${url}?includeDetails=true` : url,
    deployResult: isWhole ? result : withoutDetails(result),
  }
}

async function callOff(request: FastifyRequest<OfOne>): Promise<never> {
  versionIn(request.params.version)
  const asked = z.object({ deployResult: z.object({ status: z.literal('Canceling') }) }).safeParse(request.body)
  if (!asked.success)
    throw dialectRefusal(
      'JSON_PARSER_ERROR',
      'Only the cancelling of a deployment can be asked for here: { "deployResult": { "status": "Canceling" } }.',
    )
  return readingAs(request, (tx, actor) => refuseToCancel(tx, actor, request.params.id))
}

const withoutDetails = ({ details: _details, ...told }: PlainObject): PlainObject => told

const isPackage = (body: unknown): body is Package =>
  typeof body === 'object' && body !== null && 'archive' in body && Buffer.isBuffer(body.archive)

function validatedIn(body: unknown): string {
  const asked = z.object({ validatedDeployRequestId: z.string() }).safeParse(body)
  if (asked.success) return asked.data.validatedDeployRequestId
  throw malformed()
}

/** The archive and the options of a request: two parts, under whatever names. */
async function packageIn(headers: IncomingHttpHeaders, arriving: Readable): Promise<Package> {
  const texts: string[] = []
  const archives: Promise<Buffer | undefined>[] = []
  await new Promise<void>((resolve, reject) => {
    const parser = parserFor(headers)
    const fail = (): void => {
      arriving.unpipe(parser)
      arriving.resume()
      reject(malformed())
    }
    parser.on('field', (_name, text) => texts.push(text))
    parser.on('file', (_name, bytes) => {
      // Of one that is cut off the parser says so too, and nobody waits for the bytes any more.
      archives.push(
        buffer(bytes).then(
          (all) => (bytes.truncated ? undefined : all),
          () => undefined,
        ),
      )
    })
    parser.on('error', fail)
    parser.on('finish', () => resolve())
    arriving.on('aborted', fail)
    arriving.pipe(parser)
  })
  const [archive] = await Promise.all(archives)
  if (archives.length > 0 && archive === undefined) throw tooLarge()
  if (archive === undefined || archives.length > 1) throw malformed()
  return { archive, options: optionsIn(texts) }
}

function optionsIn(texts: readonly string[]): Package['options'] {
  try {
    return Object.assign({}, ...texts.map((text) => wanted.parse(JSON.parse(text)).deployOptions ?? {}))
  } catch {
    throw malformed()
  }
}

function parserFor(headers: IncomingHttpHeaders) {
  try {
    return Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      limits: {
        files: 2,
        fields: MOST_PARTS,
        parts: MOST_PARTS,
        fieldSize: OPTIONS_MAX_BYTES,
        fileSize: PACKAGE_MAX_BYTES,
      },
      isPartAFile: (_name, type, fileName) => fileName !== undefined && !/json/i.test(type ?? ''),
    })
  } catch {
    throw malformed()
  }
}

const tooLarge = () =>
  dialectRefusal('LIMIT_EXCEEDED', `A package has at most ${PACKAGE_MAX_BYTES / 1024 / 1024} MB. Send it in parts.`, {
    kind: 'too_large',
  })

const malformed = () =>
  dialectRefusal(
    'JSON_PARSER_ERROR',
    'A package is sent as multipart/form-data: a part with { "deployOptions": { … } } as JSON, and a file that is a zip archive. What was tried before is sent as JSON: { "validatedDeployRequestId": "…" }.',
  )
