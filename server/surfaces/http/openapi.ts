import swagger from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { App } from '../../ground/http/edge.ts'
import { docsPage, type ApiDocument } from './docsPage.ts'
import { completed } from './document.ts'

/** Makes the OpenAPI document from the same schemas that check the requests; has to come before the routes. */
export async function collectDocument(app: App, publicUrl: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Assay',
        version: '0.1.0',
        description: 'Turns raw leads into qualified opportunities.',
        license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
      },
      servers: [{ url: publicUrl }],
      security: [{ token: [] }, { session: [] }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'A token made with POST /api/tokens.' },
          session: { type: 'apiKey', in: 'cookie', name: 'assay_session', description: 'What POST /api/session sets.' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
}

const hidden = { hide: true, response: { 200: z.unknown() } }
const searched = { ...hidden, querystring: z.object({ q: z.string().trim().max(100).default('') }) }

/** The document, and the page a person reads. */
export function documentRoutes(app: App): void {
  let document: string | undefined
  let read: ApiDocument | undefined
  let page: string | undefined
  app.get('/api/openapi.json', { schema: hidden }, (_, reply) => {
    document ??= JSON.stringify(documentOf(app))
    // Already text: no serializer has to touch it.
    return reply.type('application/json; charset=utf-8').serializer(asItIs).send(document)
  })
  app.get('/api/docs', { schema: searched }, ({ query }, reply) => {
    read ??= documentOf(app)
    page ??= docsPage(read)
    const shown = query.q === '' ? page : docsPage(read, query.q)
    return reply.type('text/html; charset=utf-8').serializer(asItIs).send(shown)
  })
}

/** What the plugin answers is the document; its type names more versions than we write. */
const documentOf = (app: App) => completed(app.swagger() as unknown as ApiDocument)

const asItIs = (payload: unknown): string => String(payload)
