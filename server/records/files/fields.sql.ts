import { sql, type RawBuilder } from '../../platform/sql.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { grantsOf } from '../../ground/users/roles.ts'

/** The newest version of a file. */
export const newest =
  (column: string) =>
  (alias: string): RawBuilder<unknown> =>
    sql`(
    select v.${sql.ref(column)} from content_version v
    where v.content_document_id = ${sql.ref(`${alias}.id`)} order by v.number desc limit 1)`

/** What stands after the last dot of the name a file had where it came from. */
const extensionIn = (path: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`lower(nullif(substring(${path} from '[.]([[:alnum:]]{1,16})$'), ''))`

/** Its extension in capitals is what a file is called a kind of; we look into none. */
const kindIn = (path: RawBuilder<unknown>): RawBuilder<unknown> => sql`coalesce(upper(${extensionIn(path)}), 'UNKNOWN')`

export const extension = (alias: string): RawBuilder<unknown> => extensionIn(sql.ref(`${alias}.path_on_client`))
export const kind = (alias: string): RawBuilder<unknown> => kindIn(sql.ref(`${alias}.path_on_client`))
export const newestExtension = (alias: string): RawBuilder<unknown> => extensionIn(newest('path_on_client')(alias))
export const newestKind = (alias: string): RawBuilder<unknown> => kindIn(newest('path_on_client')(alias))

export const isNewest = (alias: string): RawBuilder<unknown> => sql`not exists (
  select from content_version v
  where v.content_document_id = ${sql.ref(`${alias}.content_document_id`)} and v.number > ${sql.ref(`${alias}.number`)})`

export const isDocumentDeleted = (alias: string): RawBuilder<unknown> => sql`exists (
  select from content_document d where d.id = ${sql.ref(`${alias}.content_document_id`)} and d.deleted_at is not null)`

/** A file is seen by its owner, by who sees one of the records it is linked to, and by who sees everything. */
export const ownedOrLinked =
  (link: () => ObjectDefinition) =>
  (actor: Actor, alias: string): RawBuilder<unknown> => {
    if (grantsOf(actor.role).seesEverything) return sql`true`
    const links = `${alias}_link`
    return sql`(${sql.ref(`${alias}.owner_id`)} = ${actor.userId} or exists (
      select from content_document_link ${sql.ref(links)}
      where ${sql.ref(`${links}.content_document_id`)} = ${sql.ref(`${alias}.id`)} and ${visible(actor, link(), links)}))`
  }

export const self = (alias: string): RawBuilder<unknown> => sql.ref(`${alias}.id`)
export const column =
  (name: string) =>
  (alias: string): RawBuilder<unknown> =>
    sql.ref(`${alias}.${name}`)
export const text =
  (name: string) =>
  (alias: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${alias}.${name}`)}::text`
