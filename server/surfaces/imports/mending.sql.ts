import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ImportOptions } from './import.ts'
import type { ColumnMapping } from './mapping/suggest.ts'

export type Mendable = {
  readonly id: number
  readonly columns: readonly string[]
  readonly objectName: string
  readonly mapping: readonly ColumnMapping[]
  readonly options: ImportOptions
}

/** The latest import of somebody that read columns of these names and refused rows in each of these lines. */
export const importThatRefused = (
  tx: Tx,
  userId: number | null,
  columnsKey: string,
  lines: readonly number[],
): Promise<Mendable | undefined> =>
  maybeOne<Mendable>(
    tx,
    sql`
    select i.id, i.layout -> 'columns' as columns, i.object_name as "objectName", i.mapping, i.options
    from import i
    where i.columns_key = ${columnsKey} and i.mends_id is null and i.created_by_id is not distinct from ${userId}::bigint
      and i.object_name is not null and i.state in ('done', 'paused', 'failed', 'cancelled')
      and (select count(distinct r.line) from import_refusal r where r.import_id = i.id and r.line = any(${lines}::bigint[]))
        = ${lines.length}
    order by i.id desc
    limit 1`,
  )

export type RefusedLine = { readonly line: number; readonly isSaved: boolean; readonly mendedById: number | null }

/** What became of these lines of an import: refused or left out, saved but for a word, or mended since. */
export const refusedLines = (tx: Tx, importId: number, lines: readonly number[]): Promise<RefusedLine[]> =>
  many<RefusedLine>(
    tx,
    sql`
    select line, bool_and(kind = 'noted') as "isSaved", max(mended_by_id) as "mendedById"
    from import_refusal
    where import_id = ${importId} and line = any(${lines}::bigint[])
    group by line`,
  )

/** Says of refused lines that a later import brought them in, and counts them. */
export const markMended = (tx: Tx, importId: number, byId: number, lines: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    with mended as (
      update import_refusal
      set mended_by_id = ${byId}
      where import_id = ${importId} and line = any(${lines}::bigint[]) and mended_by_id is null
      returning line)
    update import
    set rows_mended = rows_mended + (select count(distinct line) from mended)
    where id = ${importId}`,
  )

/** Takes back what a later import had mended, when it is undone. */
export const unmarkMended = (tx: Tx, byId: number): Promise<number> =>
  run(
    tx,
    sql`
    with refused as (
      update import_refusal
      set mended_by_id = null
      where mended_by_id = ${byId}
      returning import_id, line)
    update import i
    set rows_mended = i.rows_mended - r.lines
    from (select import_id, count(distinct line) as lines from refused group by import_id) r
    where i.id = r.import_id`,
  )
