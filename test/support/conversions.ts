import type { Refusal } from '../../server/platform/errors.ts'
import { manyOnce, run, sql } from '../../server/platform/sql.ts'
import type { Tx } from '../../server/platform/tx.ts'
import { drawId } from '../../server/ground/objects/ids.ts'
import type { Actor } from '../../server/ground/users/actor.ts'
import { convertLeads, type ConversionRequest, type Converted } from '../../server/processes/conversion/conversion.ts'
import { draftAgreement, signAgreement, type AgreementDraft } from '../../server/processes/qualification/agreements.ts'
import { recordEvidence } from '../../server/processes/qualification/qualification.ts'
import { aLead } from './builders.ts'

/** A lead with evidence for all of BANT. */
export async function aVettedLead(
  tx: Tx,
  actor: Actor,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const leadId = await aLead(tx, actor, fields)
  await recordEvidence(
    tx,
    actor,
    ['Budget', 'Authority', 'Need', 'Timeline'].map((criterion) => ({
      leadId,
      criterion,
      value: 'Said on the phone',
      source: 'call',
    })),
  )
  return leadId
}

/** Converts one lead, which must work. */
export async function converted(tx: Tx, actor: Actor, request: ConversionRequest): Promise<Converted> {
  const [result] = await convertLeads(tx, actor, [request])
  if (result?.converted === undefined) throw result?.refusal ?? new Error('Nothing was answered.')
  return result.converted
}

/** Why one lead is not converted. */
export async function refused(tx: Tx, actor: Actor, request: ConversionRequest): Promise<Refusal> {
  const [result] = await convertLeads(tx, actor, [request])
  if (result?.refusal === undefined) throw new Error('It was converted, and should have been refused.')
  return result.refusal
}

/** A new version of the agreement, signed by both sides. */
export async function signedAgreement(tx: Tx, admin: Actor, draft: AgreementDraft): Promise<void> {
  const { id } = await draftAgreement(tx, admin, draft)
  await signAgreement(tx, admin, id, 'marketing')
  await signAgreement(tx, admin, id, 'sales')
}

export async function aQueue(tx: Tx, actor: Actor, name = 'New leads'): Promise<number> {
  const id = await drawId(tx, 'Group')
  await run(
    tx,
    sql`
    insert into user_group (id, name, created_at, created_by_id, last_modified_at)
    values (${id}, ${name}, ${tx.now}, ${actor.userId}, ${tx.now})`,
  )
  return id
}

export const aConversionMapping = (tx: Tx, mapping: object): Promise<number> =>
  run(
    tx,
    sql`
    insert into setting (name, value, last_modified_at)
    values ('conversion_mapping', ${JSON.stringify(mapping)}::jsonb, ${tx.now})`,
  )

const tables = [
  'lead',
  'account',
  'contact',
  'opportunity',
  'opportunity_contact_role',
  'campaign_member',
  'task',
  'calendar_event',
  'note',
  'inquiry',
  'mail_message',
  'content_link',
  'person',
] as const

/** Every row a conversion may touch, as it is to who reads it: without versions and stamps, and without what is in the recycle bin. */
export async function snapshot(tx: Tx): Promise<Readonly<Record<string, unknown>>> {
  const looks = tables.map(
    (table) =>
      sql`select ${table} as name, to_jsonb(t) - 'version' - 'last_modified_at' - 'last_modified_by_id' as row from ${sql.table(table)} t`,
  )
  const rows = await manyOnce<{
    name: string
    row: { readonly id?: number; readonly token_hash?: string; readonly deleted_at?: string | null }
  }>(tx, sql.join(looks, sql` union all `))
  const kept = rows.filter(({ row }) => (row.deleted_at ?? null) === null)
  return Object.fromEntries(kept.map(({ name, row }) => [`${name} ${row.id ?? row.token_hash}`, row]))
}

/** By a foreign key or by their name, as `table.column`. */
export async function columnsThatReferToPersons(tx: Tx): Promise<string[]> {
  const rows = await manyOnce<{ name: string }>(
    tx,
    sql`
    select c.relname || '.' || a.attname as name
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = 'person'::regclass
    union
    select table_name || '.' || column_name
    from information_schema.columns
    where table_schema = current_schema() and column_name = 'person_id'`,
  )
  return rows.map(({ name }) => name)
}
