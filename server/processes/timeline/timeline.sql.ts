import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { Event, Note, Task } from '../../records/activities/fields.ts'
import { Campaign } from '../../records/campaigns/fields.ts'
import { leadDoor } from '../../records/leads/leads.ts'
import { many, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { EvidenceSource } from '../qualification/evidence.ts'
import type { EntryKind, Happening } from './entry.ts'
import type { Scope } from './scope.sql.ts'

/** Where a page goes on: before this moment, and within it before this kind and id. */
export type Place = { readonly at: Date; readonly kind: string; readonly id: number }

/** Which changes of a record are told: not those told as something else, nor what merely follows from another. */
export type ChangesTold = {
  readonly otherwise: readonly string[]
  /** Fields nobody sets: they follow whatever else changed at the same moment. */
  readonly computed: readonly string[]
  /** Fields that a new stage sets as well. */
  readonly byStage: readonly string[]
}

/** Everything that happened within a scope, newest first: one statement over all that is kept about it. */
export const happenings = (
  tx: Tx,
  actor: Actor,
  scope: Scope,
  told: ChangesTold,
  before: Place,
  limit: number,
): Promise<Happening[]> =>
  many<Happening>(
    tx,
    sql`
    with role as (${scope.roles})
    select kind, id, at, title, detail, by_id as "byId", ref_id as "refId", null as change
    from (${sql.join([...activities(actor, scope), ...answers(actor, scope), ...changes(actor, scope, told)], sql` union all `)}) happened (kind, id, at, title, detail, by_id, ref_id)
    where (at, kind, id) < (${before.at}, ${before.kind}, ${before.id})
    order by at desc, kind desc, id desc
    limit ${limit}`,
  )

/** Kinds sort by their names, as PostgreSQL's "C" collation does, wherever this database was made. */
const named = (kind: EntryKind): RawBuilder<unknown> => sql`${sql.lit(kind)}::text collate "C"`

/** The condition that a row is about the people or the records of the story. */
function isAbout({ persons, records }: Scope, alias: string, recordColumn: string): RawBuilder<unknown> {
  const parts = [
    ...(persons === null ? [] : [sql`${sql.ref(`${alias}.person_id`)} = any(array(${persons}))`]),
    ...(records === null ? [] : [sql`${sql.ref(`${alias}.${recordColumn}`)} = any(array(${records}))`]),
  ]
  return sql`(${sql.join(parts, sql` or `)})`
}

const activities = (actor: Actor, scope: Scope): RawBuilder<unknown>[] => [
  sql`
    select case when t.task_subtype = 'Call' then ${named('call')} else ${named('task')} end, t.id, coalesce(t.completed_at, t.created_at), t.subject,
      concat_ws(E'\\n', t.status, t.call_disposition, t.description), t.created_by_id, t.id
    from task t
    where ${isAbout(scope, 't', 'what_id')} and ${visible(actor, Task, 't')}`,
  sql`
    select ${named('event')}, e.id, e.starts_at, e.subject, concat_ws(E'\\n', e.location, e.description), e.created_by_id, e.id
    from calendar_event e
    where ${isAbout(scope, 'e', 'what_id')} and ${visible(actor, Event, 'e')}`,
  sql`
    select ${named('note')}, n.id, n.created_at, n.title, n.body, n.created_by_id, n.id
    from note n
    where ${isAbout(scope, 'n', 'parent_id')} and ${visible(actor, Note, 'n')}`,
]

const answers = (actor: Actor, { persons }: Scope): RawBuilder<unknown>[] =>
  persons === null
    ? []
    : [
        sql`
    select ${named('inquiry')}, i.id, i.responded_at, i.source || ': ' || i.subject,
      (select string_agg(d.key || ': ' || d.value, E'\\n' order by d.key) from jsonb_each_text(i.details) d), i.created_by_id, i.campaign_id
    from inquiry i
    where i.person_id = any(array(${persons}))`,
        sql`
    select ${named('campaign')}, m.id, m.created_at, 'In the campaign ' || k.name, 'Now ' || m.status, m.created_by_id, k.id
    from campaign_member m
    join campaign k on k.id = m.campaign_id
    where m.person_id = any(array(${persons})) and ${visible(actor, Campaign, 'k')}`,
        sql`
    select ${named('campaign_status')}, h.id, h.changed_at, k.name || ': ' || coalesce(h.old_value, '–') || ' → ' || coalesce(h.new_value, '–'), null, h.changed_by_id, k.id
    from campaign_member m
    join campaign k on k.id = m.campaign_id
    join field_history h on h.record_id = m.id and h.field = 'Status'
    where m.person_id = any(array(${persons})) and ${visible(actor, Campaign, 'k')}`,
        sql`
    select ${named('mail')}, w.id, coalesce(w.sent_at, w.created_at), w.subject, case w.state when 'sent' then 'E-mail sent' when 'queued' then 'E-mail waits to be sent' else 'E-mail ' || w.state end, w.created_by_id, null::bigint
    from mail_message w
    where w.person_id = any(array(${persons}))`,
      ]

const ownerName = (value: RawBuilder<unknown>): RawBuilder<unknown> => sql`coalesce(
      (select concat_ws(' ', u.first_name, u.last_name) from app_user u where u.id = ${value}::bigint),
      (select g.name from user_group g where g.id = ${value}::bigint), '–')`

/** What a change says first where it happened to another record than the page's own. */
const whose = sql`coalesce(r.name || ': ', '')`

const moved = sql`coalesce(h.old_value, '–') || ' → ' || coalesce(h.new_value, '–')`

/** As the newest agreement that has it names the criterion. */
const criterionLabel = sql`coalesce(
      (select known.label from agreement a, jsonb_to_recordset(a.criteria) known (name text, label text) where known.name = e.criterion order by a.version desc limit 1),
      e.criterion)`

const learnedIn: Readonly<Record<EvidenceSource, string>> = {
  call: 'In a call',
  email: 'In an e-mail',
  form: 'In a form',
  import: 'In an imported file',
  meeting: 'In a meeting',
  research: 'By research',
}

const sourceWords = sql`case e.source ${sql.join(
  Object.entries(learnedIn).map(([source, words]) => sql`when ${sql.lit(source)} then ${sql.lit(words)}`),
  sql` `,
)} end`

const changes = (actor: Actor, scope: Scope, told: ChangesTold): RawBuilder<unknown>[] => [
  sql`
    select ${named('created')}, r.id, r.created_at, r.object || ' created' || coalesce(': ' || r.name, ''),
      concat_ws(E'\\n', 'Source: ' || r.source, case when r.import_id is not null then 'From an imported file' end), r.created_by_id,
      case when r.name is null then coalesce(r.import_id, r.id) else r.id end
    from role r`,
  sql`
    select case h.field when 'Status' then ${named('status')} else ${named('stage')} end, h.id, h.changed_at,
      ${whose} || case h.field when 'Status' then 'Status: ' else 'Stage: ' end || ${moved}, null, h.changed_by_id, r.id
    from role r
    join field_history h on h.record_id = r.id and h.field in ('Status', 'StageName')`,
  sql`
    select ${named('owner')}, h.id, h.changed_at, ${whose} || 'Owner: ' || ${ownerName(sql`h.old_value`)} || ' → ' || ${ownerName(sql`h.new_value`)}, null, h.changed_by_id, r.id
    from role r
    join field_history h on h.record_id = r.id and h.field = 'OwnerId'`,
  sql`
    select ${named('conversion')}, c.id, c.converted_at, ${whoseLead(scope)} || 'Converted',
      case when c.criteria_met then 'The criteria were met.' else 'Without the criteria: ' || coalesce(c.override_reason, 'no reason given') end, c.converted_by_id, c.contact_id
    from conversion c
    join lead l on l.id = c.lead_id
    where ${scope.conversions}`,
  sql`
    select ${named('conversion_undone')}, c.id, c.undone_at, ${whoseLead(scope)} || 'Conversion undone', c.undone_reason, c.undone_by_id, c.lead_id
    from conversion c
    join lead l on l.id = c.lead_id
    where ${scope.conversions} and c.undone_at is not null`,
  sql`
    select ${named('evidence')}, e.id, e.recorded_at, ${whoseLead(scope)} || ${criterionLabel} || case when e.is_met then ': ' else ', not met: ' end || e.value,
      concat_ws(E'\\n', ${sourceWords} || ', ' || to_char(e.observed_on, 'FMDD Mon YYYY'), 'Said by ' || e.said_by), e.recorded_by_id, l.id
    from evidence e
    join lead l on l.id = e.lead_id
    where e.lead_id in (select r.id from role r union all select c.lead_id from conversion c where c.undone_at is null and ${scope.conversions})
      and ${visible(actor, leadDoor.definition, 'l')}`,
  sql`
    select ${named('merge')}, g.id, g.merged_at, ${whose} || cardinality(g.loser_ids) || case when cardinality(g.loser_ids) = 1 then ' duplicate' else ' duplicates' end || ' merged into this',
      case when g.undone_at is not null then 'Undone since.' end, g.merged_by_id, g.master_id
    from role r
    join merge g on g.master_id = r.id`,
  ...(scope.changesOf === null
    ? []
    : [
        sql`
    select ${named('change')}, h.id, h.changed_at, h.field, jsonb_build_array(h.old_value, h.new_value)::text, h.changed_by_id, h.record_id
    from field_history h
    where h.record_id = ${scope.changesOf} and h.field <> all(${told.otherwise}::text[])
      and (h.field <> all(${told.computed}::text[]) or not ${atOnceWith(sql`w.field <> all(${told.computed}::text[])`)})
      and (h.field <> all(${told.byStage}::text[]) or not ${atOnceWith(sql`w.field = 'StageName'`)})`,
      ]),
]

const atOnceWith = (other: RawBuilder<unknown>): RawBuilder<unknown> => sql`exists (
        select from field_history w
        where w.record_id = h.record_id and w.changed_at = h.changed_at and ${other})`

/** On a person's own page everybody knows whose conversion it was. */
const whoseLead = ({ changesOf }: Scope): RawBuilder<unknown> =>
  changesOf === null ? sql`''` : sql`concat_ws(' ', l.first_name, l.last_name) || ': '`
