import { encodeId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { announce, announceInside } from '../../platform/events.ts'
import { leaveUnderway, type Tx, type Underway } from '../../platform/tx.ts'
import { refuseUnlessMay, type Actor } from '../users/actor.ts'
import { changedColumns, columnsOf, laidOut, withDefaults, type WholeRow } from './columns.ts'
import { numberedValues } from './customNumbering.ts'
import { isSame, numberOf, type FieldValues, type ObjectDefinition, type StoredRecord } from './definition.ts'
import type { FoundMatch } from './schemas.ts'
import { historyOf, numbered } from './history.ts'
import { drawIds } from './ids.ts'
import type { RowsAlong } from './along.ts'
import {
  copyInRows,
  insertAndReadRows,
  insertOf,
  insertRows,
  lockRows,
  numberedIds,
  typesOf,
  updateRows,
} from './save.sql.ts'

// Rows that are stored along are said at this door, too.
export { insertOf }

/** A record about to be written: values by API name, and columns that are no field (person, import). */
export type Row = { readonly values: FieldValues; readonly columns?: Readonly<Record<string, unknown>> }

/** What became of one input of a verb on a list; the answers stand in the order of the inputs. */
export type Saved = {
  readonly id?: number
  readonly created?: boolean
  readonly refusal?: Refusal
  /** The record as it was just stored, when it was made alone. */
  readonly record?: StoredRecord
  /** Likely duplicates found on the way, as the matching room describes them. */
  readonly duplicates?: readonly FoundMatch[]
}

export type InsertOptions = {
  /** Drawn before, one a row. */
  readonly ids?: readonly number[]
  /** Rows of another table the new records point to, stored by the same statement. */
  readonly along?: RowsAlong
  /** The event that says so, stored by the same statement. */
  readonly tells?: string
  /** Whoever makes one record wants to see it, and whoever makes thousands does not: so it is where nothing is said. */
  readonly readBack?: boolean
  readonly underway?: Underway
}

/** Stores new records, whose values were checked before; answers their ids in order, and a few records as they now are. */
export async function insertRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  rows: readonly Row[],
  { ids, along, tells, underway, readBack = rows.length === 1 }: InsertOptions = {},
): Promise<Inserted> {
  refuseUnlessMay(actor, 'create', definition)
  if (rows.length === 0) return { ids: [], records: [] }
  const drawn = ids ?? (await drawIds(tx, idNumberOf(definition), rows.length))
  const whole = await wholeRows(tx, definition, rows, drawn)
  const stamped = stamps(tx, actor)
  const news = tells === undefined ? undefined : { type: tells, recordIds: drawn, actorId: actor.userId }
  if (tx.streams && rows.length >= COPIED_FROM) {
    if (news !== undefined) announce(tx, news)
    await copyInRows(tx, definition, laidOut(definition, whole, stamped), along)
    return { ids: drawn, records: [] }
  }
  // What is the same in all rows is said once, unless one of them says otherwise.
  const differ = whole.some(
    ({ columns }) => columns !== undefined && Object.keys(stamped).some((one) => one in columns),
  )
  const stored = storedColumns(definition, whole, differ ? stamped : {})
  const told = news && announceInside(tx, news, numberedIds(drawn))
  const besides = { along, told, common: differ ? undefined : stamped }
  if (readBack && underway === undefined)
    return { ids: drawn, records: await insertAndReadRows(tx, definition, stored, besides) }
  await leaveUnderway(underway, insertRows(tx, definition, stored, besides))
  return { ids: drawn, records: [] }
}

/** New records, whose values were checked before, for another statement to store along with its own; and their ids in order. */
export async function recordsAlong(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  rows: readonly Row[],
): Promise<{ readonly ids: readonly number[]; readonly along: RowsAlong }> {
  refuseUnlessMay(actor, 'create', definition)
  const ids = await drawIds(tx, idNumberOf(definition), rows.length)
  const stored = storedColumns(definition, await wholeRows(tx, definition, rows, ids), stamps(tx, actor))
  return { ids, along: { table: definition.table, rows: stored, types: typesOf(definition, stored) } }
}

