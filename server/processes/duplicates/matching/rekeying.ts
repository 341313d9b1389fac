import { writeKeys } from '../../../ground/objects/keyed.ts'
import { KEY_SCHEME } from '../../../ground/people/matchKeys.ts'
import type { Tx } from '../../../platform/tx.ts'
import { definitionNamed } from '../definitionNamed.ts'
import type { Matchable } from '../duplicate.ts'
import { keysOf } from '../subject.ts'
import { lockOldScheme, markKeyed, markScheme, rowsToKey } from './matching.sql.ts'
import { subjectOf } from './orgLearning.ts'

/**
 * Gives the next records of an object their keys anew that were keyed by an older program, and remembers where it is; false
 * when none are left, or another job is at them. Until then what is stored under old keys is found only by those that
 * stayed the same.
 */
export async function keyNext(tx: Tx, object: Matchable, limit: number): Promise<boolean> {
  const place = await lockOldScheme(tx, object, KEY_SCHEME)
  if (place === undefined) return false
  const definition = definitionNamed(object)
  const rows = await rowsToKey(tx, definition, object, place.keyedUpTo, limit)
  await writeKeys(
    tx,
    definition,
    rows.map((row) => ({ id: row.Id, keys: keysOf(object, subjectOf(row)) })),
  )
  const last = rows.at(-1)?.Id
  if (rows.length < limit || last === undefined) await markScheme(tx, object, KEY_SCHEME)
  else await markKeyed(tx, object, last)
  return rows.length === limit
}
