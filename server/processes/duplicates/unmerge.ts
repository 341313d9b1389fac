import { encodeId } from '../../../shared/ids.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import {
  isSame,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
  type StoredRecord,
} from '../../ground/objects/definition.ts'
import { lockRecords, updateRecords } from '../../ground/objects/save.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { countingMembers } from '../../records/campaigns/counting.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { partAgain } from './joining.ts'
import {
  fateOf,
  forgetVerdicts,
  lockMerged,
  lockMerges,
  markUndone,
  mergesAfter,
  rolesOf,
  unmarkMerged,
  type Journal,
} from './merge.sql.ts'
import { movePointerBack, type Heir, type Moved } from './moving.sql.ts'
import type { Pointer } from './pointers.ts'
import type { Matchable } from './duplicate.ts'
import { restsOn } from './restsOn.ts'
import { storedKeys } from './subject.ts'

/** What an undone merge gave back. */
export interface Unmerged {
  readonly object: Matchable
  readonly master: number
  readonly losers: readonly number[]
}

/** What became of one of several undoings. */
export interface Undone {
  readonly unmerged?: Unmerged
  readonly refusal?: Refusal
}

/**
 * Undoes a merge from its journal: the losers come back with everything that was theirs, and the master gets the
 * values it had, save those somebody changed since. Throws not_found, `merge_already_undone`, and
 * conflict-kind refusals when the master was merged on, deleted or converted meanwhile, or a later merge rests on it (`merged_since`).
 */
export async function unmerge(tx: Tx, actor: Actor, mergeId: number): Promise<Unmerged> {
  const [undone] = await unmergeAll(tx, actor, [mergeId])
  if (undone?.unmerged === undefined) throw undone?.refusal ?? notFound('merge', encodeId(mergeId))
  return undone.unmerged
}

/**
 * The same for many merges, in a fixed number of statements where they share no record and no person, the newest
 * first otherwise; one result each, in order. A merge that cannot be undone is refused, and the others are undone.
 */
export async function unmergeAll(tx: Tx, actor: Actor, mergeIds: readonly number[]): Promise<Undone[]> {
  refuseUnlessHas(actor, 'merge', 'undo a merge')
  const journals = new Map((await lockMerges(tx, mergeIds)).map((journal) => [journal.id, journal]))
  const results = new Map<number, Undone>()
  const open: Undoing[] = []
  for (const id of mergeIds) {
    const journal = journals.get(id)
    if (!journal || !isMatchable(journal.objectName)) results.set(id, { refusal: notFound('merge', encodeId(id)) })
    else if (journal.undoneAt !== null)
      results.set(id, {
        refusal: new Refusal('merge_already_undone', 'This merge is undone already.', { kind: 'conflict' }),
      })
    else open.push({ ...journal, object: journal.objectName })
  }
  for (const [object, own] of Map.groupBy(open, (journal) => journal.object)) {
    // One after the other where they touch: what was done last is taken back first.
    for (const wave of wavesOf(own)) {
      for (const [id, undone] of await undoOf(tx, actor, object, wave)) results.set(id, undone)
    }
  }
  return mergeIds.map((id) => results.get(id) ?? { refusal: notFound('merge', encodeId(id)) })
}

/** Cuts merges, the newest first, into waves within which none touches what another one touched. */
function wavesOf(journals: readonly Undoing[]): Undoing[][] {
  const waves: Undoing[][] = []
  const lastWaveOf = new Map<number, number>()
  for (const journal of journals.toSorted((a, b) => b.id - a.id)) {
    const { masterId, loserIds, moved } = journal
    const touched = new Set([masterId, ...loserIds, ...moved.flatMap(({ to, old }) => [to, old ?? to])])
    const wave = 1 + Math.max(-1, ...[...touched].map((id) => lastWaveOf.get(id) ?? -1))
    for (const id of touched) lastWaveOf.set(id, wave)
    ;(waves[wave] ??= []).push(journal)
  }
  return waves
}

