import { encodeId } from '../../../shared/ids.ts'
import type { Saved } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
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
  /** Where it comes from, in a word or two for the history: `Web form`. */
  readonly source?: string
  /** A word that is not in the campaign's list is refused with the list; otherwise it stands for the default. */
  readonly refusesUnknownStatus?: boolean
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
  const saved: Saved[] = responses.map((one) => {
    const list = statuses.get(one.campaignId) ?? []
    if (one.refusesUnknownStatus === true && isUnknown(list, one.status))
      return { refusal: unknownMemberStatus(list, one.status) }
    return { id: members.get(placeOf(one))?.id, created: false }
  })
  await addNew(tx, actor, responses, chosen, members, saved)
  await moveOn(tx, actor, responses, chosen, members, saved)
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
    if (saved[at]?.refusal !== undefined || members.has(place) || seen.has(place)) return []
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
  const added = await addCampaignMembers(tx, actor, drafts, sourceOf(responses))
  places.forEach((at, place) => (saved[at] = added[place] ?? {}))
}

async function moveOn(
  tx: Tx,
  actor: Actor,
  responses: readonly Response[],
  chosen: readonly (StatusRow | undefined)[],
  members: ReadonlyMap<string, MembershipRow>,
  saved: readonly Saved[],
): Promise<void> {
  const moves = new Map<number, string>()
  responses.forEach((one, at) => {
    const member = members.get(placeOf(one))
    const status = chosen[at]
    if (saved[at]?.refusal !== undefined) return
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
      sourceOf(responses),
    )
}

/** What comes together comes from one place. */
const sourceOf = ([first]: readonly Response[]) => (first?.source === undefined ? {} : { source: first.source })

const isUnknown = (list: readonly StatusRow[], wanted: string | undefined): boolean =>
  wanted !== undefined &&
  wanted.trim() !== '' &&
  !list.some(({ label }) => label.toLowerCase() === wanted.trim().toLowerCase())

const unknownMemberStatus = (list: readonly StatusRow[], wanted: string | undefined): Refusal =>
  new Refusal(
    'invalid_member_status',
    `'${String(wanted).slice(0, 40)}' is no member status of this campaign. Its statuses are ${list.map(({ label }) => `'${label}'`).join(', ')}.`,
    { field: 'Status', value: wanted, rule: 'A member has one status out of the campaign’s own list.' },
  )
