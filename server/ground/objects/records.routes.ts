import type { App } from '../http/edge.ts'
import type { Door } from './door.ts'
import { placeOf, type Place } from './place.ts'
import { createRoute, changeRoutes, removeRoutes } from './writing.routes.ts'
import { listRoutes, readRoutes } from './reading.routes.ts'

/**
 * The routes every object has: list, counts, read, create, change, delete, restore, history. A room adds
 * its own verbs beside them. Each parses, calls one verb in one transaction, and presents.
 */
export const recordRoutes = (app: App, door: Door): void => routesAt(app, placeOf(door))

/** The same routes at any place. */
export function routesAt(app: App, place: Place): void {
  listRoutes(app, place)
  readRoutes(app, place)
  createRoute(app, place)
  changeRoutes(app, place)
  removeRoutes(app, place)
}
