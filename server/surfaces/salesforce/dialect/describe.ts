import { prefixOfNumber } from '../../../../shared/ids.ts'
import type { Tx } from '../../../platform/tx.ts'
import { picklistOf } from '../../../ground/objects/catalogue.ts'
import { numberOf, type Field, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { childRelationshipsOf } from '../../../ground/objects/soql/relationships.ts'
import { may, type Actor } from '../../../ground/users/actor.ts'
import { addressesOf } from './addresses.ts'
import { describeAddress, describeField, type Rights } from './describeField.ts'
import { sobjectNamed, sobjectsFor, type SalesforceRooms, type SObject } from './sobjects.ts'

/** What every object that has only one kind of records has: the record type of none. */
export const MASTER_RECORD_TYPE = '012000000000000AAA'

const MAX_BATCH = 200

/** All objects the actor may read, in short. `version` as in the address, '64.0', stands in the addresses answered. */
export async function describeGlobal(tx: Tx, actor: Actor, rooms: SalesforceRooms, version: string) {
  const sobjects = await sobjectsFor(tx, actor, rooms)
  return {
    encoding: 'UTF-8',
    maxBatchSize: MAX_BATCH,
    sobjects: sobjects.map((sobject) => describeShortly(actor, sobject, version)),
  }
}

/** One object with its fields and relationships; its name in any letter case. Refuses with invalid_type what is not there. */
export async function describeSObject(tx: Tx, actor: Actor, rooms: SalesforceRooms, name: string, version: string) {
  const sobject = await sobjectNamed(tx, actor, rooms, name)
  const { definition } = sobject
  const short = describeShortly(actor, sobject, version)
  const base = short.urls.sobject
  return {
    ...short,
    actionOverrides: [],
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: await describeChildren(tx, actor, definition),
    compactLayoutable: short.layoutable,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: await describeFields(tx, sobject, short),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: short.layoutable ? [masterRecordType(base)] : [],
    searchLayoutable: short.searchable,
    sobjectDescribeOption: 'FULL',
    supportedScopes: scopesOf(definition),
    urls: {
      ...short.urls,
      listviews: `${base}/listviews`,
      quickActions: `${base}/quickActions`,
      uiDetailTemplate: `/{ID}`,
      uiEditTemplate: `/{ID}/e`,
      uiNewRecord: `/${definition.path}/new`,
    },
  }
}

/** The 27 properties both describes begin with. What the actor may not do, the object cannot. */
export function describeShortly(actor: Actor, { definition, door }: SObject, version: string) {
  const base = `/services/data/v${version}/sobjects/${definition.name}`
  const isKept = definition.rows === undefined
  const isWritten = door !== undefined
  const doesEver = (verb: 'create' | 'remove'): boolean => isWritten && door.never?.includes(verb) !== true
  // A platform event is published and heard, never found again.
  const isRecord = definition.isEvent !== true
  const isAsked = isRecord && definition.onlyBeside !== true
  return {
    activateable: false,
    createable: doesEver('create') && may(actor, 'create', definition),
    custom: definition.number !== undefined,
    customSetting: false,
    deepCloneable: false,
    deletable: isRecord && doesEver('remove') && may(actor, 'delete', definition),
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    idEnabled: isRecord,
    isInterface: false,
    isSubtype: false,
    keyPrefix: keyPrefixOf(definition),
    label: definition.label,
    labelPlural: definition.labelPlural,
    layoutable: isKept && isWritten,
    mergeable: MERGEABLE.has(definition.name) && may(actor, 'delete', definition),
    mruEnabled: isKept && isWritten,
    name: definition.name,
    queryable: isAsked,
    replicateable: isAsked,
    retrieveable: isAsked,
    searchable: definition.derivedTypes?.search !== undefined,
    triggerable: isKept && isWritten,
    undeletable: door?.restore !== undefined && may(actor, 'delete', definition),
    updateable: isRecord && isWritten && may(actor, 'edit', definition),
    urls: {
      approvalLayouts: `${base}/describe/approvalLayouts`,
      compactLayouts: `${base}/describe/compactLayouts`,
      defaultValues: `${base}/defaultValues?recordTypeId&fields`,
      describe: `${base}/describe`,
      layouts: `${base}/describe/layouts`,
      rowTemplate: `${base}/{ID}`,
      sobject: base,
    },
  }
}

const MERGEABLE = new Set(['Lead', 'Account', 'Contact'])

export function keyPrefixOf(definition: ObjectDefinition): string | null {
  const number = numberOf(definition)
  return number === undefined ? null : (prefixOfNumber(number) ?? null)
}

async function describeFields(tx: Tx, { definition }: SObject, rights: Rights) {
  const fields = []
  // One after the other on purpose: few picklists are kept in tables, and those are remembered by their rooms.
  for (const field of describedFields(definition))
    fields.push(describeField(definition, field, { picklist: await picklistOf(tx, field), rights }))
  return [...fields, ...addressesOf(definition).map(({ name }) => describeAddress(name))]
}

/** The fields tools are told of, the id first. What points to none of our objects and none of Salesforce's stays here. */
export const describedFields = ({ fields }: ObjectDefinition): readonly Field[] =>
  fields
    .filter(({ type, referenceTo }) => type !== 'reference' || referenceTo?.join() !== 'Person')
    .toSorted((a, b) => Number(b.type === 'id') - Number(a.type === 'id'))

async function describeChildren(tx: Tx, actor: Actor, parent: ObjectDefinition) {
  const children = await childRelationshipsOf(tx, parent)
  return children
    .filter(({ definition }) => may(actor, 'read', definition))
    .map(({ name, definition, field }) => ({
      cascadeDelete: goesWithParent(definition, field),
      childSObject: definition.name,
      deprecatedAndHidden: false,
      field: field.name,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: field.custom === true && !name.endsWith('__r') ? `${name}__r` : name,
      restrictedDelete: false,
    }))
}

/** Whether a record goes into the recycle bin, or for good, with what it points to. */
export const goesWithParent = ({ name, reachedThrough }: ObjectDefinition, field: Field): boolean =>
  field.masterDetail === true ||
  reachedThrough?.includes(field.name) === true ||
  ((name === 'Contact' || name === 'Opportunity') && field.name === 'AccountId')

const masterRecordType = (base: string) => ({
  active: true,
  available: true,
  defaultRecordTypeMapping: true,
  developerName: 'Master',
  master: true,
  name: 'Master',
  recordTypeId: MASTER_RECORD_TYPE,
  urls: { layout: `${base}/describe/layouts/${MASTER_RECORD_TYPE}` },
})

const scopesOf = ({ labelPlural, hasOwner }: ObjectDefinition) => [
  { label: `All ${labelPlural.toLowerCase()}`, name: 'everything' },
  ...(hasOwner ? [{ label: `My ${labelPlural.toLowerCase()}`, name: 'mine' }] : []),
]
