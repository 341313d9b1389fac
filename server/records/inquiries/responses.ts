import { encodeId } from '../../../shared/ids.ts'
import type { Saved } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { addCampaignMembers, updateCampaignMembers } from '../campaigns/members.ts'
import { membershipsOf, memberStatusesOf, type MembershipRow, type StatusRow } from './inquiries.sql.ts'

/** A person's answer to a campaign, with the member status they asked for, if any. */
export type Response = {
  readonly campaignId: number
  readonly personId: number
  readonly object: 'Lead' | 'Contact'
  readonly recordId: number
  readonly status?: string
}

/**
 * Notes responses to campaigns: a new member, or the member there is moved on. Without a status it is the first
 * of the campaign's list that counts as a response; a word that is not in the list stands for the default, as in
 * the field's tools. Who has responded stays so, and the first response keeps its date. One answer each, in order.
 */
export async function recordResponses(tx: Tx, actor: Actor, responses: readonly Response[]): Promise<Saved[]> {
  if (responses.length === 0) return []
  const campaignIds = [...new Set(responses.map(({ campaignId }) => campaignId))]
  const statuses = Map.groupBy(await memberStatusesOf(tx, campaignIds), ({ campaignId }) => campaignId)
  const members = new Map(
    (
      await membershipsOf(
        tx,
        campaignIds,
        responses.map(({ personId }) => personId),
      )
    ).map((one) => [placeOf(one), one]),
  )
  const chosen = responses.map(({ campaignId, status }) => statusFor(statuses.get(campaignId) ?? [], status))
  const saved: Saved[] = responses.map((one) => ({ id: members.get(placeOf(one))?.id, created: false }))
  await addNew(tx, actor, responses, chosen, members, saved)
  await moveOn(tx, actor, responses, chosen, members)
  return saved
}

const placeOf = ({ campaignId, personId }: { readonly campaignId: number; readonly personId: number }): string =>
  `${campaignId}:${personId}`

function statusFor(list: readonly StatusRow[], wanted: string | undefined): StatusRow | undefined {
  const usual = list.find(({ isDefault }) => isDefault)
  if (wanted === undefined || wanted.trim() === '') return list.find(({ hasResponded }) => hasResponded) ?? usual
  return list.find(({ label }) => label.toLowerCase() === wanted.trim().toLowerCase()) ?? usual
}

async function addNew(
  tx: Tx,
  actor: Actor,
  responses: readonly Response[],
  chosen: readonly (StatusRow | undefined)[],
  members: ReadonlyMap<string, MembershipRow>,
  saved: Saved[],
): Promise<void> {
  const seen = new Set<string>()
  const places = responses.flatMap((one, at) => {
    const place = placeOf(one)
    if (members.has(place) || seen.has(place)) return []
    seen.add(place)
    return [at]
  })
  const drafts = places.flatMap((at) => {
    const one = responses[at]
    return one === undefined
      ? []
      : [
          {
            CampaignId: encodeId(one.campaignId),
            [`${one.object}Id`]: encodeId(one.recordId),
            Status: chosen[at]?.label,
          },
        ]
  })
  if (drafts.length === 0) return
  const added = await addCampaignMembers(tx, actor, drafts)
  places.forEach((at, place) => (saved[at] = added[place] ?? {}))
}

async function moveOn(
  tx: Tx,
  actor: Actor,
  responses: readonly Response[],
  chosen: readonly (StatusRow | undefined)[],
  members: ReadonlyMap<string, MembershipRow>,
): Promise<void> {
  const moves = new Map<number, string>()
  responses.forEach((one, at) => {
    const member = members.get(placeOf(one))
    const status = chosen[at]
    if (member === undefined || status === undefined || member.status === status.label) return
    if (member.hasResponded && !status.hasResponded) return
    // Answering again without naming a status changes nothing for who has answered.
    if (member.hasResponded && one.status === undefined) return
    moves.set(member.id, status.label)
  })
  if (moves.size > 0)
    await updateCampaignMembers(
      tx,
      actor,
      [...moves].map(([id, Status]) => ({ id, draft: { Status } })),
    )
}
