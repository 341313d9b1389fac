import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { refuseUnlessHas, type Actor } from '../users/actor.ts'
import { catalogueChanged, catalogueOf, definitionOf, lockCatalogue } from './catalogue.ts'
import { hasRows, keepIndexes, valueHeldTwice } from './customColumns.sql.ts'
import { picklistAfter, refuseUnfit, type CustomFieldChange, type CustomFieldDraft } from './customFieldDraft.ts'
import {
  announceField,
  customFieldNamed,
  masterless,
  nameTaken,
  refuseUnfitDefault,
  relationshipTaken,
  valueSetNamed,
} from './customFields.ts'
import { retireCustomField, reviveCustomField, updateCustomField } from './customFields.sql.ts'
import { relationshipName } from './customNames.ts'
import { checkedFormat } from './customNumbering.ts'
import type { CustomFieldRow } from './customRows.ts'
import { fieldNamed, type ObjectDefinition } from './definition.ts'

/** Changes what a field is called, takes and demands. Its name and type stay; a text becomes longer, never shorter. */
export async function changeCustomField(
  tx: Tx,
  actor: Actor,
  objectName: string,
  name: string,
  change: CustomFieldChange,
): Promise<CustomFieldRow> {
  refuseUnlessHas(actor, 'set_up', 'change fields')
  await lockCatalogue(tx)
  const before = await customFieldNamed(tx, objectName, name)
  const definition = await definitionOf(tx, before.objectName)
  const after = changedRow(before, change)
  refuseUnfit({
    type: before.type as CustomFieldDraft['type'],
    unique: after.isUnique,
    externalId: after.externalId,
    required: after.required,
    length: after.length ?? undefined,
    precision: after.precision ?? undefined,
    scale: after.scale ?? undefined,
    picklist: after.picklist === null ? undefined : [...after.picklist],
    valueSet: after.valueSet ?? undefined,
    format: after.format ?? undefined,
  })
  refuseShorter(before, after)
  await refuseTakenNames(tx, after)
  refuseUnfitDefault(after)
  await refuseTwice(tx, definition, after)
  await keepIndexes(tx, definition, after)
  await updateCustomField(tx, actor, after)
  await catalogueChanged(tx)
  announceField(tx, actor, 'changed', after)
  return after
}

/** Takes a field out of use; the column and its values stay, so that a mistake loses nothing. */
export async function removeCustomField(tx: Tx, actor: Actor, objectName: string, name: string): Promise<void> {
  refuseUnlessHas(actor, 'set_up', 'remove fields')
  await lockCatalogue(tx)
  const row = await customFieldNamed(tx, objectName, name)
  const definition = await definitionOf(tx, row.objectName)
  if (row.masterDetail && (await hasRows(tx, definition.table)))
    throw new Refusal(
      'master_in_use',
      `${definition.labelPlural} belong to their ${row.label.toLowerCase()}: without it nobody would own them. Delete the object instead, or keep the field.`,
      { kind: 'conflict', field: row.name },
    )
  // What is out of use keeps nothing unique and demands nothing.
  await keepIndexes(tx, definition, { ...row, isUnique: false, externalId: false })
  await retireCustomField(tx, objectName, name)
  await catalogueChanged(tx)
  announceField(tx, actor, 'removed', row)
}

/** Brings a field back, with its values, that was taken out of use. */
export async function restoreCustomField(
  tx: Tx,
  actor: Actor,
  objectName: string,
  name: string,
): Promise<CustomFieldRow> {
  refuseUnlessHas(actor, 'set_up', 'add fields')
  await lockCatalogue(tx)
  const definition = await definitionOf(tx, objectName)
  if (fieldNamed(definition, name) !== undefined) throw nameTaken(definition, name)
  if ((await reviveCustomField(tx, definition.name, name)) === 0)
    throw notFound(`field called '${objectName.slice(0, 80)}.${name.slice(0, 80)}' that was taken out of use`)
  await catalogueChanged(tx)
  const row = await customFieldNamed(tx, definition.name, name)
  const rival = definition.fields.find(({ column }) => column === row.columnName)
  if (rival !== undefined) throw nameTaken(definition, rival.name)
  if (row.masterDetail && (await hasRows(tx, definition.table))) throw masterless(definition)
  await refuseTwice(tx, definition, row)
  await keepIndexes(tx, definition, row)
  announceField(tx, actor, 'restored', row)
  return row
}

/** A changed field takes its values from a set that is there, and a name its target does not use for others. */
async function refuseTakenNames(tx: Tx, after: CustomFieldRow): Promise<void> {
  const { fields } = await catalogueOf(tx)
  if (after.valueSet !== null) await valueSetNamed(tx, after.valueSet)
  const rival = fields.find(
    (one) =>
      one.id !== after.id &&
      one.referenceTo === after.referenceTo &&
      after.childRelationshipName !== null &&
      one.childRelationshipName?.toLowerCase() === after.childRelationshipName.toLowerCase(),
  )
  if (rival !== undefined) throw relationshipTaken(after.referenceTo ?? '', after.childRelationshipName ?? '')
}

function refuseShorter(before: CustomFieldRow, after: CustomFieldRow): void {
  if ((after.length ?? Infinity) >= (before.length ?? 0) && (after.precision ?? Infinity) >= (before.precision ?? 0))
    return
  throw new Refusal(
    'cannot_be_shorter',
    `${before.label} may become longer, and not shorter: values that are there would no longer fit.`,
    {
      field: (after.length ?? Infinity) < (before.length ?? 0) ? 'length' : 'precision',
    },
  )
}

function changedRow(before: CustomFieldRow, change: CustomFieldChange): CustomFieldRow {
  const { unique, picklist, childRelationshipName, format, ...same } = change
  const named = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined))
  return {
    ...before,
    ...named,
    isUnique: unique ?? before.isUnique,
    picklist: picklist === undefined ? before.picklist : picklistAfter(before.picklist ?? [], picklist),
    childRelationshipName:
      childRelationshipName === undefined ? before.childRelationshipName : relationshipName(childRelationshipName),
    format: format === undefined || before.format === null ? before.format : checkedFormat(format),
  }
}

/** A unique field begins with what is there: values two records have must be told apart first. */
async function refuseTwice(tx: Tx, definition: ObjectDefinition, row: CustomFieldRow): Promise<void> {
  const value = row.isUnique ? await valueHeldTwice(tx, definition, row) : undefined
  if (value === undefined) return
  throw new Refusal(
    'values_not_unique',
    `Two ${definition.labelPlural.toLowerCase()} have the value '${value.slice(0, 80)}' in ${row.label}. Give one of them another, then make the field unique.`,
    { kind: 'conflict', field: 'unique', value: value.slice(0, 80) },
  )
}
