import { many, one, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { Attachment, ContentDocument } from './fields.ts'
import { newest, newestExtension } from './fields.sql.ts'

/** A file as a page lists it: an attachment, or a document in its newest version. */
export type KeptFile = {
  readonly id: number
  readonly name: string
  readonly size: number
  readonly at: Date
  readonly byId: number | null
}

const columns = (alias: string) => sql`
  ${sql.ref(`${alias}.created_at`)} as at, ${sql.ref(`${alias}.created_by_id`)} as "byId"`

/** The files of a record, newest first, from after the given one on. */
export const filesOfRecord = (
  tx: Tx,
  actor: Actor,
  recordId: number,
  after: { readonly at: Date; readonly id: number } | undefined,
  limit: number,
): Promise<KeptFile[]> =>
  many<KeptFile>(
    tx,
    sql`
    select id, name, size, at, "byId"
    from (
      select a.id, a.name, a.body_length as size, ${columns('a')}
      from attachment a
      where a.parent_id = ${recordId} and ${visible(actor, Attachment, 'a')}
      union all
      select d.id, concat_ws('.', d.title, ${newestExtension('d')}), ${newest('content_size')('d')}, ${columns('d')}
      from content_document_link l
      join content_document d on d.id = l.content_document_id
      where l.linked_entity_id = ${recordId} and ${visible(actor, ContentDocument, 'd')}) file
    where (at, id) < (${after?.at ?? 'infinity'}::timestamptz, ${after?.id ?? Number.MAX_SAFE_INTEGER}::bigint)
    order by at desc, id desc
    limit ${limit}`,
  )

/** With how many records a document is kept besides this one. */
export const otherLinks = async (
  tx: Tx,
  documentId: number,
  recordId: number,
): Promise<{ others: number; linkId: number | null }> =>
  one(
    tx,
    sql`
    select count(*) filter (where linked_entity_id <> ${recordId}) as others,
      max(id) filter (where linked_entity_id = ${recordId}) as "linkId"
    from content_document_link
    where content_document_id = ${documentId}`,
  )