type Undoing = Journal & { readonly object: Matchable }

const isMatchable = (name: string): name is Matchable => name === 'Lead' || name === 'Contact' || name === 'Account'

async function undoOf(
  tx: Tx,
  actor: Actor,
  object: Matchable,
  journals: readonly Undoing[],
): Promise<Map<number, Undone>> {
  const definition = await definitionOf(tx, object)
  const { masters, refusals, mergedOn } = await lockMasters(tx, actor, definition, journals)
  const results = new Map<number, Undone>([...refusals].map(([id, refusal]) => [id, { refusal }]))
  const able = journals.filter(({ id }) => !refusals.has(id))
  if (able.length === 0) return results
  await countingMembers(tx, actor, concernedBy(able), 'Merge', () => giveBack(tx, able))
  const values = able.map((journal) => formerValues(definition, journal, masters.get(journal.masterId)))
  const keys = await storedKeys(
    tx,
    object,
    able.map(({ masterId }, at) => ({ ...masters.get(masterId), ...values[at] })),
  )
  // What pointed to another of these masters was given back just now, and must not be written over.
  const now = able.length === 1 ? masters : await lockRecords(tx, actor, definition, [...masters.keys()])
  await updateRecords(
    tx,
    actor,
    definition,
    now,
    able.map(({ masterId, before }, at) => ({
      id: masterId,
      values: values[at] ?? {},
      // What was merged into it since may be older, and nothing of it rests on this merge.
      columns: mergedOn.has(masterId) ? keys[at] : { created_at: new Date(before.createdAt), ...keys[at] },
    })),
  )
  // Only now: what must be unique is free again.
  await unmarkMerged(tx, actor, definition, heirsOf(able))
  await markUndone(
    tx,
    actor,
    able.map(({ id }) => id),
  )
  for (const { id: mergeId, masterId, loserIds } of able) {
    results.set(mergeId, { unmerged: { object, master: masterId, losers: loserIds } })
    announce(tx, {
      type: `${object.toLowerCase()}.unmerged`,
      recordIds: [masterId, ...loserIds],
      actorId: actor.userId,
      payload: { mergeId },
    })
  }
  return results
}

const heirsOf = (journals: readonly Journal[]): Heir[] =>
  journals.flatMap(({ masterId, loserIds }) => loserIds.map((from) => ({ from, to: masterId })))

/** The masters as they are, which of them somebody was merged into since, and why merges cannot be undone. */
async function lockMasters(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  journals: readonly Journal[],
): Promise<{
  readonly masters: Map<number, StoredRecord>
  readonly refusals: Map<number, Refusal>
  readonly mergedOn: ReadonlySet<number>
}> {
  const ids = journals.map(({ masterId }) => masterId)
  const masters = await lockRecords(tx, actor, definition, ids)
  const missing = ids.filter((id) => !masters.has(id))
  const fates = missing.length === 0 ? [] : await fateOf(tx, actor, definition, missing)
  const fateOfId = new Map(fates.map((fate) => [fate.id, fate]))
  const roles = new Map((await rolesOf(tx, definition, ids)).map((role) => [role.id, role]))
  const there = new Set((await lockMerged(tx, actor, definition, heirsOf(journals))).map(({ id }) => id))
  const later = Map.groupBy(await mergesAfter(tx, journals), ({ masterId }) => masterId)
  const refusals = new Map<number, Refusal>()
  for (const journal of journals) {
    const { id, masterId, loserIds } = journal
    const resting = later.get(masterId)?.findLast((one) => restsOn(one, journal))
    const fate = fateOfId.get(masterId)
    if (!masters.has(masterId))
      refusals.set(
        id,
        fate === undefined
          ? notFound(definition.label.toLowerCase(), encodeId(masterId))
          : masterGone(definition, fate.masterId),
      )
    else if ((roles.get(masterId)?.convertedContactId ?? null) !== null) refusals.set(id, convertedSince)
    else if (loserIds.some((loser) => !there.has(loser))) refusals.set(id, loserGone(definition))
    else if (resting !== undefined) refusals.set(id, mergedSince(definition, resting.id))
  }
  return { masters, refusals, mergedOn: new Set(later.keys()) }
}