async function wholeRows(
  tx: Tx,
  definition: ObjectDefinition,
  rows: readonly Row[],
  ids: readonly number[],
): Promise<WholeRow[]> {
  const counted = await numberedValues(
    tx,
    definition,
    rows.map(({ values }) => values),
  )
  return rows.map(({ values, columns }, at): WholeRow => {
    const id = ids[at]
    if (id === undefined) throw new Error('There are fewer ids than records.')
    return { id, values: named(definition, withDefaults(definition, counted[at] ?? values), id), columns }
  })
}

const storedColumns = (
  definition: ObjectDefinition,
  rows: readonly WholeRow[],
  stamped: Readonly<Record<string, unknown>>,
) =>
  rows.map(({ id, values, columns }) => {
    const known = { ...stamped, ...columns, id }
    return Object.assign(columnsOf(definition, values, known), known)
  })

const COPIED_FROM = 100

export type Inserted = { readonly ids: readonly number[]; readonly records: readonly StoredRecord[] }

export type Change = {
  readonly id: number
  readonly values: FieldValues
  readonly columns?: Readonly<Record<string, unknown>>
  readonly ifVersion?: number
}

/** Locks records in the order of their ids and answers them as they are, by id; what may not be changed is missing. */
export async function lockRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Map<number, StoredRecord>> {
  refuseUnlessMay(actor, 'edit', definition)
  const rows = await lockRows(tx, actor, definition, ids)
  return new Map(rows.map((row) => [row.Id, row]))
}

/** Writes changes to records locked before, with their history; answers which fields changed, by id. */
export async function updateRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  locked: ReadonlyMap<number, StoredRecord>,
  changes: readonly Change[],
): Promise<Map<number, string[]>> {
  refuseUnlessMay(actor, 'edit', definition)
  const changed = new Map<number, string[]>()
  const touched = new Set<string>()
  for (const { id, values, columns } of changes) {
    const before = locked.get(id)
    if (before === undefined) throw new Error('A record is changed only after it was locked.')
    for (const name in values) touched.add(name)
    const names = Object.keys(values).filter((name) => !isSame(before[name], values[name]))
    if (names.length > 0 || columns !== undefined) changed.set(id, names)
  }
  const rowOf = changedColumns(definition, touched)
  const rows = changes.flatMap(({ id, values, columns }) =>
    changed.has(id) ? [{ ...rowOf({ ...locked.get(id), ...values }), ...columns, id }] : [],
  )
  const history = changes.flatMap(({ id, values }) => historyOf(definition, locked.get(id), { id, values }))
  await updateRows(tx, actor, definition, rows, await numbered(tx, history))
  return changed
}

/** The refusal of a change whose If-Match no longer holds. */
export const staleRefusal = (definition: ObjectDefinition, current: StoredRecord): Refusal =>
  new Refusal(
    'stale',
    `Somebody changed this ${definition.label.toLowerCase()} since you read it. Read it again, and make your change on top.`,
    {
      kind: 'stale',
      facts: { version: current.version, lastModifiedById: current.LastModifiedById },
    },
  )

/** A list that names the same record twice. */
export const twiceRefusal = (definition: ObjectDefinition, id: number): Refusal =>
  new Refusal(
    'duplicate_id_specified',
    `This ${definition.label.toLowerCase()} stands twice in the list. Put all its changes into one entry.`,
    {
      value: encodeId(id),
      rule: 'A list changes each record once.',
    },
  )

/** Of an org's own object, what nobody named is known by its id. */
const named = (definition: ObjectDefinition, values: FieldValues, id: number): FieldValues =>
  definition.number === undefined || (values.Name ?? null) !== null ? values : { ...values, Name: encodeId(id) }

const stamps = (tx: Tx, actor: Actor) => ({
  created_at: tx.now,
  created_by_id: actor.userId,
  last_modified_at: tx.now,
  last_modified_by_id: actor.userId,
})

/** The number new ids of an object begin with. */
export function idNumberOf(definition: ObjectDefinition): number {
  const number = numberOf(definition)
  if (number === undefined) throw new Error(`${definition.name} has no ids of its own.`)
  return number
}
