import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { may, type Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { approversOf, flagsOf, isClosed, nominationNeeds, nominationStates, type NominationPlan } from './nomination.ts'
import type { FromLastYear, ListedNomination } from './nominations.sql.ts'
import { mayApprove } from './plans.ts'

const reference = z.object({ Id: z.string(), Name: z.string().nullable() })
const flags = z.array(z.enum(['already_member', 'opted_out', 'no_email', 'no_postal_address', 'not_reachable']))

/** How people are proposed for a campaign; days are `YYYY-MM-DD`. */
export const overviewShape = z
  .object({
    plan: z
      .object({
        CampaignId: z.string(),
        Quota: z.number().nullable(),
        ClosesOn: z.string().nullable(),
        IsClosed: z.boolean(),
        Needs: z.enum(nominationNeeds),
        PreviousCampaign: reference.nullable(),
        Approvers: z.array(reference),
        ApproverIds: z.array(z.string()),
        version: z.number(),
      })
      .nullable(),
    counts: z.object({
      proposed: z.number(),
      approved: z.number(),
      rejected: z.number(),
      mine: z.number(),
      left: z.number().nullable(),
    }),
    mayApprove: z.boolean(),
    mayPropose: z.boolean(),
    mayPlan: z.boolean(),
  })
  .meta({ id: 'NominationOverview' })

export const nominationShape = z
  .object({
    Id: z.string(),
    State: z.enum(nominationStates),
    Who: reference.nullable(),
    Company: z.string().nullable(),
    MemberId: z.string().nullable(),
    Status: z.string().nullable(),
    Reason: z.string().nullable(),
    ProposedBy: reference,
    ProposedAt: z.date(),
    DecidedBy: reference.nullable(),
    DecidedAt: z.date().nullable(),
    DecisionReason: z.string().nullable(),
    Flags: flags,
  })
  .meta({ id: 'Nomination' })

export const lastYearShape = z
  .object({
    Who: reference,
    Company: z.string().nullable(),
    Owner: reference.nullable(),
    Status: z.string().meta({ description: 'Where they stood last year.' }),
    NowState: z.enum(nominationStates).nullable(),
    NowStatus: z.string().nullable(),
    Flags: flags,
  })
  .meta({ id: 'NominationLastYear' })

type Sums = z.infer<typeof overviewShape>['counts']

export async function presentOverview(
  tx: Tx,
  actor: Actor,
  plan: NominationPlan | undefined,
  sums: Sums | undefined,
): Promise<z.infer<typeof overviewShape>> {
  const rights = {
    mayPropose: may(actor, 'create', 'CampaignMember'),
    mayPlan: may(actor, 'edit', 'Campaign'),
  }
  const none = { proposed: 0, approved: 0, rejected: 0, mine: 0, left: null }
  if (plan === undefined) return { plan: null, counts: none, mayApprove: false, ...rights }
  const deciders = approversOf(plan)
  const names = await namesOf(tx, [...deciders, ...(plan.previousCampaignId === null ? [] : [plan.previousCampaignId])])
  return {
    plan: {
      CampaignId: encodeId(plan.campaignId),
      Quota: plan.quota,
      ClosesOn: plan.closesOn,
      IsClosed: isClosed(plan, tx.now),
      Needs: plan.needs,
      PreviousCampaign: named(plan.previousCampaignId, names),
      Approvers: deciders.flatMap((id) => named(id, names) ?? []),
      ApproverIds: plan.approverIds.map(encodeId),
      version: plan.version,
    },
    counts: sums ?? none,
    mayApprove: mayApprove(plan, actor),
    ...rights,
  }
}

export async function presentNominations(
  tx: Tx,
  plan: NominationPlan,
  rows: readonly ListedNomination[],
): Promise<z.infer<typeof nominationShape>[]> {
  const names = await namesOf(
    tx,
    new Set(rows.flatMap(({ proposedById, decidedById }) => [proposedById, decidedById ?? []].flat())),
  )
  return rows.map((row) => ({
    Id: encodeId(row.id),
    State: row.state,
    Who: row.recordId === 0 ? null : { Id: encodeId(row.recordId), Name: row.name },
    Company: row.company,
    MemberId: row.memberId === null ? null : encodeId(row.memberId),
    Status: row.status,
    Reason: row.reason,
    ProposedBy: { Id: encodeId(row.proposedById), Name: names.get(row.proposedById) ?? null },
    ProposedAt: row.proposedAt,
    DecidedBy: named(row.decidedById, names),
    DecidedAt: row.decidedAt,
    DecisionReason: row.decisionReason,
    Flags: flagsOf(plan.needs, row),
  }))
}

export async function presentLastYear(
  tx: Tx,
  plan: NominationPlan,
  rows: readonly FromLastYear[],
): Promise<z.infer<typeof lastYearShape>[]> {
  const names = await namesOf(tx, new Set(rows.flatMap(({ ownerId }) => ownerId ?? [])))
  return rows.map((row) => ({
    Who: { Id: encodeId(row.recordId), Name: row.name },
    Company: row.company,
    Owner: named(row.ownerId, names),
    Status: row.status,
    NowState: row.nowState,
    NowStatus: row.nowStatus,
    Flags: flagsOf(plan.needs, { ...row, statusBefore: row.nowState === null ? row.nowStatus : null }),
  }))
}

const named = (id: number | null, names: ReadonlyMap<number, string>): z.infer<typeof reference> | null =>
  id === null ? null : { Id: encodeId(id), Name: names.get(id) ?? null }
