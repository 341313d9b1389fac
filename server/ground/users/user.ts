import { defineObject, type FieldDeclaration, type FieldValues, type ObjectDefinition } from '../objects/definition.ts'
import { fullName, isMissing } from '../objects/expressions.ts'
import { searchWords } from '../objects/words.ts'
import { roles, type Role } from '../../../shared/roles.ts'
import { userToolFields } from './toolFields.sql.ts'

export const roleLabels: Record<Role, string> = {
  administrator: 'Administrator',
  marketing: 'Marketing',
  vetter: 'Vetter',
  sales: 'Sales',
  manager: 'Manager',
  read_only: 'Read-only',
}

const person: readonly FieldDeclaration[] = [
  { name: 'FirstName', type: 'string', length: 40, searched: true, section: 'Person' },
  { name: 'LastName', type: 'string', length: 80, required: true, neverNull: true, searched: true, section: 'Person' },
  {
    name: 'Name',
    type: 'string',
    expression: fullName,
    readOnly: 'Set the first and the last name instead.',
    section: 'Person',
  },
  {
    name: 'Email',
    label: 'E-mail',
    type: 'email',
    length: 128,
    required: true,
    neverNull: true,
    searched: true,
    section: 'Person',
  },
  { name: 'Title', type: 'string', length: 80, section: 'Person' },
  { name: 'Department', type: 'string', length: 80, section: 'Person' },
  { name: 'Phone', type: 'phone', length: 40, section: 'Person' },
  { name: 'MobilePhone', label: 'Mobile', type: 'phone', length: 40, section: 'Person' },
  {
    name: 'ManagerId',
    label: 'Manager',
    type: 'reference',
    referenceTo: ['User'],
    relationshipName: 'Manager',
    section: 'Person',
  },
]

const access: readonly FieldDeclaration[] = [
  {
    name: 'Username',
    label: 'User name',
    type: 'string',
    length: 80,
    neverNull: true,
    unique: true,
    searched: true,
    help: 'What the user signs in with; the e-mail address unless another is given.',
    section: 'Access',
  },
  {
    name: 'Role',
    label: 'Role',
    type: 'picklist',
    picklist: roles.map((value) => ({ value, label: roleLabels[value] })),
    restricted: true,
    required: true,
    neverNull: true,
    help: 'What the user may see and change.',
    section: 'Access',
  },
  {
    name: 'IsActive',
    label: 'Active',
    type: 'boolean',
    expression: isMissing('deactivated_at'),
    readOnly: 'Deactivate or activate the user instead.',
    isUnderstood: true,
    section: 'Access',
  },
  {
    name: 'LastLoginDate',
    label: 'Last sign-in',
    type: 'datetime',
    column: 'last_login_at',
    readOnly: 'Assay keeps this itself.',
    tracked: false,
    section: 'Access',
  },
  {
    name: 'TimeZoneSidKey',
    label: 'Time zone',
    type: 'string',
    length: 40,
    column: 'time_zone',
    help: 'Where their days begin and end; the time zone of their browser when none is chosen.',
    // A program has no browser, and its queries count days by this.
    toolsDefault: 'UTC',
    section: 'Access',
  },
  {
    name: 'LocaleSidKey',
    label: 'Language and region',
    type: 'string',
    length: 40,
    column: 'locale',
    defaultValue: 'en',
    neverNull: true,
    section: 'Access',
  },
]

export const User: ObjectDefinition = defineObject({
  name: 'User',
  label: 'User',
  labelPlural: 'Users',
  path: 'users',
  table: 'app_user',
  fields: [...person, ...access, ...userToolFields],
  nameField: 'Name',
  hasOwner: false,
  hasRecycleBin: false,
  derive: (record: FieldValues) => ({ search: searchWords(User, record) }),
  derivedTypes: { search: 'tsvector' },
  meaning:
    'Somebody who works with Assay. A user who leaves is deactivated, never deleted, so that what they did keeps their name.',
})

/** Fields everybody may change of themselves. */
export const ownFields: readonly string[] = [
  'FirstName',
  'LastName',
  'Title',
  'Department',
  'Phone',
  'MobilePhone',
  'TimeZoneSidKey',
  'LocaleSidKey',
]
