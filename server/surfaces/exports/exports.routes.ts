import { Readable } from 'node:stream'
import { z } from 'zod'
import { callerOf, type App } from '../../ground/http/edge.ts'
import { parseFilter } from '../../ground/objects/filter.ts'
import { notFound } from '../../platform/errors.ts'
import { exportRecords } from './exports.ts'

const params = z.object({ file: z.string().max(120) })
const query = z.object({
  filter: z.string().max(20_000).optional().meta({ description: 'The same filter tree as for lists, as JSON.' }),
  fields: z.string().max(4000).optional().meta({ description: 'Field names, separated by commas; all of them unless said.' }),
  q: z.string().max(200).optional(),
})

/** Records out, as CSV, however many. */
export function exportRoutes(app: App): void {
  app.get('/api/exports/:file', { schema: { tags: ['Exports'], summary: 'Records of an object as CSV: /api/exports/Lead.csv', params, querystring: query, response: { 200: z.unknown() } } }, async (request, reply) => {
    const { org, actor } = callerOf(request)
    const { filter, fields, q } = request.query
    const objectName = /^(\w+)\.csv$/.exec(request.params.file)?.[1]
    if (objectName === undefined) throw notFound(`export called '${request.params.file}'; say for example Lead.csv`)
    const { definition, lines } = await exportRecords(request.server.surroundings.db, org, actor, objectName, {
      filter: filter === undefined ? undefined : parseFilter(filter),
      fields: fields?.split(',').map((name) => name.trim()).filter(Boolean),
      q,
    })
    reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${definition.path}.csv"`)
    return reply.send(Readable.from(lines))
  })
}
