import { recordRoutes } from '../../ground/objects/records.routes.ts'
import type { App } from '../../ground/http/edge.ts'
import { contactDoor } from './contacts.ts'

export const contactRoutes = (app: App): void => recordRoutes(app, contactDoor)
