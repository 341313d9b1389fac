import { Refusal } from '../../platform/errors.ts'
import { many, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { rowsOf, type ObjectDefinition } from './definition.ts'
import { searchQuery } from './words.ts'

/** That a record holds all words of a text, each by its beginning. Signs alone find nothing, rather than everything. */
export function holdsWords(definition: ObjectDefinition, text: string): RawBuilder<unknown> {
  if (!hasWords(definition) && definition.foundAs === undefined) {
    throw new Refusal(
      'not_searchable',
      `${definition.labelPlural} cannot be searched by words. Use a filter instead.`,
      { kind: 'malformed', field: 'q' },
    )
  }
  const query = searchQuery(text)
  if (query === undefined) return sql`false`
  return definition.foundAs?.('t', sql`${query}::tsquery`) ?? sql`t.search @@ ${query}::tsquery`
}

const hasWords = ({ derivedTypes }: ObjectDefinition): boolean => derivedTypes?.search !== undefined

const NEWEST = sql.lit(1000)
const COMMON = 5

/**
 * Whether few records hold the words, going by the newest. PostgreSQL takes every beginning of a word for one that two of a hundred
 * records hold, and goes through them in the order of the list until it has found enough; of a rare one that is all of them.
 */
export async function areRare(tx: Tx, definition: ObjectDefinition, text: string): Promise<boolean> {
  const query = searchQuery(text)
  if (query === undefined || !hasWords(definition)) return false
  const [newest] = await many<{ holding: number }>(
    tx,
    sql`
    select count(*) as holding from (select search from ${rowsOf(definition)} t order by id desc limit ${NEWEST}) t
    where search @@ ${query}::tsquery`,
  )
  return (newest?.holding ?? 0) < COMMON
}
