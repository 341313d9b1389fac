import { encodeId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { rememberedByOrg } from '../../platform/remembered.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { drawId } from '../../ground/objects/ids.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import type { CampaignType, StartingStatus } from './campaign.ts'
import {
  campaignTypeRows,
  deleteCampaignType,
  insertCampaignType,
  lockCampaignTypes,
  orderCampaignTypes,
  renameTypeOfCampaigns,
  updateCampaignType,
} from './campaignTypes.sql.ts'

const STALE_AFTER_MS = 2000
const MOST_STATUSES = 50

const remembered = rememberedByOrg<readonly CampaignType[]>(STALE_AFTER_MS, campaignTypeRows)

/** The org's kinds of campaigns, in their order; a change in another process is seen within two seconds. */
export const campaignTypes = (tx: Tx): Promise<readonly CampaignType[]> => remembered(tx)

/** The same as values of the field `Type`. */
export const typePicklist = async (tx: Tx) =>
  (await campaignTypes(tx)).map(({ name }) => ({ value: name, label: name }))

/** What may be said of a type; what is left out stays. */
export type TypeDraft = Partial<Omit<CampaignType, 'id'>>

/** Adds a kind of campaign at the end of the list; needs `set_up`. Throws `campaign_type_taken`, `member_status_list`. */
export async function createCampaignType(tx: Tx, actor: Actor, draft: TypeDraft & { name: string }): Promise<number> {
  refuseUnlessHas(actor, 'set_up', 'add types of campaigns')
  const id = await drawId(tx, 'CampaignType')
  const type = checked({ id, costsPerName: false, statuses: [], ...draft }, await lockCampaignTypes(tx))
  await insertCampaignType(tx, type)
  changed(tx, actor, 'created', type)
  return id
}

/** Changes a kind of campaign. Campaigns there are keep their lists, and are of the type by its new name. */
export async function changeCampaignType(tx: Tx, actor: Actor, id: number, draft: TypeDraft): Promise<void> {
  refuseUnlessHas(actor, 'set_up', 'change types of campaigns')
  const all = await lockCampaignTypes(tx)
  const before = all.find((one) => one.id === id)
  if (before === undefined) throw notFound('campaign type', encodeId(id))
  const type = checked({ ...before, ...draft }, all)
  await updateCampaignType(tx, type)
  if (type.name !== before.name) await renameTypeOfCampaigns(tx, before.name, type.name)
  changed(tx, actor, 'changed', type)
}

/** Puts the types into this order. */
export async function orderTypes(tx: Tx, actor: Actor, ids: readonly number[]): Promise<void> {
  refuseUnlessHas(actor, 'set_up', 'order types of campaigns')
  await orderCampaignTypes(tx, ids)
  changed(tx, actor, 'ordered', {})
}

/** Takes a type out of the list. Campaigns of it keep its name and their own statuses. */
export async function removeCampaignType(tx: Tx, actor: Actor, id: number): Promise<void> {
  refuseUnlessHas(actor, 'set_up', 'delete types of campaigns')
  const type = (await lockCampaignTypes(tx)).find((one) => one.id === id)
  if (type === undefined) throw notFound('campaign type', encodeId(id))
  await deleteCampaignType(tx, id)
  changed(tx, actor, 'removed', type)
}

function changed(tx: Tx, { userId }: Actor, act: string, { id, name }: Partial<CampaignType>): void {
  tx.afterCommit.push(remembered.forget)
  announce(tx, {
    type: `campaign_type.${act}`,
    recordIds: [id ?? tx.org.id],
    actorId: userId,
    payload: name === undefined ? {} : { name },
  })
}

function checked(type: CampaignType, all: readonly CampaignType[]): CampaignType {
  const name = type.name.trim()
  if (name === '') throw new Refusal('required_field_missing', 'A type of campaign needs a name.', { field: 'name' })
  if (all.some((one) => one.id !== type.id && one.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal('campaign_type_taken', `There is a type called '${name}' already. Change that one instead.`, {
      kind: 'conflict',
      field: 'name',
      value: name,
      rule: 'Each type of campaign has a name of its own.',
    })
  const statuses = type.statuses.map((status) => ({ ...status, label: status.label.trim() }))
  const wrong = wrongIn(statuses)
  if (wrong !== undefined)
    throw new Refusal('member_status_list', wrong, {
      field: 'statuses',
      rule: 'A list of member statuses names each once and has one default.',
    })
  return { ...type, name, statuses }
}

function wrongIn(statuses: readonly StartingStatus[]): string | undefined {
  if (statuses.length === 0) return 'A type of campaign needs at least one member status, where new members start.'
  if (statuses.length > MOST_STATUSES) return `A list has at most ${MOST_STATUSES} member statuses.`
  if (statuses.some(({ label }) => label === '')) return 'A member status needs a label. Name it, or take it out.'
  const labels = statuses.map(({ label }) => label.toLowerCase())
  const twice = statuses.find(({ label }, at) => labels.indexOf(label.toLowerCase()) !== at)
  if (twice !== undefined) return `'${twice.label}' stands twice in the list. Name each status once.`
  if (statuses.filter(({ isDefault }) => isDefault).length !== 1)
    return 'Exactly one status is the default, where new members start. Choose which.'
  return undefined
}
