import { Readable } from 'node:stream'
import { z } from 'zod'
import { callerOf, fileOf, type App } from '../../ground/http/edge.ts'
import { listQuery, listRequestOf } from '../../ground/objects/schemas.ts'
import { today } from '../../platform/clock.ts'
import { notFound } from '../../platform/errors.ts'
import { exportRecords, type ExportPart } from './exports.ts'

const params = z.object({
  file: z
    .string()
    .max(120)
    .meta({ description: 'The name of an object or its word in addresses, and .csv: leads.csv' }),
})
const query = listQuery.omit({ limit: true, after: true }).extend({
  bom: z.stringbool().default(true).meta({ description: 'Begin with the mark by which spreadsheets know UTF-8.' }),
})

/** Records out, as CSV, however many. */
export function exportRoutes(app: App): void {
  app.get(
    '/api/exports/:file',
    {
      schema: {
        tags: ['Exports'],
        summary: 'Records of an object as CSV, filtered and sorted like a list: /api/exports/leads.csv',
        params,
        querystring: query,
        response: { 200: fileOf('text/csv', 'The records, a line each, under a line of field names; in UTF-8.') },
      },
    },
    async (request, reply) => {
      const { org, actor } = callerOf(request)
      const { bom, ...list } = request.query
      const objectName = /^(\w+)\.csv$/.exec(request.params.file)?.[1]
      if (objectName === undefined) throw notFound(`export called '${request.params.file}'; say for example leads.csv`)
      const { definition, parts } = await exportRecords(request.server.surroundings.db, org, actor, objectName, {
        ...listRequestOf(list),
        byteOrderMark: bom,
      })
      reply
        .type('text/csv; charset=utf-8')
        .header(
          'content-disposition',
          `attachment; filename="${definition.path.replace('records/', '')}-${today()}.csv"`,
        )
      return reply.send(Readable.from(textsOf(parts), { objectMode: false, highWaterMark: 256 * 1024 }))
    },
  )
}

async function* textsOf(parts: AsyncIterable<ExportPart>): AsyncGenerator<string> {
  for await (const { text } of parts) yield text
}
