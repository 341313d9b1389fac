import type { Field, ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { textOf } from './textOf.ts'

export type Referred = Readonly<{ Id: string; Name: string }>

/** The record a reference points to, with its name; undefined when empty. */
export function referredBy(record: RecordRow, field: Field): Referred | undefined {
  const id = record[field.name]
  const along = field.relationshipName === null ? undefined : record[field.relationshipName]
  if (typeof along === 'object' && along !== null && 'Name' in along && typeof along.Name === 'string') {
    return { Id: String(id), Name: along.Name }
  }
  return typeof id === 'string' && id !== '' ? { Id: id, Name: id } : undefined
}

/** The name of any record, as its page and its rows show it. */
export function nameOf(record: RecordRow): string {
  const names = [
    record['Name'],
    [record['FirstName'], record['LastName']].filter(Boolean).join(' '),
    record['Subject'],
    record['name'],
  ]
  return textOf(names.find((name) => !isEmpty(name))) || 'No name'
}

export const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

export const isNumeric = (field: Field): boolean =>
  field.type === 'int' || field.type === 'double' || field.type === 'currency' || field.type === 'percent'

/** Why a person cannot change this field of this record; undefined when they can. `locked` is the record's own reason. */
export function reasonAgainstEdit(shape: ObjectShape, field: Field, locked?: string): string | undefined {
  if (field.readOnlyBecause !== null) return field.readOnlyBecause
  if (!shape.may.edit || field.readOnly)
    return `Your role may read ${shape.labelPlural.toLowerCase()}, but not change them. Ask an administrator if you need to.`
  if (field.createOnly) return `${field.label} is set when the ${shape.label.toLowerCase()} is made and stays as it is.`
  return locked
}

/** The value as text, for copying, undo sentences and the palette. */
export function plainText(field: Pick<Field, 'type' | 'picklist'>, value: unknown): string {
  if (isEmpty(value)) return 'empty'
  if (field.type === 'boolean') return value === true ? 'yes' : 'no'
  if (Array.isArray(value)) return value.join(', ')
  return field.picklist.find((one) => one.value === value)?.label ?? String(value)
}

// Only these may become links; a 'javascript:' address somebody imported stays text.
export const isSafeLink = (address: string): boolean => /^https?:\/\//i.test(address)
