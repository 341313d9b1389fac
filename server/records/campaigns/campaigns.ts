import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValues } from '../../ground/objects/definition.ts'
import type { ChangeDraft, Door, SaveOptions } from '../../ground/objects/door.ts'
import type { Draft } from '../../ground/objects/drafts.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { changeRecords, createRecords, savedIds } from '../../ground/objects/objects.ts'
import { bringBackRecords, lockForRemoval, removeRecords, doUnless } from '../../ground/objects/removal.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { namedAbove, ringRefusal, standingAbove, type Ancestry, type Tree } from '../../ground/objects/trees.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { defaultOwner } from '../../ground/users/owners.ts'
import { DEEPEST_TREE, startingStatuses } from './campaign.ts'
import { campaignTypes } from './campaignTypes.ts'
import { belongingsOf, insertStartingStatuses, type Belongings } from './campaigns.sql.ts'
import { Campaign } from './fields.ts'

const parents: Tree = {
  definition: Campaign,
  field: 'ParentId',
  ring: {
    message: 'This parent campaign stands below the campaign itself. Choose one that does not.',
    rule: 'A campaign is never its own ancestor.',
  },
}

/** Plans campaigns, each with the member statuses of its type. */
export async function createCampaigns(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Campaign')
  const ownerId = actor.userId ?? (await defaultOwner(tx))
  const above = await standingAbove(tx, parents, namedAbove(parents, drafts))
  const types: unknown[] = []
  const saved = await createRecords(tx, actor, definition, drafts, (values) => {
    const refusal = tooDeep(above, values) ?? backwards(values)
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
  const named = changes.map(({ draft }) => draft)
  const above = await standingAbove(tx, parents, namedAbove(parents, named))
  const moved = new Set<number>()
  const saved = await changeRecords(tx, actor, definition, changes, (before, values) => {
    const refusal =
      ringRefusal(parents, above, { id: before.Id, values, moved }) ??
      tooDeep(above, values) ??
      backwards({ ...before, ...values })
    if (refusal !== undefined) return refusal
    if (values.ParentId !== undefined) moved.add(before.Id)
    return { values }
  })
  announce(tx, { type: 'campaign.changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** Puts campaigns into the recycle bin. One that opportunities came from, that has members, or that has campaigns below it stays. */
export const deleteCampaigns = (tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> =>
  remove(tx, actor, ids, (found) => sourceOfOpportunities(found) ?? hasChildren(found) ?? hasMembers(found))

/** As tools made for Salesforce expect it: members go with their campaign, and come back with it. */
const deleteWithMembers = (tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> =>
  remove(tx, actor, ids, (found) => sourceOfOpportunities(found) ?? hasChildren(found))

async function remove(
  tx: Tx,
  actor: Actor,
  ids: readonly number[],
  refusalOf: (found: Belongings) => Refusal | undefined,
): Promise<Saved[]> {
  await lockForRemoval(tx, Campaign, ids)
  const needed = await belongingsOf(tx, ids)
  const saved = await doUnless(tx, actor, {
    definition: Campaign,
    ids,
    refusalOf: (id) => {
      const found = needed.get(id)
      return found === undefined ? undefined : refusalOf(found)
    },
    work: (free) => removeRecords(tx, actor, Campaign, free),
  })
  announce(tx, { type: 'campaign.deleted', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function restoreCampaigns(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const saved = await bringBackRecords(tx, actor, Campaign, ids)
  announce(tx, { type: 'campaign.restored', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export const campaignDoor: Door = {
  definition: Campaign,
  create: createCampaigns,
  update: updateCampaigns,
  remove: deleteCampaigns,
  restore: restoreCampaigns,
}

/** The same for tools made for Salesforce. */
export const campaignToolDoor: Door = { ...campaignDoor, remove: deleteWithMembers }

async function giveStatuses(
  tx: Tx,
  actor: Actor,
  campaignIds: readonly number[],
  types: readonly unknown[],
): Promise<void> {
  const known = await campaignTypes(tx)
  const wanted = campaignIds.flatMap((campaignId, at) =>
    startingStatuses(known, types[at]).map((status, place) => ({ ...status, campaignId, sortOrder: place + 1 })),
  )
  const ids = await drawIds(tx, 'CampaignMemberStatus', wanted.length)
  await insertStartingStatuses(
    tx,
    actor,
    wanted.map((status, at) => ({ ...status, id: ids[at] ?? 0 })),
  )
}

/** A tree of campaigns has at most five levels. */
function tooDeep(above: Ancestry, values: FieldValues): Refusal | undefined {
  if (typeof values.ParentId !== 'number') return undefined
  const ancestors = above.get(values.ParentId) ?? []
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

const sourceOfOpportunities = ({ opportunities }: Belongings): Refusal | undefined =>
  opportunities === 0
    ? undefined
    : new Refusal(
        'campaign_is_a_source',
        `${many(opportunities, 'opportunity', 'opportunities')} came from this campaign, and deleting it would take their source away. Set it to completed and inactive instead, or give those opportunities another primary campaign first.`,
        {
          rule: 'A campaign that opportunities came from is kept.',
          way: { label: 'Set to completed', action: 'complete' },
          facts: { opportunities },
        },
      )

const hasMembers = ({ members }: Belongings): Refusal | undefined =>
  members === 0
    ? undefined
    : new Refusal(
        'campaign_has_members',
        `${many(members, 'person is', 'people are')} in this campaign, and deleting it would take it out of what we know of them. Set it to completed and inactive instead, or take its members out first.`,
        {
          rule: 'A campaign with members is kept.',
          way: { label: 'Set to completed', action: 'complete' },
          facts: { members },
        },
      )

const hasChildren = ({ children }: Belongings): Refusal | undefined =>
  children === 0
    ? undefined
    : new Refusal(
        'campaign_has_children',
        `${many(children, 'campaign stands', 'campaigns stand')} below this one, and would hang in the air. Give ${children === 1 ? 'it' : 'them'} another parent first, or delete ${children === 1 ? 'it' : 'them'} before.`,
        { rule: 'A campaign with campaigns below it is kept.', facts: { children } },
      )

const many = (n: number, one: string, more: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : more}`
