import { z } from 'zod'
import { decodeId, objectOfId } from '../../../shared/ids.ts'
import { readingAs, writing, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { errorSchema, idIn, idParams } from '../../ground/objects/schemas.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { sumNominations } from './lists.ts'
import { nominationNeeds, type NominationPlanDraft } from './nomination.ts'
import { findPlan, planNominations } from './plans.ts'
import { overviewShape, presentOverview } from './presenting.ts'

const tags = ['Nominations']
const id = z.string().min(15).max(18)

const planBody = z
  .strictObject({
    Quota: z.number().int().min(1).max(100_000).nullable(),
    ClosesOn: z.iso.date().nullable(),
    Needs: z.enum(nominationNeeds),
    PreviousCampaignId: id.nullable(),
    ApproverIds: z.array(id).max(50),
  })
  .partial()
  .meta({ id: 'NominationPlanDraft' })

/** How people are proposed for a campaign. */
export function nominationPlanRoutes(app: App): void {
  app.get(
    '/api/campaigns/:id/nomination-plan',
    {
      schema: {
        tags,
        summary: 'How people are proposed for a campaign, and how many stand where; plan is null while nobody is',
        params: idParams,
        response: { 200: overviewShape, 404: errorSchema },
      },
    },
    (request) => readingAs(request, async (tx, actor) => overview(tx, actor, await campaignIn(tx, request.params.id))),
  )
  app.patch(
    '/api/campaigns/:id/nomination-plan',
    {
      schema: {
        tags,
        summary: 'Let people be proposed for a campaign, or change quota, closing day and approvers',
        params: idParams,
        body: planBody,
        response: { 200: overviewShape, 422: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const campaignId = await campaignIn(tx, request.params.id)
        await planNominations(tx, actor, campaignId, planDraft(request.body))
        return overview(tx, actor, campaignId)
      }),
  )
}

async function overview(tx: Tx, actor: Actor, campaignId: number) {
  const plan = await findPlan(tx, actor, campaignId)
  return presentOverview(tx, actor, plan, plan === undefined ? undefined : await sumNominations(tx, actor, plan))
}

const campaignIn = async (tx: Tx, text: string): Promise<number> => idIn(text, await definitionOf(tx, 'Campaign'))

function planDraft(body: z.infer<typeof planBody>): NominationPlanDraft {
  const userIn = (text: string): number => {
    const found = decodeId(text)
    if (found !== undefined && objectOfId(found) === 'User') return found
    throw new Refusal('malformed_id', `'${text}' is not the id of a user.`, {
      kind: 'malformed',
      field: 'ApproverIds',
      value: text,
    })
  }
  const previous = body.PreviousCampaignId === null ? null : decodeId(body.PreviousCampaignId ?? '')
  return {
    quota: body.Quota,
    closesOn: body.ClosesOn,
    needs: body.Needs,
    ...(body.PreviousCampaignId === undefined ? {} : { previousCampaignId: previous ?? 0 }),
    approverIds: body.ApproverIds?.map(userIn),
  }
}
