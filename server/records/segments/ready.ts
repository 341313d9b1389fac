import { decodeId } from '../../../shared/ids.ts'
import { boundsOf, isPeriod, ME, resolveFilter, type Bounds } from '../../../shared/relativeFilter.ts'
import {
  leavesOf,
  MOST_CONDITIONS,
  type ActivityLeaf,
  type CampaignLeaf,
  type ConvertedLeaf,
  type FieldLeaf,
  type InquiryLeaf,
  type SegmentCondition,
  type SegmentLeaf,
} from '../../../shared/segmentCondition.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { Filter } from '../../ground/objects/filter.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { chosenTimeZone } from '../../ground/users/users.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { refuseTooLarge, refuseTooMany } from './condition.ts'
import { typeOfField, type Definitions } from './fields.ts'
import { campaignsBelow, conditionsBelow, type Named } from './segments.sql.ts'

type Timed = { readonly bounds: Bounds | null }

/** A condition with everything looked up that a statement needs: segments it asks for, campaigns below others, periods. It can be kept as JSON. */
export type Ready =
  | { readonly and: readonly Ready[] }
  | { readonly or: readonly Ready[] }
  | { readonly not: Ready }
  | ReadyLeaf

export type ReadyLeaf =
  | (FieldLeaf & { readonly plain: Filter })
  | (CampaignLeaf & Timed & { readonly ids: readonly number[] | null })
  | (InquiryLeaf & Timed & { readonly ids: readonly number[] | null })
  | (ActivityLeaf & Timed)
  | (ConvertedLeaf & Timed)
  | { readonly segment: string; readonly name: string; readonly is: Ready }

export async function definitionsOf(tx: Tx): Promise<Definitions> {
  const [Lead, Contact, Account, Campaign, Task, Event] = await Promise.all([
    definitionOf(tx, 'Lead'),
    definitionOf(tx, 'Contact'),
    definitionOf(tx, 'Account'),
    definitionOf(tx, 'Campaign'),
    definitionOf(tx, 'Task'),
    definitionOf(tx, 'Event'),
  ])
  return { Lead, Contact, Account, Campaign, Task, Event }
}

/**
 * Looks up what a condition refers to, as the actor may see it. `itself`: the segment the condition is of, which it must not
 * lead back to. Throws `segment_asks_for_itself`, `segment_gone`, `campaign_gone`, `condition_too_large`, `malformed_condition`.
 */
export async function readyCondition(
  tx: Tx,
  actor: Actor,
  condition: SegmentCondition,
  itself?: number,
): Promise<Ready> {
  refuseTooLarge(condition)
  const asked = leavesOf(condition).flatMap((leaf) => ('segment' in leaf ? [idOf(leaf.segment)] : []))
  const below = asked.length === 0 ? [] : await conditionsBelow(tx, asked)
  const segments = new Map(below.map((one) => [one.id, one]))
  const leaves = eachLeaf(condition, segments, itself === undefined ? [] : [itself])
  refuseTooMany(leaves)
  const campaigns = await campaignsOf(tx, actor, leaves)
  const timeZone = (await chosenTimeZone(tx, actor.userId)) ?? 'UTC'
  const definitions = await definitionsOf(tx)
  return made(condition, { tx, segments, campaigns, timeZone, definitions })
}

/** Every leaf of a condition and of the segments it asks for; refuses the way back to a segment on the way, and stops where it is too many. */
function eachLeaf(
  condition: SegmentCondition,
  segments: ReadonlyMap<number, Named>,
  trail: readonly number[],
  leaves: SegmentLeaf[] = [],
): readonly SegmentLeaf[] {
  for (const leaf of leavesOf(condition)) {
    leaves.push(leaf)
    if (leaves.length > MOST_CONDITIONS) refuseTooMany(leaves)
    if (!('segment' in leaf)) continue
    const id = idOf(leaf.segment)
    const segment = segments.get(id)
    if (trail.includes(id)) throw goesRound(segment?.name)
    if (segment === undefined) throw gone('segment')
    eachLeaf(segment.condition, segments, [...trail, id], leaves)
  }
  return leaves
}

type LookedUp = {
  readonly tx: Tx
  readonly segments: ReadonlyMap<number, Named>
  readonly campaigns: ReadonlyMap<number, readonly number[]>
  readonly timeZone: string
  readonly definitions: Definitions
}

