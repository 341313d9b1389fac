import { picklistOf } from '../../../ground/objects/catalogue.ts'
import { fieldNamed, type Field, type PicklistValue } from '../../../ground/objects/definition.ts'
import { describedFields, MASTER_RECORD_TYPE } from '../dialect/describe.ts'
import { noResource } from '../dialect/errors.ts'
import { base, part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectAt } from '../rest/records.ts'
import type { SObject } from '../dialect/sobjects.ts'
import { tagged } from './objectInfo.ts'

/** GET /ui-api/object-info/X/picklist-values/recordTypeId */
export const picklistsOfObject: Operation = async (here, asked) => {
  const sobject = await objectWithTypeAt(here, asked)
  const picklistFieldValues: Record<string, unknown> = {}
  // One after the other on purpose: few picklists are kept in tables, and those are remembered by their rooms.
  for (const field of describedFields(sobject.definition).filter(isPicklist))
    picklistFieldValues[field.name] = await valuesOf(here, asked, sobject, field)
  return { status: 200, body: tagged({ picklistFieldValues }) }
}

/** GET /ui-api/object-info/X/picklist-values/recordTypeId/field */
export const picklistOfField: Operation = async (here, asked) => {
  const sobject = await objectWithTypeAt(here, asked)
  const field = fieldNamed(sobject.definition, part(asked, 5))
  if (field === undefined || !isPicklist(field)) throw noResource()
  return { status: 200, body: await valuesOf(here, asked, sobject, field) }
}

/** An object has one kind of records, the master record type's. */
export async function objectWithTypeAt(here: Here, asked: Asked): Promise<SObject> {
  const sobject = await sobjectAt(here, asked, 2)
  if (!part(asked, 4).startsWith(MASTER_RECORD_TYPE.slice(0, 15))) throw noResource()
  return sobject
}

const isPicklist = ({ type }: Field): boolean => type === 'picklist' || type === 'multipicklist'

async function valuesOf({ tx }: Here, asked: Asked, { definition }: SObject, field: Field) {
  const values = await picklistOf(tx, field)
  const usual = values.find(({ isDefault, value }) => isDefault === true || value === field.defaultValue)
  const url = `${base(asked)}/ui-api/object-info/${definition.name}/picklist-values/${MASTER_RECORD_TYPE}/${field.name}`
  return tagged({
    controllerValues: {},
    defaultValue: usual === undefined ? null : shown(usual),
    url,
    values: values.map(shown),
  })
}

const shown = ({ label, value }: PicklistValue) => ({ attributes: null, label, validFor: [], value })
