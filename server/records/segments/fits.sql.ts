import { compileFilter, type Filter } from '../../ground/objects/filter.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import { placeOf, type Definitions } from './fields.ts'
import type { Ready, ReadyLeaf } from './ready.ts'
import type { Role } from './segment.ts'

/** Who asks, and the objects as their org has them. */
export type Asking = { readonly actor: Actor; readonly definitions: Definitions; readonly now: Date }

type Part = RawBuilder<unknown>

/** That the lead or contact `t` is of those a segment is made of: within reach, and a lead only until it is a contact. */
export const isPerson = ({ actor, definitions }: Asking, role: Role): Part =>
  role === 'Lead'
    ? sql`${visible(actor, definitions.Lead, 't')} and t.converted_at is null`
    : visible(actor, definitions.Contact, 't')

/** That the lead or contact `t` is in a segment. */
export const isPersonWho = (asking: Asking, ready: Ready, role: Role): Part =>
  sql`${isPerson(asking, role)} and ${fits(asking, ready, role)}`

/** That the lead or contact `t` fits. What is not known is not so; `not` is true of it. */
export function fits(asking: Asking, ready: Ready, role: Role): Part {
  if ('and' in ready) return all(ready.and.map((one) => fits(asking, one, role)))
  if ('or' in ready) return any(ready.or.map((one) => fits(asking, one, role)))
  if ('not' in ready) return fitsNot(asking, ready.not, role)
  return 'segment' in ready ? fits(asking, ready.is, role) : leafFits(asking, ready, role)
}

/** The same denied, with each leaf denied for itself: whoever did not do something is found by an anti-join. */
function fitsNot(asking: Asking, ready: Ready, role: Role): Part {
  if ('and' in ready) return any(ready.and.map((one) => fitsNot(asking, one, role)))
  if ('or' in ready) return all(ready.or.map((one) => fitsNot(asking, one, role)))
  if ('not' in ready) return fits(asking, ready.not, role)
  if ('segment' in ready) return fitsNot(asking, ready.is, role)
  return 'plain' in ready
    ? sql`(${leafFits(asking, ready, role)}) is not true`
    : sql`not ${leafFits(asking, ready, role)}`
}

const all = (parts: readonly Part[]): Part => (parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`)
const any = (parts: readonly Part[]): Part => (parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`)

function leafFits(asking: Asking, leaf: Exclude<ReadyLeaf, { segment: string }>, role: Role): Part {
  if ('plain' in leaf) return fieldFits(asking, leaf, role)
  if ('campaign' in leaf) return isMember(asking, leaf)
  if ('inquiry' in leaf) return hasInquired(leaf)
  if ('activity' in leaf) return wasSpokenTo(asking, leaf)
  return role === 'Lead'
    ? sql`(false)`
    : sql`exists (select from conversion v where v.contact_id = t.id and v.undone_at is null and ${within(sql`v.converted_at`, leaf.bounds)})`
}

type Of<Key extends string> = Extract<ReadyLeaf, Readonly<Record<Key, unknown>>>

function fieldFits({ actor, definitions }: Asking, { field, plain }: Of<'plain'>, role: Role): Part {
  const place = placeOf(definitions, field, role)
  if (place === undefined) return sql`false`
  const named = renamed(plain, place.field.name)
  if (place.of !== 'Account') return compileFilter(definitions[role], named, 't')
  const account = sql`select from account a where a.id = t.account_id and ${visible(actor, definitions.Account, 'a')}`
  const there = sql`exists (${account} and ${compileFilter(definitions.Account, named, 'a')})`
  return holdsOfNothing(plain) ? sql`(${there} or not exists (${account}))` : there
}

const renamed = (filter: Filter, field: string): Filter => {
  if ('and' in filter) return { and: filter.and.map((one) => renamed(one, field)) }
  if ('or' in filter) return { or: filter.or.map((one) => renamed(one, field)) }
  return 'not' in filter ? { not: renamed(filter.not, field) } : { ...filter, field }
}

