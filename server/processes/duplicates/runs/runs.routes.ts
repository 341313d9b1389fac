import { z } from 'zod'
import { decodeId } from '../../../../shared/ids.ts'
import { readingAs, writing, type App } from '../../../ground/http/edge.ts'
import { errorSchema } from '../../../ground/objects/schemas.ts'
import { notFound } from '../../../platform/errors.ts'
import { getGroup, listGroups, reckonFrom } from './groups.ts'
import { groupSchema, presentGroups, presentRun, runSchema } from './presentRuns.ts'
import { runScopes } from './run.ts'
import { actOnRun, getRun, listRuns, startRun } from './runs.ts'

const anId = z.string().min(15).max(18)
const runParams = z.object({ id: anId })
const certainty = z.coerce.number().min(0.5).max(1)
const tags = ['Duplicates']

/** Searches through all records, and the groups they find. */
export function runRoutes(app: App): void {
  searchRoutes(app)
  groupRoutes(app)
  reckoningRoutes(app)
}

function searchRoutes(app: App): void {
  app.post(
    '/api/duplicate-runs',
    {
      schema: {
        tags,
        summary: 'Look for duplicates in all records',
        body: z.strictObject({ scope: z.enum(runScopes) }),
        response: { 202: runSchema, 409: errorSchema },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const run = await startRun(tx, actor, request.body.scope)
        reply.code(202)
        return presentRun(run)
      }),
  )
  app.get(
    '/api/duplicate-runs',
    {
      schema: {
        tags,
        summary: 'List searches for duplicates, the newest first',
        querystring: z.object({
          after: z.string().max(18).optional(),
          limit: z.coerce.number().int().min(1).max(50).default(20),
        }),
        response: { 200: z.object({ runs: z.array(runSchema), next: z.string().nullable() }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { after, limit } = request.query
        const { runs, next } = await listRuns(tx, actor, after === undefined ? undefined : runId(after), limit)
        return { runs: runs.map(presentRun), next }
      }),
  )
  app.get(
    '/api/duplicate-runs/:id',
    { schema: { tags, summary: 'Read a search for duplicates', params: runParams, response: { 200: runSchema } } },
    (request) => readingAs(request, async (tx, actor) => presentRun(await getRun(tx, actor, runId(request.params.id)))),
  )
  app.post(
    '/api/duplicate-runs/:id/acts',
    {
      schema: {
        tags,
        summary: 'Pause, go on with or cancel a search for duplicates',
        params: runParams,
        body: z.strictObject({ act: z.enum(['pause', 'resume', 'cancel']) }),
        response: { 200: runSchema, 409: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) =>
        presentRun(await actOnRun(tx, actor, runId(request.params.id), request.body.act)),
      ),
  )
}

function groupRoutes(app: App): void {
  app.get(
    '/api/duplicate-runs/:id/groups',
    {
      schema: {
        tags,
        summary: 'List the groups of a search, the least certain first',
        params: runParams,
        querystring: z.object({
          atLeast: z.coerce.number().min(0).max(1).default(0),
          after: z.coerce
            .number()
            .int()
            .min(0)
            .default(0)
            .meta({ description: "What the page before gave as 'next'." }),
          limit: z.coerce.number().int().min(1).max(50).default(20),
        }),
        response: { 200: z.object({ groups: z.array(groupSchema), next: z.number().nullable() }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { groups, next } = await listGroups(tx, actor, runId(request.params.id), request.query)
        return { groups: await presentGroups(tx, groups), next }
      }),
  )
  app.get(
    '/api/duplicate-runs/:id/groups/:n',
    {
      schema: {
        tags,
        summary: 'Read one group of a search',
        params: z.object({
          id: anId,
          n: z.coerce
            .number()
            .int()
            .min(1)
            .max(2 ** 31 - 1),
        }),
        response: { 200: groupSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const group = await getGroup(tx, actor, runId(request.params.id), request.params.n)
        const [presented] = await presentGroups(tx, [group])
        if (presented === undefined) throw notFound('group', request.params.id)
        return presented
      }),
  )
}

function reckoningRoutes(app: App): void {
  app.get(
    '/api/duplicate-runs/:id/reckoning',
    {
      schema: {
        tags,
        summary: 'Say how many groups and records a merge from a certainty on would touch',
        params: runParams,
        querystring: z.object({ certainty }),
        response: { 200: z.object({ groups: z.number(), records: z.number(), merged: z.number() }) },
      },
    },
    (request) =>
      readingAs(request, (tx, actor) => reckonFrom(tx, actor, runId(request.params.id), request.query.certainty)),
  )
}

function runId(text: string): number {
  const id = decodeId(text)
  if (id === undefined) throw notFound('run', text)
  return id
}
