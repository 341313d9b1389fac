import { encodeId } from '../../../../shared/ids.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { dialectRefusal } from './errors.ts'
import { idOrRefusal, idsToUpsert, keyField } from './keys.ts'
import type { SentRecord } from './records.ts'

export type Place = { readonly id?: number; readonly refusal?: Refusal }

/** For each record of an upsert the one it changes, none when it is new, or why neither can be said. */
export async function upsertPlaces(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  fieldName: string,
  list: readonly SentRecord[],
): Promise<Place[]> {
  const field = keyField(definition, fieldName)
  const values = list.map((record) => valueIn(record, field.name))
  if (field.type === 'id') {
    return values.map((value) => {
      if (value === undefined || value === null || value === '') return {}
      const id = idOrRefusal(definition, value)
      return id instanceof Refusal ? { refusal: id } : { id }
    })
  }
  const found = await idsToUpsert(tx, actor, definition, field, values)
  const counts = new Map<string, number>()
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1)
  return values.map((value, at) => {
    if (value === undefined || value === null || value === '')
      return { refusal: dialectRefusal('MISSING_ARGUMENT', `${field.name} not specified`, { fields: [field.name] }) }
    if ((counts.get(keyOf(value)) ?? 0) > 1)
      return {
        refusal: dialectRefusal('DUPLICATE_VALUE', `Duplicate external id specified: ${shortly(value)}`, {
          fields: [field.name],
        }),
      }
    const [id, ...others] = found[at] ?? []
    if (others.length > 0 && id !== undefined) return { refusal: severalHave(field.name, [id, ...others]) }
    return { id }
  })
}

const shortly = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 255)

const keyOf = (value: unknown): string => shortly(value).trim().toLowerCase()

const severalHave = (fieldName: string, ids: readonly number[]): Refusal =>
  dialectRefusal(
    'DUPLICATE_EXTERNAL_ID',
    `${fieldName}: more than one record found for external id field: [${ids.slice(0, 20).map(encodeId).join(', ')}]`,
    { fields: [fieldName] },
  )

const valueIn = (record: SentRecord, fieldName: string): unknown => {
  const name = Object.keys(record).find((key) => key.toLowerCase() === fieldName.toLowerCase())
  return name === undefined ? undefined : record[name]
}

/** The record without a field, in any letter case. */
export const without = (record: SentRecord, fieldName: string): SentRecord =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key.toLowerCase() !== fieldName.toLowerCase()))
