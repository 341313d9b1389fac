import type { Field, FieldValue, FieldValues, ObjectDefinition } from './definition.ts'

/** A record by its columns, with those that are worked out from it; `known` holds what somebody worked out before. */
export function columnsOf(
  definition: ObjectDefinition,
  values: FieldValues,
  known: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const columns: Record<string, unknown> = {}
  for (const { name, column } of writtenFields(definition).stored) {
    const value = values[name]
    if (value !== undefined) columns[column] = value
  }
  return Object.assign(columns, definition.derive?.(values, known))
}

/** How a changed record is written: the columns of the fields that were touched, and what is worked out from the record where those are read for it. */
export function changedColumns(
  definition: ObjectDefinition,
  touched: ReadonlySet<string>,
): (record: FieldValues) => Record<string, unknown> {
  const stored = Array.from(touched, (name) => ({ name, column: columnOf(definition, name) }))
  const derive = touched.isDisjointFrom(derivedFrom(definition)) ? undefined : definition.derive
  return (record) => {
    const columns: Record<string, unknown> = {}
    for (const { name, column } of stored) columns[column] = record[name]
    return derive === undefined ? columns : Object.assign(columns, derive(record, {}))
  }
}

const readBefore = new WeakMap<ObjectDefinition, ReadonlySet<string>>()

/** The fields from which something is worked out: found by letting it look at a record that notes what it is asked for. */
export function derivedFrom(definition: ObjectDefinition): ReadonlySet<string> {
  const known = readBefore.get(definition)
  if (known !== undefined) return known
  const read = new Set<string>()
  const noting: FieldValues = new Proxy({}, { get: (_, name) => void read.add(String(name)) })
  definition.derive?.(noting, {})
  readBefore.set(definition, read)
  return read
}

type WrittenFields = { readonly stored: readonly Field[]; readonly withDefault: readonly Field[] }

const writtenBefore = new WeakMap<ObjectDefinition, WrittenFields>()

/** An object has sixty fields and more, and an import asks a hundred thousand times which of them are stored. */
function writtenFields(definition: ObjectDefinition): WrittenFields {
  const written = writtenBefore.get(definition) ?? {
    stored: definition.fields.filter(isStored),
    // A column of yes or no holds no by itself.
    withDefault: definition.fields.filter(
      ({ type, defaultValue }) => defaultValue !== undefined && !(type === 'boolean' && defaultValue === false),
    ),
  }
  writtenBefore.set(definition, written)
  return written
}

const SYSTEM = new Set(['id', 'created_at', 'created_by_id', 'last_modified_at', 'last_modified_by_id'])

const isStored = (field: Field): boolean => field.expression === undefined && !SYSTEM.has(field.column)

/** The column a field is written to. */
export const columnOf = (definition: ObjectDefinition, name: string): string => {
  const field = definition.field.get(name.toLowerCase())
  if (field === undefined || !isStored(field))
    throw new Error(`${definition.name}.${name} is not a field that is written.`)
  return field.column
}

/** Values with the defaults of fields that nobody gave a value. */
export function withDefaults(definition: ObjectDefinition, values: FieldValues): FieldValues {
  const blank = writtenFields(definition).withDefault.filter(({ name }) => (values[name] ?? null) === null)
  if (blank.length === 0) return values
  const all: Record<string, FieldValue> = { ...values }
  for (const { name, defaultValue } of blank) all[name] = defaultValue ?? null
  return all
}

type Columns = Readonly<Record<string, unknown>>

/** A record with all that is stored of it: values by API name, and what is no value by column. */
export type WholeRow = { readonly id: number; readonly values: FieldValues; readonly columns?: Columns }

/** Rows by their cells, in the order of the columns; each comes in the same array as the one before. */
export type LaidOut = { readonly columns: readonly string[]; readonly rows: () => Iterable<readonly unknown[]> }

/** Records as COPY takes them, with what is the same in all: hundreds of thousands pass here, so no object is made of each. */
export function laidOut(definition: ObjectDefinition, rows: readonly WholeRow[], common: Columns): LaidOut {
  const named = new Set<string>()
  const known = new Set<string>(Object.keys(common))
  for (const { values, columns } of rows) {
    for (const name in values) if (values[name] !== undefined) named.add(name)
    for (const name in columns) known.add(name)
  }
  const { stored } = writtenFields(definition)
  const fields = stored.filter(({ name, column }) => named.has(name) && !known.has(column))
  const derived = Object.keys(definition.derivedTypes ?? {}).filter((name) => !known.has(name))
  const knownFields = [...known].map((column) => ({ column, name: stored.find((one) => one.column === column)?.name }))
  return {
    columns: ['id', ...fields.map(({ column }) => column), ...derived, ...known],
    *rows() {
      const cells: unknown[] = Array.from({ length: 1 + fields.length + derived.length + knownFields.length })
      for (const { id, values, columns = common } of rows) {
        const worked = definition.derive?.(values, columns) ?? {}
        let at = 0
        cells[at++] = id
        for (const { name } of fields) cells[at++] = values[name]
        for (const name of derived) cells[at++] = worked[name]
        for (const { column, name } of knownFields) {
          const own = column in columns ? columns[column] : common[column]
          cells[at++] = own ?? worked[column] ?? (name === undefined ? undefined : values[name])
        }
        yield cells
      }
    },
  }
}
