import type { App } from '../../ground/http/edge.ts'
import { openCapture } from './capture.ts'
import { captureRoutes } from './capture.routes.ts'
import { hostedRoutes } from './hosted.routes.ts'
import { intakeRoutes } from './intake.routes.ts'
import { webFormRoutes } from './webForms.routes.ts'

/** Everything about web forms: where they post to, what came in, the forms themselves, and pages for visitors. */
export function formRoutes(app: App): void {
  const capture = openCapture({
    get db() {
      return app.surroundings.db
    },
    letters: app.surroundings.config,
    log: app.log,
  })
  captureRoutes(app, capture)
  hostedRoutes(app)
  intakeRoutes(app, capture)
  webFormRoutes(app)
}
