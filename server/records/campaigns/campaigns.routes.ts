import { recordRoutes } from '../../ground/objects/records.routes.ts'
import type { App } from '../../ground/http/edge.ts'
import { campaignTypeRoutes } from './campaignTypes.routes.ts'
import { campaignDoor } from './campaigns.ts'
import { copyRoutes } from './copying.routes.ts'
import { campaignCostDoor } from './costs.ts'
import { manyMemberRoutes } from './manyMembers.routes.ts'
import { memberStatusDoor } from './memberStatuses.ts'
import { campaignMemberDoor } from './members.ts'
import { rollUpRoutes } from './rollUps.routes.ts'
import { standingRoutes } from './standings.routes.ts'

export function campaignRoutes(app: App): void {
  recordRoutes(app, campaignDoor)
  recordRoutes(app, campaignMemberDoor)
  recordRoutes(app, memberStatusDoor)
  campaignTypeRoutes(app)
  rollUpRoutes(app)
  manyMemberRoutes(app)
  standingRoutes(app)
  copyRoutes(app)
  recordRoutes(app, campaignCostDoor)
}
