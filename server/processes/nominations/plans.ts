import { encodeId } from '../../../shared/ids.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { refuseUnlessMay, theProgram, type Actor } from '../../ground/users/actor.ts'
import { forbidden, notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { createMemberStatuses } from '../../records/campaigns/memberStatuses.ts'
import { approversOf, type NominationPlan, type NominationPlanDraft } from './nomination.ts'
import {
  activeUsers,
  insertPlan,
  lockPlanRows,
  plansOf,
  pointAtStatuses,
  replaceApprovers,
  updatePlan,
} from './plans.sql.ts'

/** The plan of a campaign the actor may see, last year's campaign only where they may see that too; undefined while nobody is proposed for it. */
export async function findPlan(tx: Tx, actor: Actor, campaignId: number): Promise<NominationPlan | undefined> {
  await getRecord(tx, actor, await definitionOf(tx, 'Campaign'), campaignId, ['Id'])
  const [plan] = await plansOf(tx, [campaignId])
  if (plan === undefined || plan.previousCampaignId === null) return plan
  const seen = await campaignsSeen(tx, actor, [plan.previousCampaignId])
  return seen.has(plan.previousCampaignId) ? plan : { ...plan, previousCampaignId: null }
}

/** Those of the campaigns the actor may see: of the others nothing is told, not even that there are nominations. */
export async function campaignsSeen(tx: Tx, actor: Actor, ids: Iterable<number>): Promise<ReadonlySet<number>> {
  const rows = await recordsById(tx, actor, await definitionOf(tx, 'Campaign'), [...new Set(ids)], ['Id'])
  return new Set(rows.map(({ Id }) => Id))
}

export async function getPlan(tx: Tx, actor: Actor, campaignId: number): Promise<NominationPlan> {
  const plan = await findPlan(tx, actor, campaignId)
  if (plan !== undefined) return plan
  throw new Refusal(
    'takes_no_nominations',
    'Nobody is proposed for this campaign: it takes no nominations. Whoever plans it can let people be proposed.',
    {
      rule: 'People are proposed for campaigns that take nominations.',
      way: { label: 'Open nominations', href: `/campaigns/${encodeId(campaignId)}?tab=nominations` },
    },
  )
}

/** Plans by campaign, for whoever was shown the campaigns already. */
export const plansFor = async (tx: Tx, campaignIds: Iterable<number>): Promise<Map<number, NominationPlan>> =>
  new Map((await plansOf(tx, [...campaignIds])).map((plan) => [plan.campaignId, plan]))

/** The plan, and until the transaction ends nobody else proposes for this campaign. */
export async function lockPlan(tx: Tx, actor: Actor, campaignId: number): Promise<NominationPlan> {
  await lockPlanRows(tx, [campaignId])
  return getPlan(tx, actor, campaignId)
}

const usualStatuses = ['Proposed', 'Approved', 'Rejected', 'Sent'] as const

/**
 * Lets people be proposed for a campaign, or changes how. The member statuses a nomination moves through are added to
 * the campaign's list where they are missing, in plain sight. Announces `campaign.nominations_planned`.
 */
export async function planNominations(
  tx: Tx,
  actor: Actor,
  campaignId: number,
  draft: NominationPlanDraft,
): Promise<NominationPlan> {
  refuseUnlessMay(actor, 'edit', 'Campaign')
  const campaign = await getRecord(tx, actor, await definitionOf(tx, 'Campaign'), campaignId, ['Type'])
  await insertPlan(tx, actor, campaignId, campaign['Type'] === 'Gift or Greeting' ? 'postal_address' : 'email')
  await pointAtStatuses(tx, campaignId)
  const before = await lockPlan(tx, actor, campaignId)
  await addMissingStatuses(tx, actor, before)
  await refuseUnfit(tx, actor, campaignId, draft)
  await updatePlan(tx, actor, {
    campaignId,
    quota: draft.quota === undefined ? before.quota : draft.quota,
    closesOn: draft.closesOn === undefined ? before.closesOn : draft.closesOn,
    needs: draft.needs ?? before.needs,
    previousCampaignId: draft.previousCampaignId,
  })
  if (draft.approverIds !== undefined) await replaceApprovers(tx, campaignId, draft.approverIds)
  announce(tx, { type: 'campaign.nominations_planned', recordIds: [campaignId], actorId: actor.userId })
  return getPlan(tx, actor, campaignId)
}

async function addMissingStatuses(
  tx: Tx,
  actor: Actor,
  { campaignId, proposed, approved, rejected, sent }: NominationPlan,
): Promise<void> {
  const missing = usualStatuses.filter((_, at) => [proposed, approved, rejected, sent][at] === null)
  if (missing.length === 0) return
  const saved = await createMemberStatuses(
    tx,
    actor,
    missing.map((Label) => ({
      CampaignId: encodeId(campaignId),
      Label,
      SortOrder: 200 + usualStatuses.indexOf(Label),
    })),
  )
  for (const { refusal } of saved) if (refusal !== undefined) throw refusal
  await pointAtStatuses(tx, campaignId)
}

async function refuseUnfit(tx: Tx, actor: Actor, campaignId: number, draft: NominationPlanDraft): Promise<void> {
  if (draft.previousCampaignId === campaignId)
    throw new Refusal('circular_dependency', 'A campaign cannot be compared with itself. Name the one before it.', {
      field: 'PreviousCampaignId',
    })
  if (draft.previousCampaignId)
    await getRecord(tx, actor, await definitionOf(tx, 'Campaign'), draft.previousCampaignId, ['Id'])
  const users = new Map((await activeUsers(tx, draft.approverIds ?? [])).map((user) => [user.userId, user]))
  for (const id of draft.approverIds ?? []) {
    const user = users.get(id)
    if (user === undefined) throw notFound('active user', encodeId(id))
    if (user.role === 'read_only')
      throw new Refusal(
        'approver_may_only_read',
        `${user.name} may only read, so they cannot approve. Name somebody else.`,
        {
          field: 'ApproverIds',
          value: encodeId(id),
          rule: 'An approver may change campaign members.',
        },
      )
  }
}

/** Whether this actor decides on nominations of the campaign: who is named, else its owner; an administrator may step in. */
export const mayApprove = (plan: NominationPlan, actor: Actor): boolean =>
  actor.role === 'administrator' || (actor.userId !== null && approversOf(plan).includes(actor.userId))

export async function refuseUnlessApproves(tx: Tx, plan: NominationPlan, actor: Actor): Promise<void> {
  if (mayApprove(plan, actor)) return
  const names = (await activeUsers(tx, approversOf(plan))).map(({ name }) => name)
  throw forbidden(
    `${names.length === 0 ? 'An administrator' : names.join(', ')} ${names.length > 1 ? 'decide' : 'decides'} on nominations for ${plan.campaignName}. Ask them, or have yourself named in the settings of its nominations.`,
  )
}

/** Whose eyes an approver looks with: on whom they decide they must see, whoever owns them. */
export const eyesOf = (plan: NominationPlan, actor: Actor): Actor =>
  mayApprove(plan, actor) ? { ...theProgram, userId: actor.userId, name: actor.name } : actor

/** Who a mail link speaks for, with what they may do: undefined once they left, or decide here no more. */
export async function approverNamed(tx: Tx, campaignId: number, userId: number): Promise<Actor | undefined> {
  const [plan] = await plansOf(tx, [campaignId])
  const [user] = await activeUsers(tx, [userId])
  if (plan === undefined || user === undefined) return undefined
  const actor: Actor = { userId, name: user.name, role: user.role, privateObjects: [] }
  return mayApprove(plan, actor) ? actor : undefined
}
