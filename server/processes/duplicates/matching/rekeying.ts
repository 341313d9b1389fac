import { writeKeys } from '../../../ground/objects/keyed.ts'
import { KEY_SCHEME } from '../../../ground/people/matchKeys.ts'
import { inTransaction, type Database, type OrgRef, type Tx } from '../../../platform/tx.ts'
import type { Matchable } from '../duplicate.ts'
import { keysOf } from '../subject.ts'
import { lockOldScheme, markKeyed, markScheme, rowsToKey } from './matching.sql.ts'
import { definitionNamed, subjectOf } from './orgLearning.ts'

const AT_ONCE = 1000

/**
 * Gives records their keys anew that were keyed by an older program, a thousand in a transaction, and goes on where it
 * was when the program stops. Until then what is stored under old keys is found only by those that stayed the same.
 */
export async function keyAnew(db: Database, org: OrgRef, signal?: AbortSignal): Promise<void> {
  for (const object of ['Lead', 'Contact', 'Account'] as const)
    for (let goesOn = true; goesOn && signal?.aborted !== true;)
      goesOn = await inTransaction(db, org, (tx) => keyNext(tx, object, AT_ONCE))
}

/** Keys the next records of an object; false when none are left, or another job is at them. */
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
