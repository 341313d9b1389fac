import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { leavesOf, type SegmentCondition } from '../../../shared/segmentCondition.ts'
import { summaryOf } from '../../../shared/segmentWords.ts'
import { drawId } from '../../ground/objects/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { forbidden, notFound, Refusal } from '../../platform/errors.ts'
import type { RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { isPersonWho, type Asking } from './fits.sql.ts'
import { countWho, peopleWho, type HowMany, type PlaceAmong, type SegmentPerson } from './people.sql.ts'
import { definitionsOf, readyCondition, type Ready } from './ready.ts'
import { LONGEST_DESCRIPTION, LONGEST_NAME, type Role, type Segment, type SegmentDraft } from './segment.ts'
import {
  deleteSegmentRow,
  insertSegment,
  isTaken,
  lockedSegment,
  lockUses,
  segmentById,
  segmentsAfter,
  updateSegment,
  usersOf,
  writeUses,
} from './segments.sql.ts'
import { reasonsFor, type Reason } from './why.ts'
import { namesIn, wordsFor } from './words.ts'

export type { Ready } from './ready.ts'
export type { HowMany, SegmentPerson } from './people.sql.ts'

/** Segments in the order of their names; everybody who may see leads and contacts may see which there are. */
export async function listSegments(
  tx: Tx,
  actor: Actor,
  after: { readonly name: string; readonly id: number } | undefined,
  limit: number,
): Promise<Segment[]> {
  refuseUnlessMay(actor, 'read', 'Segment')
  return segmentsAfter(tx, after, limit)
}

/** One segment; throws not_found. */
export async function getSegment(tx: Tx, actor: Actor, id: number): Promise<Segment> {
  refuseUnlessMay(actor, 'read', 'Segment')
  const segment = await segmentById(tx, id)
  if (segment === undefined) throw notFound('segment', encodeId(id))
  return segment
}

/** Conditions in a line each: 'City is Malmö, and is not in ‘Fair 2026’'. */
export async function summariesOf(
  tx: Tx,
  actor: Actor,
  conditions: readonly SegmentCondition[],
): Promise<readonly string[]> {
  const words = await wordsFor(tx, actor, await definitionsOf(tx), conditions.flatMap(leavesOf))
  return conditions.map((condition) => summaryOf(words, condition))
}

/** The names of what a condition refers to, as far as the actor may see it, by their 18-character ids. */
export const namesInCondition = async (
  tx: Tx,
  actor: Actor,
  condition: SegmentCondition,
): Promise<Readonly<Record<string, string>>> => Object.fromEntries(await namesIn(tx, actor, leavesOf(condition)))

/** The names of the segments that ask for this one; while there are any, it stays. */
export const askedForBy = (tx: Tx, id: number): Promise<readonly string[]> => usersOf(tx, id)

/** Keeps a segment. Throws what its condition is refused for, and `duplicate_value`. */
export async function createSegment(
  tx: Tx,
  actor: Actor,
  draft: SegmentDraft & { readonly name: string; readonly condition: SegmentCondition },
): Promise<Segment> {
  refuseUnlessMay(actor, 'create', 'Segment')
  if (actor.userId === null) throw forbidden('A segment belongs to a person, and the program is none.')
  const name = readName(draft.name)
  await refuseTaken(tx, name, 0)
  const uses = await refuseUnfit(tx, actor, draft.condition, undefined)
  const id = await drawId(tx, 'Segment')
  await insertSegment(tx, actor.userId, {
    id,
    name,
    description: readDescription(draft.description),
    condition: draft.condition,
  })
  await writeUses(tx, id, uses)
  return getSegment(tx, actor, id)
}

/** Changes a segment; `ifVersion` is the one they saw. */
export async function changeSegment(
  tx: Tx,
  actor: Actor,
  id: number,
  draft: SegmentDraft,
  ifVersion?: number,
): Promise<Segment> {
  refuseUnlessMay(actor, 'edit', 'Segment')
  const segment = await lockedSegment(tx, id)
  if (segment === undefined) throw notFound('segment', encodeId(id))
  if (ifVersion !== undefined && ifVersion !== segment.version) throw stale(segment)
  const name = draft.name === undefined ? segment.name : readName(draft.name)
  await refuseTaken(tx, name, id)
  const uses = draft.condition === undefined ? undefined : await refuseUnfit(tx, actor, draft.condition, id)
  await updateSegment(tx, actor, {
    id,
    name,
    description: draft.description === undefined ? segment.description : readDescription(draft.description),
    condition: draft.condition ?? segment.condition,
  })
  if (uses !== undefined) await writeUses(tx, id, uses)
  return getSegment(tx, actor, id)
}

/** Deletes a segment; its people stay as they are. Throws `segment_in_use`. */
export async function deleteSegment(tx: Tx, actor: Actor, id: number): Promise<void> {
  refuseUnlessMay(actor, 'delete', 'Segment')
  const segment = await lockedSegment(tx, id)
  if (segment === undefined) throw notFound('segment', encodeId(id))
  const users = await usersOf(tx, id)
  if (users.length > 0) {
    const named = users
      .slice(0, 3)
      .map((name) => `‘${name}’`)
      .join(', ')
    throw new Refusal(
      'segment_in_use',
      `${users.length === 1 ? 'The segment' : `${users.length} segments, among them`} ${named} ${users.length === 1 ? 'asks' : 'ask'} for ‘${segment.name}’ and could not be answered without it. Take the condition out there first.`,
      { kind: 'conflict', rule: 'A segment that another one asks for is not deleted.', facts: { askedForBy: users } },
    )
  }
  await deleteSegmentRow(tx, id)
}

/** A condition as it stands now, ready to be asked, whether kept or still being written. `itself`: of which segment. */
export const readyFor = (tx: Tx, actor: Actor, condition: SegmentCondition, itself?: number): Promise<Ready> =>
  readyCondition(tx, actor, condition, itself)

/** The same of a kept segment. */
export async function readySegment(tx: Tx, actor: Actor, id: number): Promise<Ready> {
  const { condition } = await getSegment(tx, actor, id)
  return readyCondition(tx, actor, condition, id)
}

/** A page of those who fit, the newest first. */
export const peopleIn = async (
  tx: Tx,
  actor: Actor,
  ready: Ready,
  { after, limit }: { readonly after?: PlaceAmong; readonly limit: number },
): Promise<SegmentPerson[]> => peopleWho(tx, await askingAs(tx, actor), ready, after, limit)

/** How many fit. */
export const countIn = async (tx: Tx, actor: Actor, ready: Ready): Promise<HowMany> =>
  countWho(tx, await askingAs(tx, actor), ready)

/** Why a lead or contact is in a segment, or is not. A lead converted since is answered for as the contact. */
export async function whyIn(
  tx: Tx,
  actor: Actor,
  ready: Ready,
  personId: number,
): Promise<Reason & { readonly id: number }> {
  const asking = await askingAs(tx, actor)
  const role = objectOfId(personId)
  if (role === 'Contact') return { ...(await reasonsFor(tx, asking, ready, role, personId)), id: personId }
  if (role !== 'Lead') throw notFound('lead or contact', encodeId(personId))
  const [lead] = await recordsById(tx, actor, asking.definitions.Lead, [personId], ['ConvertedContactId'])
  const contactId = lead?.ConvertedContactId
  return typeof contactId === 'number'
    ? { ...(await reasonsFor(tx, asking, ready, 'Contact', contactId)), id: contactId }
    : { ...(await reasonsFor(tx, asking, ready, role, personId)), id: personId }
}

/** The condition that the lead or contact `t` of another statement fits. */
export async function fitsIn(tx: Tx, actor: Actor, ready: Ready, role: Role): Promise<RawBuilder<unknown>> {
  const asking = await askingAs(tx, actor)
  return isPersonWho(asking, ready, role)
}

const askingAs = async (tx: Tx, actor: Actor): Promise<Asking> => ({
  actor,
  definitions: await definitionsOf(tx),
  now: tx.now,
})

/** Tries a condition as it will be asked; answers the segments it asks for itself. */
async function refuseUnfit(
  tx: Tx,
  actor: Actor,
  condition: SegmentCondition,
  itself: number | undefined,
): Promise<readonly number[]> {
  const uses = leavesOf(condition).flatMap((leaf) => ('segment' in leaf ? (decodeId(leaf.segment) ?? []) : []))
  if (uses.length > 0) await lockUses(tx)
  const ready = await readyCondition(tx, actor, condition, itself)
  const asking = await askingAs(tx, actor)
  for (const role of ['Lead', 'Contact'] as const) isPersonWho(asking, ready, role)
  return [...new Set(uses)]
}

async function refuseTaken(tx: Tx, name: string, except: number): Promise<void> {
  if (!(await isTaken(tx, name, except))) return
  throw new Refusal('duplicate_value', `There is a segment called ‘${name}’ already. Choose another name.`, {
    kind: 'conflict',
    field: 'Name',
    value: name,
    rule: 'A segment is named once.',
  })
}

const stale = (segment: Segment): Refusal =>
  new Refusal('stale', `Somebody changed ‘${segment.name}’ since you read it. Read it again, and decide.`, {
    kind: 'stale',
  })

function readName(given: string): string {
  const name = given.trim().replaceAll(/\s+/g, ' ')
  if (name !== '' && name.length <= LONGEST_NAME) return name
  const rule = `A segment's name has 1 to ${LONGEST_NAME} characters.`
  throw new Refusal('invalid_value', rule, { field: 'Name', value: given.slice(0, 100), rule })
}

function readDescription(given: string | null | undefined): string | null {
  const text = given?.trim() ?? ''
  if (text.length <= LONGEST_DESCRIPTION) return text === '' ? null : text
  const rule = `A segment's description has up to ${LONGEST_DESCRIPTION} characters.`
  throw new Refusal('string_too_long', rule, { field: 'Description', rule })
}
