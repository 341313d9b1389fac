import { sql, type RawBuilder } from '../../../../platform/sql.ts'
import type { Field, ObjectDefinition } from '../../../../ground/objects/definition.ts'
import { valueOf } from '../../../../ground/objects/filter.ts'
import { isUnspaced } from '../../../../ground/objects/words.ts'
import { accountKeys, personKeys } from '../../../../ground/people/matchKeys.ts'
import { phoneKey } from '../../../../ground/people/phone.ts'
import type { SearchScope } from './sosl.ts'
import type { Term, Wanted } from './words.ts'

/** What changed lately comes first, where nobody said what does. */
export const latestFirst = (alias: string): readonly RawBuilder<unknown>[] => [
  sql`${sql.ref(`${alias}.last_modified_at`)} desc`,
  sql.ref(`${alias}.id`),
]

/** That a record holds what is looked for. The search words of the record decide; its fields only where those cannot. */
export function matching(
  definition: ObjectDefinition,
  alias: string,
  wanted: Wanted,
  scope: SearchScope,
): RawBuilder<unknown> {
  switch (wanted.is) {
    case 'nothing':
      return sql`false`
    case 'word': {
      const ways = [wordFound(definition, alias, wanted, scope), ...numberFound(definition, alias, wanted, scope)]
      return sql`(${sql.join(ways, sql` or `)})`
    }
    case 'phrase':
      return phraseFound(definition, alias, wanted.terms, scope)
    case 'not':
      return sql`not ${matching(definition, alias, wanted.part, scope)}`
    default: {
      const parts = wanted.parts.map((part) => matching(definition, alias, part, scope))
      return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, wanted.is === 'and' ? sql` and ` : sql` or `)})`
    }
  }
}

function wordFound(definition: ObjectDefinition, alias: string, term: Term, scope: SearchScope): RawBuilder<unknown> {
  const { word, pattern } = term
  const indexed = holds(alias, [term])
  const isPlain = pattern === undefined || pattern === `${word}*`
  if (scope === 'all' && isPlain) return indexed
  if (scope === 'all')
    return sql`(${indexed} and exists (
      select from unnest(tsvector_to_array(${sql.ref(`${alias}.search`)})) word where word ~ ${`^${expressionOf(term)}$`}))`
  return sql`(${indexed} and ${textOf(definition, alias, scope)} ~* ${standing([term])})`
}

const isDialled = (word: string): boolean => /^\d{7,15}$/.test(word)

/** A telephone number in digits alone, as telephone systems look for it: found by the key its other writings have, too. */
function numberFound(
  definition: ObjectDefinition,
  alias: string,
  { word, pattern }: Term,
  scope: SearchScope,
): readonly RawBuilder<unknown>[] {
  const phones = definition.fields.filter((field) => field.type === 'phone' && isWithin[scope](field))
  const digits = pattern === undefined && isDialled(word) ? phoneKey(word) : ''
  if (digits === '' || phones.length === 0 || definition.derivedTypes?.['match_keys'] === undefined) return []
  const keys = [...personKeys({ phone: word }), ...accountKeys({ phone: word })]
  // Found beforehand, as a list of ids: beside a LIMIT PostgreSQL takes keys for common, and would look through all records for them.
  return [
    sql`${sql.ref(`${alias}.id`)} = any(array(
      select keyed.id
      from ${sql.ref(definition.table)} keyed
      where keyed.match_keys && ${keys}::integer[] and exists (
        select from unnest(array[${sql.join(phones.map((field) => valueOf(field, 'keyed')))}]) as phones (typed)
        where regexp_replace(typed, '[^0-9]', '', 'g') like ${`%${digits}`})))`,
  ]
}

/** Words in this order, with nothing but signs between them. */
const phraseFound = (
  definition: ObjectDefinition,
  alias: string,
  terms: readonly Term[],
  scope: SearchScope,
): RawBuilder<unknown> => sql`(${holds(alias, terms)}
  and ${textOf(definition, alias, scope)} ~* ${standing(terms)})`

/** The expression of words that stand behind each other in a text, and inside of no other word where their script sets words apart. */
const standing = (terms: readonly Term[]): string => {
  const isApart = (term: Term | undefined): boolean => term !== undefined && !isUnspaced(term.word)
  const start = isApart(terms[0]) ? '(^|[^[:alnum:]])' : ''
  const end = isApart(terms.at(-1)) ? '($|[^[:alnum:]])' : ''
  return start + terms.map(expressionOf).join('[^[:alnum:]]+') + end
}

/** Words hold letters and digits only, so quoting is safe; a wildcard further on is checked after its beginning was found. */
const holds = (alias: string, terms: readonly Term[]): RawBuilder<unknown> =>
  sql`${sql.ref(`${alias}.search`)} @@ ${terms.map(({ word, pattern }) => `'${word}'${pattern === undefined && !isUnspaced(word) ? '' : ':*'}`).join(' & ')}::tsquery`

const expressionOf = ({ word, pattern = word }: Term): string =>
  pattern.replace(/\*+/g, '[[:alnum:]]*').replaceAll('?', '[[:alnum:]]')

const NAMES = new Set(['Name', 'FirstName', 'LastName', 'Company', 'Title', 'Subject', 'Username', 'Alias'])

const isWithin: Record<SearchScope, (field: Field) => boolean> = {
  all: () => true,
  name: ({ name }) => NAMES.has(name),
  email: ({ type }) => type === 'email',
  phone: ({ type }) => type === 'phone',
  sidebar: ({ name, type }) => NAMES.has(name) || type === 'phone' || type === 'email',
}

/** Of Latin, Greek and Cyrillic letters, and of scripts that put no spaces between words; PostgreSQL has no class for them. */
const MARKS =
  '[\\u0300-\\u036f\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u0eb1\\u0eb4-\\u0ebc\\u0ec8-\\u0ece\\u102b-\\u103e\\u1056-\\u1059\\u17b4-\\u17d3\\u3099\\u309a]'

/** What the fields looked into say, without marks on letters as far as PostgreSQL knows them. */
function textOf(definition: ObjectDefinition, alias: string, scope: SearchScope): RawBuilder<unknown> {
  const fields = definition.fields.filter((field) => field.searched === true && isWithin[scope](field))
  if (fields.length === 0) return sql`''`
  const text = sql`concat_ws(' | ', ${sql.join(fields.map((field) => valueOf(field, alias)))})`
  return sql`regexp_replace(normalize(${text}, NFKD), ${MARKS}, '', 'g')`
}
