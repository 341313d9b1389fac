import { encodeId } from '../../../shared/ids.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { namesOf } from '../../ground/objects/present.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { refuseUnlessMay, theProgram, type Actor } from '../../ground/users/actor.ts'
import { forbidden, notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { removeCampaignMembers } from '../../records/campaigns/members.ts'
import { membershipsOf, standMembers } from '../registrations/memberships.ts'
import type { Attendee } from '../registrations/registration.ts'
import { isClosed, type Nomination, type NominationPlan } from './nomination.ts'
import {
  approvedPeople,
  countStanding,
  insertNominations,
  lockNominations,
  settleNominations,
  standing,
  type Decided,
  type NewNomination,
} from './nominations.sql.ts'
import { campaignsSeen, eyesOf, getPlan, lockPlan, mayApprove, plansFor, refuseUnlessApproves } from './plans.ts'

/** Somebody proposed for a campaign, and why they should be in it. */
export type Proposal = { readonly who: Attendee; readonly name: string; readonly reason: string | null }

/**
 * Proposes people. Each becomes a member at the campaign's Proposed status; who is a member already keeps where they
 * stand until somebody decides, and is flagged. Nobody stands twice, and nobody proposes past their quota: the
 * campaign's plan is locked while they are counted. One answer each, in order. Announces `nomination.proposed`.
 */
export async function proposePeople(
  tx: Tx,
  actor: Actor & { readonly userId: number },
  campaignId: number,
  proposals: readonly Proposal[],
): Promise<Saved[]> {
  refuseUnlessMay(actor, 'create', 'CampaignMember')
  const plan = await lockPlan(tx, actor, campaignId)
  if (isClosed(plan, tx.now)) throw closed(plan)
  const people = proposals.map(({ who }) => who.personId)
  const taken = new Map((await standing(tx, campaignId, people)).map((one) => [one.personId, one]))
  const members = new Map((await membershipsOf(tx, [campaignId], people)).map((one) => [one.personId, one]))
  const names = await namesOf(
    tx,
    [...taken.values()].map(({ proposedById }) => proposedById),
  )
  const used = await countStanding(tx, campaignId, actor.userId)
  const ids = await drawIds(tx, 'Nomination', proposals.length)
  const rows: (NewNomination & { readonly who: Attendee })[] = []
  const saved = proposals.map(({ who, name, reason }, at): Saved => {
    const before = taken.get(who.personId)
    if (before !== undefined) return { refusal: alreadyProposed(name, before, names) }
    if (plan.quota !== null && used + rows.length >= plan.quota)
      return { refusal: quotaReached(plan, plan.quota, used) }
    const id = ids[at] ?? 0
    const status = members.get(who.personId)?.status ?? null
    const isOurs = status === plan.rejected || status === plan.proposed
    rows.push({ id, campaignId, personId: who.personId, reason, statusBefore: isOurs ? null : status, who })
    taken.set(who.personId, { ...nobody, id, campaignId, personId: who.personId, proposedById: actor.userId })
    return { id, created: true }
  })
  await insertNominations(tx, actor.userId, rows)
  await standMembers(
    tx,
    actor,
    rows
      .filter(({ statusBefore }) => statusBefore === null)
      .map(({ who }) => ({ campaignId, who, status: plan.proposed ?? undefined })),
  )
  announce(tx, { type: 'nomination.proposed', recordIds: rows.map(({ id }) => id), actorId: actor.userId })
  return saved
}

const nobody = { state: 'proposed', statusBefore: null, decidedById: null, decidedAt: null } as const

/** A verdict on one nomination; a rejection says why. */
export type Verdict = { readonly id: number; readonly approve: boolean; readonly reason: string | null }

/**
 * Decides on nominations. Each is decided once: of two approvers at the same moment the first wins, and the other is
 * told who and when. With `within` only those of one campaign are found: a mail link speaks for no other. One answer each,
 * in order. Announces `nomination.decided`.
 */
export async function decideNominations(
  tx: Tx,
  actor: Actor,
  verdicts: readonly Verdict[],
  { within }: { readonly within?: number } = {},
): Promise<Saved[]> {
  refuseUnlessMay(actor, 'edit', 'CampaignMember')
  const rows = await lockNominations(
    tx,
    verdicts.map(({ id }) => id),
  )
  const locked = new Map(
    rows.filter((one) => (within ?? one.campaignId) === one.campaignId).map((one) => [one.id, one]),
  )
  const plans = await plansDecided(tx, actor, [...locked.values()])
  const names = await namesOf(
    tx,
    [...locked.values()].flatMap(({ decidedById }) => decidedById ?? []),
  )
  const decided: (Decided & { readonly nomination: Nomination })[] = []
  const saved = verdicts.map(({ id, approve, reason }): Saved => {
    const nomination = locked.get(id)
    if (nomination === undefined || !plans.has(nomination.campaignId))
      return { refusal: notFound('nomination', encodeId(id)) }
    if (nomination.state !== 'proposed' || decided.some((one) => one.id === id))
      return { refusal: decidedAlready(nomination, names) }
    if (!approve && reason === null) return { refusal: reasonMissing() }
    decided.push({ id, state: approve ? 'approved' : 'rejected', reason, nomination })
    return { id, created: false }
  })
  await settleNominations(tx, actor.userId, decided)
  await standMembers(
    tx,
    { ...theProgram, userId: actor.userId, name: actor.name },
    decided.map(({ state, nomination: { campaignId, personId, statusBefore } }) => {
      const plan = plans.get(campaignId)
      // Who was a member before keeps their place when somebody says no.
      const status = state === 'approved' ? plan?.approved : statusBefore === null ? plan?.rejected : undefined
      return { campaignId, who: { personId }, status: status ?? undefined }
    }),
  )
  announce(tx, { type: 'nomination.decided', recordIds: decided.map(({ id }) => id), actorId: actor.userId })
  return saved
}

async function plansDecided(
  tx: Tx,
  actor: Actor,
  nominations: readonly Nomination[],
): Promise<Map<number, NominationPlan>> {
  const plans = new Map<number, NominationPlan>()
  const ids = new Set(nominations.map((one) => one.campaignId))
  const seen = await campaignsSeen(tx, actor, ids)
  // A handful of campaigns at most: who decides in bulk does so in one.
  for (const campaignId of ids) {
    const plan = await getPlan(tx, theProgram, campaignId)
    // Who guesses ids learns nothing of a campaign they may not see.
    if (!seen.has(campaignId) && !mayApprove(plan, actor)) continue
    await refuseUnlessApproves(tx, plan, actor)
    plans.set(campaignId, plan)
  }
  return plans
}

/**
 * Takes proposals back before anybody decided: whoever made them, or an administrator. Who was no member before is none again,
 * unless they moved on meanwhile: who registered or answered has done so.
 */
export async function withdrawNominations(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  refuseUnlessMay(actor, 'edit', 'CampaignMember')
  const locked = new Map((await lockNominations(tx, ids)).map((one) => [one.id, one]))
  const names = await namesOf(
    tx,
    [...locked.values()].flatMap(({ decidedById }) => decidedById ?? []),
  )
  const seen = await campaignsSeen(
    tx,
    actor,
    [...locked.values()].map(({ campaignId }) => campaignId),
  )
  const withdrawn: Nomination[] = []
  const saved = ids.map((id): Saved => {
    const nomination = locked.get(id)
    if (nomination === undefined || !(seen.has(nomination.campaignId) || nomination.proposedById === actor.userId))
      return { refusal: notFound('nomination', encodeId(id)) }
    if (nomination.proposedById !== actor.userId && actor.role !== 'administrator') return { refusal: notYours() }
    if (nomination.state !== 'proposed') return { refusal: decidedAlready(nomination, names) }
    withdrawn.push(nomination)
    return { id, created: false }
  })
  await settleNominations(
    tx,
    actor.userId,
    withdrawn.map(({ id }) => ({ id, state: 'withdrawn', reason: null })),
  )
  const gone = withdrawn.filter(({ statusBefore }) => statusBefore === null)
  const members = await membershipsOf(
    tx,
    gone.map(({ campaignId }) => campaignId),
    gone.map(({ personId }) => personId),
  )
  const places = new Set(gone.map(({ campaignId, personId }) => `${campaignId}:${personId}`))
  const plans = await plansFor(tx, new Set(gone.map(({ campaignId }) => campaignId)))
  const eyes: Actor = { ...theProgram, userId: actor.userId, name: actor.name }
  await removeCampaignMembers(
    tx,
    eyes,
    members
      .filter(
        ({ campaignId, personId, status }) =>
          places.has(`${campaignId}:${personId}`) && status === plans.get(campaignId)?.proposed,
      )
      .map(({ id }) => id),
  )
  announce(tx, { type: 'nomination.withdrawn', recordIds: withdrawn.map(({ id }) => id), actorId: actor.userId })
  return saved
}

const SENT_AT_ONCE = 2000

/** Notes that what was approved went out: members at the Approved status move to Sent, up to two thousand a call. Answers how many. */
export async function markSent(tx: Tx, actor: Actor, campaignId: number): Promise<number> {
  refuseUnlessMay(actor, 'edit', 'Campaign')
  const plan = await lockPlan(tx, actor, campaignId)
  if (plan.approved === null || plan.sent === null) return 0
  const people = await approvedPeople(tx, campaignId, plan.approved, SENT_AT_ONCE)
  await standMembers(
    tx,
    eyesOf(plan, actor),
    people.map((who) => ({ campaignId, who, status: plan.sent ?? undefined })),
  )
  return people.length
}

const closed = ({ closesOn, campaignName }: NominationPlan): Refusal =>
  new Refusal(
    'nominations_closed',
    `People could be proposed for ${campaignName} until ${closesOn ?? ''}. Ask whoever plans it to move the day.`,
    {
      rule: 'People are proposed until the closing day.',
      facts: { closesOn },
    },
  )

const quotaReached = ({ campaignId, campaignName }: NominationPlan, quota: number, used: number): Refusal =>
  new Refusal(
    'quota_reached',
    `You may propose ${quota} ${quota === 1 ? 'person' : 'people'} for ${campaignName}, and ${Math.max(quota - used, 0)} of them are left. Withdraw somebody else, or ask whoever plans the campaign for more.`,
    {
      rule: 'Nobody proposes more than their quota.',
      facts: { quota, used, left: Math.max(quota - used, 0) },
      way: { label: 'See who you proposed', href: `/campaigns/${encodeId(campaignId)}?tab=nominations` },
    },
  )

const alreadyProposed = (
  name: string,
  { proposedById, state }: Nomination,
  names: ReadonlyMap<number, string>,
): Refusal =>
  new Refusal(
    'already_proposed',
    `${name} was ${state === 'approved' ? 'proposed and approved' : 'proposed'} already, by ${names.get(proposedById) ?? 'you'}. Nothing more is needed.`,
    { kind: 'conflict', rule: 'A person is proposed for a campaign once.' },
  )

function decidedAlready({ state, decidedById, decidedAt }: Nomination, names: ReadonlyMap<number, string>): Refusal {
  const by = decidedById === null ? 'Somebody' : (names.get(decidedById) ?? 'Somebody')
  const at = decidedAt === null ? '' : ` at ${decidedAt.toISOString().slice(11, 16)} UTC`
  const word = state === 'proposed' ? 'decided on' : state
  return new Refusal('already_decided', `${by} ${word} this nomination${at}, so it stays as it is.`, {
    kind: 'conflict',
    rule: 'A nomination is decided once.',
    facts: { state, by, at: decidedAt?.toISOString() },
  })
}

const reasonMissing = (): Refusal =>
  new Refusal('reason_missing', 'Say why: who proposed them reads it, and the next one learns from it.', {
    field: 'Reason',
    rule: 'A rejection has a reason.',
  })

const notYours = (): Refusal =>
  forbidden('Somebody else proposed this person. They can withdraw the nomination, or an approver can reject it.')