/** Whether a condition is true where there is no value, as of the account of somebody who has none. */
export function holdsOfNothing(filter: Filter): boolean {
  if ('and' in filter) return filter.and.every(holdsOfNothing)
  if ('or' in filter) return filter.or.some(holdsOfNothing)
  if ('not' in filter) return !holdsOfNothing(filter.not)
  const { op, value } = filter
  const isBlank = (one: unknown): boolean => one === null || one === undefined || one === ''
  if (op === 'isNull') return true
  if (op === 'eq') return isBlank(value)
  if (op === 'ne') return !isBlank(value)
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  return op === 'in' ? list.some(isBlank) : op === 'notIn' && !list.some(isBlank)
}

const within = (at: Part, bounds: readonly [string, string] | null): Part =>
  bounds === null ? sql`true` : sql`${at} >= ${bounds[0]}::timestamptz and ${at} < ${bounds[1]}::timestamptz`

const oneOfThese = (column: Part, ids: readonly number[]): Part =>
  ids.length === 1 ? sql`${column} = ${ids[0]}` : sql`${column} = any(${ids}::bigint[])`

function isMember({ actor, definitions }: Asking, { campaign, ids, bounds }: Of<'campaign'>): Part {
  const { statuses = [], responded } = campaign
  const conditions = [
    sql`m.person_id = t.person_id`,
    ids === null
      ? sql`exists (select from campaign k where k.id = m.campaign_id and ${visible(actor, definitions.Campaign, 'k')})`
      : oneOfThese(sql`m.campaign_id`, ids),
    ...(statuses.length === 0 ? [] : [sql`m.status = any(${statuses}::text[])`]),
    ...(responded === undefined ? [] : [sql`m.has_responded = ${responded}`]),
    within(responded === true ? sql`m.responded_at` : sql`coalesce(m.status_since, m.created_at)`, bounds),
  ]
  return sql`exists (select from campaign_member m where ${sql.join(conditions, sql` and `)})`
}

function hasInquired({ inquiry: { source }, ids, bounds }: Of<'inquiry'>): Part {
  const conditions = [
    sql`i.person_id = t.person_id`,
    ...(ids === null ? [] : [oneOfThese(sql`i.campaign_id`, ids)]),
    ...(source === undefined ? [] : [sql`i.source = ${source}`]),
    within(sql`i.responded_at`, bounds),
  ]
  return sql`exists (select from inquiry i where ${sql.join(conditions, sql` and `)})`
}

function wasSpokenTo(asking: Asking, { activity: { kind, result }, bounds }: Of<'activity'>): Part {
  const task = sql`exists (select from task k where k.person_id = t.person_id and ${isDone(asking, kind)}
    and ${result === undefined ? sql`true` : sql`lower(k.call_disposition) = lower(${result})`} and ${within(sql`k.completed_at`, bounds)})`
  const meeting = sql`exists (select from calendar_event e where e.person_id = t.person_id and ${wasHeld(asking)}
    and ${within(sql`e.starts_at`, bounds)})`
  if (kind === 'meeting') return meeting
  return kind === 'any' ? sql`(${task} or ${meeting})` : task
}

const subtypes = { call: 'Call', email: 'Email' } as const

/** That the task `k` was done, and was of this kind. */
export const isDone = ({ actor, definitions }: Asking, kind: 'any' | 'call' | 'email' | 'meeting'): Part =>
  sql`k.completed_at is not null and ${kind === 'call' || kind === 'email' ? sql`(k.task_subtype = ${subtypes[kind]} or k.type = ${subtypes[kind]})` : sql`true`}
    and ${visible(actor, definitions.Task, 'k')}`

/** That the meeting `e` has begun. */
export const wasHeld = ({ actor, definitions, now }: Asking): Part =>
  sql`e.starts_at <= ${now} and ${visible(actor, definitions.Event, 'e')}`
