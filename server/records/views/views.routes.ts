import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../../ground/http/edge.ts'
import { filterSchema } from '../../ground/objects/filter.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { errorSchema, idParams, versionIn } from '../../ground/objects/schemas.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { isStandard, type ListView } from './view.ts'
import {
  changeListView,
  createListView,
  deleteListView,
  getListView,
  listViewsOf,
  mayChange,
  openListAsUsual,
  openListWith,
} from './views.ts'

const tags = ['List views']

const said = {
  Name: z.string().max(200).meta({ description: 'Up to 40 characters.' }),
  Filter: filterSchema.nullable().meta({
    description: 'As lists take it; a value may be `$me`, and of a date `THIS_WEEK`, `LAST_N_DAYS:7` and the like.',
  }),
  Sort: z.string().max(300).nullable().meta({ description: '`-CreatedDate,LastName`; null: the usual order.' }),
  Columns: z.array(z.string().max(100)).min(1).max(60).nullable().meta({ description: 'Null: the usual columns.' }),
  Shared: z.boolean().meta({ description: 'Everybody may use it. Administrators and managers may share.' }),
}
const changeBody = z.strictObject(said).partial()
const createBody = changeBody.extend({ Object: z.string().max(80), Name: said.Name })

const viewSchema = z
  .object({
    Id: z.string(),
    Object: z.string(),
    Name: z.string(),
    ApiName: z.string(),
    Filter: filterSchema.nullable(),
    Sort: z.string().nullable(),
    Columns: z.array(z.string()).nullable().readonly(),
    Shared: z.boolean(),
    Standard: z.boolean().meta({ description: 'It came with Assay.' }),
    Default: z.boolean().meta({ description: 'Your list opens with it.' }),
    MayChange: z.boolean(),
    Owner: z.object({ Id: z.string(), Name: z.string().nullable() }).nullable(),
    LastModifiedDate: z.date(),
  })
  .meta({ id: 'ListView' })

/** Saved list views: read, kept, changed, deleted, and chosen to open a list with. */
export function viewRoutes(app: App): void {
  readRoutes(app)
  keepRoutes(app)
  defaultRoutes(app)
}

function readRoutes(app: App): void {
  app.get(
    '/api/views',
    {
      schema: {
        tags,
        summary: 'List the views of an object: standard, shared, and your own',
        querystring: z.object({ object: z.string().max(80).meta({ description: '`Lead`' }) }),
        response: { 200: z.object({ views: z.array(viewSchema) }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => ({
        views: await present(tx, actor, await listViewsOf(tx, actor, request.query.object)),
      })),
  )
  app.get(
    '/api/views/:id',
    {
      schema: {
        tags,
        summary: 'Read one list view',
        params: idParams,
        response: { 200: viewSchema, 404: errorSchema },
      },
    },
    (request, reply) =>
      readingAs(request, async (tx, actor) =>
        presentOne(tx, actor, reply, await getListView(tx, actor, viewId(request.params.id))),
      ),
  )
}

function keepRoutes(app: App): void {
  app.post(
    '/api/views',
    {
      schema: { tags, summary: 'Keep a list view', body: createBody, response: { 201: viewSchema, 422: errorSchema } },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const { Object: objectName, Name, ...rest } = request.body
        const view = await createListView(tx, actor, objectName, { ...draftOf(rest), label: Name })
        reply.code(201).header('location', `/api/views/${encodeId(view.id)}`)
        return presentOne(tx, actor, reply, view)
      }),
  )
  app.patch(
    '/api/views/:id',
    {
      schema: {
        tags,
        summary: 'Change a list view',
        params: idParams,
        body: changeBody,
        response: { 200: viewSchema, 412: errorSchema, 422: errorSchema },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const version = versionIn(request.headers['if-match'])
        const view = await changeListView(tx, actor, viewId(request.params.id), draftOf(request.body), version)
        return presentOne(tx, actor, reply, view)
      }),
  )
  app.delete(
    '/api/views/:id',
    { schema: { tags, summary: 'Delete a list view', response: { 204: nothing }, params: idParams } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await deleteListView(tx, actor, viewId(request.params.id))
        reply.code(204)
      }),
  )
}

function defaultRoutes(app: App): void {
  app.post(
    '/api/views/:id/default',
    { schema: { tags, summary: 'Open your list with this view', response: { 204: nothing }, params: idParams } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await openListWith(tx, actor, viewId(request.params.id))
        reply.code(204)
      }),
  )
  app.delete(
    '/api/views/:id/default',
    { schema: { tags, summary: 'Open your list as usual again', response: { 204: nothing }, params: idParams } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await openListAsUsual(tx, actor, viewId(request.params.id))
        reply.code(204)
      }),
  )
}

function viewId(text: string): number {
  const id = decodeId(text)
  if (id === undefined)
    throw new Refusal('malformed_id', `'${text}' is not an id. An id has 15 or 18 letters and digits.`, {
      kind: 'malformed',
      field: 'Id',
    })
  if (objectOfId(id) !== 'ListView') throw notFound('list view', text)
  return id
}

const draftOf = ({ Name, Filter, Sort, Columns, Shared }: z.infer<typeof changeBody>) => ({
  ...(Name === undefined ? {} : { label: Name }),
  ...(Filter === undefined ? {} : { filter: Filter }),
  ...(Sort === undefined ? {} : { sort: Sort }),
  ...(Columns === undefined ? {} : { columns: Columns }),
  ...(Shared === undefined ? {} : { isShared: Shared }),
})

async function presentOne(
  tx: Tx,
  actor: Actor,
  reply: { header: (name: string, value: string) => unknown },
  view: ListView,
) {
  const [shown] = await present(tx, actor, [view])
  if (shown === undefined) throw new Error('The list view just read cannot be presented.')
  reply.header('etag', `"${view.version}"`)
  return shown
}

async function present(tx: Tx, actor: Actor, views: readonly ListView[]) {
  const names = await namesOf(tx, new Set(views.flatMap(({ ownerId }) => ownerId ?? [])))
  return views.map((view) => ({
    Id: encodeId(view.id),
    Object: view.objectName,
    Name: view.label,
    ApiName: view.apiName,
    Filter: view.filter,
    Sort: view.sort,
    Columns: view.columns,
    Shared: view.sharedAt !== null,
    Standard: isStandard(view),
    Default: view.isDefault,
    MayChange: mayChange(actor, view),
    Owner: view.ownerId === null ? null : { Id: encodeId(view.ownerId), Name: names.get(view.ownerId) ?? null },
    LastModifiedDate: view.lastModifiedAt,
  }))
}
