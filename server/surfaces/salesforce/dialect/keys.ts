import { decodeId, objectOfId } from '../../../../shared/ids.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { fieldNamed, type Field, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { readValue } from '../../../ground/objects/values.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { dialectRefusal } from './errors.ts'
import { holdersOf, lockEveryValue, lockValues } from './keys.sql.ts'

/** Whether records are found by this field: external ids, what is unique, the id, and what Salesforce looks records up by. */
export const isKey = (field: Field, definition: ObjectDefinition): boolean =>
  field.expression === undefined &&
  (field.type === 'id' ||
    field.externalId === true ||
    field.unique === true ||
    field.type === 'email' ||
    (field.name === definition.nameField && field.type === 'string'))

/** The field of this name, by which records may be found. */
export function keyField(definition: ObjectDefinition, name: string): Field {
  const field = fieldNamed(definition, name)
  if (field !== undefined && isKey(field, definition)) return field
  throw dialectRefusal(
    'NOT_FOUND',
    `Provided external ID field does not exist or is not accessible: ${name.slice(0, 80)}`,
    {
      kind: 'not_found',
      fields: [name.slice(0, 80)],
    },
  )
}

/** The ids of the records that hold each value, in the order of the values; one statement, however many. A value no field could hold is held by none. */
export async function idsByKey(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  field: Field,
  values: readonly unknown[],
): Promise<readonly (readonly number[])[]> {
  const found: number[][] = values.map(() => [])
  const wanted: { readonly at: number; readonly text: string }[] = []
  for (const [at, value] of values.entries()) {
    const text = keyText(field, value)
    if (text !== undefined) wanted.push({ at, text })
  }
  if (wanted.length === 0) return found
  const holders = await holdersOf(
    tx,
    actor,
    definition,
    field,
    wanted.map(({ text }) => text),
  )
  for (const { at, id } of holders) found[wanted[at]?.at ?? 0]?.push(id)
  return found
}

/** Beyond this a list locks the whole field: the database keeps room for so many locks only. */
const MOST_LOCKED = 200

/** The same for an upsert: who upserts one of the values at the same time waits, and finds the record that was made. */
export async function idsToUpsert(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  field: Field,
  values: readonly unknown[],
): Promise<readonly (readonly number[])[]> {
  const texts = values.flatMap((value) => keyText(field, value) ?? [])
  if (texts.length > MOST_LOCKED) await lockEveryValue(tx, definition, field)
  else if (texts.length > 0) await lockValues(tx, definition, field, texts)
  return idsByKey(tx, actor, definition, field, values)
}

function keyText(field: Field, value: unknown): string | undefined {
  const read = readValue({ ...field, picklist: undefined, restricted: false }, value)
  return read === null || read instanceof Refusal || read instanceof Date ? undefined : String(read)
}

/** The id in a text that must be one of this object; a refusal in Salesforce's words otherwise. */
export function idOrRefusal(definition: ObjectDefinition, text: unknown): number | Refusal {
  const id = typeof text === 'string' ? decodeId(text.trim()) : undefined
  if (id !== undefined && isIdOf(definition, id)) return id
  const shown = String(text).slice(0, 80)
  return dialectRefusal(
    'MALFORMED_ID',
    id === undefined ? `malformed id ${shown}` : `${definition.label} ID: id value of incorrect type: ${shown}`,
    { fields: ['Id'] },
  )
}

const isIdOf = ({ name, number }: ObjectDefinition, id: number): boolean =>
  number === undefined ? objectOfId(id) === name : Math.floor(id / 2 ** 44) === number
