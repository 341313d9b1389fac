import { encodeId } from '../../../shared/ids.ts'
import { notFound, Refusal, together } from '../../platform/errors.ts'
import type { Tx, Underway } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import { isSame, type FieldValues, type ObjectDefinition, type StoredRecord } from './definition.ts'
import type { ChangeDraft } from './door.ts'
import { blankRefusal, readDrafts, type Draft, type ReadOptions } from './drafts.ts'
import {
  inspected,
  inspectionFor,
  type Candidate,
  type DuplicateFinding,
  type DuplicateWish,
} from './duplicateCheck.ts'
import { drawIds } from './ids.ts'
import { recordsById } from './list.ts'
import { withOwnersAtWork } from './ownerCheck.ts'
import { checkedForSaving } from './saveCheck.ts'
import type { RowsAlong } from './along.ts'
import {
  insertRecords,
  lockRecords,
  staleRefusal,
  twiceRefusal,
  idNumberOf,
  updateRecords,
  type Change,
  type Row,
  type Saved,
} from './save.ts'
import { uniqueAmong } from './unique.ts'

/** A room's own say about one record about to be made: the row to store, or a refusal. */
export type PrepareNew = (values: FieldValues, at: number) => Row | Refusal

/** A room's own say about one change: the fields to write, or a refusal. */
export type PrepareChange = (
  before: StoredRecord,
  values: FieldValues,
  change: ChangeDraft,
) => Omit<Change, 'id'> | Refusal

/** Checks drafts, lets the room prepare each, and stores what is left by one statement. */
export async function createRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  drafts: readonly Draft[],
  prepare: PrepareNew,
  options: CreateOptions = {},
): Promise<Saved[]> {
  const read = await readDrafts(tx, actor, definition, drafts, options)
  const prepared = read.map((one, at) => one.refusal ?? prepare(one.values, at))
  return storePrepared(tx, actor, definition, prepared, options)
}

export type CreateOptions = ReadOptions & {
  /** How likely duplicates are met; without it nobody looks for any. */
  readonly duplicates?: DuplicateWish
  /** Whether the records are wanted back; where nothing is said, one made alone comes back. */
  readonly readBack?: boolean
  /** Statements that must have run before the new records are stored, sent ahead of them. */
  readonly ahead?: () => Promise<unknown>
  /** Rows of another table the new records point to, stored by the same statement. */
  readonly along?: RowsAlong
  /** The event that says so, stored by the same statement; the room announces nothing more. */
  readonly tells?: string
  readonly underway?: Underway
}

/** Stores what was prepared and not refused, with the matching room asked on the way; one answer each, in order. */
export async function storePrepared(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  given: readonly (Row | Refusal)[],
  options: CreateOptions = {},
): Promise<Saved[]> {
  const owned = await withOwnersAtWork(tx, definition, given)
  const checked = await uniqueAmong(tx, definition, await checkedForSaving(tx, actor, definition, owned))
  const inspection = await inspectionFor(tx, actor, definition, 'create', options.duplicates)
  const drawn = await drawIds(tx, idNumberOf(definition), checked.length)
  const { prepared, findings, stored } = await inspected(inspection, checked, ({ values }) => ({ values }))
  const rows = prepared.filter((one): one is Row => !(one instanceof Refusal))
  const ids = drawn.slice(0, rows.length)
  const { tells, underway, readBack } = options
  const along = options.along && alongWith(rows, options.along)
  // Sent together; the question travels first, so new records are not found as their own duplicates.
  const [found, , { records }] = await Promise.all([
    findings,
    options.ahead?.(),
    insertRecords(tx, actor, definition, rows, { ids, along, tells, underway, readBack }),
  ])
  let next = 0
  const places = prepared.map((one) => (one instanceof Refusal ? undefined : next++))
  await stored((place) => ids[places[place] ?? -1])
  return prepared.map((one, place) => {
    if (one instanceof Refusal) return { refusal: one }
    const at = places[place] ?? -1
    return {
      id: ids[at],
      created: true,
      record: records[at],
      ...(options.duplicates === undefined ? {} : { duplicates: found.get(place)?.duplicates ?? [] }),
    }
  })
}

/** Of rows that are stored along with records, those of records that were not refused meanwhile. */
function alongWith(rows: readonly Row[], along: RowsAlong): RowsAlong {
  if (along.rows.length <= rows.length) return along
  const wanted = new Set(rows.flatMap(({ columns = {} }) => Object.values(columns)))
  return { ...along, rows: along.rows.filter(({ id }) => wanted.has(id)) }
}

