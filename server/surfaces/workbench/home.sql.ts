import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, one, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { Task } from '../../records/activities/fields.ts'
import { Lead } from '../../records/leads/fields.ts'

/** Counts stop here; a person reads "99+" the same as the exact number. */
const COUNTED = 100

export type HomeCounts = {
  readonly tasksOverdue: number
  readonly tasksDueToday: number
  readonly newLeads: number
  readonly untouchedLeads: number
}

const mine = (actor: Actor) =>
  sql`(t.owner_id = ${actor.userId} or t.owner_id in (select group_id from group_member where user_id = ${actor.userId}))`

const openTasks = (actor: Actor) =>
  sql`from task t where t.owner_id = ${actor.userId} and t.completed_at is null and ${visible(actor, Task, 't')}`

const leadsIn = (actor: Actor, statuses: readonly string[]) =>
  sql`from lead t where t.status = any(${statuses}::text[]) and ${visible(actor, Lead, 't')}`

/** The four numbers of the home page by one statement. */
export const homeCounts = (
  tx: Tx,
  actor: Actor,
  openStatuses: readonly string[],
  untouchedSince: Date,
  today: string,
): Promise<HomeCounts> =>
  one<HomeCounts>(
    tx,
    sql`
    select
      (select count(*) from (select 1 ${openTasks(actor)} and t.activity_date < ${today}::date limit ${COUNTED}) c) as "tasksOverdue",
      (select count(*) from (select 1 ${openTasks(actor)} and t.activity_date = ${today}::date limit ${COUNTED}) c) as "tasksDueToday",
      (select count(*) from (select 1 ${leadsIn(actor, openStatuses)} and ${mine(actor)} limit ${COUNTED}) c) as "newLeads",
      (select count(*) from (select 1 ${leadsIn(actor, openStatuses)} and t.created_at < ${untouchedSince} and t.first_contacted_at is null and t.last_activity_date is null limit ${COUNTED}) c) as "untouchedLeads"`,
  )

export type FirstSteps = {
  readonly hasLeads: boolean
  readonly hasWebForm: boolean
  readonly hasColleagues: boolean
  readonly hasAgreement: boolean
}

/** What the organization has of what it begins with; the actor alone is nobody's colleague. */
export const firstSteps = (tx: Tx, actor: Actor): Promise<FirstSteps> =>
  one<FirstSteps>(
    tx,
    sql`
    select
      exists (select from lead where deleted_at is null) as "hasLeads",
      exists (select from web_form) as "hasWebForm",
      exists (select from app_user where deactivated_at is null and id <> ${actor.userId}) as "hasColleagues",
      exists (select from agreement where in_force_from is not null) as "hasAgreement"`,
  )

export type DueTask = {
  readonly id: number
  readonly subject: string
  readonly type: string | null
  readonly priority: string
  readonly dueOn: string | null
  readonly whoId: number | null
  readonly whatId: number | null
}

/** My open tasks that are due by a day, the oldest first. */
export const dueTasks = (tx: Tx, actor: Actor, from: string | null, until: string, limit: number): Promise<DueTask[]> =>
  many<DueTask>(
    tx,
    sql`
    select t.id, t.subject, t.type, t.priority, t.activity_date as "dueOn", t.who_id as "whoId", t.what_id as "whatId"
    ${openTasks(actor)} and t.activity_date <= ${until}::date and t.activity_date >= coalesce(${from}::date, '-infinity')
    order by t.activity_date, t.id
    limit ${limit}`,
  )

export type HomeLead = {
  readonly id: number
  readonly name: string
  readonly company: string
  readonly status: string
  readonly leadSource: string | null
  readonly createdAt: Date
  readonly isUnread: boolean
  readonly ownerId: number
}

/** Leads nobody worked yet: mine (and my queues'), newest first. */
export const newLeads = (tx: Tx, actor: Actor, openStatuses: readonly string[], limit: number): Promise<HomeLead[]> =>
  many<HomeLead>(
    tx,
    sql`
    select ${homeLead} ${leadsIn(actor, openStatuses)} and ${mine(actor)}
    order by t.created_at desc, t.id desc
    limit ${limit}`,
  )

/** Leads of anybody that wait longer than agreed for a first contact, the newest first: they can be won yet. */
export const untouchedLeads = (
  tx: Tx,
  actor: Actor,
  openStatuses: readonly string[],
  untouchedSince: Date,
  limit: number,
): Promise<HomeLead[]> =>
  many<HomeLead>(
    tx,
    sql`
    select ${homeLead} ${leadsIn(actor, openStatuses)} and t.created_at < ${untouchedSince} and t.first_contacted_at is null and t.last_activity_date is null
    order by t.created_at desc, t.id desc
    limit ${limit}`,
  )

const homeLead = sql`t.id, concat_ws(' ', t.first_name, t.last_name) as name, t.company, t.status, t.lead_source as "leadSource",
      t.created_at as "createdAt", t.read_by_owner_at is null as "isUnread", t.owner_id as "ownerId"`
