import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { idIn, idParams } from '../../ground/objects/schemas.ts'
import { campaignStoryOf, marketingWeekOf } from './campaignStory.ts'

const named = z.object({ Id: z.string(), Name: z.string().nullable() })

const storySchema = z
  .object({
    campaigns: z.array(
      z.object({
        campaign: named,
        type: z.string().nullable(),
        status: z.string(),
        responded: z.boolean(),
        since: z.date(),
        steps: z.array(
          z.object({
            at: z.string(),
            kind: z.enum(['status', 'inquiry']),
            text: z.string(),
            responded: z.boolean(),
            by: named.nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'CampaignStory', description: 'Every campaign a person was in, with each status dated.' })

const weekSchema = z
  .object({
    days: z.number().int(),
    isCut: z.boolean().meta({ description: 'Whether there was more; the oldest is left out.' }),
    people: z.array(
      z.object({
        person: named,
        company: z.string().nullable(),
        doings: z.array(
          z.object({
            at: z.date(),
            kind: z.enum(['added', 'status', 'inquiry', 'mail']),
            text: z.string(),
            responded: z.boolean(),
            campaign: named.nullable(),
            by: named.nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'MarketingWeek' })

/** What campaigns were to a person, and what marketing did with a salesperson's people. */
export function campaignStoryRoutes(app: App): void {
  storyRoutes(app)
  weekRoute(app)
}

function storyRoutes(app: App): void {
  for (const [path, objectName, tag] of [
    ['leads', 'Lead', 'Leads'],
    ['contacts', 'Contact', 'Contacts'],
  ] as const)
    app.get(
      `/api/${path}/:id/campaigns`,
      {
        schema: {
          tags: [tag],
          summary: 'Every campaign the person was in, with each status dated',
          params: idParams,
          response: { 200: storySchema },
        },
      },
      (request) =>
        readingAs(request, async (tx, actor) => {
          const story = await campaignStoryOf(
            tx,
            actor,
            objectName,
            idIn(request.params.id, await definitionOf(tx, objectName)),
          )
          const names = await namesOf(
            tx,
            new Set(story.flatMap(({ steps }) => steps.flatMap(({ byId }) => byId ?? []))),
          )
          return {
            campaigns: story.map(({ campaignId, name, steps, ...one }) => ({
              campaign: { Id: encodeId(campaignId), Name: name },
              ...one,
              steps: steps.map(({ byId, ...step }) => ({ ...step, by: byWhom(byId, names) })),
            })),
          }
        }),
    )
}

function weekRoute(app: App): void {
  app.get(
    '/api/marketing-week',
    {
      schema: {
        tags: ['Home'],
        summary: 'What marketing did with my leads and contacts lately, person by person',
        querystring: z.object({
          days: z.coerce.number().int().min(1).max(90).default(7),
          owner: z.string().min(15).max(18).optional().meta({ description: 'Somebody else, instead of me.' }),
        }),
        response: { 200: weekSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { days, owner } = request.query
        const ownerId = owner === undefined ? (actor.userId ?? 0) : idIn(owner, await definitionOf(tx, 'User'))
        const { people, isCut } = await marketingWeekOf(tx, actor, { ownerId, days })
        const names = await namesOf(
          tx,
          new Set(people.flatMap(({ doings }) => doings.flatMap(({ byId }) => byId ?? []))),
        )
        return {
          days,
          isCut,
          people: people.map(({ recordId, name, company, doings }) => ({
            person: { Id: encodeId(recordId), Name: name },
            company,
            doings: doings.map(({ at, kind, text, responded, campaignId, campaign, byId }) => ({
              at,
              kind,
              text,
              responded,
              campaign: campaignId === null ? null : { Id: encodeId(campaignId), Name: campaign },
              by: byWhom(byId, names),
            })),
          })),
        }
      }),
  )
}

const byWhom = (id: number | null, names: ReadonlyMap<number, string>) =>
  id === null ? null : { Id: encodeId(id), Name: names.get(id) ?? null }
