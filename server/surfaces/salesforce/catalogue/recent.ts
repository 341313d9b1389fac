import { encodeId, numberOfId } from '../../../../shared/ids.ts'
import { catalogueOf } from '../../../ground/objects/catalogue.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { may } from '../../../ground/users/actor.ts'
import { recentlyViewed } from '../../../ground/users/recent.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { attributesOf } from '../dialect/records.ts'
import type { Operation } from '../rest/asked.ts'
import { namesWithinReach } from './visible.sql.ts'

const MOST = 200

/** GET /recent?limit= : what the user looked at lately, newest first. */
export const recent: Operation = async ({ tx, actor }, asked) => {
  const limit = limitIn(asked.query['limit'])
  const items = await recentlyViewed(tx, actor, { limit })
  const { byNumber } = await catalogueOf(tx)
  const ofObject = new Map<ObjectDefinition, number[]>()
  for (const { id } of items) {
    const definition = byNumber.get(numberOfId(id))
    if (definition === undefined || !may(actor, 'read', definition)) continue
    ofObject.set(definition, [...(ofObject.get(definition) ?? []), id])
  }
  const named = new Map((await namesWithinReach(tx, actor, ofObject)).map((one) => [one.id, one]))
  return {
    status: 200,
    body: items.flatMap(({ id }) => {
      const one = named.get(id)
      return one === undefined
        ? []
        : [{ attributes: attributesOf(one.object, encodeId(id), asked.version), Id: encodeId(id), Name: one.name }]
    }),
  }
}

function limitIn(text: string | undefined): number {
  if (text === undefined) return MOST
  const limit = Number(text)
  if (Number.isSafeInteger(limit) && limit >= 1) return Math.min(limit, MOST)
  throw dialectRefusal('INVALID_PARAMETER_VALUE', `limit is a whole number from 1 to ${MOST}.`)
}
