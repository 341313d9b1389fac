import type { App } from '../http/edge.ts'
import type { Door } from './door.ts'
import { createRoute, changeRoutes, removeRoutes } from './writing.routes.ts'
import { listRoutes, readRoutes } from './reading.routes.ts'

/**
 * The routes every object has: list, counts, read, create, change, delete, restore, history. A room adds
 * its own verbs beside them. Each parses, calls one verb in one transaction, and presents.
 */
export function recordRoutes(app: App, door: Door): void {
  listRoutes(app, door)
  readRoutes(app, door)
  createRoute(app, door)
  changeRoutes(app, door)
  removeRoutes(app, door)
}
