import type { Tx } from '../../../platform/tx.ts'
import { catalogueOf, everyDefinitionOf, picklistOf } from '../../../ground/objects/catalogue.ts'
import { changeCustomField, removeCustomField } from '../../../ground/objects/customFieldChanges.ts'
import { addCustomField, customFieldNamed, isExtensible } from '../../../ground/objects/customFields.ts'
import {
  addCustomObject,
  changeCustomObject,
  customObjectNamed,
  removeCustomObject,
  renameCustomObject,
} from '../../../ground/objects/customObjects.ts'
import { addValueSet, changeValueSet, removeValueSet } from '../../../ground/objects/customValueSets.ts'
import { standardDefinition } from '../../../ground/objects/definition.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import {
  changeOf,
  checked,
  draftOf,
  invalid,
  metadataOfField,
  metadataOfStandardField,
  metadataOfStandardValue,
  metadataOfValue,
  partsOfFullName,
  valueOf,
} from './customField.ts'
import { changeOfObject, draftOfObject, metadataOfObject } from './customObject.ts'
import { textIn, type PlainObject } from './plain.ts'
import { listView } from './listView.ts'
import { customTab, layout } from './pages.ts'
import { profile } from './profiles.ts'
import { queue } from './queue.ts'
import { fieldShape, objectShape, valueSetShape } from './shapes.ts'
import type { ComponentType, Save } from './componentType.ts'

const customObject: ComponentType = {
  xmlName: 'CustomObject',
  directoryName: 'objects',
  suffix: 'object',
  childXmlNames: ['CustomField', 'ListView'],
  list: async (tx) => {
    const ids = new Map((await catalogueOf(tx)).objects.filter(isLive).map(({ name, id }) => [name, id]))
    const definitions = (await everyDefinitionOf(tx)).filter(
      (one) => one.isEvent === true || (one.rows === undefined && (isExtensible(one) || one.hasRecycleBin)),
    )
    return definitions.map(({ name }) => ({ fullName: name, id: ids.get(name), file: `objects/${name}.object` }))
  },
  read: async (tx, fullNames) => {
    const catalogue = await catalogueOf(tx)
    return fullNames.map((name) => {
      const definition = catalogue.byName.get(name.toLowerCase())
      if (definition === undefined || (definition.rows !== undefined && definition.isEvent !== true)) return undefined
      const row = catalogue.objects.find((one) => isLive(one) && one.name === definition.name)
      return metadataOfObject(definition, row, catalogue)
    })
  },
  create: async (tx, actor, metadata) => {
    const shape = checked(() => objectShape.parse(metadata))
    const { name } = await addCustomObject(tx, actor, draftOfObject(shape))
    for (const field of shape.fields) await addCustomField(tx, actor, draftOf(field, name, field.fullName))
  },
  update: async (tx, actor, metadata) => {
    const shape = checked(() => objectShape.parse(metadata))
    // A standard object stays what it is; its own fields may come inside it.
    if (standardDefinition(shape.fullName) === undefined)
      await changeCustomObject(
        tx,
        actor,
        shape.fullName,
        changeOfObject(shape, await customObjectNamed(tx, shape.fullName)),
      )
    for (const field of shape.fields.filter(({ fullName }) => /__c$/i.test(fullName)))
      await saveField(tx, actor, shape.fullName, field)
  },
  remove: removeCustomObject,
  rename: async (tx, actor, from, to) => void (await renameCustomObject(tx, actor, from, to)),
}

const isLive = ({ removedAt }: { readonly removedAt: Date | null }): boolean => removedAt === null

async function saveField(
  tx: Tx,
  actor: Actor,
  objectName: string,
  shape: ReturnType<typeof fieldShape.parse>,
): Promise<void> {
  const { fields } = await catalogueOf(tx)
  const before = fields.find(
    (one) =>
      one.objectName.toLowerCase() === objectName.toLowerCase() &&
      one.name.toLowerCase() === shape.fullName.toLowerCase(),
  )
  if (before === undefined) await addCustomField(tx, actor, draftOf(shape, objectName, shape.fullName))
  else await changeCustomField(tx, actor, objectName, before.name, changeOf(shape, before))
}

const customField: ComponentType = {
  xmlName: 'CustomField',
  directoryName: 'objects',
  suffix: 'object',
  inObjectAs: 'fields',
  list: async (tx) =>
    (await liveFields(tx)).map((row) => ({
      fullName: `${row.objectName}.${row.name}`,
      id: row.id,
      file: `objects/${row.objectName}.object`,
    })),
  read: async (tx, fullNames, version) => {
    const { valueSets } = await catalogueOf(tx)
    const known = new Map(valueSets.map((one) => [one.name, one]))
    const rows = new Map((await liveFields(tx)).map((row) => [`${row.objectName}.${row.name}`.toLowerCase(), row]))
    return Promise.all(
      fullNames.map(async (name) => {
        const row = rows.get(name.toLowerCase())
        return row === undefined ? standardField(tx, name, version) : metadataOfField(row, known, true)
      }),
    )
  },
  create: async (tx, actor, metadata) => {
    const shape = checked(() => fieldShape.parse(metadata))
    const { objectName, name } = partsOfFullName(shape.fullName)
    await addCustomField(tx, actor, draftOf(shape, objectName, name))
  },
  update: async (tx, actor, metadata) => {
    const shape = checked(() => fieldShape.parse(metadata))
    const { objectName, name } = partsOfFullName(shape.fullName)
    const before = await customFieldNamed(tx, objectName, name)
    await changeCustomField(tx, actor, objectName, name, changeOf(shape, before))
  },
  remove: async (tx, actor, fullName) => {
    const { objectName, name } = partsOfFullName(fullName)
    await removeCustomField(tx, actor, objectName, name)
  },
}

