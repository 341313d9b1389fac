import type { Tx } from '../../../platform/tx.ts'
import { catalogueOf, type Catalogue } from '../catalogue.ts'
import { fieldNamed, type Field, type ObjectDefinition } from '../definition.ts'

/** Records that point to a record, as the record calls them: an account's `Contacts`. */
export type ChildRelationship = {
  readonly name: string
  readonly definition: ObjectDefinition
  /** The reference that points to the parent. */
  readonly field: Field
}

/** What the field's standard objects call those that point to them, by object and reference; what is not here has no name. */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Account: { ParentId: 'ChildAccounts' },
  Contact: { AccountId: 'Contacts' },
  Opportunity: { AccountId: 'Opportunities', CampaignId: 'Opportunities' },
  OpportunityContactRole: { OpportunityId: 'OpportunityContactRoles', ContactId: 'OpportunityContactRoles' },
  OpportunityHistory: { OpportunityId: 'OpportunityHistories' },
  OpportunityFieldHistory: { OpportunityId: 'Histories' },
  LeadHistory: { LeadId: 'Histories' },
  AccountHistory: { AccountId: 'Histories' },
  ContactHistory: { ContactId: 'Histories' },
  CampaignHistory: { CampaignId: 'Histories' },
  Campaign: { ParentId: 'ChildCampaigns' },
  CampaignMember: { CampaignId: 'CampaignMembers', LeadId: 'CampaignMembers', ContactId: 'CampaignMembers' },
  CampaignMemberStatus: { CampaignId: 'CampaignMemberStatuses' },
  Task: { WhoId: 'Tasks', WhatId: 'Tasks' },
  Event: { WhoId: 'Events', WhatId: 'Events' },
  Note: { ParentId: 'Notes' },
  Attachment: { ParentId: 'Attachments' },
  ContentDocumentLink: { LinkedEntityId: 'ContentDocumentLinks', ContentDocumentId: 'ContentDocumentLinks' },
  ContentVersion: { ContentDocumentId: 'ContentVersions' },
  GroupMember: { GroupId: 'GroupMembers' },
  QueueSobject: { QueueId: 'QueueSobjects' },
  User: {
    ManagerId: 'ManagedUsers',
    DelegatedApproverId: 'DelegatedUsers',
    AccountId: 'Users',
    ContactId: 'Users',
    ProfileId: 'Users',
    UserRoleId: 'Users',
  },
  PermissionSetAssignment: { AssigneeId: 'PermissionSetAssignments' },
}

const before = new WeakMap<Catalogue, Map<string, readonly ChildRelationship[]>>()

/** The relationships from an object to those that point to it, in the catalogue's order. */
export function childRelationshipsIn(catalogue: Catalogue, definition: ObjectDefinition): readonly ChildRelationship[] {
  const known = before.get(catalogue) ?? new Map<string, readonly ChildRelationship[]>()
  before.set(catalogue, known)
  const found = known.get(definition.name) ?? relationshipsAmong(catalogue.all, definition.name)
  known.set(definition.name, found)
  return found
}

export const childRelationshipsOf = async (
  tx: Tx,
  definition: ObjectDefinition,
): Promise<readonly ChildRelationship[]> => childRelationshipsIn(await catalogueOf(tx), definition)

/** The same among given objects, whether or not they are all an org has. */
export const relationshipsAmong = (all: readonly ObjectDefinition[], parent: string): readonly ChildRelationship[] =>
  all.flatMap((definition) => {
    // What points to a record by two fields under one name is found by the first.
    const byName = new Map<string, ChildRelationship>()
    for (const field of definition.fields) {
      const name = nameOf(definition, field)
      const isHere = field.type === 'reference' && field.referenceTo?.includes(parent) === true
      if (isHere && name !== undefined && !byName.has(name)) byName.set(name, { name, definition, field })
    }
    return [...byName.values()]
  })

const nameOf = (definition: ObjectDefinition, field: Field): string | undefined =>
  field.childRelationshipName ?? NAMES[definition.name]?.[field.name]

const parentsBefore = new WeakMap<ObjectDefinition, Map<string, Field>>()

/** The reference behind a relationship's name, in any letter case: `Owner` → OwnerId. */
export function parentField(definition: ObjectDefinition, relationship: string): Field | undefined {
  const known =
    parentsBefore.get(definition) ??
    new Map(definition.fields.flatMap((one) => (one.relationshipName === undefined ? [] : [entryOf(one)])))
  parentsBefore.set(definition, known)
  return known.get(relationship.toLowerCase())
}

const entryOf = (field: Field): readonly [string, Field] => [(field.relationshipName ?? '').toLowerCase(), field]

/** The parts of an address: `BillingAddress` is made of BillingStreet, BillingCity … */
const PARTS = ['Street', 'City', 'State', 'PostalCode', 'Country', 'Latitude', 'Longitude', 'GeocodeAccuracy'] as const

export type AddressPart = { readonly name: string; readonly field: Field }

/** The parts of the address of this name; undefined when the object has no such address. */
export function addressParts(definition: ObjectDefinition, name: string): readonly AddressPart[] | undefined {
  if (!/Address$/i.test(name) || fieldNamed(definition, name) !== undefined) return undefined
  const prefix = name.slice(0, -'Address'.length)
  const parts = PARTS.flatMap((part) => {
    const field = fieldNamed(definition, `${prefix}${part}`)
    return field === undefined ? [] : [{ name: part.charAt(0).toLowerCase() + part.slice(1), field }]
  })
  return parts.some((part) => part.name === 'city') ? parts : undefined
}
