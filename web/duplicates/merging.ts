import type { Field, ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { isEmpty } from '../ui/fields.ts'
import { textOf } from '../ui/textOf.ts'

/** What is chosen together: one field, or the parts of an address. */
export type Unit = Readonly<{
  key: string
  label: string
  fields: readonly Field[]
  /** Not chosen: any opt-out survives a merge. */
  sticky: boolean
}>

const optOuts = new Set(['DoNotCall', 'HasOptedOutOfEmail', 'HasOptedOutOfFax'])
// These come along with the field they hang on.
const followers = new Set([
  'NotReadyReason',
  'UnqualifiedReason',
  'ReopenedReason',
  'RecheckOn',
  'StaysOnNewsletter',
  'EmailBouncedReason',
  'EmailBouncedDate',
])
const addressParts = ['Street', 'City', 'State', 'PostalCode', 'Country', 'Latitude', 'Longitude', 'GeocodeAccuracy']
const addressKinds = ['', 'Billing', 'Shipping', 'Mailing', 'Other']

/** The units of an object that a merge can choose, in the order of its fields. */
export function unitsOf(shape: ObjectShape): readonly Unit[] {
  const seen = new Set<string>()
  return shape.fields.flatMap((field): readonly Unit[] => {
    if (field.type === 'id' || field.readOnlyBecause !== null || followers.has(field.name)) return []
    const kind = addressKinds.find((one) => addressParts.some((part) => field.name === one + part))
    if (kind === undefined)
      return [{ key: field.name, label: field.label, fields: [field], sticky: optOuts.has(field.name) }]
    if (seen.has(kind)) return []
    seen.add(kind)
    return [
      {
        key: `${kind}Address`,
        label: kind === '' ? 'Address' : `${kind} address`,
        fields: addressParts.flatMap((part) => shape.fieldNamed.get(kind + part) ?? []),
        sticky: false,
      },
    ]
  })
}

export const isBlankUnit = (unit: Unit, record: RecordRow): boolean =>
  unit.fields.every((field) => isEmpty(record[field.name]) || record[field.name] === false)

/** Whether the records differ in a unit; blanks beside a value count. */
export function differs(unit: Unit, records: readonly RecordRow[]): boolean {
  return new Set(records.map((record) => writtenOf(unit, record))).size > 1
}

/** What a record says of a unit, as one text to compare by. */
export const writtenOf = (unit: Unit, record: RecordRow): string =>
  JSON.stringify(unit.fields.map((field) => blankAsNull(record[field.name])))

const blankAsNull = (value: unknown): unknown => (isEmpty(value) ? null : value)

/** Unit → the record whose value was chosen by hand. */
export type Choices = Readonly<Record<string, string>>

/** Where a unit's value comes from when nobody chooses: the master, or for a blank the other changed last. */
export function usualSource(unit: Unit, records: readonly RecordRow[], masterId: string): string {
  const master = records.find(({ Id }) => Id === masterId)
  if (master === undefined || !isBlankUnit(unit, master)) return masterId
  const others = records.filter((record) => record.Id !== masterId && !isBlankUnit(unit, record))
  const [latest] = others.toSorted((one, other) => changedAt(other) - changedAt(one))
  return latest?.Id ?? masterId
}

const changedAt = (record: RecordRow): number => Date.parse(textOf(record['LastModifiedDate'])) || 0

export const sourceOf = (unit: Unit, records: readonly RecordRow[], masterId: string, choices: Choices): string =>
  choices[unit.key] ?? usualSource(unit, records, masterId)

/** The record as it will be: what the page shows live beside the columns. */
export function resultOf(
  units: readonly Unit[],
  records: readonly RecordRow[],
  masterId: string,
  choices: Choices,
): RecordRow {
  const master = records.find(({ Id }) => Id === masterId) ?? { Id: masterId }
  const merged: Record<string, unknown> = { ...master }
  for (const unit of units) {
    const source = records.find(({ Id }) => Id === sourceOf(unit, records, masterId, choices)) ?? master
    for (const field of unit.fields) {
      merged[field.name] = unit.sticky ? records.some((record) => record[field.name] === true) : source[field.name]
      if (field.relationshipName !== null) merged[field.relationshipName] = source[field.relationshipName]
    }
  }
  return { ...merged, Id: masterId }
}

/** What the API is told: only what was chosen otherwise than it would do by itself. */
export function valuesToSend(
  units: readonly Unit[],
  records: readonly RecordRow[],
  masterId: string,
  choices: Choices,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  for (const unit of units) {
    const source = sourceOf(unit, records, masterId, choices)
    if (unit.sticky || source === usualSource(unit, records, masterId)) continue
    const record = records.find(({ Id }) => Id === source)
    for (const field of unit.fields) values[field.name] = record?.[field.name] ?? null
  }
  return values
}
