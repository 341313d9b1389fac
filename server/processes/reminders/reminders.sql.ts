import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type Due = {
  readonly subject: string
  /** A task's day, if it has one. */
  readonly day: string | null
  /** When a meeting starts. */
  readonly startsAt: Date | null
  readonly name: string
  readonly email: string
}

const MOST_AT_ONCE = 500

/**
 * Takes the reminders whose moment has come: each is there once. With those whose owner gets no mail (a queue, somebody who
 * left) nothing happens. The record itself stays as it was last changed.
 */
export const takeDueReminders = (tx: Tx): Promise<Due[]> =>
  many<Due>(
    tx,
    sql`
    with due_task as (
      select id from task
      where is_reminder_set and completed_at is null and deleted_at is null and reminder_date_time <= ${tx.now}
      order by reminder_date_time
      limit ${MOST_AT_ONCE}
      for update skip locked
    ), due_event as (
      select id from calendar_event
      where is_reminder_set and deleted_at is null and reminder_date_time <= ${tx.now}
      order by reminder_date_time
      limit ${MOST_AT_ONCE}
      for update skip locked
    ), taken as (
      update task t set is_reminder_set = false
      from due_task d
      where d.id = t.id
      returning t.owner_id, t.subject, t.activity_date as day, null::timestamptz as starts_at, t.reminder_date_time
    ), taken_too as (
      update calendar_event e set is_reminder_set = false
      from due_event d
      where d.id = e.id
      returning e.owner_id, e.subject, null::date as day, e.starts_at, e.reminder_date_time
    )
    select r.subject, r.day::text as day, r.starts_at as "startsAt", concat_ws(' ', u.first_name, u.last_name) as name, u.email
    from (select * from taken union all select * from taken_too) r
    join app_user u on u.id = r.owner_id and u.deactivated_at is null
    order by r.reminder_date_time`,
  )
