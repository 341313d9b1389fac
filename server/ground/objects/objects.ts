import { encodeId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { FieldValues, ObjectDefinition, StoredRecord } from './definition.ts'
import type { ChangeDraft } from './door.ts'
import { readDrafts, type Draft, type ReadOptions } from './drafts.ts'
import { recordsById } from './list.ts'
import { deleteRecords, insertRecords, lockRecords, restoreRecords, staleRefusal, updateRecords, type Change, type Row, type Saved } from './save.ts'

/** A room's own say about one record about to be made: the row to store, or a refusal. */
export type PrepareNew = (values: FieldValues, at: number) => Row | Refusal

/** A room's own say about one change: the fields to write, or a refusal. */
export type PrepareChange = (before: StoredRecord, values: FieldValues, change: ChangeDraft) => Omit<Change, 'id'> | Refusal

/** Checks drafts, lets the room prepare each, and stores what is left by one statement. */
export async function createRecords(tx: Tx, actor: Actor, definition: ObjectDefinition, drafts: readonly Draft[], prepare: PrepareNew, options: ReadOptions = {}): Promise<Saved[]> {
  const read = await readDrafts(tx, actor, definition, drafts, options)
  const prepared = read.map((one, at) => one.refusal ?? prepare(one.values, at))
  const rows = prepared.filter((one): one is Row => !(one instanceof Refusal))
  const ids = await insertRecords(tx, actor, definition, rows)
  let at = 0
  return prepared.map((one) => (one instanceof Refusal ? { refusal: one } : { id: ids[at++], created: true }))
}

/** Locks, checks and writes changes; a record that is not there, stale or refused is answered so, and the rest goes on. */
export async function changeRecords(tx: Tx, actor: Actor, definition: ObjectDefinition, changes: readonly ChangeDraft[], prepare: PrepareChange, options: ReadOptions = {}): Promise<Saved[]> {
  const locked = await lockRecords(tx, actor, definition, changes.map(({ id }) => id))
  const read = await readDrafts(tx, actor, definition, changes.map(({ draft }) => withoutId(draft)), { ...options, forUpdate: true })
  const seen = new Set<number>()
  const prepared = changes.map((change, at) => {
    const before = locked.get(change.id)
    const { values, refusal } = read[at] ?? {}
    if (before === undefined) return notFound(definition.label.toLowerCase(), encodeId(change.id))
    if (refusal !== undefined) return refusal
    if (change.ifVersion !== undefined && change.ifVersion !== before.version) return staleRefusal(definition, before)
    if (seen.has(change.id)) return twiceRefusal(definition, change.id)
    seen.add(change.id)
    return prepare(before, values ?? {}, change)
  })
  const writable = prepared.flatMap((one, at) => (one instanceof Refusal ? [] : [{ ...one, id: changes[at]?.id ?? 0 }]))
  await updateRecords(tx, actor, definition, locked, writable)
  return prepared.map((one, at) => (one instanceof Refusal ? { id: changes[at]?.id, refusal: one } : { id: changes[at]?.id, created: false }))
}

/** Puts records into the recycle bin, each answered for. */
export async function removeRecords(tx: Tx, actor: Actor, definition: ObjectDefinition, ids: readonly number[]): Promise<Saved[]> {
  const gone = await deleteRecords(tx, actor, definition, ids)
  return ids.map((id) => (gone.has(id) ? { id } : { id, refusal: notFound(definition.label.toLowerCase(), encodeId(id)) }))
}

/** Takes records out of the recycle bin, each answered for. */
export async function bringBackRecords(tx: Tx, actor: Actor, definition: ObjectDefinition, ids: readonly number[]): Promise<Saved[]> {
  const back = await restoreRecords(tx, actor, definition, ids)
  return ids.map((id) =>
    back.has(id) ? { id } : { id, refusal: new Refusal('not_in_recycle_bin', `This ${definition.label.toLowerCase()} is not in the recycle bin.`, { kind: 'not_found' }) },
  )
}

/** One record, or a refusal that it is not there for this actor. */
export async function getRecord(tx: Tx, actor: Actor, definition: ObjectDefinition, id: number, fields?: readonly string[]): Promise<StoredRecord> {
  const [record] = await recordsById(tx, actor, definition, [id], fields)
  if (record === undefined) throw notFound(definition.label.toLowerCase(), encodeId(id))
  return record
}

function withoutId(draft: Draft): Draft {
  const { Id: _, id: __, ...rest } = draft
  return rest
}

const twiceRefusal = (definition: ObjectDefinition, id: number): Refusal =>
  new Refusal('duplicate_id_specified', `This ${definition.label.toLowerCase()} stands twice in the list. Put all its changes into one entry.`, {
    value: encodeId(id),
    rule: 'A list changes each record once.',
  })
