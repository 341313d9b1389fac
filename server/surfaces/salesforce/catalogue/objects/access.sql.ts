import { everyDefinition, rowsOf, type ObjectDefinition } from '../../../../ground/objects/definition.ts'
import { visible } from '../../../../ground/objects/visibility.ts'
import { grantOf, may, type Actor } from '../../../../ground/users/actor.ts'
import { roles, type Role } from '../../../../ground/users/roles.ts'
import { sql, type RawBuilder } from '../../../../platform/sql.ts'
import { allShown, pointing, shown, systemObject } from './declaring.sql.ts'

/** What the user may do with which record. One's own access alone is told: that of others would tell what they have. */

const withAccess = (all: readonly ObjectDefinition[]): readonly ObjectDefinition[] =>
  all.filter(({ rows, hasOwner, hasRecycleBin }) => rows === undefined && (hasOwner || hasRecycleBin))

const rolesGranted = (definition: ObjectDefinition, letters: string): RawBuilder<unknown> => {
  const granted = roles.filter((role: Role) =>
    letters.split('').every((one) => grantOf(role, definition).includes(one)),
  )
  return granted.length === 0 ? sql`false` : sql`u.role in (${sql.join(granted.map((role) => sql.lit(role)))})`
}

/** Who may change a record may give it to another owner. */
const LEVELS: readonly (readonly [level: string, letters: string])[] = [
  ['All', 'rud'],
  ['Transfer', 'ru'],
  ['Delete', 'rd'],
  ['Read', 'r'],
]

const accessRows = (all: readonly ObjectDefinition[]): RawBuilder<unknown> =>
  sql.join(
    withAccess(all).map((definition) => {
      const has = (letters: string) => rolesGranted(definition, letters)
      const level = sql.join(
        LEVELS.map(([name, letters]) => sql`when ${has(letters)} then ${sql.lit(name)}`),
        sql` `,
      )
      return sql`
        select t.id, 1 as version, t.id as record_id, u.id as user_id, ${has('r')} as has_read_access,
          ${has('u')} as has_edit_access, ${has('d')} as has_delete_access, ${has('u')} as has_transfer_access,
          ${has('rud')} as has_all_access, case ${level} else 'None' end as max_access_level
        from ${rowsOf(definition)} t
        cross join app_user u`
    }),
    sql` union all `,
  )

/** Each record's row is seen by who sees the record. */
const ownAndSeen =
  (all: readonly ObjectDefinition[]) =>
  (actor: Actor, alias: string): RawBuilder<unknown> => {
    const each = withAccess(all)
      .filter((definition) => may(actor, 'read', definition))
      .map((definition) => {
        const own = `${alias}_own`
        return sql`exists (select from ${rowsOf(definition)} ${sql.ref(own)}
          where ${sql.ref(`${own}.id`)} = ${sql.ref(`${alias}.record_id`)} and ${visible(actor, definition, own)})`
      })
    const isSeen = each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`
    return sql`(${sql.ref(`${alias}.user_id`)} = ${actor.userId} and ${isSeen})`
  }

systemObject({
  name: 'UserRecordAccess',
  label: 'User record access',
  nameField: 'MaxAccessLevel',
  fields: [
    pointing('UserId', 'User'),
    shown('RecordId', 'reference', { referenceTo: ['Account', 'Contact', 'Lead', 'Opportunity', 'Campaign'] }),
    ...allShown('boolean', 'HasReadAccess HasEditAccess HasDeleteAccess HasTransferAccess HasAllAccess'),
    shown('MaxAccessLevel', 'picklist'),
  ],
  systemFields: ['Id'],
  reach: (actor, alias) => ownAndSeen(everyDefinition())(actor, alias),
  reachFor: ownAndSeen,
  rows: () => accessRows(everyDefinition()),
  rowsFor: accessRows,
  meaning: 'What the user who asks may do with a record.',
})
