import { dialectRefusal } from '../dialect/errors.ts'
import type { XmlElement } from '../soap/xml.ts'
import { componentTypes } from './components.ts'
import { textNamed, type PlainObject } from './plain.ts'

/**
 * What a component of each kind says, as `describeValueType` tells it. A part is a text unless its type follows it; `*` stands
 * behind what may come more than once, `!` behind what must come. A type that is described here too brings its parts along.
 */
const parts: Readonly<Record<string, string>> = {
  ApexClass: 'fullName! apiVersion:double content:base64Binary packageVersions:PackageVersion* status',
  ApexComponent: 'fullName! apiVersion:double content:base64Binary description label! packageVersions:PackageVersion*',
  ApexPage: 'fullName! apiVersion:double content:base64Binary description label! packageVersions:PackageVersion*',
  ApexTrigger: 'fullName! apiVersion:double content:base64Binary packageVersions:PackageVersion* status',
  CustomField:
    'fullName! caseSensitive:boolean defaultValue description displayFormat externalId:boolean inlineHelpText label length:int precision:int referenceTo relationshipLabel relationshipName required:boolean scale:int startingNumber:int type! unique:boolean valueSet:ValueSet',
  CustomObject:
    'fullName! deploymentStatus description enableActivities:boolean enableHistory:boolean enableReports:boolean enableSearch:boolean eventType fields:CustomField* label listViews:ListView* nameField:NameField pluralLabel publishBehavior sharingModel',
  CustomTab: 'fullName! customObject:boolean motif!',
  CustomValue: 'fullName! default:boolean! isActive:boolean label',
  GlobalValueSet: 'fullName! customValue:CustomValue* description masterLabel! sorted:boolean!',
  Layout: 'fullName! layoutSections:LayoutSection*',
  LayoutColumn: 'layoutItems:LayoutItem*',
  LayoutItem: 'behavior field',
  LayoutSection:
    'customLabel:boolean detailHeading:boolean editHeading:boolean label layoutColumns:LayoutColumn* style!',
  ListView: 'fullName! booleanFilter columns* filterScope! filters:ListViewFilter* label!',
  ListViewFilter: 'field! operation! value',
  NameField: 'displayFormat label type! startingNumber:int',
  PackageVersion: 'majorNumber:int! minorNumber:int! namespace!',
  Profile:
    'fullName! custom:boolean fieldPermissions:ProfileFieldLevelSecurity* objectPermissions:ProfileObjectPermissions*',
  ProfileFieldLevelSecurity: 'editable:boolean! field! readable:boolean',
  ProfileObjectPermissions:
    'allowCreate:boolean allowDelete:boolean allowEdit:boolean allowRead:boolean modifyAllRecords:boolean object! viewAllRecords:boolean',
  Queue: 'fullName! doesSendEmailToMembers:boolean! email name! queueMembers:QueueMembers queueSobject:QueueSobject*',
  QueueMembers: 'users:Users',
  QueueSobject: 'sobjectType!',
  StandardValue: 'fullName! closed:boolean converted:boolean default:boolean! forecastCategory label won:boolean',
  StandardValueSet: 'fullName! sorted:boolean! standardValue:StandardValue*',
  Users: 'user*',
  ValueSet: 'restricted:boolean valueSetDefinition:ValueSetValuesDefinition valueSetName',
  ValueSetValuesDefinition: 'sorted:boolean! value:CustomValue*',
}

/** `describeValueType`: what may be done with a kind of metadata, named as `{namespace}CustomField`, and what it says. */
export async function describeValueType({ call }: { readonly call: XmlElement }): Promise<PlainObject> {
  const named = textNamed(call, 'type')
  const name = named.replace(/^\{[^}]*\}/, '')
  if (parts[name] === undefined)
    throw dialectRefusal('INVALID_TYPE', `There is no type of metadata '${name.slice(0, 80)}'.`, { kind: 'rule' })
  const type = componentTypes.get(name)
  return {
    apiCreatable: type?.create !== undefined,
    apiDeletable: type?.remove !== undefined,
    apiReadable: type !== undefined,
    apiUpdatable: type?.update !== undefined,
    valueTypeFields: fieldsOf(name),
  }
}

const fieldsOf = (name: string): readonly PlainObject[] => (parts[name] ?? '').split(' ').filter(Boolean).map(fieldOf)

function fieldOf(said: string): PlainObject {
  const [, name = '', type = 'string', marks = ''] = /^(\w+)(?::(\w+))?([!*]*)$/.exec(said) ?? []
  return {
    fields: fieldsOf(type),
    isForeignKey: false,
    isNameField: name === 'fullName',
    minOccurs: marks.includes('!') ? 1 : 0,
    name,
    soapType: type,
    valueRequired: marks.includes('!'),
  }
}
