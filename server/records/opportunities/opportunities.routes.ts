import { recordRoutes } from '../../ground/objects/records.routes.ts'
import type { App } from '../../ground/http/edge.ts'
import { contactRoleDoor } from './contactRoles.ts'
import { opportunityDoor } from './opportunities.ts'
import { paymentDoor } from './payments.ts'
import { opportunityStageDoor } from './stageList.ts'

export function opportunityRoutes(app: App): void {
  recordRoutes(app, opportunityDoor)
  recordRoutes(app, contactRoleDoor)
  recordRoutes(app, opportunityStageDoor)
  recordRoutes(app, paymentDoor)
}
