import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { isTimeZone } from '../../../shared/relativeFilter.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { catalogueOf } from '../../ground/objects/catalogue.ts'
import { currentAgreement } from '../../processes/qualification/agreements.ts'
import { homeOf } from './home.ts'
import { searchEverything } from './search.ts'
import { homeSchema, searchSchema } from './shapes.ts'

export function workbenchRoutes(app: App): void {
  const where = z.object({
    timeZone: z
      .string()
      .max(60)
      .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
      .optional()
      .meta({ description: 'Where your day begins, if your user has no time zone of its own.' }),
  })
  app.get(
    '/api/home',
    {
      schema: {
        tags: ['Work'],
        summary: 'What needs you today',
        querystring: where,
        response: { 200: homeSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) =>
        homeOf(tx, actor, {
          firstResponseHours: (await currentAgreement(tx, actor)).firstResponseHours,
          timeZone: request.query.timeZone,
        }),
      ),
  )
  const query = z.object({ q: z.string().max(200) })
  app.get(
    '/api/search',
    {
      schema: {
        tags: ['Work'],
        summary: 'Search records of every kind by the beginnings of words',
        querystring: query,
        response: { 200: searchSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { byName } = await catalogueOf(tx)
        return {
          results: (await searchEverything(tx, actor, request.query.q)).map(({ object, id, title, detail }) => ({
            object,
            Id: encodeId(id),
            title,
            detail,
            href: `/${byName.get(object.toLowerCase())?.path ?? ''}/${encodeId(id)}`,
          })),
        }
      }),
  )
}
