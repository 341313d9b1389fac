import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { idIn, idParams, nextSchema, referenceSchema } from '../../ground/objects/schemas.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { Campaign, CampaignMember } from './fields.ts'
import { membersStoodAt, standingsAt, standingsBelow, standingsOfMember } from './standings.ts'

const asAt = z.iso
  .datetime({ offset: true })
  .or(z.iso.date())
  .optional()
  .meta({ description: 'A moment, or a day (its end, in UTC); now unless said.' })

/** A day means its end: what was so when it was over. */
const momentOf = (text: string): Date => new Date(text.includes('T') ? text : `${text}T23:59:59.999Z`)

const standingsQuery = z.object({ asAt })
const membersQuery = z.object({
  asAt,
  status: z.string().max(40).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

const standing = {
  status: z.string(),
  members: z.number(),
  hasResponded: z.boolean(),
  isListed: z.boolean().meta({ description: 'False: the status is no longer in the list.' }),
}
const source = z
  .string()
  .nullable()
  .meta({ description: 'What brought it about: `import`, `check-in`, …; null: by hand.' })

const standingsSchema = z.object({
  asAt: z.date(),
  standings: z.array(z.object({ ...standing, isDefault: z.boolean() })).readonly(),
})

const stoodSchema = z.object({
  members: z.array(
    z.object({
      PersonId: z.string(),
      LeadOrContactId: z.string().nullable().meta({ description: 'Null: gone, or not for your eyes.' }),
      Name: z.string().nullable(),
      status: z.string(),
      since: z.date(),
      source,
      by: referenceSchema.nullable(),
    }),
  ),
  next: nextSchema,
})

const inTreeSchema = z.object({
  standings: z.array(z.object({ ...standing, isEverywhere: z.boolean() })).readonly(),
})

const ofMemberSchema = z.object({
  standings: z.array(
    z.object({
      status: z.string(),
      since: z.date(),
      until: z.date().nullable().meta({ description: 'Null: they stand there now.' }),
      by: z.string().nullable().meta({ description: 'The name of who put them there.' }),
      source,
      untilBy: z.string().nullable().meta({ description: 'The name of who moved them on.' }),
      untilSource: source,
    }),
  ),
})

const tags = ['Campaigns']

/** Where members stand, and stood at any moment. */
export function standingRoutes(app: App): void {
  app.get(
    '/api/campaigns/:id/standings',
    {
      schema: {
        tags,
        summary: 'How many members stand at each status, now or as at a day',
        params: idParams,
        querystring: standingsQuery,
        response: { 200: standingsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const at = request.query.asAt === undefined ? undefined : momentOf(request.query.asAt)
        return {
          asAt: at ?? tx.now,
          standings: await standingsAt(tx, actor, idIn(request.params.id, Campaign), at),
        }
      }),
  )
  app.get(
    '/api/campaigns/:id/members',
    {
      schema: {
        tags,
        summary: 'Who stands at which status, now or as at a day; those who left since among them',
        params: idParams,
        querystring: membersQuery,
        response: { 200: stoodSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { asAt: text, status, after, limit } = request.query
        const [place] = after === undefined ? [undefined] : decodeCursor(after, 1)
        const { members, next } = await membersStoodAt(tx, actor, idIn(request.params.id, Campaign), {
          at: text === undefined ? tx.now : momentOf(text),
          limit,
          ...(status === undefined ? {} : { status }),
          ...(typeof place === 'number' ? { after: place } : {}),
        })
        return {
          members: members.map(({ personId, recordId, name, byId, by, ...stood }) => ({
            PersonId: encodeId(personId),
            LeadOrContactId: recordId === null ? null : encodeId(recordId),
            Name: name,
            ...stood,
            by: byId === null ? null : { Id: encodeId(byId), Name: by },
          })),
          next: next === null ? null : encodeCursor([next]),
        }
      }),
  )
  treeRoute(app)
  memberRoute(app)
}

function treeRoute(app: App): void {
  app.get(
    '/api/campaigns/:id/tree/standings',
    {
      schema: {
        tags,
        summary: 'How many members stand at each status in a campaign and all below it together',
        description: '`isEverywhere`: every one of these campaigns that has members has the status in its list.',
        params: idParams,
        response: { 200: inTreeSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => ({
        standings: await standingsBelow(tx, actor, idIn(request.params.id, Campaign)),
      })),
  )
}

function memberRoute(app: App): void {
  app.get(
    '/api/campaign-members/:id/standings',
    {
      schema: {
        tags: ['Campaign members'],
        summary: 'Every status a member ever had, newest first',
        params: idParams,
        response: { 200: ofMemberSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => ({
        standings: (await standingsOfMember(tx, actor, idIn(request.params.id, CampaignMember))).map(
          ({ status, since, until, by, source, untilBy, untilSource }) => ({
            status,
            since,
            until,
            by,
            source,
            untilBy,
            untilSource,
          }),
        ),
      })),
  )
}
