import { recordRoutes } from '../../ground/objects/records.routes.ts'
import type { App } from '../../ground/http/edge.ts'
import { eventDoor, noteDoor, taskDoor } from './activities.ts'

export function activityRoutes(app: App): void {
  recordRoutes(app, taskDoor)
  recordRoutes(app, eventDoor)
  recordRoutes(app, noteDoor)
}
