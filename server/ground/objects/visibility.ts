import type { Actor } from '../users/actor.ts'
import { refuseUnlessMay, seesEverything } from '../users/actor.ts'
import { grantsOf } from '../users/roles.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import { fieldNamed, type ObjectDefinition } from './definition.ts'

/**
 * The condition, inside every statement, that a record may be seen by the actor. Refuses at once when
 * the role may not read the object at all.
 */
export function visible(actor: Actor, definition: ObjectDefinition, alias: string): RawBuilder<unknown> {
  refuseUnlessMay(actor, 'read', definition.name)
  const conditions: RawBuilder<unknown>[] = []
  if (definition.hasRecycleBin) conditions.push(sql`${sql.ref(`${alias}.deleted_at`)} is null`)
  conditions.push(...withinReach(actor, definition, alias))
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

/** The same for records in the recycle bin as well. */
export function visibleOrDeleted(actor: Actor, definition: ObjectDefinition, alias: string): RawBuilder<unknown> {
  refuseUnlessMay(actor, 'read', definition.name)
  const conditions = withinReach(actor, definition, alias)
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

function withinReach(actor: Actor, definition: ObjectDefinition, alias: string): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (definition.hasOwner && !seesEverything(actor, definition.name)) {
    const owner = sql.ref(`${alias}.owner_id`)
    conditions.push(sql`(${owner} = ${actor.userId} or ${owner} in (select group_id from group_member where user_id = ${actor.userId}))`)
  }
  const hidden = definition.privateField === undefined ? undefined : fieldNamed(definition, definition.privateField)
  if (hidden !== undefined && !grantsOf(actor.role).seesEverything) {
    conditions.push(sql`(not ${sql.ref(`${alias}.${hidden.column}`)} or ${sql.ref(`${alias}.owner_id`)} = ${actor.userId})`)
  }
  return conditions
}

