import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { isAmong, many, manyOnce, one, sql } from '../../platform/sql.ts'
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

/** Who owns what is the actor's to work: themselves, and the queues they are in. */
export const ownersOfMine = async (tx: Tx, { userId }: Actor): Promise<readonly number[]> => {
  const queues = await many<{ id: number }>(tx, sql`select group_id as id from group_member where user_id = ${userId}`)
  return [...(userId === null ? [] : [userId]), ...queues.map(({ id }) => id)]
}

const openTasks = (actor: Actor) =>
  sql`from task t where t.owner_id = ${actor.userId} and t.completed_at is null and ${visible(actor, Task, 't')}`

const leadsIn = (actor: Actor, statuses: readonly string[]) =>
  sql`from lead t where t.status = any(${statuses}::text[]) and ${visible(actor, Lead, 't')}`

/** Leads in these statuses, of these owners. Planned for them: whether to begin with the owners or with the statuses depends on who has how many. */
const ownLeadsIn = (actor: Actor, statuses: readonly string[], owners: readonly number[]) =>
  sql`${leadsIn(actor, statuses)} and ${isAmong(sql`t.owner_id`, owners)}`

/** The four numbers of the home page by one statement. */
export const homeCounts = async (
  tx: Tx,
  actor: Actor,
  {
    openStatuses,
    owners,
    untouchedSince,
    today,
  }: {
    readonly openStatuses: readonly string[]
    readonly owners: readonly number[]
    readonly untouchedSince: Date
    readonly today: string
  },
): Promise<HomeCounts> => {
  const [counts] = await manyOnce<HomeCounts>(
    tx,
    sql`
    select
      (select count(*) from (select 1 ${openTasks(actor)} and t.activity_date < ${today}::date limit ${COUNTED}) c) as "tasksOverdue",
      (select count(*) from (select 1 ${openTasks(actor)} and t.activity_date = ${today}::date limit ${COUNTED}) c) as "tasksDueToday",
      (select count(*) from (select 1 ${ownLeadsIn(actor, openStatuses, owners)} limit ${COUNTED}) c) as "newLeads",
      (select count(*) from (select 1 ${leadsIn(actor, openStatuses)} and t.created_at < ${untouchedSince} and t.first_contacted_at is null and t.last_activity_date is null limit ${COUNTED}) c) as "untouchedLeads"`,
  )
  return counts ?? { tasksOverdue: 0, tasksDueToday: 0, newLeads: 0, untouchedLeads: 0 }
}

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

/**
 * Leads nobody worked yet: mine (and my queues'), newest first. Asked for owner by owner, each in the order of an index: of all
 * together PostgreSQL goes through everybody's from the newest on, which after an import are a million of somebody else.
 */
export const newLeads = (
  tx: Tx,
  actor: Actor,
  openStatuses: readonly string[],
  owners: readonly number[],
  limit: number,
): Promise<HomeLead[]> => {
  if (owners.length === 0) return Promise.resolve([])
  const newest = sql`order by t.created_at desc, t.id desc limit ${limit}`
  const ofEach = owners.map((owner) => sql`(select t.* ${ownLeadsIn(actor, openStatuses, [owner])} ${newest})`)
  return manyOnce<HomeLead>(tx, sql`select ${homeLead} from (${sql.join(ofEach, sql` union all `)}) t ${newest}`)
}

/** Leads of anybody that wait longer than agreed for a first contact, the newest first: they can be won yet. */
export const untouchedLeads = (
  tx: Tx,
  actor: Actor,
  openStatuses: readonly string[],
  untouchedSince: Date,
  limit: number,
): Promise<HomeLead[]> =>
  manyOnce<HomeLead>(
    tx,
    sql`
    select ${homeLead} ${leadsIn(actor, openStatuses)} and t.created_at < ${untouchedSince} and t.first_contacted_at is null and t.last_activity_date is null
    order by t.created_at desc, t.id desc
    limit ${limit}`,
  )

const homeLead = sql`t.id, concat_ws(' ', t.first_name, t.last_name) as name, t.company, t.status, t.lead_source as "leadSource",
      t.created_at as "createdAt", t.read_by_owner_at is null as "isUnread", t.owner_id as "ownerId"`
