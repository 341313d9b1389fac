import { idOf } from '../../../../../shared/ids.ts'
import type { FieldValues } from '../../../../ground/objects/definition.ts'
import { roles, type Capability, type Role } from '../../../../../shared/roles.ts'
import { grantsOf } from '../../../../ground/users/roles.ts'
import { roleLabels } from '../../../../ground/users/user.ts'
import { allShown, fixedRows, pointing, shown, systemObject } from './declaring.sql.ts'

/** A role of ours is to the field's tools a profile, a place in the hierarchy and the permission set of that profile. */

type Row = FieldValues & { readonly Id: number }

export const idByRole = (objectName: 'Profile' | 'UserRole' | 'PermissionSet', role: Role): number =>
  idOf(objectName, roles.indexOf(role) + 1)

const capabilityOf = {
  PermissionsManageUsers: 'keep_users',
  PermissionsCustomizeApplication: 'set_up',
  PermissionsViewSetup: 'set_up',
  PermissionsAuthorApex: 'set_up',
  PermissionsDataExport: 'export',
  PermissionsExportReport: 'export',
  PermissionsImportLeads: 'import',
  PermissionsImportPersonal: 'import',
  PermissionsConvertLeads: 'convert',
  PermissionsModifyAllData: 'empty_recycle_bin',
} as const satisfies Record<string, Capability>

const ALWAYS = 'PermissionsApiEnabled PermissionsRunReports'
const NEVER =
  'PermissionsApiUserOnly PermissionsPasswordNeverExpires PermissionsManageCases PermissionsViewEncryptedData'
const permissionNames = [
  ...Object.keys(capabilityOf),
  ...ALWAYS.split(' '),
  ...NEVER.split(' '),
  'PermissionsEditTask',
  'PermissionsEditEvent',
  'PermissionsManageLeads',
  'PermissionsViewAllData',
].join(' ')

const permissionsOf = (role: Role): FieldValues => {
  const { capabilities, seesEverything, may } = grantsOf(role)
  return {
    ...Object.fromEntries(Object.entries(capabilityOf).map(([name, needed]) => [name, capabilities.includes(needed)])),
    ...Object.fromEntries(ALWAYS.split(' ').map((name) => [name, true])),
    ...Object.fromEntries(NEVER.split(' ').map((name) => [name, false])),
    PermissionsEditTask: may('edit', 'Task'),
    PermissionsEditEvent: may('edit', 'Event'),
    PermissionsManageLeads: may('edit', 'Lead'),
    PermissionsViewAllData: seesEverything,
  }
}

const licenseFields = [
  ...allShown('string', 'Name MasterLabel LicenseDefinitionKey Status'),
  ...allShown('int', 'TotalLicenses UsedLicenses'),
]
const LICENSE = idOf('UserLicense', 1)

systemObject({
  name: 'UserLicense',
  label: 'User license',
  fields: licenseFields,
  rows: fixedRows(licenseFields, () => [
    // Programs compare with the name every user of the field has; nothing is counted.
    { Id: LICENSE, Name: 'Salesforce', MasterLabel: 'Salesforce', LicenseDefinitionKey: 'SFDC', Status: 'Active' },
  ]),
  meaning: 'Everybody may use all of Assay, as many as there are.',
})

const profileFields = [
  ...allShown('string', 'Name UserType Description'),
  pointing('UserLicenseId', 'UserLicense'),
  ...allShown('datetime', 'LastViewedDate LastReferencedDate'),
  ...allShown('boolean', permissionNames),
]

systemObject({
  name: 'Profile',
  label: 'Profile',
  fields: profileFields,
  rows: fixedRows(profileFields, () =>
    roles.map((role): Row => ({
      Id: idByRole('Profile', role),
      // Tools look the administrator's profile up by the name it has everywhere.
      Name: role === 'administrator' ? 'System Administrator' : roleLabels[role],
      UserType: 'Standard',
      UserLicenseId: LICENSE,
      ...permissionsOf(role),
    })),
  ),
  meaning: 'What a role allows, under the name the tools of the field know it by.',
})

const above: Partial<Record<Role, Role>> = {
  manager: 'administrator',
  marketing: 'manager',
  vetter: 'manager',
  sales: 'manager',
}

const roleFields = [
  ...allShown('string', 'Name DeveloperName RollupDescription OpportunityAccessForAccountOwner PortalType PortalRole'),
  ...allShown('string', 'CaseAccessForAccountOwner ContactAccessForAccountOwner'),
  shown('ParentRoleId', 'reference', { referenceTo: ['UserRole'], relationshipName: 'ParentRole' }),
  shown('ForecastUserId', 'reference', { referenceTo: ['User'] }),
  shown('PortalAccountId', 'reference', { referenceTo: ['Account'] }),
  shown('PortalAccountOwnerId', 'reference', { referenceTo: ['User'] }),
  shown('MayForecastManagerShare', 'boolean'),
]

systemObject({
  name: 'UserRole',
  label: 'Role',
  fields: roleFields,
  systemFields: ['Id', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp'],
  rows: fixedRows(roleFields, () =>
    roles.map((role): Row => {
      const parent = above[role]
      return {
        Id: idByRole('UserRole', role),
        Name: roleLabels[role],
        DeveloperName: roleLabels[role].replace('-', '_'),
        ParentRoleId: parent === undefined ? null : idByRole('UserRole', parent),
        OpportunityAccessForAccountOwner: 'None',
        PortalType: 'None',
        MayForecastManagerShare: false,
      }
    }),
  ),
  meaning: 'A place in the hierarchy: each role has one.',
})

const permissionSetFields = [
  ...allShown('string', 'Name Label Description NamespacePrefix Type'),
  pointing('ProfileId', 'Profile'),
  ...allShown('boolean', 'IsOwnedByProfile IsCustom HasActivationRequired'),
  ...allShown('boolean', permissionNames),
]

systemObject({
  name: 'PermissionSet',
  label: 'Permission set',
  fields: permissionSetFields,
  rows: fixedRows(permissionSetFields, () =>
    roles.map((role): Row => ({
      Id: idByRole('PermissionSet', role),
      Name: `X_${role}`,
      Label: roleLabels[role],
      Type: 'Profile',
      ProfileId: idByRole('Profile', role),
      IsOwnedByProfile: true,
      IsCustom: false,
      HasActivationRequired: false,
      ...permissionsOf(role),
    })),
  ),
  meaning: 'The permissions of a profile. There are no others: a role says all.',
})

const emptyFields = [
  ...allShown('string', 'Name DeveloperName NamespacePrefix Description SobjectType'),
  shown('BusinessProcessId', 'reference', { referenceTo: ['BusinessProcess'], relationshipName: 'BusinessProcess' }),
  shown('IsActive', 'boolean'),
]

systemObject({
  name: 'RecordType',
  label: 'Record type',
  fields: emptyFields,
  rows: fixedRows(emptyFields, () => []),
  meaning: 'Nothing: every record of an object is of one kind here.',
})

const processFields = [
  ...allShown('string', 'Name NamespacePrefix Description TableEnumOrId'),
  shown('IsActive', 'boolean'),
]

systemObject({
  name: 'BusinessProcess',
  label: 'Business process',
  labelPlural: 'Business processes',
  fields: processFields,
  rows: fixedRows(processFields, () => []),
  meaning: 'Nothing: there is one list of stages and one of lead statuses.',
})
