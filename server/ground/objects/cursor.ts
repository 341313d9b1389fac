import { Refusal } from '../../platform/errors.ts'
import type { FieldValue } from './definition.ts'

/** The place after a page's last record, as text for an address. It says nothing the page did not. */
export const encodeCursor = (key: readonly FieldValue[]): string =>
  Buffer.from(JSON.stringify(key.map((value) => (value instanceof Date ? { at: value.getTime() } : value)))).toString(
    'base64url',
  )

/** A place in what is read by time, the latest first. */
export type TimePlace = { readonly at: Date; readonly id: number }

/** Where such a reading goes on; without a cursor it begins before everything. */
export function placeInTime(after: string | undefined): TimePlace {
  const [at, id] = after === undefined ? [] : decodeCursor(after, 2)
  return at instanceof Date ? { at, id: Number(id) } : { at: new Date('9999-12-31T00:00:00Z'), id: 0 }
}

export function decodeCursor(text: string, length: number): FieldValue[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (Array.isArray(key) && key.length === length) return key.map(valueIn)
  } catch {
    // Falls through to the one refusal below.
  }
  throw malformed()
}

function valueIn(part: unknown): FieldValue {
  if (part === null || typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean') return part
  if (typeof part === 'object' && 'at' in part && typeof part.at === 'number' && Math.abs(part.at) <= 8.64e15)
    return new Date(part.at)
  throw malformed()
}

const malformed = (): Refusal =>
  new Refusal('malformed_cursor', "'after' must be what the page before gave as 'next', with the same sort.", {
    kind: 'malformed',
    field: 'after',
  })
