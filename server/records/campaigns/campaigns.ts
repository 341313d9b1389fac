import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValues } from '../../ground/objects/definition.ts'
import type { ChangeDraft, Door, SaveOptions } from '../../ground/objects/door.ts'
import { valueOf, type Draft } from '../../ground/objects/drafts.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import {
  bringBackRecords,
  changeRecords,
  createRecords,
  removeRecords,
  removeUnless,
  savedIds,
} from '../../ground/objects/objects.ts'
import type { Saved } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { defaultOwner } from '../../ground/users/owners.ts'
import { DEEPEST_TREE, startingStatuses } from './campaign.ts'
import { campaignsAbove, insertStartingStatuses, touchRows, withOpportunities } from './campaigns.sql.ts'
import { Campaign } from './fields.ts'

/** Plans campaigns, each with the member statuses of its type. */
export async function createCampaigns(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Campaign')
  const ownerId = actor.userId ?? (await defaultOwner(tx))
  const above = await campaignsAbove(tx, drafts.flatMap(parentIn))
  const types: unknown[] = []
  const saved = await createRecords(tx, actor, definition, drafts, (values) => {
    const refusal = misplaced(above, undefined, values) ?? backwards(values)
    if (refusal !== undefined) return refusal
    types.push(values.Type)
    return {
      values: { ...values, OwnerId: values.OwnerId ?? ownerId },
      columns: { import_id: options.importId ?? null },
    }
  })
  await giveStatuses(tx, actor, savedIds(saved), types)
  announce(tx, { type: 'campaign.created', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function updateCampaigns(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Campaign')
  const above = await campaignsAbove(
    tx,
    changes.flatMap(({ draft }) => parentIn(draft)),
  )
  const moved = new Set<number>()
  const saved = await changeRecords(tx, actor, definition, changes, (before, values) => {
    const refusal = misplaced(above, before.Id, values, moved) ?? backwards({ ...before, ...values })
    if (refusal !== undefined) return refusal
    if (values.ParentId !== undefined) moved.add(before.Id)
    return { values }
  })
  announce(tx, { type: 'campaign.changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** Puts campaigns into the recycle bin; one that opportunities came from stays, or they would lose their source. */
export async function deleteCampaigns(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const needed = await withOpportunities(tx, ids)
  const saved = await removeUnless(
    ids,
    (id) => (needed.has(id) ? sourceOfOpportunities() : undefined),
    (free) => removeRecords(tx, actor, Campaign, free),
  )
  announce(tx, { type: 'campaign.deleted', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function restoreCampaigns(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const saved = await bringBackRecords(tx, actor, Campaign, ids)
  announce(tx, { type: 'campaign.restored', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** Something happened with these campaigns on a day: their last activity moves forward, never back. */
export const touchCampaigns = (tx: Tx, ids: readonly number[], day: string): Promise<number> => touchRows(tx, ids, day)

export const campaignDoor: Door = {
  definition: Campaign,
  create: createCampaigns,
  update: updateCampaigns,
  remove: deleteCampaigns,
  restore: restoreCampaigns,
}

async function giveStatuses(
  tx: Tx,
  actor: Actor,
  campaignIds: readonly number[],
  types: readonly unknown[],
): Promise<void> {
  const wanted = campaignIds.flatMap((campaignId, at) =>
    startingStatuses(types[at]).map(([label, hasResponded], place) => ({
      campaignId,
      label,
      hasResponded,
      sortOrder: place + 1,
      isDefault: place === 0,
    })),
  )
  const ids = await drawIds(tx, 'CampaignMemberStatus', wanted.length)
  await insertStartingStatuses(
    tx,
    actor,
    wanted.map((status, at) => ({ ...status, id: ids[at] ?? 0 })),
  )
}

function parentIn(draft: Draft): number[] {
  const id = valueOf(Campaign, draft, 'ParentId')
  return typeof id === 'number' ? [id] : []
}

/** A campaign is never its own ancestor, and a tree has at most five levels. */
function misplaced(
  above: ReadonlyMap<number, readonly number[]>,
  id: number | undefined,
  values: FieldValues,
  moved: ReadonlySet<number> = new Set(),
): Refusal | undefined {
  if (typeof values.ParentId !== 'number') return undefined
  const ancestors = above.get(values.ParentId) ?? []
  // What the same list has moved already no longer stands where it stood.
  if (id !== undefined && (ancestors.includes(id) || ancestors.some((one) => moved.has(one)))) {
    return new Refusal(
      'circular_dependency',
      'This parent campaign stands below the campaign itself. Choose one that does not.',
      { field: 'ParentId', rule: 'A campaign is never its own ancestor.' },
    )
  }
  if (ancestors.length < DEEPEST_TREE) return undefined
  return new Refusal(
    'campaign_tree_too_deep',
    `A tree of campaigns has at most ${DEEPEST_TREE} levels, and this parent stands on the last one. Choose a parent further up.`,
    { field: 'ParentId', rule: `At most ${DEEPEST_TREE} levels.` },
  )
}

const backwards = ({ StartDate, EndDate }: FieldValues): Refusal | undefined =>
  typeof StartDate === 'string' && typeof EndDate === 'string' && EndDate < StartDate
    ? new Refusal(
        'campaign_ends_before_it_starts',
        `This campaign would end on ${EndDate}, before it starts on ${StartDate}.`,
        { field: 'EndDate', value: EndDate, rule: 'A campaign ends after it starts.' },
      )
    : undefined

const sourceOfOpportunities = (): Refusal =>
  new Refusal(
    'campaign_is_a_source',
    'Opportunities came from this campaign, and deleting it would take their source away. Set it to completed and inactive instead, or give those opportunities another primary campaign first.',
    {
      rule: 'A campaign that opportunities came from is kept.',
    },
  )
