import tag, { join, raw, Sql } from 'sql-template-tag'

/** A statement, or a part of one: SQL, with values in its gaps. What `Row` is its author says; nothing here looks at it. */
export type RawBuilder<_Row> = Sql

/** A statement as PostgreSQL takes it. */
export type Compiled = { readonly text: string; readonly values: readonly unknown[] }

/** SQL with values and parts of statements in it: a part is put in its place, anything else travels beside the text. */
export const sql = Object.assign(
  <Row>(pieces: TemplateStringsArray, ...given: readonly unknown[]): RawBuilder<Row> => tag(pieces, ...given),
  {
    /** A name out of the schema, in quotes; with dots what it is a part of stands ahead of it: `t.id`. */
    ref: (name: string): RawBuilder<unknown> => raw(quoted(name.split('.'))),
    /** The same, for a table. */
    table: (name: string): RawBuilder<unknown> => raw(quoted(name.split('.'))),
    /** The same for names that may themselves hold a dot, each given apart. */
    id: (...names: readonly string[]): RawBuilder<unknown> => raw(quoted(names)),
    /** A value that belongs into the text: the plan may count on it. */
    lit: (value: string | number | boolean | null): RawBuilder<unknown> =>
      raw(typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)),
    /** Text that is SQL already; nothing from outside may be in it. */
    raw: (text: string): RawBuilder<unknown> => raw(text),
    /** Values or parts behind each other. What stands between them is text alone. */
    join: (parts: readonly unknown[], by = COMMA): RawBuilder<unknown> =>
      parts.length === 0 ? raw('') : join(parts, by.text),
  },
)

const COMMA: RawBuilder<unknown> = raw(', ')

const quoted = (names: readonly string[]): string => names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.')

/** The same statement with a part in the place of each value that is this one. */
export const withPart = (
  { strings, values }: RawBuilder<unknown>,
  value: unknown,
  part: RawBuilder<unknown>,
): RawBuilder<unknown> =>
  new Sql(
    strings,
    values.map((one) => (one === value ? part : one)),
  )

/** The text of a whole statement, its values counted through. */
export const compile = ({ text, values }: RawBuilder<unknown>): Compiled => ({ text, values })
