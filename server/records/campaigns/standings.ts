import { encodeId } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { Campaign, CampaignMember } from './fields.ts'
import { branchBelow } from './manyMembers.sql.ts'
import { campaignStatuses } from './members.sql.ts'
import {
  countsAt,
  countsNow,
  countsTogether,
  membersAt,
  stepsOf,
  type InTree,
  type Step,
  type Stood,
} from './standings.sql.ts'

export type { Step, Stood }

/** How many stand, or stood, at a status. */
export type Standing = {
  readonly status: string
  readonly members: number
  readonly hasResponded: boolean
  readonly isDefault: boolean
  /** False for a status that is no longer in the list. */
  readonly isListed: boolean
}

async function mustSee(tx: Tx, actor: Actor, campaignId: number): Promise<void> {
  const [campaign] = await recordsById(tx, actor, Campaign, [campaignId], ['Id'])
  if (campaign === undefined) throw notFound('campaign', encodeId(campaignId))
}

/** How many members stand at each status of a campaign's list, in its order; or stood there at a moment. Throws not_found. */
export async function standingsAt(tx: Tx, actor: Actor, campaignId: number, at?: Date): Promise<readonly Standing[]> {
  await mustSee(tx, actor, campaignId)
  const list = await campaignStatuses(tx, campaignId)
  const counts = new Map(
    (at === undefined ? await countsNow(tx, campaignId) : await countsAt(tx, campaignId, at)).map(
      ({ status, members }) => [status, members],
    ),
  )
  const listed = list.map(({ label, hasResponded, isDefault }) => ({
    status: label,
    members: counts.get(label) ?? 0,
    hasResponded,
    isDefault,
    isListed: true,
  }))
  const gone = [...counts]
    .filter(([status]) => !list.some(({ label }) => label === status))
    .map(([status, members]) => ({ status, members, hasResponded: false, isDefault: false, isListed: false }))
  return [...listed, ...gone]
}

/** How many members stand at each status in a campaign and all below it, and which statuses all of them have. Throws not_found. */
export async function standingsBelow(tx: Tx, actor: Actor, campaignId: number): Promise<readonly InTree[]> {
  await mustSee(tx, actor, campaignId)
  return countsTogether(tx, await branchBelow(tx, actor, campaignId))
}

/** Who stood where in a campaign at a moment, those who left it since among them; a page in the order of people's ids. */
export async function membersStoodAt(
  tx: Tx,
  actor: Actor,
  campaignId: number,
  page: { readonly at: Date; readonly status?: string; readonly after?: number; readonly limit: number },
): Promise<{ readonly members: readonly Stood[]; readonly next: number | null }> {
  refuseUnlessMay(actor, 'read', CampaignMember)
  await mustSee(tx, actor, campaignId)
  const { at, status, after = 0, limit } = page
  const found = await membersAt(tx, actor, { campaignId, at, status, after, limit: limit + 1 })
  const members = found.slice(0, limit)
  return { members, next: found.length > limit ? (members.at(-1)?.personId ?? null) : null }
}

/** Every status a member ever had: since when, who set it, and where it came from; newest first. Throws not_found. */
export async function standingsOfMember(tx: Tx, actor: Actor, memberId: number): Promise<readonly Step[]> {
  await getRecord(tx, actor, CampaignMember, memberId, ['Id'])
  return stepsOf(tx, memberId)
}
