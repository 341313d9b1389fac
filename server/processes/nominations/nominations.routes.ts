import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { readingAs, writing, type App } from '../../ground/http/edge.ts'
import { answerList } from '../../ground/objects/answers.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { errorSchema, idIn, idParams, savedSchema } from '../../ground/objects/schemas.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { listLastYear, listNominations, waitingForApproval } from './lists.ts'
import { decideNominations, markSent, proposePeople, withdrawNominations, type Proposal } from './nominations.ts'
import { nominationPlanRoutes } from './plans.routes.ts'
import { lastYearShape, nominationShape, presentLastYear, presentNominations } from './presenting.ts'

const tags = ['Nominations']
const id = z.string().min(15).max(18)
const reason = z
  .string()
  .trim()
  .max(1000)
  .nullish()
  .transform((text) => text || null)
const page = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

/** People proposed for a campaign, and what was decided about them. */
export function nominationRoutes(app: App): void {
  nominationPlanRoutes(app)
  listRoutes(app)
  waitingRoutes(app)
  proposalRoutes(app)
  decisionRoutes(app)
}

function listRoutes(app: App): void {
  app.get(
    '/api/campaigns/:id/nominations',
    {
      schema: {
        tags,
        summary: 'Who was proposed, in the order in which they were',
        params: idParams,
        querystring: page.extend({ view: z.enum(['mine', 'waiting', 'decided', 'all']).default('all') }),
        response: {
          200: z.object({ records: z.array(nominationShape), next: z.string().nullable() }),
          404: errorSchema,
        },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { plan, records, next } = await listNominations(
          tx,
          actor,
          await campaignIn(tx, request.params.id),
          request.query,
        )
        return { records: await presentNominations(tx, plan, records), next }
      }),
  )
  app.get(
    '/api/campaigns/:id/nominations/previous',
    {
      schema: {
        tags,
        summary: 'Who was in last year’s campaign, and what they are in this one',
        params: idParams,
        querystring: page.extend({ missing: z.stringbool().default(true), mine: z.stringbool().default(false) }),
        response: { 200: z.object({ records: z.array(lastYearShape), next: z.string().nullable() }), 404: errorSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { missing, mine, ...asked } = request.query
        const campaignId = await campaignIn(tx, request.params.id)
        const { plan, records, next } = await listLastYear(tx, actor, campaignId, {
          ...asked,
          onlyMissing: missing,
          onlyMine: mine,
        })
        return { records: await presentLastYear(tx, plan, records), next }
      }),
  )
}

function waitingRoutes(app: App): void {
  app.get(
    '/api/nominations/waiting',
    {
      schema: {
        tags,
        summary: 'Campaigns in which somebody waits for your approval',
        response: {
          200: z.object({
            campaigns: z.array(z.object({ Id: z.string(), Name: z.string(), Count: z.number(), OldestAt: z.date() })),
          }),
        },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const campaigns = await waitingForApproval(tx, actor)
        return {
          campaigns: campaigns.map(({ campaignId, name, count, oldestAt }) => ({
            Id: encodeId(campaignId),
            Name: name,
            Count: count,
            OldestAt: oldestAt,
          })),
        }
      }),
  )
}

function proposalRoutes(app: App): void {
  app.post(
    '/api/campaigns/:id/nominations',
    {
      schema: {
        tags,
        summary: 'Propose leads and contacts for a campaign; one result each, in order',
        params: idParams,
        body: z.strictObject({
          people: z
            .array(z.strictObject({ WhoId: id, Reason: reason }))
            .min(1)
            .max(2000),
        }),
        response: { 200: savedSchema, 422: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        refuseUnlessMay(actor, 'create', 'CampaignMember')
        const campaignId = await campaignIn(tx, request.params.id)
        const proposals = await proposalsOf(tx, actor, request.body.people)
        return answerList(
          false,
          await proposePeople(tx, { ...actor, userId: actor.userId ?? 0 }, campaignId, proposals),
        )
      }),
  )
  app.post(
    '/api/nominations/withdrawal',
    {
      schema: {
        tags,
        summary: 'Take back nominations nobody decided on yet',
        body: z.strictObject({ ids: z.array(id).min(1).max(2000) }),
        response: { 200: savedSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) =>
        answerList(false, await withdrawNominations(tx, actor, request.body.ids.map(nominationIn))),
      ),
  )
}

function decisionRoutes(app: App): void {
  app.post(
    '/api/nominations/decision',
    {
      schema: {
        tags,
        summary: 'Approve or reject nominations; who decided first wins',
        body: z.strictObject({
          decisions: z
            .array(z.strictObject({ Id: id, Approve: z.boolean(), Reason: reason }))
            .min(1)
            .max(2000),
        }),
        response: { 200: savedSchema, 403: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) =>
        answerList(
          false,
          await decideNominations(
            tx,
            actor,
            request.body.decisions.map(({ Id, Approve, Reason }) => ({
              id: nominationIn(Id),
              approve: Approve,
              reason: Reason,
            })),
          ),
        ),
      ),
  )
  app.post(
    '/api/campaigns/:id/nominations/sent',
    {
      schema: {
        tags,
        summary: 'Note that what was approved went out: members move from Approved to Sent, up to 2,000 a call',
        params: idParams,
        response: { 200: z.object({ sent: z.number() }), 404: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => ({
        sent: await markSent(tx, actor, await campaignIn(tx, request.params.id)),
      })),
  )
}

const campaignIn = async (tx: Tx, text: string): Promise<number> => idIn(text, await definitionOf(tx, 'Campaign'))

function nominationIn(text: string): number {
  const found = decodeId(text)
  if (found !== undefined && objectOfId(found) === 'Nomination') return found
  throw new Refusal('malformed_id', `'${text}' is not the id of a nomination.`, {
    kind: 'malformed',
    field: 'Id',
    value: text,
  })
}

/** The people behind leads and contacts the actor may see, with their names; who is out of sight is refused. */
async function proposalsOf(
  tx: Tx,
  actor: Actor,
  people: readonly { readonly WhoId: string; readonly Reason: string | null }[],
): Promise<Proposal[]> {
  const wanted = people.map(({ WhoId }) => decodeId(WhoId) ?? 0)
  const found = new Map<number, { readonly personId: number; readonly name: string }>()
  for (const object of ['Lead', 'Contact'] as const) {
    const mine = wanted.filter((one) => objectOfId(one) === object)
    if (mine.length === 0) continue
    const rows = await recordsById(tx, actor, await definitionOf(tx, object), mine, ['PersonId', 'Name'])
    for (const row of rows) found.set(row.Id, { personId: Number(row['PersonId']), name: String(row['Name']) })
  }
  return people.map(({ WhoId, Reason }, at) => {
    const known = found.get(wanted[at] ?? 0)
    if (known === undefined)
      throw new Refusal('not_found', `'${WhoId}' is neither a lead nor a contact you may see.`, {
        kind: 'not_found',
        field: 'WhoId',
        value: WhoId,
      })
    const object = objectOfId(wanted[at] ?? 0) === 'Contact' ? 'Contact' : 'Lead'
    return { who: { object, id: wanted[at] ?? 0, personId: known.personId }, name: known.name, reason: Reason }
  })
}
