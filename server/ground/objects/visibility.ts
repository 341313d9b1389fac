import { firstIdOf } from '../../../shared/ids.ts'
import { withPart } from '../../platform/composing.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import { type Actor, may, refuseUnlessMay, seesEverything } from '../users/actor.ts'
import { grantsOf } from '../users/roles.ts'
import { fieldNamed, numberOf, rowsOf, standardDefinition, type Field, type ObjectDefinition } from './definition.ts'

/**
 * The condition, inside every statement, that a record may be seen by the actor. Refuses at once when
 * the role may not read the object at all.
 */
export function visible(actor: Actor, definition: ObjectDefinition, alias: string): RawBuilder<unknown> {
  refuseUnlessMay(actor, 'read', definition)
  const conditions: RawBuilder<unknown>[] = []
  if (definition.hasRecycleBin) conditions.push(sql`${sql.ref(`${alias}.deleted_at`)} is null`)
  if (definition.binnedWith !== undefined) conditions.push(sql`not ${liesInBin(definition, alias)}`)
  conditions.push(...withinReach(actor, definition, alias))
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

const SOMEBODY = -1

/** The same for whoever a column names, all of whom have this role: a list of people would need a condition for each. */
export const visibleTo = (
  person: RawBuilder<unknown>,
  { role, privateObjects }: Pick<Actor, 'role' | 'privateObjects'>,
  definition: ObjectDefinition,
  alias: string,
): RawBuilder<unknown> =>
  withPart(visible({ userId: SOMEBODY, name: '', role, privateObjects }, definition, alias), SOMEBODY, person)

/** That what a record is a part of lies in the recycle bin. */
export function liesInBin(definition: ObjectDefinition, alias: string): RawBuilder<unknown> {
  const field = fieldNamed(definition, definition.binnedWith ?? '')
  const [parentName = ''] = field?.referenceTo ?? []
  const parent = standardDefinition(parentName)
  if (field === undefined || parent === undefined) return sql`false`
  const above = `${alias}_whole`
  return sql`exists (select from ${sql.table(parent.table)} ${sql.ref(above)}
    where ${sql.ref(`${above}.id`)} = ${sql.ref(`${alias}.${field.column}`)} and ${sql.ref(`${above}.deleted_at`)} is not null)`
}

/** The same for records in the recycle bin as well. */
export function visibleOrDeleted(actor: Actor, definition: ObjectDefinition, alias: string): RawBuilder<unknown> {
  refuseUnlessMay(actor, 'read', definition)
  const conditions = withinReach(actor, definition, alias)
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

/** What a merge put into the recycle bin belongs to that merge. */
export const notMerged = (definition: ObjectDefinition): RawBuilder<unknown> =>
  definition.field.has('masterrecordid') ? sql`t.master_record_id is null` : sql`true`

function withinReach(actor: Actor, definition: ObjectDefinition, alias: string): RawBuilder<unknown>[] {
  const conditions = ownReach(actor, definition, alias)
  const through = (definition.reachedThrough ?? []).flatMap((name) =>
    parentsReached(actor, definition, fieldNamed(definition, name), alias),
  )
  if (through.length === 0) return conditions
  const parents = sql.join(through, sql` and `)
  return [
    ...conditions,
    definition.hasOwner ? sql`(${sql.ref(`${alias}.owner_id`)} = ${actor.userId} or (${parents}))` : parents,
  ]
}

/** An org's own object says itself whether its records are kept to their owners. */
const seesAll = (actor: Actor, { name, isPrivate }: ObjectDefinition): boolean =>
  seesEverything(actor, name) && (isPrivate !== true || grantsOf(actor.role).seesEverything)

/** What the record itself says about who may see it. */
function ownReach(actor: Actor, definition: ObjectDefinition, alias: string): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (definition.hasOwner && !seesAll(actor, definition)) {
    const owner = sql.ref(`${alias}.owner_id`)
    conditions.push(
      sql`(${owner} = ${actor.userId} or ${owner} in (select group_id from group_member where user_id = ${actor.userId}))`,
    )
  }
  if (definition.reach !== undefined) conditions.push(definition.reach(actor, alias))
  const hidden = definition.privateField === undefined ? undefined : fieldNamed(definition, definition.privateField)
  if (hidden !== undefined && !grantsOf(actor.role).seesEverything) {
    conditions.push(
      sql`(not ${sql.ref(`${alias}.${hidden.column}`)} or ${sql.ref(`${alias}.owner_id`)} = ${actor.userId})`,
    )
  }
  return conditions
}

const IDS_OF_ONE_OBJECT = 2 ** 44

/** For every object a reference may point to and not everybody sees: that it points to none of those out of reach. */
function parentsReached(
  actor: Actor,
  { masters }: ObjectDefinition,
  field: Field | undefined,
  alias: string,
): RawBuilder<unknown>[] {
  const value = field?.expression?.(alias) ?? sql.ref(`${alias}.${field?.column}`)
  return (field?.referenceTo ?? []).flatMap((objectName) => {
    const parent = standardDefinition(objectName) ?? masters?.get(objectName)
    const number = parent === undefined ? undefined : numberOf(parent)
    if (parent === undefined || number === undefined) return []
    // A master may itself be reached through another; names inside must not hide each other.
    const above = `${alias}_parent`
    // Whose role may not read the master may not read what belongs to it either.
    const reach = may(actor, 'read', parent) ? withinReach(actor, parent, above) : [sql`false`]
    if (reach.length === 0) return []
    const first = firstIdOf(number)
    return sql`(${value} is null or ${value} not between ${first} and ${first + IDS_OF_ONE_OBJECT}
      or exists (select from ${rowsOf(parent)} ${sql.ref(above)} where ${sql.ref(`${above}.id`)} = ${value} and ${sql.join(reach, sql` and `)}))`
  })
}
