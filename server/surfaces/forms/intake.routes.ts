import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { nothing, callerOf, readingAs, writing, type App } from '../../ground/http/edge.ts'
import { idParams } from '../../ground/objects/schemas.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Capture } from './capture.ts'
import { decodePost } from './decoding.ts'
import { countIntake, discardPosts, getPost, getPosts, listPosts, mendPost, replayPosts } from './intake.ts'
import { postStates } from './post.ts'
import { changeFormLimits, formLimits } from './formLimits.ts'
import type { ListedPost } from './posts.sql.ts'
import { mendedFields } from './reading.ts'
import { countsSchema, limitsSchema, postPageSchema, postSchema, postsSchema, type postSummary } from './shapes.ts'

const tags = ['Form posts']
const pageQuery = z.object({
  state: z.enum(postStates).optional(),
  formId: z.string().max(18).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})
const one = { 200: postSchema }
const idList = z.strictObject({ ids: z.array(z.string().max(18)).min(1).max(200) })
const discardBody = z.strictObject({ reason: z.string().max(255).optional() })

/** The intake: what came in through forms, what waits there and why, and what people do about it. */
export function intakeRoutes(app: App, capture: Capture): void {
  readRoutes(app)
  app.patch(
    '/api/form-posts/:id',
    {
      schema: {
        tags,
        summary: 'Mend fields of a post that waits',
        params: idParams,
        body: z.strictObject({ fields: z.record(z.string().max(200), z.string().max(40_000).nullable()) }),
        response: one,
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = postId(request.params.id)
        await mendPost(tx, actor, id, request.body.fields)
        return presentPost(await getPost(tx, actor, id))
      }),
  )
  app.post(
    '/api/form-posts/:id/replay',
    { schema: { tags, summary: 'Work a post again, as genuine', params: idParams, response: one } },
    (request) => replay(request, [postId(request.params.id)]).then(([post]) => presentPost(post)),
  )
  app.post(
    '/api/form-posts/replay',
    {
      schema: {
        tags,
        summary: 'Work up to 200 posts again, as genuine',
        body: idList,
        response: { 200: postsSchema },
      },
    },
    (request) =>
      replay(request, [...new Set(request.body.ids.map(postId))]).then(async (posts) => ({
        posts: await Promise.all(posts.map(summary)),
      })),
  )
  discardRoutes(app)
  settingRoutes(app)

  /** Put back in one transaction, worked in the next, as a post that has just arrived. */
  async function replay(request: FastifyRequest, ids: readonly number[]): Promise<ListedPost[]> {
    await writing(request, (tx, actor) => replayPosts(tx, actor, ids))
    await Promise.all(ids.map((id) => capture.work(callerOf(request).org, id)))
    return readingAs(request, (tx, actor) => getPosts(tx, actor, ids))
  }
}

function discardRoutes(app: App): void {
  app.post(
    '/api/form-posts/:id/discard',
    { schema: { tags, summary: 'Put a post away', params: idParams, body: discardBody.optional(), response: one } },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = postId(request.params.id)
        await discardPosts(tx, actor, [id], request.body?.reason ?? null)
        return presentPost(await getPost(tx, actor, id))
      }),
  )
  app.post(
    '/api/form-posts/discard',
    {
      schema: {
        tags,
        summary: 'Put up to 200 posts away',
        response: { 204: nothing },
        body: idList.extend(discardBody.shape),
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await discardPosts(tx, actor, [...new Set(request.body.ids.map(postId))], request.body.reason ?? null)
        reply.code(204)
      }),
  )
}

function readRoutes(app: App): void {
  app.get(
    '/api/form-posts',
    {
      schema: {
        tags,
        summary: 'What came in through forms, newest first',
        querystring: pageQuery,
        response: { 200: postPageSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { formId, ...query } = request.query
        const { posts, next } = await listPosts(tx, actor, {
          ...query,
          formId: formId === undefined ? undefined : (decodeId(formId) ?? 0),
        })
        return { posts: await Promise.all(posts.map(summary)), next }
      }),
  )
  app.get(
    '/api/form-posts/counts',
    { schema: { tags, summary: 'How many posts stand where', response: { 200: countsSchema } } },
    (request) => readingAs(request, async (tx, actor) => ({ counts: await countIntake(tx, actor) })),
  )
  app.get(
    '/api/form-posts/:id',
    { schema: { tags, summary: 'One post with everything that was sent', params: idParams, response: one } },
    (request) =>
      readingAs(request, async (tx, actor) => presentPost(await getPost(tx, actor, postId(request.params.id)))),
  )
}

function settingRoutes(app: App): void {
  app.get(
    '/api/form-settings',
    {
      schema: {
        tags,
        summary: 'How many posts a minute one address may send, and how long posts are kept',
        response: { 200: limitsSchema },
      },
    },
    (request) => readingAs(request, formLimits),
  )
  app.patch(
    '/api/form-settings',
    {
      schema: {
        tags,
        summary: 'Change how many posts a minute one address may send, and how long posts are kept',
        body: z
          .strictObject({
            PostsPerMinute: z.number().int().min(1).max(100_000),
            PostsKeptDays: z.number().int().min(30).max(3650).meta({
              description: 'What was sent in a worked post is forgotten after so many days; what waits stays.',
            }),
          })
          .partial(),
        response: { 200: limitsSchema },
      },
    },
    (request) => writing(request, (tx, actor) => changeFormLimits(tx, actor, request.body)),
  )
}

function postId(text: string): number {
  const id = decodeId(text)
  if (id !== undefined && objectOfId(id) === 'FormPost') return id
  throw notFound('form post', text.slice(0, 18))
}

/** A post as a line of the list: who it seems to be from, without opening everything. */
async function summary(post: ListedPost): Promise<z.infer<typeof postSummary>> {
  const fields = await fieldsOf(post)
  const value = (wanted: string): string | null =>
    fields.find(({ name }) => name.toLowerCase() === wanted)?.value.slice(0, 200) ?? null
  return {
    ...head(post),
    Email: value('email'),
    FirstName: value('first_name'),
    LastName: value('last_name'),
    Company: value('company'),
  }
}

async function presentPost(post: ListedPost | undefined): Promise<z.infer<typeof postSchema>> {
  if (post === undefined) throw notFound('form post')

  return {
    ...(await summary(post)),
    ContentType: post.contentType,
    UserAgent: post.userAgent,
    Query: post.query,
    Bytes: post.body.length,
    Fields: await fieldsOf(post),
    Mended: post.mended,
    Raw: post.body.subarray(0, 65_536).toString('latin1'),
  }
}

const fieldsOf = async (post: ListedPost) => {
  const decoded = await decodePost(post)
  return mendedFields(decoded instanceof Refusal ? [] : decoded.fields, post.mended)
}

const head = (post: ListedPost) => ({
  Id: encodeId(post.id),
  ReceivedDate: post.receivedAt,
  Address: post.address,
  State: post.state,
  ReasonCode: post.reasonCode,
  Reason: post.reason,
  Notes: post.notes,
  RecordId: post.recordId === null ? null : encodeId(post.recordId),
  Record: post.recordId === null ? null : { Id: encodeId(post.recordId), type: objectOfId(post.recordId) ?? null },
  WebFormId: post.webFormId === null ? null : encodeId(post.webFormId),
  WebForm: post.webFormId === null ? null : { Id: encodeId(post.webFormId), Name: post.formName },
  WorkedDate: post.workedAt,
})
