import { z } from 'zod'
import { decodeId } from '../../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../../../ground/http/edge.ts'
import { errorSchema } from '../../../ground/objects/schemas.ts'
import { notFound } from '../../../platform/errors.ts'
import { masterRules } from './bulkMerge.ts'
import { actOnBulkMerge, listBulkMerges, startBulkMerge } from './bulkMerges.ts'
import { bulkMergeSchema, presentMerge, presentSample, sampleSchema, verdict } from './presentRuns.ts'
import { getRun } from './runs.ts'
import { answerSample, drawSample, sampleAt } from './sample.ts'

const anId = z.string().min(15).max(18)
const runParams = z.object({ id: anId })
const certainty = z.coerce.number().min(0.5).max(1)
const tags = ['Duplicates']

/** Samples of what a search found, and merging it in bulk. */
export function bulkMergeRoutes(app: App): void {
  sampleRoutes(app)
  mergeRoutes(app)
}

function sampleRoutes(app: App): void {
  const schema = { tags, params: runParams, response: { 200: sampleSchema } }
  app.get(
    '/api/duplicate-runs/:id/sample',
    { schema: { ...schema, summary: 'Read the sample drawn at a certainty', querystring: z.object({ certainty }) } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const id = idOf(request.params.id, 'run')
        return presentSample(
          tx,
          actor,
          await getRun(tx, actor, id),
          await sampleAt(tx, actor, id, request.query.certainty),
        )
      }),
  )
  app.post(
    '/api/duplicate-runs/:id/sample',
    {
      schema: {
        ...schema,
        summary: 'Draw pairs at random above and below a certainty, to be looked at before a merge',
        body: z.strictObject({ certainty }),
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = idOf(request.params.id, 'run')
        return presentSample(
          tx,
          actor,
          await getRun(tx, actor, id),
          await drawSample(tx, actor, id, request.body.certainty),
        )
      }),
  )
  app.post(
    '/api/duplicate-runs/:id/answers',
    {
      schema: {
        tags,
        summary: 'Say whether a pair of a sample is the same',
        response: { 204: nothing },
        params: runParams,
        body: z.strictObject({ left: anId, right: anId, verdict }),
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const { left, right, verdict: said } = request.body
        await answerSample(tx, actor, idOf(request.params.id, 'run'), {
          leftId: idOf(left, 'record'),
          rightId: idOf(right, 'record'),
          verdict: said,
        })
        reply.code(204)
      }),
  )
}

function mergeRoutes(app: App): void {
  app.post(
    '/api/duplicate-runs/:id/merges',
    {
      schema: {
        tags,
        summary: 'Merge every group of a search from a certainty on',
        params: runParams,
        body: z.strictObject({
          certainty: z.number().min(0.5).max(1),
          masterRule: z.enum(masterRules).default('most_complete'),
        }),
        response: { 202: bulkMergeSchema, 409: errorSchema, 422: errorSchema },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const merge = await startBulkMerge(tx, actor, { runId: idOf(request.params.id, 'run'), ...request.body })
        reply.code(202)
        return presentMerge(merge)
      }),
  )
  app.get(
    '/api/duplicate-runs/:id/merges',
    {
      schema: {
        tags,
        summary: 'List the bulk merges of a search, the newest first',
        params: runParams,
        response: { 200: z.object({ merges: z.array(bulkMergeSchema) }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => ({
        merges: (await listBulkMerges(tx, actor, idOf(request.params.id, 'run'))).map(presentMerge),
      })),
  )
  app.post(
    '/api/bulk-merges/:id/acts',
    {
      schema: {
        tags,
        summary: 'Pause, go on with or undo a bulk merge',
        params: runParams,
        body: z.strictObject({ act: z.enum(['pause', 'resume', 'undo']) }),
        response: { 200: bulkMergeSchema, 409: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = idOf(request.params.id, 'bulk merge')
        return presentMerge(await actOnBulkMerge(tx, actor, id, request.body.act))
      }),
  )
}

function idOf(text: string, what: string): number {
  const id = decodeId(text)
  if (id === undefined) throw notFound(what, text)
  return id
}
