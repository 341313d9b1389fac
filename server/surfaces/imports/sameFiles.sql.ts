import { many, maybeOne, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Import } from './import.ts'
import { importColumns } from './imports.sql.ts'

/** Imports of a file with these very bytes that count: begun, to be gone on with, or done; the newest first. */
export const importsOfBytes = (tx: Tx, sha256: string): Promise<Import[]> =>
  many<Import>(
    tx,
    sql`
    select ${importColumns}
    from import i
    join stored_file f on f.id = i.file_id
    left join stored_file w on w.id = (i.workbook ->> 'fileId')::bigint
    where (f.sha256 = ${sha256} or w.sha256 = ${sha256}) and i.state not in ('cancelled', 'undoing', 'undone')
    order by i.id desc
    limit 50`,
  )

/** An earlier import of the very same bytes that was carried out and not undone. */
export const sameFileBefore = (tx: Tx, fileId: number): Promise<{ id: number; finishedAt: Date | null } | undefined> =>
  maybeOne(
    tx,
    sql`
    select i.id, i.finished_at as "finishedAt"
    from stored_file mine
    join stored_file theirs on theirs.sha256 = mine.sha256 and theirs.id <> mine.id
    join import i on i.file_id = theirs.id and i.state in ('done', 'running', 'paused')
    where mine.id = ${fileId}
    order by i.id desc
    limit 1`,
  )
