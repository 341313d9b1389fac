import { recordRoutes } from '../../ground/objects/records.routes.ts'
import type { App } from '../../ground/http/edge.ts'
import { accountDoor } from './accounts.ts'

export const accountRoutes = (app: App): void => recordRoutes(app, accountDoor)