function masterGone({ label }: ObjectDefinition, masterId: number | null): Refusal {
  const word = label.toLowerCase()
  const winner = masterId === null ? undefined : encodeId(masterId)
  return new Refusal(
    'master_gone',
    winner
      ? `The ${word} they were merged into was itself merged into another one. Undo that merge first.`
      : `The ${word} they were merged into is in the recycle bin. Restore it first, then undo the merge.`,
    { kind: 'conflict', facts: { winner } },
  )
}

const mergedSince = ({ label }: ObjectDefinition, mergeId: number): Refusal =>
  new Refusal(
    'merged_since',
    `Another ${label.toLowerCase()} was merged into the same one afterwards, and both gave it values or memberships. Undo that merge first, then this one.`,
    { kind: 'conflict', rule: 'What was merged last is undone first.', facts: { merge: encodeId(mergeId) } },
  )

const convertedSince = new Refusal(
  'lead_already_converted',
  'This lead was converted after the merge, so the merge can no longer be undone. Undo the conversion first.',
  { kind: 'conflict', rule: 'A converted lead is locked.' },
)

const loserGone = ({ labelPlural }: ObjectDefinition): Refusal =>
  new Refusal(
    'loser_gone',
    `Some of the merged ${labelPlural.toLowerCase()} are no longer in the recycle bin, so this merge cannot be undone as a whole.`,
    { kind: 'conflict' },
  )

/** The people whose memberships come back, and the memberships the merges took away. */
function concernedBy(journals: readonly Journal[]) {
  const members = journals.flatMap(({ before }) => before.joined.filter(({ table }) => table === 'campaign_member'))
  const rows = members.flatMap(({ kept, removed }) => [...kept, ...removed])
  const persons = journals.flatMap(({ moved }) =>
    moved.flatMap(({ table, column, to, old }) =>
      table === 'campaign_member' && column === 'person_id' ? [to, old ?? to] : [],
    ),
  )
  return {
    personIds: [...new Set([...rows.map((row) => Number(row['person_id'])), ...persons])],
    memberIds: members.flatMap(({ removed }) => removed.map(({ id }) => id)),
  }
}

/** Everything in the reverse order of the merges, a statement a column. */
async function giveBack(tx: Tx, journals: readonly Journal[]): Promise<void> {
  const columns = new Map<string, { readonly pointer: Pointer; readonly back: Moved[] }>()
  for (const { moved } of journals.toReversed()) {
    for (const { to, old, ids, ...pointer } of moved.toReversed()) {
      const column = columns.getOrInsertComputed(`${pointer.table}.${pointer.column}`, () => ({ pointer, back: [] }))
      column.back.push({ to, old, ids })
    }
  }
  for (const { pointer, back } of columns.values()) await movePointerBack(tx, pointer, back)
  await partAgain(
    tx,
    journals.flatMap(({ before }) => before.joined),
  )
  await forgetVerdicts(
    tx,
    journals.flatMap(({ before }) => before.verdicts),
  )
}

/** What the master had before, field by field, where it still has what the merge gave it. */
function formerValues(definition: ObjectDefinition, journal: Journal, master: StoredRecord | undefined): FieldValues {
  const former: Record<string, FieldValue> = {}
  for (const [name, { before, after }] of Object.entries(journal.chosenValues)) {
    const field = definition.field.get(name.toLowerCase())
    if (!field || !master) continue
    const isMoment = field.type === 'datetime'
    if (isSame(master[name], fromJson(after, isMoment))) former[name] = fromJson(before, isMoment)
  }
  return former
}

/** A field's value as the journal's JSON kept it. */
function fromJson(value: unknown, isMoment: boolean): FieldValue {
  if (typeof value === 'string') return isMoment ? new Date(value) : value
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}
