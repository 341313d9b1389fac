import { defineObject, type FieldValues, type ObjectDefinition } from '../objects/definition.ts'
import { alwaysBlank, neverSet } from '../objects/toolFields.ts'
import { searchWords } from '../objects/words.ts'

export const Group: ObjectDefinition = defineObject({
  name: 'Group',
  label: 'Queue',
  labelPlural: 'Queues',
  path: 'groups',
  table: 'user_group',
  fields: [
    {
      name: 'Name',
      type: 'string',
      length: 40,
      required: true,
      neverNull: true,
      unique: true,
      searched: true,
      section: 'Queue',
    },
    { name: 'DeveloperName', label: 'API name', type: 'string', length: 80, section: 'Queue' },
    {
      name: 'Type',
      type: 'picklist',
      picklist: [
        { value: 'Queue', label: 'Queue' },
        { value: 'Regular', label: 'Group' },
      ],
      restricted: true,
      defaultValue: 'Queue',
      neverNull: true,
      section: 'Queue',
    },
    { name: 'Email', label: 'E-mail', type: 'email', length: 80, section: 'Queue' },
    alwaysBlank('RelatedId', 'reference', { referenceTo: ['User', 'UserRole'] }),
    alwaysBlank('OwnerId', 'reference', { referenceTo: ['User', 'Organization'] }),
    ...neverSet('DoesSendEmailToMembers', 'DoesIncludeBosses'),
  ],
  nameField: 'Name',
  hasOwner: false,
  hasRecycleBin: false,
  derive: (record: FieldValues) => ({ search: searchWords(Group, record) }),
  derivedTypes: { search: 'tsvector' },
  meaning: 'A queue owns records until one of its members takes them.',
})
