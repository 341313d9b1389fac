import { z } from 'zod'
import { decodeId, encodeId } from '../../../shared/ids.ts'
import { filterSchema } from '../../ground/objects/filter.ts'
import { idIn, idParams } from '../../ground/objects/schemas.ts'
import { readingAs, writing, type App } from '../../ground/http/edge.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { readySegment, type Ready } from '../segments/segments.ts'
import { Campaign } from './fields.ts'
import { carryOut, type Carried } from './manyMembers.ts'
import { listWorks } from './works.ts'

const MOST_IDS = 2000

const choice = {
  filter: filterSchema
    .optional()
    .meta({ description: 'All that match; without a filter and without ids, all there are.' }),
  ids: z.array(z.string().min(15).max(18)).max(MOST_IDS).optional(),
}
const status = z.string().max(40)
const q = z.string().max(200).optional().meta({ description: 'Words a record must hold, each by its beginning.' })
const below = z
  .boolean()
  .optional()
  .meta({ description: 'Those of all campaigns below as well; each needs the status, but for `whereListed`.' })
const whereListed = z
  .boolean()
  .optional()
  .meta({ description: 'Only those whose campaign has the status in its list; the others stay where they are.' })
const addBody = z.strictObject({
  object: z.enum(['Lead', 'Contact']),
  ...choice,
  memberOf: z
    .string()
    .min(15)
    .max(18)
    .optional()
    .meta({ description: 'Only those who are in this campaign, such as last year’s.' }),
  segment: z.string().min(15).max(18).optional().meta({ description: 'Only those in this segment now.' }),
  exceptSegment: z.string().min(15).max(18).optional().meta({ description: 'None of those in this one.' }),
  q,
  status: status.optional().meta({ description: 'One of the campaign’s member statuses; its default unless said.' }),
})
const moveBody = z.strictObject({ ...choice, q, below, whereListed, status })
const removeBody = z.union([
  z.strictObject({ filter: filterSchema, q, below }),
  z.strictObject({ ids: z.array(z.string().min(15).max(18)).max(MOST_IDS), below }),
])

const carriedSchema = z.object({
  total: z.number().meta({ description: 'How many the choice holds.' }),
  done: z.number().meta({ description: 'How many were changed: of those to add, the others were in already.' }),
  left: z.number().meta({ description: 'How many stay where they are, as their campaigns have no such status.' }),
  workId: z.string().nullable().meta({ description: 'Of more than 20,000: the work that goes on; see works.' }),
})

const workSchema = z
  .object({
    id: z.string(),
    what: z.enum(['add', 'move', 'remove']),
    status: z
      .string()
      .nullable()
      .meta({ description: 'Where members are put; null: the default, or they are removed.' }),
    total: z.number(),
    seen: z.number().meta({ description: 'How many of them it came to so far …' }),
    done: z.number().meta({ description: '… and how many of those were changed.' }),
    problem: z.string().nullable().meta({ description: 'Why it stopped, as a sentence.' }),
    createdAt: z.date(),
    finishedAt: z.date().nullable().meta({ description: 'Null: it goes on.' }),
  })
  .meta({ id: 'CampaignWork' })

const tags = ['Campaigns']

/** Everybody in a choice at once, by set statements. */
export function manyMemberRoutes(app: App): void {
  addRoute(app)
  moveRoute(app)
  removalRoute(app)
  worksRoute(app)
}

function addRoute(app: App): void {
  app.post(
    '/api/campaigns/:id/members',
    {
      schema: {
        tags,
        summary: 'Add all leads or contacts of a filter; who is in already stays as they are',
        params: idParams,
        body: addBody,
        response: { 200: carriedSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const { status: wanted, memberOf, segment, exceptSegment, ...of } = request.body
        const among = memberOf === undefined ? {} : { memberOf: idIn(memberOf, Campaign) }
        return presentCarried(
          await carryOut(tx, actor, {
            campaignId: idIn(request.params.id, Campaign),
            what: 'add',
            of: {
              ...of,
              ...among,
              ids: idsOf(of.ids),
              ...(segment === undefined ? {} : { segment: await segmentIn(tx, actor, segment) }),
              ...(exceptSegment === undefined ? {} : { exceptSegment: await segmentIn(tx, actor, exceptSegment) }),
            },
            status: wanted ?? null,
          }),
        )
      }),
  )
}

function moveRoute(app: App): void {
  app.patch(
    '/api/campaigns/:id/members',
    {
      schema: {
        tags,
        summary: 'Move all members of a filter to a status, of a campaign or of its whole tree',
        params: idParams,
        body: moveBody,
        response: { 200: carriedSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const { status: wanted, ...of } = request.body
        const campaignId = idIn(request.params.id, Campaign)
        return presentCarried(
          await carryOut(tx, actor, { campaignId, what: 'move', of: { ...of, ids: idsOf(of.ids) }, status: wanted }),
        )
      }),
  )
}

function removalRoute(app: App): void {
  app.post(
    '/api/campaigns/:id/members/removal',
    {
      schema: {
        tags,
        summary: 'Take all members of a filter out of the campaign; where they stood stays in its history',
        params: idParams,
        body: removeBody,
        response: { 200: carriedSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const campaignId = idIn(request.params.id, Campaign)
        const of = 'ids' in request.body ? { ...request.body, ids: idsOf(request.body.ids) } : request.body
        return presentCarried(await carryOut(tx, actor, { campaignId, what: 'remove', of, status: null }))
      }),
  )
}

function worksRoute(app: App): void {
  app.get(
    '/api/campaigns/:id/works',
    {
      schema: {
        tags,
        summary: 'Works on many members: how far each is, newest first',
        params: idParams,
        response: { 200: z.object({ works: z.array(workSchema) }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => ({
        works: (await listWorks(tx, actor, idIn(request.params.id, Campaign))).map(
          ({ id, what, status: to, total, seen, done, problem, createdAt, finishedAt }) => ({
            id: encodeId(id),
            what,
            status: to,
            total,
            seen,
            done,
            problem,
            createdAt,
            finishedAt,
          }),
        ),
      })),
  )
}

const segmentIn = (tx: Tx, actor: Actor, text: string): Promise<Ready> => readySegment(tx, actor, decodeId(text) ?? 0)

/** What is no id finds nobody. */
const idsOf = (texts: readonly string[] | undefined): readonly number[] | undefined =>
  texts?.map((text) => decodeId(text) ?? 0)

const presentCarried = ({ workId, ...numbers }: Carried) => ({
  ...numbers,
  workId: workId === null ? null : encodeId(workId),
})
