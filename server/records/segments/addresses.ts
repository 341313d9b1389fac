import { decodeId, objectOfId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'

/** Any id in an address. */
export function idOf(text: string): number {
  const id = decodeId(text)
  if (id !== undefined) return id
  throw new Refusal('malformed_id', `'${text}' is not an id. An id has 15 or 18 letters and digits.`, {
    kind: 'malformed',
    field: 'Id',
  })
}

/** The id of a segment in an address. */
export function segmentId(text: string): number {
  const id = idOf(text)
  if (objectOfId(id) !== 'Segment') throw notFound('segment', text)
  return id
}

/** The number in a cursor anybody may have typed. */
export const wholeNumber = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : 0
