import type { Tx } from '../../../platform/tx.ts'
import { picklistOf } from '../../../ground/objects/catalogue.ts'
import { isDerived, type Field, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { childRelationshipsOf } from '../../../ground/objects/soql/relationships.ts'
import { may, type Actor } from '../../../ground/users/actor.ts'
import { describedFields, MASTER_RECORD_TYPE } from '../dialect/describe.ts'
import { describeField, type Rights } from '../dialect/describeField.ts'
import { dialectRefusal, noResource } from '../dialect/errors.ts'
import { sobjectNamed, type SObject } from '../dialect/sobjects.ts'
import { base, part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectAt } from '../rest/records.ts'
import { quickActionsOf } from './quickActions.ts'
import { labelOf } from '../dialect/labels.ts'

/** Layouts, made of the headings an object's fields stand under. They have no ids of their own: each object has one. */

const NO_ID = '00h000000000000AAA'
const COLUMNS = 2

/** GET /sobjects/X/describe/layouts */
export const layouts: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked)
  return {
    status: 200,
    body: {
      layouts: [await layoutOf(here, asked, sobject)],
      recordTypeMappings: [
        {
          available: true,
          defaultRecordTypeMapping: true,
          developerName: 'Master',
          layoutId: NO_ID,
          master: true,
          name: 'Master',
          picklistsForRecordType: [],
          recordTypeId: MASTER_RECORD_TYPE,
          urls: { layout: `${layoutsUrl(asked, sobject)}/${MASTER_RECORD_TYPE}` },
        },
      ],
      recordTypeSelectorRequired: [false],
    },
  }
}

/** GET /sobjects/X/describe/layouts/recordTypeId */
export const layoutOfType: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked)
  if (!part(asked, 4).startsWith(MASTER_RECORD_TYPE.slice(0, 15))) throw noResource()
  return { status: 200, body: await layoutOf(here, asked, sobject) }
}

/** GET /sobjects/User/describe/namedLayouts/UserAlt: users alone have a layout with a name, which is the one there is. */
export const namedLayouts: Operation = (here, asked) => {
  const [object, name] = [part(asked, 1), part(asked, 4)].map((word) => word.toLowerCase())
  if (object !== 'user' || name !== 'useralt') throw noResource()
  return layouts(here, asked)
}

/** The form of an action that makes a record: what a person fills in. */
export async function actionLayout({ tx, actor }: Here, sobject: SObject) {
  const { definition } = sobject
  const items = (await sectionsOf(tx, definition, rightsOf(actor, sobject))).flatMap((section) => section.items)
  return layoutSection({ heading: definition.label, items }, ({ isEditable }) => isEditable)
}

const layoutsUrl = (asked: Asked, { definition }: SObject): string =>
  `${base(asked)}/sobjects/${definition.name}/describe/layouts`

async function layoutOf({ tx, actor }: Here, asked: Asked, sobject: SObject) {
  const { definition } = sobject
  const sections = await sectionsOf(tx, definition, rightsOf(actor, sobject))
  return {
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: sections.map((section) => layoutSection(section, () => true)),
    editLayoutSections: sections.flatMap((section) =>
      section.items.some(({ isEditable }) => isEditable)
        ? [layoutSection(section, ({ isEditable }) => isEditable)]
        : [],
    ),
    feedView: null,
    highlightsPanelLayoutSection: null,
    id: NO_ID,
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: { quickActionListItems: quickActionsOf(asked, definition) },
    relatedContent: null,
    relatedLists: await relatedLists(tx, actor, definition),
    saveOptions: [],
  }
}

export const rightsOf = (actor: Actor, { definition, door }: SObject): Rights => ({
  createable: door !== undefined && may(actor, 'create', definition),
  updateable: door !== undefined && may(actor, 'edit', definition),
})

type Item = { readonly field: Field; readonly details: ReturnType<typeof describeField>; readonly isEditable: boolean }
export type Section = { readonly heading: string; readonly items: readonly Item[] }

/** The fields a layout shows. */
export const layoutFieldsOf = (definition: ObjectDefinition): readonly Field[] =>
  describedFields(definition).filter(({ forTools, type }) => forTools !== true && type !== 'id')

export async function sectionsOf(tx: Tx, definition: ObjectDefinition, rights: Rights): Promise<Section[]> {
  const items: Item[] = []
  // One after the other on purpose: few picklists are kept in tables, and those are remembered by their rooms.
  for (const field of layoutFieldsOf(definition)) {
    const details = describeField(definition, field, { picklist: await picklistOf(tx, field), rights })
    items.push({ field, details, isEditable: !isDerived(field) && field.readOnly === undefined })
  }
  const bySection = Map.groupBy(items, ({ field }) => field.section ?? definition.label)
  return [...bySection].map(([heading, ofSection]) => ({ heading, items: ofSection }))
}

