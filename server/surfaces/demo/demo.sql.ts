import { manyOnce, one, run, sql } from '../../platform/sql.ts'
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

type Index = { readonly name: string; readonly definition: string }

/** The indexes that hold most rows of a table, and by which the story asks for none: they serve lists, search and matching. */
const NOT_ASKED_BY = [
  'lead_by_word lead_by_match_key lead_by_source_in_order lead_by_status_in_order lead_by_email lead_by_company lead_by_name',
  'lead_by_created lead_by_domain lead_by_changed lead_by_owner field_history_of_record',
  'campaign_member_by_status campaign_member_by_changed task_by_created task_by_changed',
  'account_by_word account_by_match_key contact_by_word contact_by_match_key contact_by_created contact_by_changed contact_by_name',
  'opportunity_by_word opportunity_by_created opportunity_by_changed opportunity_by_name opportunity_by_stage',
  'opportunity_by_close_date opportunity_by_owner opportunity_history_of_opportunity',
].flatMap((names) => names.split(' '))

/**
 * Runs the work without the indexes it does not ask by, and makes them again after it: a lead that changes a dozen times would enter each of
 * its seventeen a dozen times, and making one over all rows at the end costs a tenth of that.
 */
export async function withoutIndexes(tx: Tx, work: () => Promise<void>): Promise<void> {
  const aside = await manyOnce<Index>(
    tx,
    sql`
      select relname as name, pg_get_indexdef(indexrelid) as definition
      from pg_index
      join pg_class on pg_class.oid = indexrelid
      where relnamespace = current_schema()::regnamespace and not indisunique and relname = any(${NOT_ASKED_BY}::name[])`,
  )
  await manyOnce(tx, sql`drop index ${sql.join(aside.map(({ name }) => sql.id(name)))}`)
  await work()
  await Promise.all(aside.map(({ definition }) => manyOnce(tx, sql.raw(definition))))
}
