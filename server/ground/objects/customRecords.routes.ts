import { z } from 'zod'
import { notFound } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { App } from '../http/edge.ts'
import { findDefinition } from './catalogue.ts'
import { doorOfOwn } from './customRecords.ts'
import type { Door } from './door.ts'
import type { Place } from './place.ts'
import { routesAt } from './records.routes.ts'
import { idParams } from './schemas.ts'

const objectParams = z.object({
  object: z.string().max(80).meta({ description: 'The name of an object this organization made: Invoice__c' }),
})

const place: Place = {
  path: 'records/:object',
  label: 'Record of your own object',
  labelPlural: 'Records of your own objects',
  shape: 'OwnRecord',
  listParams: objectParams,
  idParams: idParams.extend(objectParams.shape),
  restores: true,
  door: async (tx, params) => ownDoor(tx, objectParams.parse(params).object),
}

/** Records of objects an org made itself. */
export const customRecordRoutes = (app: App): void => routesAt(app, place)

async function ownDoor(tx: Tx, name: string): Promise<Door> {
  const definition = await findDefinition(tx, name)
  const door = definition === undefined ? undefined : doorOfOwn(definition)
  if (door === undefined) throw notFound(`object of your own called '${name.slice(0, 80)}'`)
  return door
}
