import { sql, type RawBuilder } from '../../platform/sql.ts'

/** How derived fields are found in SQL. */

export const fullName = (alias: string): RawBuilder<unknown> =>
  sql`concat_ws(' ', ${sql.ref(`${alias}.first_name`)}, ${sql.ref(`${alias}.last_name`)})`

export const isThere =
  (column: string) =>
  (alias: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${alias}.${column}`)} is not null`

export const isMissing =
  (column: string) =>
  (alias: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${alias}.${column}`)} is null`

export const isValue =
  (column: string, value: string) =>
  (alias: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${alias}.${column}`)} = ${sql.lit(value)}`

export const dateOf =
  (column: string) =>
  (alias: string): RawBuilder<unknown> =>
    sql`(${sql.ref(`${alias}.${column}`)} at time zone 'UTC')::date`

const nextStep =
  (place: 'who_id' | 'what_id') =>
  (alias: string): RawBuilder<unknown> =>
    sql`least((
  select min(task.activity_date) from task
  where task.${sql.ref(place)} = ${sql.ref(`${alias}.id`)} and task.completed_at is null and task.deleted_at is null), (
  select min((calendar_event.starts_at at time zone 'UTC')::date) from calendar_event
  where calendar_event.${sql.ref(place)} = ${sql.ref(`${alias}.id`)} and calendar_event.ends_at >= now()
    and not calendar_event.is_private and calendar_event.deleted_at is null))`

const spent =
  (place: 'person_id' | 'what_id', from: 'person_id' | 'id') =>
  (alias: string): RawBuilder<unknown> => {
    const [theirs, column] = [sql.ref(`${alias}.${from}`), sql.ref(place)]
    return sql`(
  select sum(work.cost) from (
    select cost from task where task.${column} = ${theirs} and task.deleted_at is null
    union all
    select cost from calendar_event where calendar_event.${column} = ${theirs} and calendar_event.deleted_at is null) work)`
  }

/** What tasks and meetings with a person cost, whatever they were called then: lead or contact. */
export const spentOnPerson = spent('person_id', 'person_id')

/** What tasks and meetings about an account or an opportunity cost. */
export const spentAbout = spent('what_id', 'id')

/** The date of the next open task or meeting with a person. */
export const nextStepWith = nextStep('who_id')

/** The date of the next open task or meeting about an account or an opportunity. */
export const nextStepAbout = nextStep('what_id')
