import { defineObject, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { workedOut } from '../../../ground/objects/toolFields.ts'
import { sql, type RawBuilder } from '../../../platform/sql.ts'

/** When a change of a record is told: whenever it is changed, or when a field of the query's select list or condition is. */
const fieldChoices = ['Referenced', 'All', 'Select', 'Where']

const choice = (name: string, label: string) =>
  ({ name, label, type: 'boolean', defaultValue: true, neverNull: true }) as const

/** The four switches in one word, as they were said until version 28. */
const operationsOf = (alias: string): RawBuilder<unknown> => {
  const told = (operation: string) => sql.ref(`${alias}.notify_for_operation_${operation}`)
  return sql`case
    when ${told('create')} and ${told('update')} and (${told('delete')} or ${told('undelete')}) then 'Extended'
    when ${told('create')} and ${told('update')} then 'All'
    when ${told('create')} then 'Create'
    when ${told('update')} then 'Update'
  end`
}

export const PushTopic: ObjectDefinition = defineObject({
  name: 'PushTopic',
  label: 'Push topic',
  labelPlural: 'Push topics',
  path: 'push-topics',
  table: 'push_topic',
  nameField: 'Name',
  hasOwner: false,
  hasRecycleBin: false,
  fields: [
    { name: 'Name', type: 'string', length: 25, required: true, neverNull: true, tracked: false },
    { name: 'Query', type: 'textarea', length: 1300, required: true, neverNull: true, tracked: false },
    { name: 'ApiVersion', label: 'API version', type: 'double', defaultValue: 64, neverNull: true, tracked: false },
    { name: 'Description', type: 'string', length: 400, tracked: false },
    { ...choice('IsActive', 'Active'), tracked: false },
    {
      name: 'NotifyForFields',
      label: 'Told when fields change',
      type: 'picklist',
      picklist: fieldChoices.map((value) => ({ value, label: value, isDefault: value === 'Referenced' })),
      restricted: true,
      defaultValue: 'Referenced',
      neverNull: true,
      tracked: false,
    },
    { ...choice('NotifyForOperationCreate', 'Told of new records'), tracked: false },
    { ...choice('NotifyForOperationUpdate', 'Told of changes'), tracked: false },
    { ...choice('NotifyForOperationDelete', 'Told of deletions'), tracked: false },
    { ...choice('NotifyForOperationUndelete', 'Told of what is restored'), tracked: false },
    workedOut('NotifyForOperations', 'string', operationsOf, { length: 20 }),
  ],
  meaning: 'A query that programs listen to: they are told of records that come to match it.',
})

export const StreamingChannel: ObjectDefinition = defineObject({
  name: 'StreamingChannel',
  label: 'Streaming channel',
  labelPlural: 'Streaming channels',
  path: 'streaming-channels',
  table: 'streaming_channel',
  nameField: 'Name',
  hasOwner: false,
  hasRecycleBin: false,
  fields: [
    { name: 'Name', type: 'string', length: 80, required: true, neverNull: true, tracked: false },
    { name: 'Description', type: 'string', length: 255, tracked: false },
  ],
  meaning: 'A channel through which programs tell each other things of their own.',
})
