import type { ObjectDefinition } from './definition.ts'
import { manyOnce, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/**
 * Lets new words gather before they go into the search index. Written in larger lots, 100,000 leads took 8 s in place of
 * 14; a search meanwhile reads up to 16 MB of words in no order, and is slower by some 20 ms.
 */
export const gatherWords = (tx: Tx): Promise<number> => run(tx, sql`set local gin_pending_list_limit = '16MB'`)

/**
 * Lets a transaction commit before the disk has it. For work that goes on from a place kept in the same transaction: should
 * the machine fail first, the rows and the place are lost together, and the work is taken up where it was.
 */
export const letWriteBehind = (tx: Tx): Promise<number> => run(tx, sql`set local synchronous_commit = off`)

/** Puts what gathered into the search indexes of an object, so that searching is as fast as before. */
export async function settleWords(tx: Tx, definition: ObjectDefinition): Promise<void> {
  // Left to itself PostgreSQL sorts all that gathered at once, in up to 64 MB, while an import holds its own.
  await run(tx, sql`set local maintenance_work_mem = '4MB'`)
  await manyOnce(
    tx,
    sql`
    select gin_clean_pending_list(i.indexrelid::regclass)
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_am a on a.oid = c.relam
    where i.indrelid = ${definition.table}::regclass and a.amname = 'gin'`,
  )
}

/**
 * Tells the planner what the table holds now. Without it, until PostgreSQL looks by itself a minute later, a list of
 * 60 of 100,000 new leads read and sorted all that matched: 73 ms in place of 1.
 */
export const refreshStatistics = (tx: Tx, definition: ObjectDefinition): Promise<number> =>
  run(tx, sql`analyze ${sql.table(definition.table)}`)
