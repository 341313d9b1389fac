import { encodeId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { drawBlocks } from '../../ground/objects/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { fitsIn } from '../segments/segments.ts'
import { Campaign } from './fields.ts'
import {
  addPart,
  branchBelow,
  countMembers,
  countPeople,
  membersBehind,
  movePart,
  personBehind,
  removePart,
  type ChosenPeople,
  type Order,
  type Part,
} from './manyMembers.sql.ts'
import { statusesOf, type MemberStatus } from './members.sql.ts'
import type { Place, Chosen, Counted, Wanted } from './chosen.ts'

/** How many a choice holds, by campaign: of members, those of the tree below as well where that is asked for. */
export async function countChosen(tx: Tx, actor: Actor, { what, campaignId, of }: Wanted): Promise<readonly Counted[]> {
  if (what === 'add')
    return [
      { campaignId, howMany: await countPeople(tx, actor, await peopleIn(tx, of), await amongPeople(tx, actor, of)) },
    ]
  const campaignIds = of.below === true ? await branchBelow(tx, actor, campaignId) : [campaignId]
  return countMembers(tx, actor, campaignIds, of)
}

/** Of counted campaigns, those that have the status in their lists. */
export async function withStatus(
  tx: Tx,
  counted: readonly Counted[],
  status: string | null,
): Promise<readonly Counted[]> {
  const lists = await statusesOf(
    tx,
    counted.map(({ campaignId }) => campaignId),
  )
  return counted.filter(({ campaignId }) => statusIn(lists.get(campaignId) ?? [], 'move', status) !== undefined)
}

/** Where the second half of a choice begins in each of these campaigns: in the order in which it is carried out. */
export async function halfways(
  tx: Tx,
  actor: Actor,
  { what, of }: Wanted,
  counted: readonly Counted[],
): Promise<ReadonlyMap<number, Place>> {
  const halves = counted.map(({ campaignId, howMany }) => ({ campaignId, howMany: Math.floor(howMany / 2) }))
  const [first] = halves
  if (first === undefined) return new Map()
  if (what !== 'add')
    return new Map((await membersBehind(tx, actor, of, halves)).map(({ campaignId, place }) => [campaignId, place]))
  const found = await personBehind(tx, actor, await peopleIn(tx, of), await amongPeople(tx, actor, of), first.howMany)
  return new Map(found === undefined ? [] : [[first.campaignId, found.place]])
}

/** Of a choice, those in these campaigns between two places. */
type Among = Wanted & {
  readonly campaignIds: readonly number[]
  readonly after: Place | null
  readonly upto: Place | null
}

/** Changes the next of a choice, at most so many, by one statement. */
export async function carryOutPart(tx: Tx, actor: Actor, next: Among, rows: number): Promise<Part> {
  const { campaignIds, what, of, after, upto } = next
  const statuses = await statusesFor(tx, actor, next, campaignIds)
  const order: Order = { campaignIds, chosen: of, after, upto, rows, source: 'In bulk' }
  const blocks = await drawBlocks(tx, rows)
  if (what === 'remove') return removePart(tx, actor, order, blocks)
  const [status] = statuses
  if (status === undefined) throw new Error('Whoever is added or moved stands at a status.')
  if (what === 'add') {
    const people = await amongPeople(tx, actor, of)
    return addPart(tx, actor, await peopleIn(tx, of), { ...order, chosen: people }, status, blocks)
  }
  const respondedIn = statuses.filter(({ hasResponded }) => hasResponded).map(({ campaignId }) => campaignId)
  return movePart(tx, actor, order, { label: status.label, respondedIn }, blocks)
}

export async function refuseUnseen(tx: Tx, actor: Actor, ids: readonly number[]): Promise<void> {
  const seen = new Set((await recordsById(tx, actor, Campaign, ids, ['Id'])).map(({ Id }) => Id))
  const unseen = ids.find((id) => !seen.has(id))
  if (unseen !== undefined) throw notFound('campaign', encodeId(unseen))
}

/** A choice of people with the conditions of its segments, as statements take it. */
async function amongPeople(tx: Tx, actor: Actor, of: Chosen): Promise<ChosenPeople> {
  const { object, segment, exceptSegment } = of
  if (object === undefined || (segment === undefined && exceptSegment === undefined)) return of
  return {
    ...of,
    ...(segment === undefined ? {} : { among: await fitsIn(tx, actor, segment, object) }),
    ...(exceptSegment === undefined ? {} : { notAmong: await fitsIn(tx, actor, exceptSegment, object) }),
  }
}

function peopleIn(tx: Tx, { object }: Chosen) {
  if (object !== undefined) return definitionOf(tx, object)
  throw new Refusal('required_field_missing', 'Say whether leads or contacts are to be added.', {
    kind: 'malformed',
    field: 'object',
  })
}

/** The status members are to stand at, out of the list of each campaign: of new members the default when none is named. */
export async function statusesFor(
  tx: Tx,
  actor: Actor,
  { what, status }: Pick<Wanted, 'what' | 'status'>,
  campaignIds: readonly number[],
): Promise<readonly MemberStatus[]> {
  if (what === 'remove') return []
  const lists = await statusesOf(tx, campaignIds)
  const found = campaignIds.map((id) => statusIn(lists.get(id) ?? [], what, status))
  const label = found[0]?.label
  const without = campaignIds.filter((_, at) => found[at] === undefined || found[at].label !== label)
  if (without.length === 0) return found.flatMap((one) => one ?? [])
  const common = [...lists.values()]
    .map((list) => new Set(list.map((one) => one.label)))
    .reduce((before, labels) => before.intersection(labels))
  const lacking = campaignIds.length === 1 ? undefined : await namesOfCampaigns(tx, actor, without)
  throw noSuchStatus(String(status), [...common], lacking)
}

const statusIn = (
  list: readonly MemberStatus[],
  what: Wanted['what'],
  status: string | null,
): MemberStatus | undefined =>
  status === null && what === 'add'
    ? list.find(({ isDefault }) => isDefault)
    : list.find(({ label }) => label.toLowerCase() === status?.toLowerCase())

const NAMED = 3

async function namesOfCampaigns(tx: Tx, actor: Actor, ids: readonly number[]): Promise<string> {
  const named = await recordsById(tx, actor, Campaign, ids.slice(0, NAMED), ['Name'])
  const names = named.map(({ Name }) => `‘${String(Name)}’`).join(', ')
  const others = ids.length - named.length
  return others === 0 ? names : `${names} and ${others === 1 ? 'one other' : `${others} others`}`
}

/** `lacking`: of several campaigns, those whose lists have no such status. */
function noSuchStatus(status: string, common: readonly string[], lacking: string | undefined): Refusal {
  const word = `'${status.slice(0, 40)}'`
  const offered = common.map((label) => `'${label}'`).join(', ')
  return new Refusal(
    'invalid_member_status',
    lacking === undefined
      ? `${word} is no member status of this campaign. Its statuses are ${offered}.`
      : `${word} is no member status of ${lacking}. Add it to their lists first, or choose a status all of these campaigns have: ${offered || 'there is none yet'}.`,
    { field: 'status', value: status, rule: 'A member has one status out of the campaign’s own list.' },
  )
}
