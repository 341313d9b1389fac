import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { isDerived } from '../../ground/objects/definition.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { createCampaigns } from './campaigns.ts'
import { copyStatuses } from './campaigns.sql.ts'
import { carryOut, type Carried } from './manyMembers.ts'
import { campaignStatuses } from './members.sql.ts'

/** What a new edition decides anew: when it is, whether it runs, and what it cost. */
const NOT_COPIED = new Set([
  'Name',
  'Status',
  'IsActive',
  'StartDate',
  'EndDate',
  'ActualCost',
  'NumberSent',
  'OwnerId',
])

export type Copy = {
  readonly name: string
  /** Whether its members come along, each at the default status. */
  readonly withMembers: boolean
}

/**
 * Plans a campaign like another one: its fields, its own list of member statuses, and, if wanted, its members, who start
 * at the default status. Answers its id, and what became of the members. Throws not_found.
 */
export async function copyCampaign(
  tx: Tx,
  actor: Actor,
  campaignId: number,
  { name, withMembers }: Copy,
): Promise<{ readonly id: number; readonly members: readonly Carried[] }> {
  const definition = await definitionOf(tx, 'Campaign')
  const original = await getRecord(tx, actor, definition, campaignId)
  const draft = Object.fromEntries(
    definition.fields
      .filter(
        (field) =>
          field.readOnly === undefined && !isDerived(field) && !NOT_COPIED.has(field.name) && field.unique !== true,
      )
      .map((field) => [field.name, original[field.name] ?? null]),
  )
  const [saved] = await createCampaigns(tx, actor, [{ ...draft, Name: name }])
  if (saved?.id === undefined || saved.refusal !== undefined)
    throw saved?.refusal ?? new Error('One in, one answer out.')
  const statuses = await campaignStatuses(tx, campaignId)
  const ids = await drawIds(tx, 'CampaignMemberStatus', statuses.length)
  if (statuses.length > 0) await copyStatuses(tx, actor, { from: campaignId, to: saved.id, ids })
  const wanted = { campaignId: saved.id, what: 'add', status: null } as const
  const members = withMembers
    ? [
        await carryOut(tx, actor, { ...wanted, of: { object: 'Lead', memberOf: campaignId } }),
        await carryOut(tx, actor, { ...wanted, of: { object: 'Contact', memberOf: campaignId } }),
      ]
    : []
  return { id: saved.id, members }
}
