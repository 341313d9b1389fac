import { decodeId, objectOfId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { queueOwns } from './refusals.ts'

/** The id of somebody who may own what conversion makes. */
export function userIdIn(text: string): number {
  const id = decodeId(text)
  const object = id === undefined ? undefined : objectOfId(id)
  if (id !== undefined && object === 'User') return id
  if (object === 'Group') throw queueOwns(true)
  throw new Refusal('malformed_id', `'${text.slice(0, 40)}' is not the id of a user.`, {
    kind: 'malformed',
    field: 'ownerId',
    value: text.slice(0, 40),
  })
}
