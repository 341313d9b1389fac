import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../../../ground/http/edge.ts'
import { anyRecordSchema, idParams, nextSchema } from '../../../ground/objects/schemas.ts'
import { notFound } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { matchables } from '../duplicate.ts'
import { presentRecordsOf } from '../presentMatches.ts'
import { listReported, reportedRecords, settleReported, type ReportedSet } from './reported.ts'

const matchable = z.enum(matchables)
const tags = ['Duplicate rules']

const reportedSetSchema = z
  .object({
    Id: z.string(),
    object: matchable,
    reportedAt: z.date(),
    rule: z.object({ Id: z.string(), label: z.string() }),
    records: z.array(
      z.object({
        object: matchable,
        record: anyRecordSchema,
        probability: z
          .number()
          .nullable()
          .meta({ description: 'That it is the same as the record that was saved, 0 to 1; null: it is that record.' }),
        reasons: z.array(z.string()).readonly(),
      }),
    ),
    hasMore: z.boolean(),
    next: nextSchema,
  })
  .meta({ id: 'ReportedDuplicates', description: 'Records a rule put aside as alike.' })

const reportedSetsSchema = z.object({ sets: z.array(reportedSetSchema), next: nextSchema })

/** What rules reported, for who works it off. */
export function reportedRoutes(app: App): void {
  const page = z.object({
    after: z.string().max(18).optional().meta({ description: "What the page before gave as 'next'." }),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  })
  app.get(
    '/api/duplicates/reported',
    {
      schema: {
        tags,
        summary: 'What rules reported, set by set, the newest first',
        querystring: page,
        response: { 200: reportedSetsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { after, limit } = request.query
        const before = after === undefined ? Number.MAX_SAFE_INTEGER : idOfKind('DuplicateRecordSet', after)
        const { sets, next } = await listReported(tx, actor, before, limit)
        return { sets: await presentSets(tx, sets), next: next === null ? null : encodeId(next) }
      }),
  )
  const more = z.object({
    after: z.string().max(18).optional().meta({ description: "What the set, or the page before, gave as 'next'." }),
  })
  app.get(
    '/api/duplicates/reported/:id',
    {
      schema: {
        tags,
        summary: 'The records of one set, fifty a page',
        params: idParams,
        querystring: more,
        response: { 200: reportedSetSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { after } = request.query
        const behind = after === undefined ? 0 : idOfKind('DuplicateRecordItem', after)
        const set = await reportedRecords(tx, actor, idOfKind('DuplicateRecordSet', request.params.id), behind)
        const [shown] = await presentSets(tx, [set])
        if (shown === undefined) throw new Error('One set in, one out.')
        return shown
      }),
  )
  settleRoute(app)
}

function settleRoute(app: App): void {
  app.delete(
    '/api/duplicates/reported/:id',
    {
      schema: {
        tags,
        summary: 'Take a set off the list of what was reported; its records stay',
        response: { 204: nothing },
        params: idParams,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await settleReported(tx, actor, idOfKind('DuplicateRecordSet', request.params.id))
        reply.code(204)
      }),
  )
}

async function presentSets(tx: Tx, sets: readonly ReportedSet[]): Promise<z.infer<typeof reportedSetSchema>[]> {
  const shown = await presentRecordsOf(
    tx,
    sets.flatMap(({ records }) => records),
  )
  let from = 0
  return sets.map(({ setId, ruleId: rule, ruleLabel, object, reportedAt, records, hasMore, after }) => {
    const own = shown.slice(from, (from += records.length))
    return {
      Id: encodeId(setId),
      object,
      reportedAt,
      rule: { Id: encodeId(rule), label: ruleLabel },
      records: records.map((one, at) => ({
        object: one.object,
        record: own[at] ?? { Id: encodeId(one.record.Id) },
        probability: one.probability,
        reasons: one.reasons,
      })),
      hasMore,
      next: after === null ? null : encodeId(after),
    }
  })
}

function idOfKind(kind: 'DuplicateRecordSet' | 'DuplicateRecordItem', text: string): number {
  const id = decodeId(text)
  if (id !== undefined && objectOfId(id) === kind) return id
  throw notFound('reported set', text.slice(0, 18))
}
