import { maybeOne, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

// Keeps this lock apart from all others.
const TURNS = 4_153_977

/** Until the transaction ends nobody else of this org asks whose turn it is. */
export const lockTurns = (tx: Tx): Promise<number> =>
  run(tx, sql`select pg_advisory_xact_lock(${TURNS}, hashtext(${tx.org.schema}))`)

/** Another import of these objects that has its turn, and was worked on since a moment; and whether the one that asks has its own. */
export const otherAtWork = (
  tx: Tx,
  id: number,
  objectNames: readonly string[],
  since: Date,
): Promise<{ readonly fileName: string; readonly hasTurn: boolean } | undefined> =>
  maybeOne(
    tx,
    sql`
    select o.file_name as "fileName", i.has_turn as "hasTurn"
    from import i
    join import o on o.id <> i.id
    where i.id = ${id} and o.state = 'running' and o.has_turn and o.worked_at > ${since}
      and o.object_name = any(${objectNames}::text[])
    limit 1`,
  )

export const giveTurn = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    update import
    set has_turn = true, worked_at = ${tx.now}
    where id = ${id}`,
  )
