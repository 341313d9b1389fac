import { idOf } from '../../../../shared/ids.ts'
import { everyDefinitionOf } from '../../../ground/objects/catalogue.ts'
import type { Field, ObjectDefinition } from '../../../ground/objects/definition.ts'
import { may, theProgram } from '../../../ground/users/actor.ts'
import { roles, type Role } from '../../../ground/users/roles.ts'
import { roleLabels } from '../../../ground/users/user.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { ComponentType, Save } from './components.ts'
import { invalid } from './customField.ts'
import type { PlainObject } from './plain.ts'

/** Metadata that is told and not changed from here: what a role allows, and how an object's page is laid out. */

const refusal =
  (sentence: string): Save =>
  async () => {
    throw invalid(sentence)
  }

const recordsOf = async (tx: Tx): Promise<readonly ObjectDefinition[]> =>
  (await everyDefinitionOf(tx)).filter(
    ({ rows, hasOwner, isEvent }) => rows === undefined && hasOwner && isEvent !== true,
  )

/** Tools look the administrator's profile up by the name it has everywhere. */
const profileName = (role: Role): string => (role === 'administrator' ? 'Admin' : roleLabels[role])

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
      const role = roles.find((one) => profileName(one).toLowerCase() === name.toLowerCase())
      return role === undefined ? undefined : profileOf(role, objects)
    })
  },
  update: refusal('Roles and what they may do are set in Setup, not through Metadata API.'),
}

const layoutName = ({ name, label }: ObjectDefinition): string => `${name}-${label} Layout`

/** Fields under the headings they have on our pages. */
function layoutOf(definition: ObjectDefinition): PlainObject {
  const shown = definition.fields.filter(({ forTools, type }) => forTools !== true && type !== 'id')
  return {
    fullName: layoutName(definition),
    layoutSections: [...Map.groupBy(shown, ({ section }) => section ?? definition.label)].map(([label, fields]) => ({
      customLabel: true,
      detailHeading: true,
      editHeading: true,
      label,
      layoutColumns: { layoutItems: fields.map((field) => ({ behavior: behaviorOf(field), field: field.name })) },
      style: 'OneColumn',
    })),
  }
}

const behaviorOf = ({ readOnly, required }: Field): string =>
  readOnly !== undefined ? 'Readonly' : required === true ? 'Required' : 'Edit'

export const layout: ComponentType = {
  xmlName: 'Layout',
  directoryName: 'layouts',
  suffix: 'layout',
  list: async (tx) =>
    (await recordsOf(tx)).map((definition) => ({
      fullName: layoutName(definition),
      file: `layouts/${layoutName(definition)}.layout`,
    })),
  read: async (tx, fullNames) => {
    const byName = new Map((await recordsOf(tx)).map((one) => [layoutName(one).toLowerCase(), one]))
    return fullNames.map((name) => {
      const definition = byName.get(name.toLowerCase())
      return definition === undefined ? undefined : layoutOf(definition)
    })
  },
  update: refusal('Pages are laid out by the headings of their fields, which are not changed through Metadata API.'),
}
