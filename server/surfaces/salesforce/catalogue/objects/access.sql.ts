import { everyDefinition, rowsOf, type ObjectDefinition } from '../../../../ground/objects/definition.ts'
import { visible, visibleTo } from '../../../../ground/objects/visibility.ts'
import { grantOf, has, may, type Actor } from '../../../../ground/users/actor.ts'
import { roles, type Role } from '../../../../../shared/roles.ts'
import { sql, type RawBuilder } from '../../../../platform/sql.ts'
import { allShown, pointing, shown, systemObject } from './declaring.sql.ts'

/** What a user may do with which record. */

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

/** A row for each record the user sees whose access it is. That of others would tell what they have: it is for who keeps the users. */
const seenByUser =
  (all: readonly ObjectDefinition[]) =>
  (actor: Actor, alias: string): RawBuilder<unknown> => {
    const user = sql.ref(`${alias}.user_id`)
    const own = sql`(${user} = ${actor.userId} and ${recordSeen(all, actor, alias, visible)})`
    if (!has(actor, 'keep_users')) return own
    const others = roles.map(
      (role) => sql`
      (exists (select from app_user u where u.id = ${user} and u.role = ${sql.lit(role)})
        and ${recordSeen(all, { ...actor, role, scopes: undefined }, alias, (...asked) => visibleTo(user, ...asked))})`,
    )
    return sql`(${own} or (${user} <> ${actor.userId} and (${sql.join(others, sql` or `)})))`
  }

type Seen = (actor: Actor, definition: ObjectDefinition, alias: string) => RawBuilder<unknown>

/** That a row's record, of whatever object, is seen. */
function recordSeen(all: readonly ObjectDefinition[], actor: Actor, alias: string, isSeen: Seen): RawBuilder<unknown> {
  const each = withAccess(all)
    .filter((definition) => may(actor, 'read', definition))
    .map((definition) => {
      const own = `${alias}_own`
      return sql`exists (select from ${rowsOf(definition)} ${sql.ref(own)}
          where ${sql.ref(`${own}.id`)} = ${sql.ref(`${alias}.record_id`)} and ${isSeen(actor, definition, own)})`
    })
  return each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`
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
  reach: (actor, alias) => seenByUser(everyDefinition())(actor, alias),
  reachFor: seenByUser,
  rows: () => accessRows(everyDefinition()),
  rowsFor: accessRows,
  meaning: 'What a user may do with a record.',
})
