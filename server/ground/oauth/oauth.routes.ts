import type { App } from '../http/edge.ts'
import { connectedAppRoutes } from './apps.routes.ts'
import { authorizeRoute, consentRoutes } from './consent.routes.ts'
import { identityRoutes } from './identity.routes.ts'
import { openIdRoutes } from './openId.routes.ts'
import { speakOauth } from './requests.routes.ts'
import { tokenRoutes } from './tokens.routes.ts'
import { countCalls, useRoutes } from './use.routes.ts'

/** Everything by which programs sign in: what clients call, what users are asked, and what administrators keep. */
export function oauthRoutes(app: App): void {
  countCalls(app)
  void app.register(async (inside) => {
    speakOauth(inside)
    tokenRoutes(inside)
    authorizeRoute(inside)
    identityRoutes(inside)
    openIdRoutes(inside)
  })
  consentRoutes(app)
  connectedAppRoutes(app)
  useRoutes(app)
}
