import { sql, type RawBuilder } from '../../../platform/sql.ts'
import { fieldNamed } from '../definition.ts'
import { valueOf } from '../filter.ts'
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
  const creator = fieldNamed(definition, 'CreatedById')
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
      if (creator === undefined) throw refused
      return [sql`(${valueOf(creator, alias)} = ${actor.userId} and ${owner} <> ${actor.userId})`]
    case 'mru':
      return [sql`${sql.ref(`${alias}.id`)} in (select record_id from recent_item where user_id = ${actor.userId})`]
    default:
      throw refused
  }
}
