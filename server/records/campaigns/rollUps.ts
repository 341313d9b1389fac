import { encodeId } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { rollUpRows, treeRows, type RollUp, type TreeRow } from './rollUps.sql.ts'

export type { RollUp, TreeRow }

/** What a campaign came to, alone and with everything below it; people are counted once a campaign. */
export type RollUps = {
  readonly own: RollUp
  readonly tree: RollUp & { readonly campaigns: number }
}

/**
 * The numbers of a campaign, exact at this moment. Of the tree they count campaigns the actor may not see too, as the field's
 * tools do: a sum is no record. Throws not_found.
 */
export async function rollUpsOf(tx: Tx, actor: Actor, campaignId: number): Promise<RollUps> {
  const [found] = await rollUpsOfEach(tx, actor, [campaignId])
  if (found === undefined) throw notFound('campaign', encodeId(campaignId))
  const { id: _, ...numbers } = found
  return numbers
}

/** The same of several at once, in their order; those the actor may not see are left out. */
export async function rollUpsOfEach(
  tx: Tx,
  actor: Actor,
  campaignIds: readonly number[],
): Promise<readonly (RollUps & { readonly id: number })[]> {
  const rows = Map.groupBy(await rollUpRows(tx, actor, campaignIds), ({ top }) => top)
  return campaignIds.flatMap((id) => {
    const own = rows.get(id)?.find(({ isTree }) => !isTree)
    const tree = rows.get(id)?.find(({ isTree }) => isTree)
    return own === undefined || tree === undefined
      ? []
      : [{ id, own: own.numbers, tree: { campaigns: tree.campaigns, ...tree.numbers } }]
  })
}

/** The whole tree a campaign stands in, from its root, each with its own numbers; parents before children, in the order of their names. */
export async function treeOf(tx: Tx, actor: Actor, campaignId: number): Promise<readonly TreeRow[]> {
  const rows = await treeRows(tx, actor, campaignId)
  if (rows.length === 0) throw notFound('campaign', encodeId(campaignId))
  return rows
}
