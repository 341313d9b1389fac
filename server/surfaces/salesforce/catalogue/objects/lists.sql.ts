import { firstId, idOf, objectNumber } from '../../../../../shared/ids.ts'
import { sql } from '../../../../platform/sql.ts'
import { standardDefinitions } from '../../../../ground/objects/definition.ts'
import { COMPLETED, priorities, taskStatuses } from '../../../../records/activities/activity.ts'
import { allShown, fixedRows, pointing, shown, sinceTheBeginning, systemObject } from './declaring.sql.ts'

/** Lists and memberships as records. */

const listFields = (flag: string) => [
  ...allShown('string', 'MasterLabel ApiName'),
  shown('SortOrder', 'int'),
  ...allShown('boolean', `IsDefault ${flag}`),
]

systemObject({
  name: 'TaskStatus',
  label: 'Task status',
  labelPlural: 'Task statuses',
  nameField: 'MasterLabel',
  fields: listFields('IsClosed'),
  rows: fixedRows(listFields('IsClosed'), () =>
    taskStatuses.map((status, at) => ({
      Id: idOf('TaskStatus', at + 1),
      MasterLabel: status,
      ApiName: status,
      SortOrder: at + 1,
      IsDefault: at === 0,
      IsClosed: status === COMPLETED,
    })),
  ),
  meaning: 'How far a task is.',
})

systemObject({
  name: 'TaskPriority',
  label: 'Task priority',
  labelPlural: 'Task priorities',
  nameField: 'MasterLabel',
  fields: listFields('IsHighPriority'),
  rows: fixedRows(listFields('IsHighPriority'), () =>
    priorities.map((priority, at) => ({
      Id: idOf('TaskPriority', at + 1),
      MasterLabel: priority,
      ApiName: priority,
      SortOrder: at + 1,
      IsDefault: priority === 'Normal',
      IsHighPriority: priority === 'High',
    })),
  ),
  meaning: 'How urgent a task is.',
})

const SHIFT = 2 ** 22
const own = sql`
  null::timestamptz as created_at, null::bigint as created_by_id, g.last_modified_at, g.last_modified_by_id`

systemObject({
  name: 'GroupMember',
  label: 'Group member',
  nameField: 'GroupId',
  fields: [
    pointing('GroupId', 'Group'),
    shown('UserOrGroupId', 'reference', { referenceTo: ['User', 'Group'], relationshipName: 'UserOrGroup' }),
  ],
  systemFields: ['Id', 'SystemModstamp'],
  rows: () => sql`
    select ${sql.lit(firstId('GroupMember'))}::bigint + (m.group_id - ${sql.lit(firstId('Group'))}::bigint) * ${sql.lit(SHIFT)}
        + (m.user_id - ${sql.lit(firstId('User'))}::bigint) as id,
      1 as version, m.group_id, m.user_id as user_or_group_id, ${own}
    from group_member m
    join user_group g on g.id = m.group_id`,
  meaning: 'Somebody who takes records from a queue.',
})

/** Objects a queue may own. */
export const ownedByQueues = (): readonly string[] =>
  standardDefinitions().flatMap((definition) =>
    definition.field.get('ownerid')?.referenceTo?.includes('Group') === true ? definition.name : [],
  )

const numbered = (name: string) => sql`(${sql.lit(name)}::text, ${sql.lit(objectNumber(name as 'Lead'))}::bigint)`

systemObject({
  name: 'QueueSobject',
  label: 'Queue object',
  nameField: 'SobjectType',
  fields: [shown('QueueId', 'reference', { referenceTo: ['Group'], relationshipName: 'Queue' }), shown('SobjectType')],
  systemFields: ['Id', 'CreatedById', 'SystemModstamp'],
  rows: () => sql`
    select ${sql.lit(firstId('QueueSobject'))}::bigint + (g.id - ${sql.lit(firstId('Group'))}::bigint) * 1024 + o.number as id,
      1 as version, g.id as queue_id, o.name as sobject_type, ${own}
    from user_group g
    cross join (values ${sql.join(ownedByQueues().map(numbered))}) as o (name, number)
    where g.type = 'Queue'`,
  meaning: 'An object whose records a queue may own.',
})

systemObject({
  name: 'PermissionSetAssignment',
  label: 'Permission set assignment',
  nameField: 'AssigneeId',
  fields: [
    pointing('AssigneeId', 'User'),
    shown('PermissionSetId', 'reference', { referenceTo: ['PermissionSet'], relationshipName: 'PermissionSet' }),
    shown('IsActive', 'boolean'),
  ],
  systemFields: ['Id', 'SystemModstamp'],
  rows: () => sql`
    select u.id - ${sql.lit(idOf('User', 0))}::bigint as id, 1 as version, u.id as assignee_id,
      ${sql.lit(idOf('PermissionSet', 0))}::bigint + array_position(array['administrator', 'marketing', 'vetter', 'sales', 'manager', 'read_only'], u.role) as permission_set_id,
      true as is_active, u.created_at, u.created_by_id, u.last_modified_at, u.last_modified_by_id
    from app_user u`,
  meaning: 'Which permissions somebody has: those of their role.',
})

systemObject({
  name: 'CurrencyType',
  label: 'Currency type',
  nameField: 'IsoCode',
  fields: [
    shown('IsoCode'),
    shown('ConversionRate', 'double'),
    shown('DecimalPlaces', 'int'),
    ...allShown('boolean', 'IsActive IsCorporate'),
  ],
  rows: () => sql`
    select 1::bigint as id, ${sinceTheBeginning},
      coalesce((select value #>> '{}' from setting where name = 'currency'), 'USD') as iso_code,
      1::numeric as conversion_rate, 2::bigint as decimal_places, true as is_active, true as is_corporate`,
  meaning: 'The one currency of the org.',
})

systemObject({
  name: 'ListView',
  label: 'List view',
  fields: [
    ...allShown('string', 'Name DeveloperName NamespacePrefix'),
    shown('SobjectType', 'picklist'),
    shown('IsSoqlCompatible', 'boolean'),
    ...allShown('datetime', 'LastViewedDate LastReferencedDate'),
  ],
  reach: (actor, alias) =>
    sql`(${sql.ref(`${alias}.owner_id`)} = ${actor.userId} or ${sql.ref(`${alias}.shared_at`)} is not null)`,
  rows: () => sql`
    select v.id, v.version, v.label as name, v.api_name as developer_name, null::text as namespace_prefix,
      v.object_name as sobject_type, true as is_soql_compatible, null::timestamptz as last_viewed_date,
      null::timestamptz as last_referenced_date, v.owner_id, v.shared_at, v.created_at, v.created_by_id,
      v.last_modified_at, v.last_modified_by_id
    from list_view v`,
  meaning: 'A filter, an order and columns under a name; one sees one’s own and those that are shared.',
})