/** The ids of what was really saved. */
export const savedIds = (saved: readonly Saved[]): number[] =>
  saved.flatMap(({ id, refusal }) => (refusal === undefined && id !== undefined ? [id] : []))

/** Locks, checks and writes changes; a record that is not there, stale or refused is answered so, and the rest goes on. */
export async function changeRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  changes: readonly ChangeDraft[],
  prepare: PrepareChange,
  options: ReadOptions & Pick<CreateOptions, 'duplicates'> = {},
): Promise<Saved[]> {
  const locked = await lockRecords(
    tx,
    actor,
    definition,
    changes.map(({ id }) => id),
  )
  const read = await readDrafts(
    tx,
    actor,
    definition,
    changes.map(({ draft }) => withoutId(draft)),
    { ...options, forUpdate: true },
  )
  const seen = new Set<number>()
  const given = changes.map((change, at) => {
    const before = locked.get(change.id)
    const { values, refusal } = read[at] ?? {}
    if (before === undefined) return notFound(definition.label.toLowerCase(), encodeId(change.id))
    if (refusal !== undefined) return refusal
    if (change.ifVersion !== undefined && change.ifVersion !== before.version) return staleRefusal(definition, before)
    if (seen.has(change.id)) return twiceRefusal(definition, change.id)
    seen.add(change.id)
    const wanted = prepare(before, values ?? {}, change)
    return wanted instanceof Refusal ? wanted : (blanked(definition, wanted.values) ?? wanted)
  })
  const owned = await withOwnersAtWork(tx, definition, given, (at) => locked.get(changes[at]?.id ?? 0)?.OwnerId)
  const checked = await checkedForSaving(tx, actor, definition, owned, (values, at) => ({
    ...locked.get(changes[at]?.id ?? 0),
    ...values,
  }))
  const unique = await uniqueAmong(tx, definition, checked, (at) => changes[at]?.id)
  const inspection = await inspectionFor(tx, actor, definition, 'edit', options.duplicates)
  const { prepared, findings, stored } = await inspected(inspection, unique, ({ values }, at) =>
    comparedAnew(inspection?.comparedBy, locked.get(changes[at]?.id ?? 0), values),
  )
  const writable = prepared.flatMap((one, at) => (one instanceof Refusal ? [] : [{ ...one, id: changes[at]?.id ?? 0 }]))
  const [found] = await Promise.all([findings, updateRecords(tx, actor, definition, locked, writable)])
  await stored((place) => (prepared[place] instanceof Refusal ? undefined : changes[place]?.id))
  return prepared.map((one, at) =>
    one instanceof Refusal
      ? { id: changes[at]?.id, refusal: one }
      : { id: changes[at]?.id, created: false, ...pickDuplicates(found.get(at)) },
  )
}

const pickDuplicates = (finding: DuplicateFinding | undefined): Pick<Saved, 'duplicates'> =>
  finding === undefined ? {} : { duplicates: finding.duplicates }

/** The record as a change makes it, where the change touches what records are compared by. */
function comparedAnew(
  comparedBy: ReadonlySet<string> | undefined,
  before: StoredRecord | undefined,
  values: FieldValues,
): Candidate | undefined {
  const isTouched = Object.keys(values).some(
    (name) => comparedBy?.has(name) === true && !isSame(before?.[name], values[name]),
  )
  return before === undefined || !isTouched ? undefined : { id: before.Id, values: { ...before, ...values } }
}

/** What always has a value keeps one, whatever the change says. */
const blanked = (definition: ObjectDefinition, values: FieldValues): Refusal | undefined =>
  together(
    definition.fields.flatMap((field) =>
      field.neverNull === true && values[field.name] === null ? blankRefusal(definition, field) : [],
    ),
  )

/** Refuses when somebody changed the record since it was read at this version; until the transaction ends it stays as it is. */
export async function refuseStale(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  id: number,
  version: number,
): Promise<void> {
  const before = (await lockRecords(tx, actor, definition, [id])).get(id)
  if (before === undefined) throw notFound(definition.label.toLowerCase(), encodeId(id))
  if (before.version !== version) throw staleRefusal(definition, before)
}

/** One record, or a refusal that it is not there for this actor. */
export async function getRecord(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  id: number,
  fields?: readonly string[],
): Promise<StoredRecord> {
  const [record] = await recordsById(tx, actor, definition, [id], fields)
  if (record === undefined) throw notFound(definition.label.toLowerCase(), encodeId(id))
  return record
}

function withoutId(draft: Draft): Draft {
  const { Id: _, id: __, ...rest } = draft
  return rest
}
