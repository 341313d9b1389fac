import {
  everyDefinition,
  type About,
  type FieldDeclaration,
  type FieldValues,
  type ObjectDefinition,
} from '../../../../ground/objects/definition.ts'
import { grantOf } from '../../../../ground/users/actor.ts'
import { roles, type Role } from '../../../../../shared/roles.ts'
import { grantsOf } from '../../../../ground/users/roles.ts'
import { describeField } from '../../dialect/describeField.ts'
import { aboutOf, isAbout } from './about.ts'
import { allShown, fixedRows, shown, systemObject } from './declaring.sql.ts'
import { idByRole } from './roles.ts'

/** What each role may do, object by object and field by field; these have no ids of their own to refer to, only numbers. */

type Row = FieldValues & { readonly Id: number }

const parent = shown('ParentId', 'reference', { referenceTo: ['PermissionSet'], relationshipName: 'Parent' })

const MOST_OBJECTS = 1000
const MOST_FIELDS = 2000

/** Every role with every object it may read, and a number for the two. */
const readableByRole = (all: readonly ObjectDefinition[], about: About | undefined) =>
  roles.flatMap((role, place) =>
    all.flatMap((definition, at) => {
      if (!isAbout(about, definition)) return []
      const letters = grantOf(role, definition)
      return letters.includes('r') ? [{ role, definition, letters, number: (place + 1) * MOST_OBJECTS + at }] : []
    }),
  )

const permissionsObject = (
  name: string,
  label: string,
  nameField: string,
  fields: readonly FieldDeclaration[],
  rows: (all: readonly ObjectDefinition[], about?: About) => readonly Row[],
  meaning: string,
) =>
  systemObject({
    name,
    label,
    labelPlural: label,
    nameField,
    fields,
    rows: (about) => fixedRows(fields, () => rows(everyDefinition(), about))(),
    rowsFor: (all, about) => fixedRows(fields, () => rows(all, about))(),
    aboutOf: aboutOf('sobjecttype', 'field'),
    meaning,
  })

const objectPermissions = (all: readonly ObjectDefinition[], about?: About): readonly Row[] =>
  readableByRole(all, about).map(({ role, definition, letters, number }) => {
    const { seesEverything } = grantsOf(role)
    const may = (letter: string): boolean => definition.rows === undefined && letters.includes(letter)
    return {
      Id: number,
      ParentId: idByRole('PermissionSet', role),
      SobjectType: definition.name,
      PermissionsRead: true,
      PermissionsCreate: may('c'),
      PermissionsEdit: may('u'),
      PermissionsDelete: may('d'),
      PermissionsViewAllRecords: seesEverything,
      PermissionsModifyAllRecords: seesEverything && may('d'),
    }
  })

permissionsObject(
  'ObjectPermissions',
  'Object permissions',
  'SobjectType',
  [
    parent,
    shown('SobjectType'),
    ...allShown('boolean', 'PermissionsCreate PermissionsRead PermissionsEdit PermissionsDelete'),
    ...allShown('boolean', 'PermissionsViewAllRecords PermissionsModifyAllRecords'),
  ],
  objectPermissions,
  'What a role may do to the records of an object.',
)

/** Whoever may read an object reads its fields, and whoever may change it changes those that can be changed. */
const fieldPermissions = (all: readonly ObjectDefinition[], about?: About): readonly Row[] =>
  readableByRole(
    all.filter(({ rows }) => rows === undefined),
    about,
  ).flatMap(({ role, definition, letters, number }) =>
    definition.fields.flatMap((field, at): readonly Row[] => {
      const { permissionable } = describeField(definition, field, { picklist: [], rights: rightsOf(letters) })
      if (!permissionable) return []
      return [
        fieldPermission(role, `${definition.name}.${field.name}`, letters.includes('u'), number * MOST_FIELDS + at),
      ]
    }),
  )

const rightsOf = (letters: string) => ({ createable: letters.includes('c'), updateable: letters.includes('u') })

const fieldPermission = (role: Role, name: string, mayEdit: boolean, id: number): Row => ({
  Id: id,
  ParentId: idByRole('PermissionSet', role),
  SobjectType: name.split('.')[0] ?? name,
  Field: name,
  PermissionsRead: true,
  PermissionsEdit: mayEdit,
})

permissionsObject(
  'FieldPermissions',
  'Field permissions',
  'Field',
  [parent, ...allShown('string', 'SobjectType Field'), ...allShown('boolean', 'PermissionsRead PermissionsEdit')],
  fieldPermissions,
  'What a role may do to a field: what it may do to the records of its object.',
)
