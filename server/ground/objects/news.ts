import { numberOfId } from '../../../shared/ids.ts'
import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { may, seesEverything, type Actor } from '../users/actor.ts'
import { catalogueOf } from './catalogue.ts'
import { rowsOf, type ObjectDefinition, type StoredRecord } from './definition.ts'
import { chosenFields, selectList } from './list.ts'
import { visibleOrDeleted } from './visibility.ts'

/** What may be told to somebody of records something happened to. */
export type Seen = {
  /** As they are now, those in the recycle bin too, by their ids. What the actor may not see is not among them. */
  readonly records: ReadonlyMap<number, StoredRecord>
  /** The object each id belongs to, of those the actor may read at all. */
  readonly objectOf: (id: number) => ObjectDefinition | undefined
  /** Whether the actor may be told that this record is gone, of which no row is left to ask. */
  readonly mayHearOfGone: (id: number) => boolean
}

/** Reads records of any objects by their ids, as the actor sees them: one statement an object. */
export async function recordsSeen(tx: Tx, actor: Actor, ids: Iterable<number>): Promise<Seen> {
  const { byNumber } = await catalogueOf(tx)
  const objectOf = (id: number): ObjectDefinition | undefined => {
    const definition = byNumber.get(numberOfId(id))
    return definition !== undefined && may(actor, 'read', definition) ? definition : undefined
  }
  const wanted = Map.groupBy(new Set(ids), objectOf)
  const found = await Promise.all(
    [...wanted].map(async ([definition, some]) =>
      definition === undefined ? [] : readSeen(tx, actor, definition, some),
    ),
  )
  return {
    records: new Map(found.flat().map((record) => [record.Id, record])),
    objectOf,
    mayHearOfGone: (id) => {
      const definition = objectOf(id)
      return definition !== undefined && seesEverything(actor, definition.name) && definition.isPrivate !== true
    },
  }
}

const readSeen = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<StoredRecord[]> =>
  many<StoredRecord>(
    tx,
    sql`
    select ${selectList(chosenFields(definition), 't')}
    from ${rowsOf(definition)} t
    where t.id = any(${ids}::bigint[]) and ${visibleOrDeleted(actor, definition, 't')}`,
  )

/** Which tracked fields of which records changed at these moments: `changed(id, moment)` names them. */
export async function changesAt(
  tx: Tx,
  ids: readonly number[],
  moments: readonly Date[],
): Promise<(id: number, moment: Date) => readonly string[]> {
  if (ids.length === 0) return () => []
  const rows = await many<{ recordId: number; changedAt: Date; fields: string[] }>(
    tx,
    sql`
    select record_id as "recordId", changed_at as "changedAt", array_agg(distinct field) as fields
    from field_history
    where record_id = any(${ids}::bigint[]) and changed_at = any(${moments.map((one) => one.toISOString())}::timestamptz[])
    group by record_id, changed_at`,
  )
  const found = new Map(rows.map(({ recordId, changedAt, fields }) => [`${recordId} ${changedAt.getTime()}`, fields]))
  return (id, moment) => found.get(`${id} ${moment.getTime()}`) ?? []
}
