import { firstId, type StandardObject } from '../../../../../shared/ids.ts'
import { sql, type RawBuilder } from '../../../../platform/sql.ts'
import {
  fieldNamed,
  rowsOf,
  snakeCase,
  standardDefinition,
  type ObjectDefinition,
} from '../../../../ground/objects/definition.ts'
import { valueOf } from '../../../../ground/objects/filter.ts'
import { visible } from '../../../../ground/objects/visibility.ts'
import { may, type Actor } from '../../../../ground/users/actor.ts'
import { alwaysBlank, neverSet } from '../../../../ground/objects/toolFields.ts'
import { allShown, shown, systemObject } from './declaring.sql.ts'

/** Objects whose records have pages, and so are looked at. */
const VIEWED: readonly StandardObject[] = ['Lead', 'Contact', 'Account', 'Opportunity', 'Campaign']
const IDS_OF_ONE_OBJECT = 2 ** 44

const viewed = (): readonly ObjectDefinition[] => VIEWED.flatMap((name) => standardDefinition(name) ?? [])

const isOf = ({ name }: ObjectDefinition, id: RawBuilder<unknown>): RawBuilder<unknown> => {
  const first = firstId(name as StandardObject)
  return sql`${id} between ${sql.lit(first)} and ${sql.lit(first + IDS_OF_ONE_OBJECT - 2)}`
}

/** What somebody looked at is for them alone, as long as they may see it. */
function ownAndSeen(actor: Actor, alias: string): RawBuilder<unknown> {
  const id = sql.ref(`${alias}.id`)
  const record = `${alias}_record`
  const seen = viewed()
    .filter((definition) => may(actor, 'read', definition))
    .map(
      (definition) => sql`(${isOf(definition, id)} and exists (
        select from ${rowsOf(definition)} ${sql.ref(record)}
        where ${sql.ref(`${record}.id`)} = ${id} and ${visible(actor, definition, record)}))`,
    )
  const isSeen = seen.length === 0 ? sql`false` : sql`(${sql.join(seen, sql` or `)})`
  return sql`(${sql.ref(`${alias}.user_id`)} = ${actor.userId} and ${isSeen})`
}

const named = (definition: ObjectDefinition): RawBuilder<unknown> => {
  const name = fieldNamed(definition, definition.nameField)
  return sql`when ${isOf(definition, sql.ref('i.record_id'))} then (
    select ${name === undefined ? sql`null` : valueOf(name, 'r')} from ${rowsOf(definition)} r where r.id = i.record_id)`
}

/** Fields of people that are told with what was looked at, where the object has them. */
const OF_PEOPLE = ['FirstName', 'LastName', 'Title', 'Email', 'Phone']

function ofPeople(name: string): RawBuilder<unknown> {
  const each = viewed().flatMap((definition) => {
    const field = fieldNamed(definition, name)
    if (field === undefined) return []
    return sql`when ${isOf(definition, sql.ref('i.record_id'))} then (
      select ${valueOf(field, 'r')} from ${rowsOf(definition)} r where r.id = i.record_id)`
  })
  return each.length === 0 ? sql`null` : sql`case ${sql.join(each, sql` `)} end`
}

const typed = (definition: ObjectDefinition): RawBuilder<unknown> =>
  sql`when ${isOf(definition, sql.ref('i.record_id'))} then ${sql.lit(definition.name)}`

systemObject({
  name: 'RecentlyViewed',
  label: 'Recently viewed',
  labelPlural: 'Recently viewed',
  fields: [
    ...allShown('string', 'Name Type'),
    ...allShown('datetime', 'LastViewedDate LastReferencedDate'),
    ...OF_PEOPLE.map((name) => shown(name, 'string', { onDemand: true })),
    // Of users, who have no pages that are looked at.
    ...['Alias', 'Language', 'NetworkId'].map((name) => alwaysBlank(name)),
    ...['ProfileId', 'UserRoleId', 'RecordTypeId'].map((name) =>
      alwaysBlank(name, 'reference', { referenceTo: [name.slice(0, -2)], relationshipName: name.slice(0, -2) }),
    ),
    ...neverSet('IsActive'),
  ],
  systemFields: ['Id'],
  reach: ownAndSeen,
  rows: () => sql`
    select i.record_id as id, 1 as version, i.user_id, case ${sql.join(viewed().map(named), sql` `)} end as name,
      case ${sql.join(viewed().map(typed), sql` `)} end as type,
      ${sql.join(OF_PEOPLE.map((name) => sql`${ofPeople(name)} as ${sql.ref(snakeCase(name))}`))}, i.viewed_at as last_viewed_date, i.viewed_at as last_referenced_date
    from recent_item i`,
  meaning: 'What the user looked at lately.',
})
