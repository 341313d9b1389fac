import type { App } from '../../ground/http/edge.ts'
import { bulk1Routes } from './bulk/v1/bulk1.routes.ts'
import { bulk2Routes } from './bulk/v2/bulk2.routes.ts'
import { fileRoutes } from './catalogue/files.routes.ts'
import { withStreams } from './events/doors.ts'
import { cometdRoutes, pushRoutes } from './events/events.routes.ts'
import type { SalesforceRooms } from './dialect/sobjects.ts'
import { metadataRoutes } from './metadata/metadata.routes.ts'
import { deployRequestRoutes } from './metadata/packages/deployRequests.routes.ts'
import { apexSoapRoutes } from './soap/apex.routes.ts'
import { soapRoutes } from './soap/soap.routes.ts'
import { passwordRoutes } from './rest/passwords.routes.ts'
import { apexRoutes, restRoutes } from './rest/rest.routes.ts'
import { answerWrongAddresses, speakRest } from './rest/speaking.routes.ts'

export type { SalesforceRooms }

type Part = (scope: App, rooms: SalesforceRooms) => void

/** What answers under /services/data in JSON: addresses are written whole, from `/services/data/:version/…` on. */
const dataParts: readonly Part[] = [
  restRoutes,
  passwordRoutes,
  apexRoutes,
  fileRoutes,
  bulk2Routes,
  pushRoutes,
  deployRequestRoutes,
]

/** What speaks another language (SOAP, Bulk's XML and CSV) and takes care of its own errors and bodies, each in a scope of its own. */
const otherParts: readonly Part[] = [bulk1Routes, soapRoutes, apexSoapRoutes, metadataRoutes, cometdRoutes()]

/** The Salesforce surface: it has no rules of its own, and translates to the doors of the rooms. */
export const salesforceRoutes =
  (given: SalesforceRooms) =>
  (app: App): void => {
    const rooms = withStreams(given)
    void app.register(async (data) => {
      speakRest(data)
      answerWrongAddresses(app, data, '/services/data')
      for (const part of dataParts) part(data, rooms)
    })
    for (const part of otherParts) void app.register(async (scope) => part(scope, rooms))
  }
