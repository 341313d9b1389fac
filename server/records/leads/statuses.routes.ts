import { recordRoutes } from '../../ground/objects/records.routes.ts'
import type { App } from '../../ground/http/edge.ts'
import { leadStatusDoor } from './statusList.ts'

export const leadStatusRoutes = (app: App): void => recordRoutes(app, leadStatusDoor)
