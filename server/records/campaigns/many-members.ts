import { encodeId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { Filter } from '../../ground/objects/filter.ts'
import { drawBlocks, drawId } from '../../ground/objects/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { settingsOf } from '../../ground/orgs/settings.ts'
import { refuseUnlessMay, theProgram, type Actor } from '../../ground/users/actor.ts'
import { roles } from '../../ground/users/roles.ts'
import { User } from '../../ground/users/user.ts'
import { Campaign, CampaignMember } from './fields.ts'
import {
  addPart,
  advanceWork,
  countMembers,
  countPeople,
  finishWork,
  insertWork,
  lockWork,
  movePart,
  removePart,
  worksOf,
  type Order,
  type Part,
  type Place,
} from './many-members.sql.ts'
import { statusesOf, type MemberStatus } from './members.sql.ts'

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

export type Work = {
  readonly id: number
  readonly campaignId: number
  readonly what: 'add' | 'move' | 'remove'
  readonly of: Chosen
  readonly status: string | null
  readonly total: number
  /** How many of them were come to … */
  readonly seen: number
  /** … and how many of those were changed: the others were in the campaign already. */
  readonly done: number
  readonly after: Place | null
  readonly problem: string | null
  readonly createdAt: Date
  readonly createdById: number
  readonly finishedAt: Date | null
}

/** What became of an order: carried out, or going on by itself as a work. */
export type Carried = { readonly total: number; readonly done: number; readonly workId: number | null }

export const WORK_JOB = 'campaigns.work'

/** As many are changed at once, in one transaction. */
const PART_ROWS = 20_000

const acts = { add: 'create', move: 'edit', remove: 'delete' } as const

type Wanted = Pick<Work, 'campaignId' | 'what' | 'of' | 'status'>

/**
 * Adds all people of a choice to a campaign, moves all members of a choice to a status, or takes them out: by set statements,
 * never one by one. Up to 20,000 at once; more go on as a work after the request is answered. Throws not_found,
 * `invalid_member_status` with the list, `required_field_missing`.
 */
export async function carryOut(tx: Tx, actor: Actor, wanted: Wanted): Promise<Carried> {
  const { campaignId, what, of } = wanted
  refuseUnlessMay(actor, acts[what], CampaignMember)
  await refuseUnseen(tx, actor, [campaignId, ...(of.memberOf === undefined ? [] : [of.memberOf])])
  const status = await statusFor(tx, wanted)
  const total =
    what === 'add'
      ? await countPeople(tx, actor, await peopleIn(tx, of), of)
      : await countMembers(tx, actor, campaignId, of)
  if (total <= PART_ROWS) {
    const part = await carryOutPart(tx, actor, { ...wanted, status: status?.label ?? null, after: null }, 'In bulk')
    return { total, done: part.done, workId: null }
  }
  if (actor.userId === null) throw new Error('A work on many members belongs to somebody.')
  const id = await drawId(tx, 'CampaignWork')
  await insertWork(tx, actor, { ...wanted, id, status: status?.label ?? null, total })
  await enqueue(tx, WORK_JOB, { id })
  return { total, done: 0, workId: id }
}

/** Carries out the next part of a work; answers whether more is left. */
export async function workOn(tx: Tx, id: number): Promise<boolean> {
  const work = await lockWork(tx, id)
  if (work === undefined) return false
  const part = await carryOutPart(tx, await whoOrdered(tx, work), work, 'In bulk')
  await advanceWork(tx, id, { seen: part.seen, done: part.done, after: part.after })
  const isThrough = part.seen < PART_ROWS
  if (isThrough) await finishWork(tx, id, null)
  return !isThrough
}

/** Whoever ordered a work, with the permissions they have now. */
async function whoOrdered(tx: Tx, { createdById }: Work): Promise<Actor> {
  const [user] = await recordsById(tx, theProgram, User, [createdById])
  const role = roles.find((one) => one === user?.Role)
  if (user === undefined || user.IsActive === false || role === undefined)
    throw new Refusal(
      'orderer_gone',
      'Whoever ordered this no longer works here. Somebody else can order it again; what was done stays.',
      { kind: 'forbidden' },
    )
  return {
    userId: createdById,
    name: String(user.Name ?? ''),
    role,
    privateObjects: (await settingsOf(tx)).privateObjects,
  }
}

/** Ends a work that cannot go on, with the reason; what it did stays done. */
export const giveUpWork = (tx: Tx, id: number, reason: string): Promise<number> => finishWork(tx, id, reason)

/** The latest works on a campaign's members, newest first. */
export async function listWorks(tx: Tx, actor: Actor, campaignId: number): Promise<readonly Work[]> {
  await refuseUnseen(tx, actor, [campaignId])
  return worksOf(tx, campaignId)
}

async function refuseUnseen(tx: Tx, actor: Actor, ids: readonly number[]): Promise<void> {
  const seen = new Set((await recordsById(tx, actor, Campaign, ids, ['Id'])).map(({ Id }) => Id))
  const unseen = ids.find((id) => !seen.has(id))
  if (unseen !== undefined) throw notFound('campaign', encodeId(unseen))
}

type Next = Wanted & { readonly after: Place | null }

async function carryOutPart(tx: Tx, actor: Actor, next: Next, source: string): Promise<Part> {
  const { campaignId, what, of } = next
  const status = await statusFor(tx, next)
  const order: Order = { campaignId, chosen: of, after: next.after, rows: PART_ROWS, source }
  const blocks = await drawBlocks(tx, PART_ROWS)
  if (what === 'remove') return removePart(tx, actor, order, blocks)
  if (status === undefined) throw new Error('Whoever is added or moved stands at a status.')
  return what === 'add'
    ? addPart(tx, actor, await peopleIn(tx, of), order, status, blocks)
    : movePart(tx, actor, order, status, blocks)
}

function peopleIn(tx: Tx, { object }: Chosen) {
  if (object !== undefined) return definitionOf(tx, object)
  throw new Refusal('required_field_missing', 'Say whether leads or contacts are to be added.', {
    kind: 'malformed',
    field: 'object',
  })
}

/** The status somebody is to stand at: of new members the default when none is named. */
async function statusFor(tx: Tx, { campaignId, what, status }: Wanted): Promise<MemberStatus | undefined> {
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
