import { many, manyOnce, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { accountDoor } from '../../records/accounts/accounts.ts'
import { eventDoor, taskDoor } from '../../records/activities/activities.ts'
import { contactDoor } from '../../records/contacts/contacts.ts'
import { leadDoor } from '../../records/leads/leads.ts'

/** What a company is looked for by. */
export type CompanyTraits = {
  readonly name: string
  readonly domains: readonly string[]
  /** The name's words as a tsquery, so that other spellings of the legal form are found. */
  readonly words: string | undefined
}

export type PersonRow = {
  readonly object: 'Lead' | 'Contact'
  readonly id: number
  readonly personId: number
  readonly name: string
  readonly title: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly company: string
  readonly domain: string | null
  /** A lead's status; of a contact its type. */
  readonly standing: string
  readonly ownerId: number
  readonly ownerName: string | null
  readonly lastActivityDate: string | null
}

const MOST_CANDIDATES = 500

/** Found by its indexes before it is put in order: a walk through all records in that order would meet a company too late. */
const FOUND_FIRST = sql`offset 0`

/** Unconverted leads that may be of a company; the caller looks closer at the names. */
export const leadsLike = (tx: Tx, actor: Actor, traits: CompanyTraits): Promise<PersonRow[]> =>
  manyOnce<PersonRow>(
    tx,
    sql`
    select 'Lead' as object, t.id, t.person_id as "personId", concat_ws(' ', t.first_name, t.last_name) as name, t.title, t.email, t.phone,
      t.company, t.web_domain as domain, t.status as standing, t.owner_id as "ownerId", ${ownerName}, t.last_activity_date as "lastActivityDate"
    from (
      select t.* from lead t
      where t.converted_at is null and ${visible(actor, leadDoor.definition, 't')} and (${likeness(traits, 'company')})
      ${FOUND_FIRST}) t
    order by t.created_at desc, t.id desc
    limit ${MOST_CANDIDATES}`,
  )

export type AccountRow = { readonly id: number; readonly name: string; readonly domain: string | null }

export const accountsLike = (tx: Tx, actor: Actor, traits: CompanyTraits): Promise<AccountRow[]> =>
  manyOnce<AccountRow>(
    tx,
    sql`
    select t.id, t.name, t.web_domain as domain
    from (
      select t.* from account t where ${visible(actor, accountDoor.definition, 't')} and (${likeness(traits, 'name')})
      ${FOUND_FIRST}) t
    order by t.id
    limit ${MOST_CANDIDATES}`,
  )

export const contactsOfAccounts = (tx: Tx, actor: Actor, accountIds: readonly number[]): Promise<PersonRow[]> =>
  many<PersonRow>(
    tx,
    sql`
    select 'Contact' as object, t.id, t.person_id as "personId", concat_ws(' ', t.first_name, t.last_name) as name, t.title, t.email, t.phone,
      a.name as company, a.web_domain as domain, t.type as standing, t.owner_id as "ownerId", ${ownerName}, t.last_activity_date as "lastActivityDate"
    from contact t
    join account a on a.id = t.account_id
    where t.account_id = any(${accountIds}::bigint[]) and ${visible(actor, contactDoor.definition, 't')}
    order by t.last_activity_date desc nulls last, t.id
    limit 200`,
  )

export type Talk = {
  readonly personId: number
  readonly userId: number
  readonly userName: string
  readonly times: number
  readonly lastAt: Date
}

/** Who spoke to whom: finished tasks and past meetings, by person and by the colleague who had them. */
export const talksWith = (tx: Tx, actor: Actor, personIds: readonly number[]): Promise<Talk[]> =>
  many<Talk>(
    tx,
    sql`
    select talk.person_id as "personId", u.id as "userId", concat_ws(' ', u.first_name, u.last_name) as "userName", count(*)::integer as times, max(talk.at) as "lastAt"
    from (
      select k.person_id, k.owner_id, k.completed_at as at from task k
      where k.person_id = any(${personIds}::bigint[]) and k.completed_at is not null and ${visible(actor, taskDoor.definition, 'k')}
      union all
      select e.person_id, e.owner_id, e.starts_at from calendar_event e
      where e.person_id = any(${personIds}::bigint[]) and e.starts_at <= ${tx.now} and ${visible(actor, eventDoor.definition, 'e')}) talk
    join app_user u on u.id = talk.owner_id
    group by talk.person_id, u.id
    order by max(talk.at) desc`,
  )

const ownerName = sql`
  coalesce(
    (select concat_ws(' ', u.first_name, u.last_name) from app_user u where u.id = t.owner_id),
    (select g.name from user_group g where g.id = t.owner_id)) as "ownerName"`

function likeness({ name, domains, words }: CompanyTraits, column: 'company' | 'name'): RawBuilder<unknown> {
  const conditions = [sql`lower(t.${sql.ref(column)}) = lower(${name})`]
  if (domains.length > 0) conditions.push(sql`t.web_domain = any(${domains}::text[])`)
  if (words !== undefined) conditions.push(sql`t.search @@ ${words}::tsquery`)
  return sql.join(conditions, sql` or `)
}
