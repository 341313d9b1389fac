import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { standardDefinition } from '../../ground/objects/definition.ts'
import { currentAgreement } from '../../processes/qualification/agreements.ts'
import { homeOf } from './home.ts'
import { searchEverything } from './search.ts'

export function workbenchRoutes(app: App): void {
  app.get('/api/home', { schema: { tags: ['Work'], summary: 'What needs you today' } }, (request) =>
    readingAs(request, async (tx, actor) => homeOf(tx, actor, (await currentAgreement(tx, actor)).firstResponseHours)),
  )
  const query = z.object({ q: z.string().max(200) })
  app.get(
    '/api/search',
    {
      schema: {
        tags: ['Work'],
        summary: 'Search records of every kind by the beginnings of words',
        querystring: query,
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => ({
        results: (await searchEverything(tx, actor, request.query.q)).map(({ object, id, title, detail }) => ({
          object,
          Id: encodeId(id),
          title,
          detail,
          href: `/${standardDefinition(object)?.path ?? ''}/${encodeId(id)}`,
        })),
      })),
  )
}
