import { idOf, objectOfId } from '../../../../../shared/ids.ts'
import { has } from '../../../../ground/users/actor.ts'
import { many, maybeOne, sql } from '../../../../platform/sql.ts'
import type { Tx } from '../../../../platform/tx.ts'
import { allShown, shown, systemObject } from './declaring.sql.ts'

/**
 * What programs did, a file a day for each way in, as tools that watch over orgs fetch them. A line stands for the calls of
 * one hour by one user, program and object: single calls are not kept. A day's files are there when it is over.
 */

/** The field's word for each way in; its place is part of the id. */
const eventTypes = ['RestApi', 'API', 'BulkApi', 'BulkApi2', 'AssayApi'] as const

const typeOf = sql`case
  when family like 'REST%' then 'RestApi'
  when family = 'SOAP' then 'API'
  when family = 'Bulk 1' then 'BulkApi'
  when family = 'Bulk 2' then 'BulkApi2'
  else 'AssayApi' end`

const COLUMNS = [
  'EVENT_TYPE',
  'TIMESTAMP_DERIVED',
  'USER_NAME',
  'CONNECTED_APP_NAME',
  'API_FAMILY',
  'ENTITY_NAME',
  'NUMBER_OF_CALLS',
  'NUMBER_OF_ERRORS',
  'RESPONSE_SIZE',
  'RUN_TIME',
]
const TYPES = 'String,DateTime,String,String,String,String,Number,Number,Number,Number'

export const LOG_HEADER = `${COLUMNS.map((name) => `"${name}"`).join(',')}\n`

const quoted = (value: ReturnType<typeof sql>) => sql`'"' || replace(coalesce(${value}, ''), '"', '""') || '"'`

/** Calls of days that are over, each as the line of a file. */
const lines = sql`
  select use.hour, (use.hour at time zone 'UTC')::date as day, ${typeOf} as event_type,
    concat_ws(',', ${quoted(typeOf)}, ${quoted(sql`to_char(use.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"')`)},
      ${quoted(sql`by_user.username`)}, ${quoted(sql`by_app.name`)}, ${quoted(sql`use.family`)}, ${quoted(sql`use.entity`)},
      ${quoted(sql`use.calls::text`)}, ${quoted(sql`use.errors::text`)}, ${quoted(sql`use.bytes::text`)},
      ${quoted(sql`round(use.milliseconds)::text`)}) || e'\n' as line
  from api_use use
  left join app_user by_user on by_user.id = use.user_id
  left join connected_app by_app on by_app.id = use.app_id
  where use.hour < date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'`

const SPAN = 16
const FIRST = idOf('EventLogFile', 0)
const placeOfType = sql`array_position(${sql.lit(`{${eventTypes.join(',')}}`)}::text[], event_type)`

systemObject({
  name: 'EventLogFile',
  label: 'Event log file',
  nameField: 'EventType',
  fields: [
    shown('EventType', 'picklist', { picklist: eventTypes.map((value) => ({ value, label: value })) }),
    shown('LogDate', 'datetime', { neverNull: true }),
    shown('LogFileLength', 'double'),
    ...allShown('string', 'LogFileContentType Interval LogFileFieldNames LogFileFieldTypes'),
    ...allShown('double', 'ApiVersion Sequence'),
    shown('LogFile', 'base64', { onDemand: true, expression: (alias) => sql`${sql.ref(alias)}.id` }),
  ],
  reach: (actor) => (has(actor, 'set_up') ? sql`true` : sql`false`),
  rows: () => sql`
    select ${sql.lit(FIRST)}::bigint + (day - date '2000-01-01') * ${sql.lit(SPAN)} + ${placeOfType} as id, 1 as version,
      event_type, day::timestamp at time zone 'UTC' as log_date,
      (sum(octet_length(line)) + ${sql.lit(LOG_HEADER.length)})::numeric as log_file_length,
      'text/csv' as log_file_content_type, 'Daily' as interval, ${sql.lit(COLUMNS.join(','))} as log_file_field_names,
      ${sql.lit(TYPES)} as log_file_field_types, 64::numeric as api_version, 0::numeric as sequence,
      (day + 1)::timestamp at time zone 'UTC' as created_at, null::bigint as created_by_id,
      (day + 1)::timestamp at time zone 'UTC' as last_modified_at, null::bigint as last_modified_by_id
    from (${lines}) line
    group by day, event_type`,
  meaning: 'What programs did on a day, by hour, user, program and object.',
})

export type LogDay = { readonly day: string; readonly type: string; readonly hours: readonly Date[] }

/** The day and the way in an id means, with the hours that have lines; undefined when there is no such file. */
export async function logDay(tx: Tx, id: number): Promise<LogDay | undefined> {
  const n = id - FIRST
  const type = eventTypes[(n % SPAN) - 1]
  if (objectOfId(id) !== 'EventLogFile' || type === undefined) return undefined
  const found = await maybeOne<{ day: string; hours: Date[] }>(
    tx,
    sql`
    select day::text as day, array_agg(distinct hour order by hour) as hours
    from (${lines}) line
    where day = date '2000-01-01' + ${Math.floor(n / SPAN)}::int and event_type = ${type}
    group by day`,
  )
  return found === undefined ? undefined : { ...found, type }
}

/** The lines of one hour of a file. */
export const logLines = (tx: Tx, { type }: LogDay, hour: Date): Promise<{ line: string }[]> =>
  many<{ line: string }>(
    tx,
    sql`
    select line
    from (${lines}) line
    where hour = ${hour} and event_type = ${type}
    order by line`,
  )
