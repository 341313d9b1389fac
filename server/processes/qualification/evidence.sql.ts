import { isAmong, many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { leadDoor } from '../../records/leads/leads.ts'
import type { Evidence } from './evidence.ts'

const columns = sql`
  e.id, e.lead_id as "leadId", e.criterion, e.value, e.is_met as "isMet", e.source, e.said_by as "saidBy",
  e.observed_on as "observedOn", e.recorded_at as "recordedAt", e.recorded_by_id as "recordedById"`

/** For each lead and criterion the evidence observed last; of one day, the one recorded last. */
export const latestEvidence = (tx: Tx, actor: Actor, leadIds: readonly number[]): Promise<Evidence[]> =>
  many<Evidence>(
    tx,
    sql`
    select distinct on (e.lead_id, e.criterion) ${columns}
    from evidence e
    join lead t on t.id = e.lead_id
    where ${isAmong(sql`e.lead_id`, leadIds)} and ${visible(actor, leadDoor.definition, 't')}
    order by e.lead_id, e.criterion, e.observed_on desc, e.recorded_at desc, e.id desc`,
  )

/** Everything ever learned about a lead, as it was observed, newest first. */
export const evidenceLedger = (tx: Tx, actor: Actor, leadId: number, limit: number): Promise<Evidence[]> =>
  many<Evidence>(
    tx,
    sql`
    select ${columns}
    from evidence e
    join lead t on t.id = e.lead_id
    where e.lead_id = ${leadId} and ${visible(actor, leadDoor.definition, 't')}
    order by e.observed_on desc, e.recorded_at desc, e.id desc
    limit ${limit}`,
  )

export const insertEvidence = (tx: Tx, rows: readonly Omit<Evidence, 'recordedAt'>[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into evidence (id, lead_id, criterion, value, is_met, source, said_by, observed_on, recorded_at, recorded_by_id)
    select id, "leadId", criterion, value, "isMet", source, "saidBy", "observedOn", ${tx.now}, "recordedById"
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r (id bigint, "leadId" bigint, criterion text, value text, "isMet" boolean, source text, "saidBy" text, "observedOn" date, "recordedById" bigint)`,
  )
