import { one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** Whether the org has anything a demonstration would mix with. */
export const isFilled = async (tx: Tx): Promise<boolean> =>
  (
    await one<{ isFilled: boolean }>(
      tx,
      sql`
      select exists (select from lead) or exists (select from account) or exists (select from campaign) as "isFilled"`,
    )
  ).isFilled

/**
 * Tells PostgreSQL how large the tables have become. While they grow from nothing inside one transaction nobody else
 * does, and plans made for empty tables read all of every table for each row.
 */
export const measureTables = (tx: Tx): Promise<number> =>
  run(
    tx,
    sql`
    analyze person, lead, account, contact, opportunity, opportunity_history, opportunity_contact_role, campaign, campaign_member,
      campaign_member_status, task, calendar_event, note, inquiry, evidence, conversion, field_history, event`,
  )
