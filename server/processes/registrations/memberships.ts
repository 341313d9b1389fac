import { encodeId } from '../../../shared/ids.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { addCampaignMembers, updateCampaignMembers } from '../../records/campaigns/members.ts'
import { membershipsAt, type Membership } from './memberships.sql.ts'
import type { Attendee } from './registration.ts'

/** Where somebody shall stand in a campaign: as a new member, or as the one they are. */
export type Standing = {
  readonly campaignId: number
  readonly who: Attendee | { readonly personId: number }
  /** Undefined: the list has no such status; a new member then starts at the default, a member stays where they are. */
  readonly status: string | undefined
  /** Statuses that are not given up for this one: who attended has attended. */
  readonly unless?: readonly (string | undefined)[]
}

/** Moves people to a status of their campaign's list, and makes those members who are none yet; answers nothing. Each move is dated in the member's history. */
export async function standMembers(tx: Tx, actor: Actor, standings: readonly Standing[]): Promise<void> {
  if (standings.length === 0) return
  const present = new Map(
    (
      await membershipsAt(
        tx,
        standings.map(({ campaignId }) => campaignId),
        standings.map(({ who }) => who.personId),
      )
    ).map((one) => [placeOf(one.campaignId, one.personId), one]),
  )
  const added = new Map<string, Record<string, unknown>>()
  const moved = new Map<number, string>()
  for (const { campaignId, who, status, unless = [] } of standings) {
    const place = placeOf(campaignId, who.personId)
    const member = present.get(place)
    if (member !== undefined) {
      if (status !== undefined && member.status !== status && !unless.includes(member.status))
        moved.set(member.id, status)
    } else if ('object' in who) {
      added.set(place, { CampaignId: encodeId(campaignId), [`${who.object}Id`]: encodeId(who.id), Status: status })
    }
  }
  const saved = [
    ...(added.size === 0 ? [] : await addCampaignMembers(tx, actor, [...added.values()])),
    ...(moved.size === 0
      ? []
      : await updateCampaignMembers(
          tx,
          actor,
          [...moved].map(([id, Status]) => ({ id, draft: { Status } })),
        )),
  ]
  for (const { refusal } of saved) if (refusal !== undefined) throw refusal
}

/** The memberships of people in campaigns, whoever may see them. */
export const membershipsOf = (
  tx: Tx,
  campaignIds: readonly number[],
  personIds: readonly number[],
): Promise<Membership[]> => membershipsAt(tx, campaignIds, personIds)

const placeOf = (campaignId: number, personId: number): string => `${campaignId}:${personId}`