function made(condition: SegmentCondition, found: LookedUp): Ready {
  if ('and' in condition) return { and: condition.and.map((one) => made(one, found)) }
  if ('or' in condition) return { or: condition.or.map((one) => made(one, found)) }
  if ('not' in condition) return { not: made(condition.not, found) }
  return madeLeaf(condition, found)
}

function madeLeaf(leaf: SegmentLeaf, found: LookedUp): ReadyLeaf {
  if ('field' in leaf) return { ...leaf, plain: plainField(leaf, found) }
  if ('segment' in leaf) {
    const segment = found.segments.get(idOf(leaf.segment))
    if (segment === undefined) throw gone('segment')
    return { segment: leaf.segment, name: segment.name, is: made(segment.condition, found) }
  }
  if ('campaign' in leaf)
    return { ...leaf, ids: idsIn(found, leaf.campaign.id, leaf.campaign.below), bounds: boundsIn(found, leaf.campaign) }
  if ('inquiry' in leaf)
    return { ...leaf, ids: idsIn(found, leaf.inquiry.campaign, true), bounds: boundsIn(found, leaf.inquiry) }
  if ('activity' in leaf) {
    if (leaf.activity.result !== undefined && leaf.activity.kind !== 'call')
      throw malformed('Only a call has a result. Ask for calls, or leave the result out.')
    return { ...leaf, bounds: boundsIn(found, leaf.activity) }
  }
  return { ...leaf, bounds: boundsIn(found, leaf.converted) }
}

/** A field's condition as lists take it. It is the same for everybody, so nobody is called `me`. */
function plainField({ field, op, value }: FieldLeaf, { tx, timeZone, definitions }: LookedUp): Filter {
  if (value === ME || (Array.isArray(value) && value.includes(ME)))
    throw malformed('A segment is the same for everybody, so it cannot say ‘me’. Name the person instead.')
  const type = typeOfField(definitions, field)
  const filter: Filter = { field, op, ...(value === undefined ? {} : { value }) }
  return resolveFilter(filter, { userId: '', now: tx.now, timeZone, typeOf: () => type })
}

function boundsIn({ tx, timeZone }: LookedUp, { within }: { readonly within?: string }): Bounds | null {
  if (within === undefined) return null
  if (!isPeriod(within) || /^(NEXT|TOMORROW)/.test(within))
    throw malformed(
      `‘${within.slice(0, 30)}’ is no period of the past. Periods are called LAST_N_DAYS:30, THIS_MONTH or LAST_YEAR.`,
    )
  return boundsOf(within, 'datetime', { now: tx.now, timeZone })
}

const idsIn = ({ campaigns }: LookedUp, text: string | undefined, below = false): readonly number[] | null => {
  if (text === undefined) return null
  const id = idOf(text)
  return below ? (campaigns.get(id) ?? []) : [id]
}

/** Of every campaign a condition names, itself and those below it. One that is gone, or out of sight, is refused: to leave it out would mean others. */
async function campaignsOf(
  tx: Tx,
  actor: Actor,
  leaves: readonly SegmentLeaf[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const ids = leaves.flatMap((leaf) => {
    const text = 'campaign' in leaf ? leaf.campaign.id : 'inquiry' in leaf ? leaf.inquiry.campaign : undefined
    return text === undefined ? [] : [idOf(text)]
  })
  if (ids.length === 0) return new Map()
  const rows = await campaignsBelow(tx, actor, (await definitionsOf(tx)).Campaign, [...new Set(ids)])
  const found = new Map(rows.map(({ id, below }) => [id, below]))
  if (ids.some((id) => !found.has(id))) throw gone('campaign')
  return found
}

function idOf(text: string): number {
  const id = decodeId(text)
  if (id !== undefined) return id
  throw malformed(`‘${text.slice(0, 18)}’ is not an id. An id has 15 or 18 letters and digits.`)
}

const gone = (what: 'campaign' | 'segment'): Refusal =>
  new Refusal(
    `${what}_gone`,
    `This asks for a ${what} that was deleted, or that you may not see. Choose another ${what} in its place, or take the condition out.`,
    { field: 'Condition' },
  )

const goesRound = (name: string | undefined): Refusal =>
  new Refusal(
    'segment_asks_for_itself',
    `${name === undefined ? 'One of these segments' : `‘${name}’`} asks for this segment, by itself or through others, so neither could be answered. Take one of the two conditions out.`,
    { field: 'Condition', rule: 'A segment does not ask for itself, nor for one that asks for it.' },
  )

const malformed = (sentence: string): Refusal =>
  new Refusal('malformed_condition', sentence, { kind: 'malformed', field: 'Condition' })
