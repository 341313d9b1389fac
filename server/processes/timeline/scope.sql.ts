import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import type { TimelineObject } from './entry.ts'

export type Definitions = Readonly<Record<TimelineObject, ObjectDefinition>>

/** Whose story is told: the people it is about, the records it is about, and their own rows. */
export type Scope = {
  /** Select of person ids; none where only what is about the records is told. */
  readonly persons: RawBuilder<unknown> | null
  /** Select of record ids that activities and notes are about. */
  readonly records: RawBuilder<unknown> | null
  /** Select of id, object, created_at, created_by_id, source, import_id and, where it is not the page's own record, name. */
  readonly roles: RawBuilder<unknown>
  /** The condition by which a conversion `c` belongs to the story. */
  readonly conversions: RawBuilder<unknown>
  /** The record whose every change is told. */
  readonly changesOf: number | null
}

/** A person, as whatever lead or contact they were and are. */
export const scopeOfPerson = (actor: Actor, personId: number, { Lead, Contact }: Definitions): Scope => ({
  persons: sql`select ${personId}::bigint`,
  records: null,
  roles: sql`
      select l.id, 'Lead' as object, l.created_at, l.created_by_id, l.lead_source as source, l.import_id, null::text as name from lead l where l.person_id = ${personId} and ${visible(actor, Lead, 'l')}
      union all
      select c.id, 'Contact', c.created_at, c.created_by_id, c.lead_source, c.import_id, null from contact c where c.person_id = ${personId} and ${visible(actor, Contact, 'c')}`,
  conversions: sql`c.lead_id in (select id from role)`,
  changesOf: null,
})

/** A company: the account, its people and its deals. */
export const scopeOfAccount = (
  actor: Actor,
  accountId: number,
  { Account, Contact, Opportunity }: Definitions,
): Scope => {
  const contacts = sql`contact c where c.account_id = ${accountId} and ${visible(actor, Contact, 'c')}`
  const deals = sql`opportunity o where o.account_id = ${accountId} and ${visible(actor, Opportunity, 'o')}`
  return {
    persons: sql`select c.person_id from ${contacts}`,
    records: sql`select ${accountId}::bigint union all select o.id from ${deals}`,
    roles: sql`
      select a.id, 'Account' as object, a.created_at, a.created_by_id, a.account_source as source, a.import_id, null::text as name from account a where a.id = ${accountId} and ${visible(actor, Account, 'a')}
      union all
      select c.id, 'Contact', c.created_at, c.created_by_id, c.lead_source, c.import_id, concat_ws(' ', c.first_name, c.last_name) from ${contacts}
      union all
      select o.id, 'Opportunity', o.created_at, o.created_by_id, o.lead_source, o.import_id, o.name from ${deals}`,
    conversions: sql`c.account_id = ${accountId}`,
    changesOf: accountId,
  }
}

/** One deal. */
export const scopeOfOpportunity = (actor: Actor, opportunityId: number, { Opportunity }: Definitions): Scope => ({
  persons: null,
  records: sql`select ${opportunityId}::bigint`,
  roles: sql`
      select o.id, 'Opportunity' as object, o.created_at, o.created_by_id, o.lead_source as source, o.import_id, null::text as name from opportunity o where o.id = ${opportunityId} and ${visible(actor, Opportunity, 'o')}`,
  conversions: sql`c.opportunity_id = ${opportunityId}`,
  changesOf: opportunityId,
})
