import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { ChangeDraft, Door } from '../../ground/objects/door.ts'
import { valueOf, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, createRecords, savedIds } from '../../ground/objects/objects.ts'
import { removeForGood, doUnless } from '../../ground/objects/removal.ts'
import type { Saved } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { CampaignMemberStatus } from './fields.ts'
import { renameCounts } from './counts.sql.ts'
import { giveUpDefault, lockLists, recalculateResponses, relabelMembers, statusUse } from './memberStatuses.sql.ts'
import { renamePeriods } from './periods.sql.ts'

/** Adds statuses to a campaign's own list. */
export async function createMemberStatuses(tx: Tx, actor: Actor, drafts: readonly Draft[]): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'CampaignMemberStatus')
  const newDefaults: number[] = []
  const saved = await createRecords(
    tx,
    actor,
    definition,
    drafts,
    (values, at) => {
      if (values.IsDefault === true && typeof values.CampaignId === 'number') newDefaults.push(values.CampaignId)
      return { values: { ...values, SortOrder: values.SortOrder ?? 100 + at } }
    },
    { ahead: () => giveUpDefault(tx, newDefaults, []) },
  )
  announce(tx, { type: 'campaign.statuses_changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/**
 * Changes statuses of a list; a new label goes to the members that stand there. Where a status begins or ceases to count as
 * a response, history decides: a member has responded who ever stood at a status that counts now, since when they first did.
 */
export const updateMemberStatuses = (tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> =>
  update(tx, actor, changes, true)

async function update(tx: Tx, actor: Actor, changes: readonly ChangeDraft[], recalculates: boolean): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'CampaignMemberStatus')
  await lockLists(
    tx,
    changes.map(({ id }) => id),
  )
  await giveUpDefault(
    tx,
    [],
    changes.filter(({ draft }) => valueOf(definition, draft, 'IsDefault') === true).map(({ id }) => id),
  )
  const renamed: { campaignId: number; from: string; to: string }[] = []
  const flipped: { campaignId: number; label: string }[] = []
  const saved = await changeRecords(tx, actor, definition, changes, (before, values) => {
    if (values.IsDefault === false && before.IsDefault === true) return keepDefault()
    const [campaignId, from] = [Number(before.CampaignId), String(before.Label)]
    const to = typeof values.Label === 'string' ? values.Label : from
    if (to !== from) renamed.push({ campaignId, from, to })
    if (values.HasResponded !== undefined && values.HasResponded !== before.HasResponded)
      flipped.push({ campaignId, label: to })
    return { values }
  })
  await relabelMembers(tx, renamed)
  await renamePeriods(tx, renamed)
  await renameCounts(tx, renamed)
  if (recalculates) await recalculateResponses(tx, flipped)
  announce(tx, { type: 'campaign.statuses_changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** Takes statuses out of a list: not the default, not the last that counts as a response, and none that somebody stands in. */
export async function removeMemberStatuses(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  await lockLists(tx, ids)
  const use = await statusUse(tx, ids)
  return doUnless(tx, actor, {
    definition: CampaignMemberStatus,
    ids,
    refusalOf: (id) => {
      const status = use.get(id)
      if (status === undefined) return undefined
      if (status.isDefault) return keepDefault()
      if (status.members > 0)
        return new Refusal(
          'member_status_in_use',
          `${status.members === 1 ? '1 member' : `${status.members.toLocaleString('en')} members`} of this campaign ${status.members === 1 ? 'stands' : 'stand'} at '${status.label}'. Move them to another status first.`,
          {
            rule: 'A status somebody stands in is not deleted.',
            way: { label: 'Move its members', action: 'move_members' },
            facts: { members: status.members, label: status.label },
          },
        )
      if (status.hasResponded && status.otherResponses === 0)
        return new Refusal(
          'last_response_status',
          `'${status.label}' is the only status of this campaign that counts as a response. Add another one first.`,
          { rule: 'Every campaign has a status that counts as a response.' },
        )
      return undefined
    },
    work: (free) => removeForGood(tx, actor, CampaignMemberStatus, free),
  })
}

export const memberStatusDoor: Door = {
  definition: CampaignMemberStatus,
  create: createMemberStatuses,
  update: updateMemberStatuses,
  remove: removeMemberStatuses,
}

/** The same for tools made for Salesforce: there members keep what they were counted as. */
export const memberStatusToolDoor: Door = {
  ...memberStatusDoor,
  update: (tx, actor, changes) => update(tx, actor, changes, false),
}

const keepDefault = (): Refusal =>
  new Refusal(
    'default_member_status',
    'Every campaign has one default status for new members. Make another status the default first.',
    { field: 'IsDefault', rule: 'A campaign always has a default member status.' },
  )