const FIRST_WITH_VALUE_SETS = 38

/** A field every org has: its type, and its values in the versions that told them here. Later ones read StandardValueSet. */
async function standardField(tx: Tx, fullName: string, version?: string): Promise<PlainObject | undefined> {
  const { objectName, name } = partsOfFullName(fullName)
  const definition = (await catalogueOf(tx)).byName.get(objectName.toLowerCase())
  const field = definition?.field.get(name.toLowerCase())
  if (definition === undefined || definition.rows !== undefined || field === undefined) return undefined
  const tellsValues = version !== undefined && Number(version) < FIRST_WITH_VALUE_SETS
  return metadataOfStandardField(definition.name, field, tellsValues ? await picklistOf(tx, field) : [])
}

const liveFields = async (tx: Tx) => {
  const { fields, byName } = await catalogueOf(tx)
  return fields.filter(({ objectName }) => byName.has(objectName.toLowerCase()))
}

const globalValueSet: ComponentType = {
  xmlName: 'GlobalValueSet',
  directoryName: 'globalValueSets',
  suffix: 'globalValueSet',
  list: async (tx) =>
    (await catalogueOf(tx)).valueSets.map(({ name, id }) => ({
      fullName: name,
      id,
      file: `globalValueSets/${name}.globalValueSet`,
    })),
  read: async (tx, fullNames) => {
    const { valueSets } = await catalogueOf(tx)
    return fullNames.map((name) => {
      const row = valueSets.find((one) => one.name.toLowerCase() === name.toLowerCase())
      return row === undefined
        ? undefined
        : {
            fullName: row.name,
            masterLabel: row.label,
            ...(row.description === null ? {} : { description: row.description }),
            sorted: false,
            customValue: row.values.map(metadataOfValue),
          }
    })
  },
  create: async (tx, actor, metadata) => void (await addValueSet(tx, actor, valueSetIn(metadata))),
  update: async (tx, actor, metadata) => void (await changeValueSet(tx, actor, valueSetIn(metadata))),
  remove: removeValueSet,
}

const valueSetIn = (metadata: PlainObject) => {
  const { fullName, masterLabel, description, customValue } = checked(() => valueSetShape.parse(metadata))
  return {
    name: fullName,
    label: masterLabel,
    description,
    values: customValue.map(valueOf).map(({ value, label, isDefault, isActive }) => ({
      value,
      label,
      ...(isDefault === true ? { isDefault } : {}),
      ...(isActive === false ? { isActive } : {}),
    })),
  }
}

/** The field's names of standard lists, and the fields whose values they are here. */
const standardLists: Readonly<Record<string, readonly [object: string, field: string]>> = {
  AccountOwnership: ['Account', 'Ownership'],
  AccountRating: ['Account', 'Rating'],
  AccountType: ['Account', 'Type'],
  CampaignStatus: ['Campaign', 'Status'],
  CampaignType: ['Campaign', 'Type'],
  Industry: ['Account', 'Industry'],
  LeadSource: ['Lead', 'LeadSource'],
  LeadStatus: ['Lead', 'Status'],
  OpportunityStage: ['Opportunity', 'StageName'],
  OpportunityType: ['Opportunity', 'Type'],
  Salutation: ['Lead', 'Salutation'],
  TaskPriority: ['Task', 'Priority'],
  TaskStatus: ['Task', 'Status'],
}

/** A list sent back as it is changes nothing. */
const saveStandardList: Save = async (tx, _actor, metadata) => {
  const [before] = await standardValueSet.read(tx, [textIn(metadata.fullName)])
  if (before !== undefined && valuesIn(before) === valuesIn(metadata)) return
  throw invalid(
    'Standard lists of values are changed in Setup, not through Metadata API. Lead statuses and opportunity stages bear rules there.',
  )
}

const valuesIn = ({ standardValue }: PlainObject): string =>
  [standardValue]
    .flat()
    .map((value) => (typeof value === 'object' && value !== null && 'fullName' in value ? textIn(value.fullName) : ''))
    .join('\n')

const standardValueSet: ComponentType = {
  xmlName: 'StandardValueSet',
  directoryName: 'standardValueSets',
  suffix: 'standardValueSet',
  list: async () =>
    Object.keys(standardLists).map((name) => ({ fullName: name, file: `standardValueSets/${name}.standardValueSet` })),
  read: async (tx, fullNames) => {
    const { byName } = await catalogueOf(tx)
    // Few are asked for, and their rooms remember them.
    return Promise.all(
      fullNames.map(async (name) => {
        const [object = '', fieldName = ''] = standardLists[name] ?? []
        const field = byName.get(object.toLowerCase())?.field.get(fieldName.toLowerCase())
        if (field === undefined) return undefined
        const values = await picklistOf(tx, field)
        return {
          fullName: name,
          sorted: false,
          standardValue: values.map((value) => metadataOfStandardValue(`${object}.${field.name}`, value)),
        }
      }),
    )
  },
  update: saveStandardList,
}

export const componentTypes: ReadonlyMap<string, ComponentType> = new Map(
  [customObject, customField, listView, globalValueSet, standardValueSet, customTab, layout, profile, queue].map(
    (one) => [one.xmlName, one],
  ),
)
