import { recordRoutes } from '../../ground/objects/records.routes.ts'
import type { App } from '../../ground/http/edge.ts'
import { campaignDoor } from './campaigns.ts'
import { memberStatusDoor } from './member-statuses.ts'
import { campaignMemberDoor } from './members.ts'

export function campaignRoutes(app: App): void {
  recordRoutes(app, campaignDoor)
  recordRoutes(app, campaignMemberDoor)
  recordRoutes(app, memberStatusDoor)
}
