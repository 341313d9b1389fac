import { encodeId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { Filter } from '../../ground/objects/filter.ts'
import { drawBlocks } from '../../ground/objects/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { Campaign } from './fields.ts'
import {
  addPart,
  countMembers,
  countPeople,
  memberBehind,
  movePart,
  personBehind,
  removePart,
  type Order,
  type Part,
} from './many-members.sql.ts'
import { statusesOf, type MemberStatus } from './members.sql.ts'
import type { Place } from './works.sql.ts'

/** Which people, or which members of a campaign: by a filter, by words, by their ids, or all. */
export type Chosen = {
  /** Of people to add: whether they are leads or contacts. */
  readonly object?: 'Lead' | 'Contact'
  readonly filter?: Filter
  readonly q?: string
  /** Only those who are in this campaign. */
  readonly memberOf?: number
  /** At most 2,000. */
  readonly ids?: readonly number[]
}

export type Wanted = {
  readonly campaignId: number
  readonly what: 'add' | 'move' | 'remove'
  readonly of: Chosen
  readonly status: string | null
}

/** How many a choice holds. */
export const countChosen = async (tx: Tx, actor: Actor, { what, campaignId, of }: Wanted): Promise<number> =>
  what === 'add' ? countPeople(tx, actor, await peopleIn(tx, of), of) : countMembers(tx, actor, campaignId, of)

/** The place of whoever comes after so many of a choice, in the order they are changed in. */
export async function placeBehind(
  tx: Tx,
  actor: Actor,
  { what, campaignId, of }: Wanted,
  howMany: number,
): Promise<Place | undefined> {
  const found =
    what === 'add'
      ? await personBehind(tx, actor, await peopleIn(tx, of), of, howMany)
      : await memberBehind(tx, actor, campaignId, of, howMany)
  return found?.place
}

/** Of a choice, those between two places. */
type Between = Wanted & { readonly after: Place | null; readonly upto: Place | null }

/** Changes the next of a choice between two places, at most so many, by one statement. */
export async function carryOutPart(tx: Tx, actor: Actor, next: Between, rows: number): Promise<Part> {
  const { campaignId, what, of, after, upto } = next
  const status = await statusFor(tx, next)
  const order: Order = { campaignId, chosen: of, after, upto, rows, source: 'In bulk' }
  const blocks = await drawBlocks(tx, rows)
  if (what === 'remove') return removePart(tx, actor, order, blocks)
  if (status === undefined) throw new Error('Whoever is added or moved stands at a status.')
  return what === 'add'
    ? addPart(tx, actor, await peopleIn(tx, of), order, status, blocks)
    : movePart(tx, actor, order, status, blocks)
}

export async function refuseUnseen(tx: Tx, actor: Actor, ids: readonly number[]): Promise<void> {
  const seen = new Set((await recordsById(tx, actor, Campaign, ids, ['Id'])).map(({ Id }) => Id))
  const unseen = ids.find((id) => !seen.has(id))
  if (unseen !== undefined) throw notFound('campaign', encodeId(unseen))
}

function peopleIn(tx: Tx, { object }: Chosen) {
  if (object !== undefined) return definitionOf(tx, object)
  throw new Refusal('required_field_missing', 'Say whether leads or contacts are to be added.', {
    kind: 'malformed',
    field: 'object',
  })
}

/** The status somebody is to stand at: of new members the default when none is named. */
export async function statusFor(tx: Tx, { campaignId, what, status }: Wanted): Promise<MemberStatus | undefined> {
  if (what === 'remove') return undefined
  const list = (await statusesOf(tx, [campaignId])).get(campaignId) ?? []
  const found =
    status === null && what === 'add'
      ? list.find(({ isDefault }) => isDefault)
      : list.find(({ label }) => label.toLowerCase() === status?.toLowerCase())
  if (found !== undefined) return found
  throw new Refusal(
    'invalid_member_status',
    `'${String(status).slice(0, 40)}' is no member status of this campaign. Its statuses are ${list.map(({ label }) => `'${label}'`).join(', ')}.`,
    { field: 'status', value: status, rule: 'A member has one status out of the campaign’s own list.' },
  )
}
