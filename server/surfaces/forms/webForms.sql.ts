import type { Actor } from '../../ground/users/actor.ts'
import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { FormDraft, WebForm } from './webForm.ts'

export const formsById = (tx: Tx, ids: readonly number[]): Promise<WebForm[]> =>
  many<WebForm>(tx, sql`select ${columns} from web_form f where f.id = any(${ids}::bigint[])`)

const columns = sql`
  f.id, f.name, f.fields, f.campaign_id as "campaignId", f.member_status as "memberStatus", f.lead_source as "leadSource", f.owner_id as "ownerId",
  f.return_url as "returnUrl", f.thanks, f.has_honeypot as "hasHoneypot", f.has_time_trap as "hasTimeTrap", f.auto_response as "autoResponse",
  f.auto_response_subject as "autoResponseSubject", f.auto_response_body as "autoResponseBody", f.content_url as "contentUrl",
  f.content_label as "contentLabel", f.version, f.created_at as "createdAt", f.deleted_at as "deletedAt"`

/** A form with its figures: how often it was completed, and how often the content behind it was asked for. */
export type CountedForm = WebForm & {
  readonly completions: number
  readonly contentRequests: number
  readonly waiting: number
}

const counted = sql`
  (select count(*) from form_post p where p.web_form_id = f.id and p.state in ('lead', 'inquiry')) as completions,
  (select count(*) from form_post p where p.web_form_id = f.id and p.state = 'waiting') as waiting,
  (select count(*) from content_link c where c.web_form_id = f.id and c.first_requested_at is not null) as "contentRequests"`

export const formPage = (
  tx: Tx,
  before: { readonly at: Date; readonly id: number },
  limit: number,
): Promise<CountedForm[]> =>
  many<CountedForm>(
    tx,
    sql`
    select ${columns}, ${counted}
    from web_form f
    where f.deleted_at is null and (f.created_at, f.id) < (${before.at}, ${before.id})
    order by f.created_at desc, f.id desc
    limit ${limit}`,
  )

export const countedForm = (tx: Tx, id: number): Promise<CountedForm[]> =>
  many<CountedForm>(
    tx,
    sql`
    select ${columns}, ${counted}
    from web_form f
    where f.id = ${id} and f.deleted_at is null`,
  )

export const insertForms = (
  tx: Tx,
  actor: Actor,
  forms: readonly (FormDraft & { readonly id: number })[],
): Promise<number> =>
  run(
    tx,
    sql`
    insert into web_form (id, name, fields, campaign_id, member_status, lead_source, owner_id, return_url, thanks, has_honeypot, has_time_trap,
      auto_response, auto_response_subject, auto_response_body, content_url, content_label, created_at, created_by_id, last_modified_at, last_modified_by_id)
    select id, name, fields, "campaignId", "memberStatus", "leadSource", "ownerId", "returnUrl", thanks, "hasHoneypot", "hasTimeTrap",
      "autoResponse", "autoResponseSubject", "autoResponseBody", "contentUrl", "contentLabel", ${tx.now}, ${actor.userId}, ${tx.now}, ${actor.userId}
    from jsonb_to_recordset(${JSON.stringify(forms)}::jsonb) as r (${recordColumns})`,
  )

export const updateForm = (tx: Tx, actor: Actor, form: FormDraft & { readonly id: number }): Promise<number> =>
  run(
    tx,
    sql`
    update web_form f
    set name = r.name, fields = r.fields, campaign_id = r."campaignId", member_status = r."memberStatus", lead_source = r."leadSource",
      owner_id = r."ownerId", return_url = r."returnUrl", thanks = r.thanks, has_honeypot = r."hasHoneypot", has_time_trap = r."hasTimeTrap",
      auto_response = r."autoResponse", auto_response_subject = r."autoResponseSubject", auto_response_body = r."autoResponseBody",
      content_url = r."contentUrl", content_label = r."contentLabel", version = f.version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    from jsonb_to_recordset(${JSON.stringify([form])}::jsonb) as r (${recordColumns})
    where f.id = r.id`,
  )

const recordColumns = sql`
  id bigint, name text, fields jsonb, "campaignId" bigint, "memberStatus" text, "leadSource" text, "ownerId" bigint, "returnUrl" text, thanks text,
  "hasHoneypot" boolean, "hasTimeTrap" boolean, "autoResponse" boolean, "autoResponseSubject" text, "autoResponseBody" text, "contentUrl" text, "contentLabel" text`

export const lockForm = (tx: Tx, id: number): Promise<WebForm[]> =>
  many<WebForm>(
    tx,
    sql`
    select ${columns}
    from web_form f
    where f.id = ${id} and f.deleted_at is null
    for no key update`,
  )

export const markFormDeleted = (tx: Tx, actor: Actor, id: number): Promise<number> =>
  run(
    tx,
    sql`
    update web_form
    set deleted_at = ${tx.now}, deleted_by_id = ${actor.userId}, version = version + 1
    where id = ${id} and deleted_at is null`,
  )
