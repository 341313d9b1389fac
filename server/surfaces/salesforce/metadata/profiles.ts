import { z } from 'zod'
import { idOf } from '../../../../shared/ids.ts'
import { everyDefinitionOf } from '../../../ground/objects/catalogue.ts'
import { changeCustomObject } from '../../../ground/objects/customObjects.ts'
import { standardDefinition, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { grantOf, may, theProgram } from '../../../ground/users/actor.ts'
import { roles, type Role } from '../../../../shared/roles.ts'
import { roleLabels } from '../../../ground/users/user.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { ComponentType } from './componentType.ts'
import { checked, invalid } from './customField.ts'
import type { PlainObject } from './plain.ts'
import { flag, many, text } from './shapes.ts'

/** Profiles are roles: what each may do with objects the org made can be set; everything else is as it is. */

export const recordsOf = async (tx: Tx): Promise<readonly ObjectDefinition[]> =>
  (await everyDefinitionOf(tx)).filter(
    ({ rows, hasOwner, isEvent }) => rows === undefined && hasOwner && isEvent !== true,
  )

/** Tools look the administrator's profile up by the name it has everywhere. */
const profileName = (role: Role): string => (role === 'administrator' ? 'Admin' : roleLabels[role])

const roleNamed = (name: string): Role | undefined =>
  roles.find((role) => profileName(role).toLowerCase() === name.trim().toLowerCase())

function profileOf(role: Role, objects: readonly ObjectDefinition[]): PlainObject {
  const actor = { ...theProgram, role }
  return {
    fullName: profileName(role),
    custom: false,
    objectPermissions: objects.map((definition) => ({
      allowCreate: may(actor, 'create', definition),
      allowDelete: may(actor, 'delete', definition),
      allowEdit: may(actor, 'edit', definition),
      allowRead: may(actor, 'read', definition),
      object: definition.name,
    })),
    userLicense: 'Salesforce',
  }
}

const objectPermission = z.object({
  object: text,
  allowCreate: flag.default(false),
  allowDelete: flag.default(false),
  allowEdit: flag.default(false),
  allowRead: flag.default(false),
  modifyAllRecords: flag.default(false),
  viewAllRecords: flag.default(false),
})
const fieldPermission = z.object({ field: text, editable: flag.default(false), readable: flag.default(true) })
const enabled = z.looseObject({ name: text.optional(), enabled: flag.default(false) })

/** Of these every profile says something that holds here for every role. */
const HOLDS_FOR_ALL = ['custom', 'userLicense', 'description', 'tabVisibilities', 'layoutAssignments'] as const

const profileShape = z.looseObject({
  fullName: text,
  objectPermissions: many(objectPermission),
  fieldPermissions: many(fieldPermission),
  userPermissions: many(enabled),
})

async function saveProfile(
  tx: Tx,
  actor: Parameters<typeof changeCustomObject>[1],
  metadata: PlainObject,
): Promise<void> {
  const { fullName, objectPermissions, fieldPermissions, userPermissions, ...more } = checked(() =>
    profileShape.parse(metadata),
  )
  const role = roleNamed(fullName)
  if (role === undefined)
    throw invalid(
      `There is no role '${fullName.slice(0, 80)}' here. Profiles are ${roles.map(profileName).join(', ')}.`,
    )
  refuseOthers(Object.keys(more))
  const objects = new Map((await everyDefinitionOf(tx)).map((one) => [one.name.toLowerCase(), one]))
  for (const { field, editable, readable } of fieldPermissions)
    if (!readable || !editable) refuseHidden(objects, field, readable)
  if (role !== 'administrator')
    for (const { name = '', enabled: isOn } of userPermissions) if (isOn) throw keptByRoles(`The permission ${name}`)
  // What is set is that of an object each; few are an org's own.
  for (const wanted of objectPermissions) {
    const definition = objects.get(wanted.object.toLowerCase())
    if (definition === undefined) throw invalid(`There is no object '${wanted.object.slice(0, 80)}'.`)
    const letters = lettersOf(wanted)
    if (role === 'administrator' || letters === grantOf(role, definition)) continue
    if (standardDefinition(definition.name) !== undefined)
      throw keptByRoles(`What the role ${profileName(role)} may do with ${definition.labelPlural}`)
    if (wanted.modifyAllRecords || wanted.viewAllRecords) throw keptByRoles(`Who sees all ${definition.labelPlural}`)
    await changeCustomObject(tx, actor, definition.name, { permissions: { [role]: letters } })
  }
}

const lettersOf = (wanted: z.infer<typeof objectPermission>): string =>
  [
    wanted.allowCreate ? 'c' : '',
    wanted.allowRead ? 'r' : '',
    wanted.allowEdit ? 'u' : '',
    wanted.allowDelete ? 'd' : '',
  ].join('')

function refuseOthers(names: readonly string[]): void {
  const strange = names.filter((name) => !HOLDS_FOR_ALL.some((known) => known === name))
  if (strange.length > 0)
    throw invalid(
      `Of a profile only what it may do with objects of your own can be set here, and this one says ${strange.slice(0, 5).join(', ')}. Take it out of the file; roles and what they may do are in Setup.`,
    )
}

/** Whoever may read an object reads its fields; those that nobody can write stay so. */
function refuseHidden(objects: ReadonlyMap<string, ObjectDefinition>, name: string, readable: boolean): void {
  const [object = '', field = ''] = name.toLowerCase().split('.')
  if (readable && objects.get(object)?.field.get(field)?.readOnly !== undefined) return
  throw keptByRoles(`Who ${readable ? 'changes' : 'sees'} the field ${name.slice(0, 120)}`)
}

const keptByRoles = (what: string) =>
  invalid(`${what} is set by the role in Setup, not through Metadata API. Take it out of the file.`)

export const profile: ComponentType = {
  xmlName: 'Profile',
  directoryName: 'profiles',
  suffix: 'profile',
  list: async () =>
    roles.map((role, at) => ({
      fullName: profileName(role),
      id: idOf('Profile', at + 1),
      file: `profiles/${profileName(role)}.profile`,
    })),
  read: async (tx, fullNames) => {
    const objects = await recordsOf(tx)
    return fullNames.map((name) => {
      const role = roleNamed(name)
      return role === undefined ? undefined : profileOf(role, objects)
    })
  },
  update: saveProfile,
}