function layoutSection({ heading, items }: Section, isShown: (item: Item) => boolean) {
  const shown = items.filter(isShown)
  const rows = Array.from({ length: Math.ceil(shown.length / COLUMNS) }, (_, row) =>
    shown.slice(row * COLUMNS, (row + 1) * COLUMNS),
  )
  return {
    collapsed: false,
    columns: COLUMNS,
    heading,
    layoutRows: rows.map((row) => ({ layoutItems: row.map(layoutItem), numItems: row.length })),
    layoutSectionId: null,
    parentLayoutId: NO_ID,
    rows: rows.length,
    tabOrder: 'LeftToRight',
    useCollapsibleSection: false,
    useHeading: true,
  }
}

const layoutItem = ({ field, details, isEditable }: Item, at: number) => ({
  editableForNew: isEditable && details.createable,
  editableForUpdate: isEditable && details.updateable,
  label: labelOf(field),
  layoutComponents: [{ details, displayLines: 1, tabOrder: at + 1, type: 'Field', value: field.name }],
  placeholder: false,
  required: field.required === true,
})

async function relatedLists(tx: Tx, actor: Actor, definition: ObjectDefinition) {
  const children = await childRelationshipsOf(tx, definition)
  return children
    .filter((child) => may(actor, 'read', child.definition))
    .map(({ name, definition: child, field }) => ({
      accessLevelRequiredForCreate: null,
      buttons: [],
      columns: [
        {
          field: `${child.name}.${child.nameField}`,
          fieldApiName: child.nameField,
          format: null,
          label: child.label,
          lookupId: null,
          name: child.nameField,
          sortable: true,
        },
      ],
      custom: child.number !== undefined,
      field: field.name,
      label: child.labelPlural,
      limitRows: 5,
      name,
      sobject: child.name,
      sort: [],
    }))
}

/** GET /sobjects/X/describe/compactLayouts */
export const compactLayouts: Operation = async (here, asked) => {
  const { definition } = await sobjectAt(here, asked)
  const url = `${base(asked)}/sobjects/${definition.name}/describe/compactLayouts`
  return {
    status: 200,
    body: {
      compactLayouts: [compactLayoutOf(definition)],
      defaultCompactLayoutId: null,
      recordTypeCompactLayoutMappings: [
        {
          available: true,
          compactLayoutId: null,
          compactLayoutName: 'SYSTEM',
          recordTypeId: MASTER_RECORD_TYPE,
          recordTypeName: 'Master',
          urls: { compactLayout: `${url}/${MASTER_RECORD_TYPE}` },
        },
      ],
      urls: { primary: `${url}/primary` },
    },
  }
}

/** GET /sobjects/X/describe/compactLayouts/primary */
export const primaryCompactLayout: Operation = async (here, asked) => ({
  status: 200,
  body: compactLayoutOf((await sobjectAt(here, asked)).definition),
})

const MOST_OBJECTS = 100

/** GET /compactLayouts?q=Account,Contact */
export const compactLayoutsOfMany: Operation = async ({ tx, actor, rooms }, asked) => {
  const names = (asked.query['q'] ?? '').split(',').filter((name) => name.trim() !== '')
  if (names.length === 0 || names.length > MOST_OBJECTS)
    throw dialectRefusal('INVALID_PARAMETER_VALUE', `q names 1 to ${MOST_OBJECTS} objects, separated by commas.`)
  const found: Record<string, unknown> = {}
  for (const name of names) {
    const { definition } = await sobjectNamed(tx, actor, rooms, name.trim())
    found[definition.name] = compactLayoutOf(definition)
  }
  return { status: 200, body: found }
}

const MOST_IN_SHORT = 5

/** What tells a record from others: its name, and the first things that are said of it. */
export function compactFieldsOf(definition: ObjectDefinition): readonly Field[] {
  const fields = definition.fields.filter(
    ({ forTools, type, name }) =>
      forTools !== true && !['id', 'textarea', 'boolean', 'base64'].includes(type) && name !== definition.nameField,
  )
  const name = definition.fields.filter((field) => field.name === definition.nameField)
  return [...name, ...fields].slice(0, MOST_IN_SHORT)
}

function compactLayoutOf(definition: ObjectDefinition) {
  return {
    actions: [],
    fieldItems: compactFieldsOf(definition).map((field, at) => ({
      editableForNew: false,
      editableForUpdate: false,
      label: labelOf(field),
      layoutComponents: [
        { components: [], details: null, displayLines: 1, tabOrder: at + 1, type: 'Field', value: field.name },
      ],
      placeholder: false,
      required: false,
    })),
    id: null,
    imageItems: [],
    label: 'System Default',
    name: 'SYSTEM',
    objectType: definition.name,
  }
}
