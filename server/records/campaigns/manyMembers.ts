import type { Tx } from '../../platform/tx.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { CampaignMember } from './fields.ts'
import type { Counted, Wanted } from './chosen.ts'
import { carryOutPart, countChosen, refuseUnseen, statusesFor, withStatus } from './parts.ts'
import { beginWork } from './works.ts'

/** What became of an order: carried out, or going on by itself as a work. */
export type Carried = {
  readonly total: number
  readonly done: number
  /** How many were left where they are, as their campaigns have no such status. */
  readonly left: number
  readonly workId: number | null
}

/** As many are changed while a request waits. */
const AT_ONCE = 20_000

const acts = { add: 'create', move: 'edit', remove: 'delete' } as const

/**
 * Adds all people of a choice to a campaign, moves all members of a choice to a status, or takes them out, those of the campaigns
 * below as well where the choice says so: by set statements, never one by one. Up to 20,000 at once; more go on as a work after the request is answered. Throws not_found,
 * `invalid_member_status` with the list, `required_field_missing`.
 */
export async function carryOut(tx: Tx, actor: Actor, order: Wanted): Promise<Carried> {
  const { campaignId, what, of } = order
  refuseUnlessMay(actor, acts[what], CampaignMember)
  await refuseUnseen(tx, actor, [campaignId, ...(of.memberOf === undefined ? [] : [of.memberOf])])
  const chosen = await countChosen(tx, actor, order)
  const listed = of.whereListed === true ? await withStatus(tx, chosen, order.status) : chosen
  // Where no campaign has the status there is nothing to leave out: the refusal names them.
  const counted = listed.length === 0 ? chosen : listed
  const campaignIds = counted.length === 0 ? [campaignId] : counted.map((one) => one.campaignId)
  const [status] = await statusesFor(tx, actor, order, campaignIds)
  const wanted = { ...order, status: status?.label ?? null }
  const total = together(counted)
  const left = together(chosen) - total
  if (total > AT_ONCE) return { total, done: 0, left, workId: await beginWork(tx, actor, wanted, counted) }
  const { done } = await carryOutPart(tx, actor, { ...wanted, campaignIds, after: null, upto: null }, AT_ONCE)
  return { total, done, left, workId: null }
}

const together = (counted: readonly Counted[]): number => counted.reduce((sum, { howMany }) => sum + howMany, 0)
