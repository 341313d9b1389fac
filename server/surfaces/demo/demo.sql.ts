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

/** The indexes the story itself asks by; the others on its tables serve lists, search and matching. */
const ASKED_BY = [
  'lead_by_person',
  'contact_by_person',
  'opportunity_by_campaign',
  'campaign_member_by_created',
  'campaign_member_by_lead',
  'task_by_owner',
  'task_by_person',
  'task_by_who',
  'note_of_parent',
  'inquiry_by_person',
  'evidence_of_lead',
]

/**
 * Runs the work without the indexes it does not ask by, and makes them again: a lead that changes a dozen times would enter each of
 * its seventeen a dozen times, and making one over all rows at the end costs a tenth of that.
 */
export async function withoutIndexes(tx: Tx, work: () => Promise<void>): Promise<void> {
  const aside = await manyOnce<Index>(
    tx,
    sql`
      select relname as name, pg_get_indexdef(indexrelid) as definition
      from pg_index
      join pg_class on pg_class.oid = indexrelid
      where indrelid = any(array[
          'lead', 'account', 'contact', 'opportunity', 'opportunity_history', 'campaign_member', 'member_status_period', 'task',
          'calendar_event', 'note', 'inquiry', 'evidence', 'field_history'
        ]::regclass[])
        and not indisunique and not indisexclusion and not relname = any(${ASKED_BY}::name[])`,
  )
  await manyOnce(tx, sql`drop index ${sql.join(aside.map(({ name }) => sql.id(name)))}`)
  await work()
  await Promise.all(aside.map(({ definition }) => manyOnce(tx, sql.raw(definition))))
}
