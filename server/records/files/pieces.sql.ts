import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type Piece = { readonly recordId: number; readonly number: number; readonly bytes: Buffer }

export const insertPieces = (tx: Tx, pieces: readonly Piece[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into file_piece (record_id, number, bytes)
    select record_id, number, bytes
    from unnest(${pieces.map(({ recordId }) => recordId)}::bigint[], ${pieces.map(({ number }) => number)}::int[],
      ${pieces.map(({ bytes }) => bytes)}::bytea[]) as piece (record_id, number, bytes)`,
  )

/** One piece, whose bytes travel as they are. */
export const insertPiece = (tx: Tx, { recordId, number, bytes }: Piece): Promise<number> =>
  run(
    tx,
    sql`
    insert into file_piece (record_id, number, bytes)
    values (${recordId}, ${number}, ${bytes})`,
  )

/** Pieces that arrived before their record get its id; the bytes stay where they are. */
export const givePieces = (tx: Tx, moves: readonly { readonly from: number; readonly to: number }[]): Promise<number> =>
  run(
    tx,
    sql`
    update file_piece p
    set record_id = move.to_id
    from unnest(${moves.map(({ from }) => from)}::bigint[], ${moves.map(({ to }) => to)}::bigint[]) as move (from_id, to_id)
    where p.record_id = move.from_id`,
  )

export const removePieces = (tx: Tx, recordIds: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    delete from file_piece
    where record_id = any(${recordIds}::bigint[])`,
  )

export const removePiecesBetween = (tx: Tx, from: number, to: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from file_piece
    where record_id >= ${from} and record_id < ${to}`,
  )

/** One piece; undefined after the last. */
export const pieceAt = (tx: Tx, recordId: number, number: number): Promise<{ bytes: Buffer } | undefined> =>
  maybeOne<{ bytes: Buffer }>(
    tx,
    sql`
    select bytes
    from file_piece
    where record_id = ${recordId} and number = ${number}`,
  )

/** The number of the newest version of each file, which stays so until the transaction ends. */
export const newestNumbers = async (tx: Tx, documentIds: readonly number[]): Promise<Map<number, number>> => {
  const rows = await many<{ id: number; number: number }>(
    tx,
    sql`
    with locked as (
      select id from content_document
      where id = any(${documentIds}::bigint[])
      order by id
      for no key update)
    select locked.id, (select max(v.number) from content_version v where v.content_document_id = locked.id) as number
    from locked`,
  )
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/** A file is called what its newest version is called. */
export const retitleDocuments = (
  tx: Tx,
  userId: number | null,
  titles: readonly { readonly versionId: number; readonly title: string }[],
): Promise<number> =>
  run(
    tx,
    sql`
    update content_document d
    set title = given.title, version = d.version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${userId}
    from unnest(${titles.map(({ versionId }) => versionId)}::bigint[], ${titles.map(({ title }) => title)}::text[])
      as given (version_id, title)
    join content_version v on v.id = given.version_id
    where d.id = v.content_document_id and not exists (
      select from content_version newer
      where newer.content_document_id = d.id and newer.number > v.number)`,
  )

/** Which of these links are there already, as `document record`. */
export const linksThere = async (
  tx: Tx,
  links: readonly { readonly documentId: number; readonly recordId: number }[],
): Promise<Set<string>> => {
  const rows = await many<{ key: string }>(
    tx,
    sql`
    select l.content_document_id || ' ' || l.linked_entity_id as key
    from content_document_link l
    join unnest(${links.map(({ documentId }) => documentId)}::bigint[], ${links.map(({ recordId }) => recordId)}::bigint[])
      as given (document_id, record_id)
      on l.content_document_id = given.document_id and l.linked_entity_id = given.record_id`,
  )
  return new Set(rows.map(({ key }) => key))
}
