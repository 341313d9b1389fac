const TEXTS = Symbol('texts')

/**
 * A statement, or a part of one: SQL, with values in the gaps between its texts. What `Row` is its author says; nothing
 * here looks at it.
 */
export type RawBuilder<_Row> = { readonly [TEXTS]: readonly string[]; readonly values: readonly unknown[] }

/** A statement as PostgreSQL takes it. */
export type Compiled = { readonly text: string; readonly values: readonly unknown[] }

/**
 * SQL with values and parts of statements in it: a part is put in its place, anything else travels beside the text. Every
 * request composes some, so parts are laid flat as they come; a library's tree of nodes took five times as long.
 */
export const sql = Object.assign(composed, {
  /** A name out of the schema, in quotes; with dots what it is a part of stands ahead of it: `t.id`. */
  ref: (name: string): RawBuilder<unknown> => fixed(quoted(name.split('.'))),
  /** The same, for a table. */
  table: (name: string): RawBuilder<unknown> => fixed(quoted(name.split('.'))),
  /** The same for names that may themselves hold a dot, each given apart. */
  id: (...names: readonly string[]): RawBuilder<unknown> => fixed(quoted(names)),
  /** A value that belongs into the text: the plan may count on it. */
  lit: (value: string | number | boolean | null): RawBuilder<unknown> =>
    fixed(typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)),
  /** Text that is SQL already; nothing from outside may be in it. */
  raw: (text: string): RawBuilder<unknown> => fixed(text),
  /** Values or parts behind each other. */
  join: (parts: readonly unknown[], by: RawBuilder<unknown> = COMMA): RawBuilder<unknown> => joined(parts, by),
})

/** The text of a whole statement, its values counted through. */
export function compile({ [TEXTS]: texts, values }: RawBuilder<unknown>): Compiled {
  let text = texts[0] ?? ''
  for (let at = 1; at < texts.length; at++) text += `$${at}${texts[at]}`
  return { text, values }
}

const isPart = (value: unknown): value is RawBuilder<unknown> =>
  typeof value === 'object' && value !== null && TEXTS in value

const fixed = (text: string): RawBuilder<unknown> => ({ [TEXTS]: [text], values: [] })

const COMMA = fixed(', ')

const quoted = (names: readonly string[]): string => names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.')

function composed<Row>(pieces: TemplateStringsArray, ...given: readonly unknown[]): RawBuilder<Row> {
  if (!given.some(isPart)) return { [TEXTS]: pieces, values: given }
  const whole = { texts: [pieces[0] ?? ''], values: [] }
  for (let at = 0; at < given.length; at++) add(whole, given[at], pieces[at + 1])
  return { [TEXTS]: whole.texts, values: whole.values }
}

function joined(parts: readonly unknown[], by: RawBuilder<unknown>): RawBuilder<unknown> {
  const whole = { texts: [''], values: [] }
  for (let at = 0; at < parts.length; at++) {
    if (at > 0) add(whole, by)
    add(whole, parts[at])
  }
  return { [TEXTS]: whole.texts, values: whole.values }
}

type Growing = { readonly texts: string[]; readonly values: unknown[] }

/** Puts a part, or a value, behind what is there, and a text behind that. */
function add({ texts, values }: Growing, one: unknown, behind = ''): void {
  if (!isPart(one)) {
    values.push(one)
    texts.push(behind)
    return
  }
  const added = one[TEXTS]
  texts[texts.length - 1] += added[0] ?? ''
  for (let at = 1; at < added.length; at++) texts.push(added[at] ?? '')
  for (const value of one.values) values.push(value)
  texts[texts.length - 1] += behind
}
