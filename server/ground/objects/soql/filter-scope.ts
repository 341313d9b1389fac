import { sql, type RawBuilder } from '../../../platform/sql.ts'
import { fieldNamed } from '../definition.ts'
import type { Context } from './context.ts'
import { malformed } from './refusals.ts'
import type { Target } from './scope.ts'
import type { Query } from './syntax.ts'

/** USING SCOPE: whose records are meant. */
export function scopeCondition(
  { actor, text }: Context,
  { definition, alias }: Target,
  { name, at }: NonNullable<Query['scope']>,
): RawBuilder<unknown>[] {
  const refused = malformed(text, at, `Scope '${name}' is not supported for the entity '${definition.name}'`)
  const word = name.toLowerCase()
  if (word === 'everything') return []
  if (!definition.hasOwner) throw refused
  const owner = sql.ref(`${alias}.owner_id`)
  const inMyQueues = sql`${owner} in (select group_id from group_member where user_id = ${actor.userId})`
  switch (word) {
    case 'mine':
      return [sql`${owner} = ${actor.userId}`]
    case 'mine_and_my_groups':
      return [sql`(${owner} = ${actor.userId} or ${inMyQueues})`]
    case 'team':
      return [
        sql`(${owner} = ${actor.userId} or ${owner} in (select id from app_user where manager_id = ${actor.userId}))`,
      ]
    case 'delegated':
      return [sql`(${sql.ref(`${alias}.created_by_id`)} = ${actor.userId} and ${owner} <> ${actor.userId})`]
    case 'mru':
      if (fieldNamed(definition, 'LastViewedDate') === undefined) throw refused
      return [sql`${sql.ref(`${alias}.last_viewed_at`)} is not null`]
    default:
      throw refused
  }
}
