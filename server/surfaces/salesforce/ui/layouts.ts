import { picklistOf } from '../../../ground/objects/catalogue.ts'
import type { FieldValue } from '../../../ground/objects/definition.ts'
import { rightsOf, sectionsOf, type Section } from '../catalogue/layouts.ts'
import { MASTER_RECORD_TYPE } from '../dialect/describe.ts'
import { presentValue } from '../dialect/records.ts'
import type { SObject } from '../dialect/sobjects.ts'
import { part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectAt } from '../rest/records.ts'
import { recordAt, wholeLayout } from './asking.ts'
import { namesIn } from './batches.ts'
import { objectInfoOf, tagged } from './objectInfo.ts'
import { oneRecord, recordsOf } from './records.ts'
import { labelOf } from '../dialect/labels.ts'

const COLUMNS = 2
const NO_ID = '00h000000000000AAA'
const modes = ['View', 'Edit', 'Create'] as const
type Mode = (typeof modes)[number]

/** GET /ui-api/layout/X */
export const uiLayout: Operation = async (here, asked) => ({
  status: 200,
  body: await layoutOf(here, await sobjectAt(here, asked, 2), modeIn(asked.query['mode'])),
})

const modeIn = (text: string | undefined): Mode =>
  modes.find((mode) => mode.toLowerCase() === text?.toLowerCase()) ?? 'View'

async function layoutOf({ tx, actor }: Here, sobject: SObject, mode: Mode) {
  const rights = rightsOf(actor, sobject)
  const sections = await sectionsOf(tx, sobject.definition, rights)
  return tagged({
    id: NO_ID,
    layoutType: 'Full',
    mode,
    objectApiName: sobject.definition.name,
    recordTypeId: MASTER_RECORD_TYPE,
    saveOptions: [],
    sections: sections.map((section, at) => layoutSection(section, at)),
  })
}

function layoutSection({ heading, items }: Section, place: number) {
  const rows = Array.from({ length: Math.ceil(items.length / COLUMNS) }, (_, row) =>
    items.slice(row * COLUMNS, (row + 1) * COLUMNS),
  )
  return {
    collapsible: false,
    columns: COLUMNS,
    heading,
    id: String(place + 1),
    layoutRows: rows.map((row) => ({ layoutItems: row.map(layoutItem) })),
    rows: rows.length,
    useHeading: true,
  }
}

const layoutItem = ({ field, details }: Section['items'][number]) => ({
  editableForNew: details.createable,
  editableForUpdate: details.updateable,
  label: labelOf(field),
  layoutComponents: [{ apiName: field.name, componentType: 'Field', label: labelOf(field) }],
  lookupIdApiName: field.type === 'reference' ? field.name : null,
  required: field.required === true,
  sortable: details.sortable,
})

/** GET /ui-api/record-ui/id,id: the records with their objects and layouts. */
export const recordUi: Operation = async (here, asked) => {
  const texts = namesIn(part(asked, 2))
  const query = { layoutTypes: 'Full', ...asked.query }
  const records = await recordsOf(here, { ...asked, query }, texts)
  const sobjects = new Map<string, SObject>()
  for (const text of texts) {
    const { sobject } = await recordAt(here, text)
    sobjects.set(sobject.definition.name, sobject)
  }
  const layouts: Record<string, unknown> = {}
  const objectInfos: Record<string, unknown> = {}
  for (const [name, sobject] of sobjects) {
    objectInfos[name] = await objectInfoOf(here, asked, sobject)
    layouts[name] = { [MASTER_RECORD_TYPE]: { Full: await layoutsByMode(here, asked, sobject) } }
  }
  const byId = Object.fromEntries([...records.values()].map((record) => [record.id, record]))
  return { status: 200, body: tagged({ layoutUserStates: {}, layouts, objectInfos, records: byId }) }
}

async function layoutsByMode(here: Here, { query }: Asked, sobject: SObject): Promise<Record<string, unknown>> {
  const asked = (query['modes'] ?? 'View').split(',').map((mode) => modeIn(mode.trim()))
  const layouts: Record<string, unknown> = {}
  for (const mode of new Set(asked)) layouts[mode] = await layoutOf(here, sobject, mode)
  return layouts
}

type UiValue = { readonly displayValue: unknown; readonly value: unknown }

/** GET /ui-api/record-defaults/create/X: what a form for a new record starts with. */
export const newRecordDefaults: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked, 3)
  return { status: 200, body: await defaultsOf(here, asked, sobject, await usualValues(here, sobject)) }
}

/** GET /ui-api/record-defaults/clone/id: the same for a copy of a record, with the values of that. */
export const clonedRecordDefaults: Operation = async (here, asked) => {
  const { sobject, id } = await recordAt(here, part(asked, 3))
  const { definition } = sobject
  const [source, fields] = [
    await oneRecord(here, sobject, id, wholeLayout(definition)),
    await usualValues(here, sobject),
  ]
  const copied = Object.keys(fields).map((name): [string, UiValue | undefined] => [
    name,
    // What must be one of its kind is not copied.
    definition.field.get(name.toLowerCase())?.unique === true ? undefined : source.fields[name],
  ])
  const values = Object.fromEntries(copied.map(([name, value]) => [name, value ?? { displayValue: null, value: null }]))
  return { status: 200, body: { ...(await defaultsOf(here, asked, sobject, values)), cloneSourceId: part(asked, 3) } }
}

/** What each field starts with that can be given when a record is made. */
async function usualValues({ tx, actor }: Here, sobject: SObject): Promise<Record<string, UiValue>> {
  const fields: Record<string, UiValue> = {}
  for (const { items } of await sectionsOf(tx, sobject.definition, rightsOf(actor, sobject)))
    for (const { field, details } of items) {
      if (!details.createable) continue
      const usual = (await picklistOf(tx, field)).find(({ isDefault }) => isDefault === true)
      const value: FieldValue = field.defaultValue ?? usual?.value ?? (field.type === 'boolean' ? false : null)
      fields[field.name] = { displayValue: usual?.label ?? null, value: presentValue(field, value) }
    }
  return fields
}

async function defaultsOf(here: Here, asked: Asked, sobject: SObject, fields: Readonly<Record<string, UiValue>>) {
  const { name } = sobject.definition
  const record = {
    apiName: name,
    childRelationships: {},
    fields,
    id: null,
    lastModifiedById: null,
    lastModifiedDate: null,
    recordTypeId: MASTER_RECORD_TYPE,
    recordTypeInfo: null,
    systemModstamp: null,
  }
  const objectInfos = { [name]: await objectInfoOf(here, asked, sobject) }
  return { layout: await layoutOf(here, sobject, 'Create'), objectInfos, record }
}
