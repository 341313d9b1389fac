import { encodeId } from '../../../shared/ids.ts'
import { Refusal, together } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Field, FieldValue, FieldValues, ObjectDefinition } from './definition.ts'
import { rowsTakenMeanwhile, rowsWithValues } from './unique.sql.ts'

type Prepared = { readonly values: FieldValues }

/**
 * What was prepared, with a refusal in the place of what takes a unique value somebody has, be it in the same list.
 * The database keeps the rule anyway; here one record is refused instead of all.
 */
export async function uniqueAmong<One extends Prepared>(
  tx: Tx,
  definition: ObjectDefinition,
  prepared: readonly (One | Refusal)[],
  idAt: (at: number) => number | undefined = () => undefined,
): Promise<(One | Refusal)[]> {
  const fields = uniqueFields(definition)
  const wanted = fields
    .map((field) => ({ field, values: prepared.flatMap((one) => valueIn(one, field) ?? []) }))
    .filter(({ values }) => values.length > 0)
  if (wanted.length === 0) return [...prepared]
  const holders = new Map(
    (await rowsWithValues(tx, definition, wanted)).map(({ field, value, id }) => [
      keyOf(definition.field.get(field.toLowerCase()), value),
      id,
    ]),
  )
  return prepared.map((one, at) => {
    if (one instanceof Refusal) return one
    const id = idAt(at)
    const refusals = fields.flatMap((field) => {
      const value = valueIn(one, field)
      if (value === undefined) return []
      const key = keyOf(field, value instanceof Date ? value.toISOString() : String(value))
      const holder = holders.get(key)
      if (holder !== undefined && holder !== id) return taken(definition, field, value, holder)
      holders.set(key, id ?? IN_THIS_LIST)
      return []
    })
    return together(refusals) ?? one
  })
}

/** Deleted records whose unique values somebody took meanwhile, each with the refusal to bring it back. */
export async function takenMeanwhile(
  tx: Tx,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Map<number, Refusal>> {
  const fields = uniqueFields(definition)
  if (fields.length === 0 || ids.length === 0) return new Map()
  const rows = await rowsTakenMeanwhile(tx, definition, fields, ids)
  return new Map(
    rows.flatMap(({ field, value, id, holder }) => {
      const known = definition.field.get(field.toLowerCase())
      return known === undefined ? [] : [[id, taken(definition, known, value, holder)] as const]
    }),
  )
}

const uniqueFields = ({ fields }: ObjectDefinition): readonly Field[] =>
  fields.filter(({ unique, expression }) => unique === true && expression === undefined)

const keyOf = (field: Field | undefined, value: string): string =>
  `${field?.name} ${field?.caseSensitive === false ? value.toLowerCase() : value}`

const IN_THIS_LIST = 0

function valueIn(one: Prepared | Refusal, field: Field): Exclude<FieldValue, null> | undefined {
  if (one instanceof Refusal) return undefined
  return one.values[field.name] ?? undefined
}

const taken = ({ label }: ObjectDefinition, field: Field, value: FieldValue, holder: number): Refusal =>
  new Refusal(
    'duplicate_value',
    `Another ${label.toLowerCase()} has this ${field.label} already${holder === IN_THIS_LIST ? ', in this very list' : ''}. Change that one instead, or give this one another value.`,
    {
      kind: 'conflict',
      field: field.name,
      value,
      rule: `No two records have the same ${field.label}.`,
      facts: holder === IN_THIS_LIST ? undefined : { id: encodeId(holder) },
    },
  )
