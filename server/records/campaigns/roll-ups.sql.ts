import { sql, type RawBuilder } from '../../platform/sql.ts'

/** Counts over a campaign's members; people counted once, a converted lead as the contact it became. */
const members =
  (condition: RawBuilder<unknown>) =>
  (alias: string): RawBuilder<unknown> =>
    sql`(select count(*) from campaign_member m where m.campaign_id = ${sql.ref(`${alias}.id`)} and ${condition})`

const opportunities =
  (what: RawBuilder<unknown>, condition: RawBuilder<unknown>) =>
  (alias: string): RawBuilder<unknown> =>
    sql`(select ${what} from opportunity o where o.campaign_id = ${sql.ref(`${alias}.id`)} and o.deleted_at is null and ${condition})`

/** The read-only roll-ups, as the field defines them (opportunities by their primary campaign source). */
export const rollUps = {
  NumberOfLeads: members(sql`m.lead_id is not null`),
  NumberOfConvertedLeads: members(sql`m.lead_id is not null and m.contact_id is not null`),
  NumberOfContacts: members(sql`m.contact_id is not null`),
  NumberOfResponses: members(sql`m.has_responded`),
  NumberOfOpportunities: opportunities(sql`count(*)`, sql`true`),
  NumberOfWonOpportunities: opportunities(sql`count(*)`, sql`o.won_at is not null`),
  AmountAllOpportunities: opportunities(sql`coalesce(sum(o.amount), 0)`, sql`true`),
  AmountWonOpportunities: opportunities(sql`coalesce(sum(o.amount), 0)`, sql`o.won_at is not null`),
}
