import { encodeId, numberOfId, objectOfId } from '../../../shared/ids.ts'
import { rememberedByOrg } from '../../platform/remembered.ts'
import { many, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { catalogueOf, type Catalogue } from './catalogue.ts'
import { may, type Actor } from '../users/actor.ts'
import { rowsOf, type Field, type FieldValue, type ObjectDefinition, type StoredRecord } from './definition.ts'
import { visibleOrDeleted } from './visibility.ts'

/** A record as the world sees it: ids in their 18-character form, references with the name of what they point to. */
export type PresentedRecord = Record<string, unknown> & { Id: string }

/** Makes records ready for an answer; the names of what they refer to are read in one statement. */
export async function presentRecords(
  tx: Tx,
  definition: ObjectDefinition,
  records: readonly StoredRecord[],
): Promise<PresentedRecord[]> {
  const [first] = records
  if (first === undefined) return []
  // Records of one answer hold the same fields: a list of a few need not go through all sixty for each.
  const fields = definition.fields.filter(({ name }) => name !== 'Id' && first[name] !== undefined)
  const names = await namesOf(tx, referencedIds(fields, records))
  const { byNumber } = await catalogueOf(tx)
  return records.map((record) => presented(fields, record, names, byNumber))
}

/** How long the name of a colleague or queue may be told from memory: they stand in nearly every answer, and rarely change. */
const STALE_AFTER_MS = 2000
const MOST_REMEMBERED = 10_000
const colleagues = rememberedByOrg<Map<number, string>>(STALE_AFTER_MS, async () => new Map())

/** The names of records of any objects, by id. Names of what a visible record refers to may be shown with it. */
export async function namesOf(tx: Tx, ids: Iterable<number>): Promise<Map<number, string>> {
  const remembered = await colleagues(tx)
  const names = new Map<number, string>()
  const wanted = new Map<number, number[]>()
  for (const id of ids) {
    const known = remembered.get(id)
    if (known !== undefined) names.set(id, known)
    else addTo(wanted, numberOfId(id), id)
  }
  for (const { id, name } of await readNames(tx, wanted)) {
    names.set(id, name)
    if (isColleague(id) && remembered.size < MOST_REMEMBERED) remembered.set(id, name)
  }
  return names
}

/** The names of those of these records that the actor may see, for ids that somebody wrote and no record they see refers to. */
export async function visibleNamesOf(tx: Tx, actor: Actor, ids: Iterable<number>): Promise<Map<number, string>> {
  const wanted = Map.groupBy(ids, numberOfId)
  const found = await readNames(tx, wanted, (definition) =>
    may(actor, 'read', definition) ? visibleOrDeleted(actor, definition, 'r') : undefined,
  )
  return new Map(found.map(({ id, name }) => [id, name]))
}

const isColleague = (id: number): boolean => ['User', 'Group'].includes(objectOfId(id) ?? '')

function addTo(wanted: Map<number, number[]>, number: number, id: number): void {
  const ids = wanted.get(number)
  if (ids === undefined) wanted.set(number, [id])
  else ids.push(id)
}

async function readNames(
  tx: Tx,
  wanted: ReadonlyMap<number, readonly number[]>,
  reach: (definition: ObjectDefinition) => RawBuilder<unknown> | undefined = () => sql`true`,
): Promise<readonly { id: number; name: string }[]> {
  if (wanted.size === 0) return []
  const { byNumber } = await catalogueOf(tx)
  // In one order, so that the same kinds of records make the same statement.
  const selects = [...wanted]
    .sort(([a], [b]) => a - b)
    .flatMap(([number, ids]) => {
      const definition = byNumber.get(number)
      const name = definition?.field.get(definition.nameField.toLowerCase())
      if (definition === undefined || name === undefined) return []
      const within = reach(definition)
      if (within === undefined) return []
      const shown = name.expression?.('r') ?? sql`${sql.ref(`r.${name.column}`)}`
      return [
        sql`select r.id, ${shown} as name from ${rowsOf(definition)} r where r.id = any(${ids}::bigint[]) and ${within}`,
      ]
    })
  return selects.length === 0 ? [] : many<{ id: number; name: string }>(tx, sql.join(selects, sql` union all `))
}

function referencedIds(fields: readonly Field[], records: readonly StoredRecord[]): Set<number> {
  const references = fields.filter(({ type }) => type === 'reference')
  const ids = new Set<number>()
  for (const record of records) {
    for (const { name } of references) {
      const id = record[name]
      if (typeof id === 'number') ids.add(id)
    }
  }
  return ids
}

function presented(
  fields: readonly Field[],
  record: StoredRecord,
  names: ReadonlyMap<number, string>,
  objects: Catalogue['byNumber'],
): PresentedRecord {
  const shown: PresentedRecord = { Id: encodeId(record.Id) }
  for (const { name, type, relationshipName } of fields) {
    const value: FieldValue = record[name] ?? null
    if (type !== 'reference') {
      shown[name] = value
      continue
    }
    shown[name] = typeof value === 'number' ? encodeId(value) : null
    if (relationshipName !== undefined) {
      shown[relationshipName] =
        typeof value === 'number'
          ? { Id: encodeId(value), Name: names.get(value) ?? null, type: objects.get(numberOfId(value))?.name }
          : null
    }
  }
  return shown
}

/** The version of a record as an ETag, for who changes it next. */
export const versionTag = ({ version }: StoredRecord): string => `"${version}"`
