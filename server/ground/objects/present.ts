import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { manyOnce, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { standardDefinition, type FieldValue, type ObjectDefinition, type StoredRecord } from './definition.ts'

/** A record as the world sees it: ids in their 18-character form, references with the name of what they point to. */
export type PresentedRecord = Record<string, unknown> & { Id: string }

/** Makes records ready for an answer; the names of what they refer to are read in one statement. */
export async function presentRecords(tx: Tx, definition: ObjectDefinition, records: readonly StoredRecord[]): Promise<PresentedRecord[]> {
  const names = await namesOf(tx, referencedIds(definition, records))
  return records.map((record) => presented(definition, record, names))
}

/** The names of records of any objects, by id. Names of what a visible record refers to may be shown with it. */
export async function namesOf(tx: Tx, ids: Iterable<number>): Promise<Map<number, string>> {
  const byObject = new Map<string, number[]>()
  for (const id of ids) {
    const objectName = objectOfId(id)
    if (objectName !== undefined) byObject.set(objectName, [...(byObject.get(objectName) ?? []), id])
  }
  const selects = [...byObject].flatMap(([objectName, wanted]) => {
    const definition = standardDefinition(objectName)
    if (definition === undefined) return []
    const name = definition.field.get(definition.nameField.toLowerCase())
    if (name === undefined) return []
    const shown = name.expression?.('r') ?? sql`${sql.ref(`r.${name.column}`)}`
    return [sql`select r.id, ${shown} as name from ${sql.table(definition.table)} r where r.id = any(${wanted}::bigint[])`]
  })
  if (selects.length === 0) return new Map()
  const rows = await manyOnce<{ id: number; name: string }>(tx, sql.join(selects, sql` union all `))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function referencedIds(definition: ObjectDefinition, records: readonly StoredRecord[]): Set<number> {
  const references = definition.fields.filter(({ type }) => type === 'reference')
  const ids = new Set<number>()
  for (const record of records) {
    for (const { name } of references) {
      const id = record[name]
      if (typeof id === 'number') ids.add(id)
    }
  }
  return ids
}

function presented(definition: ObjectDefinition, record: StoredRecord, names: ReadonlyMap<number, string>): PresentedRecord {
  const shown: PresentedRecord = { Id: encodeId(record.Id) }
  for (const { name, type, relationshipName } of definition.fields) {
    const value: FieldValue | undefined = record[name]
    if (value === undefined || name === 'Id') continue
    if (type !== 'reference') {
      shown[name] = value
      continue
    }
    shown[name] = typeof value === 'number' ? encodeId(value) : null
    if (relationshipName !== undefined) {
      shown[relationshipName] = typeof value === 'number' ? { Id: encodeId(value), Name: names.get(value) ?? null, type: objectOfId(value) } : null
    }
  }
  return shown
}
