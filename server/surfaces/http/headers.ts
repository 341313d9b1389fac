import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet from 'helmet'
import type { App } from '../../ground/http/edge.ts'

/** What a browser may do with our pages: run our own scripts and nothing else, inside no frame. Every answer says so, and the request's id. */
export function guardBrowsers(app: App, publicUrl: string): void {
  const headers = guardingHeaders(publicUrl.startsWith('https:'))
  app.addHook('onRequest', (request, reply, done) => {
    // With the answer's own, not on the raw response: Node then writes all of them at once.
    reply.headers(headers).header('x-request-id', request.id)
    done()
  })
}

/** The headers are the same for every answer, so Helmet is asked once. */
function guardingHeaders(secure: boolean): Readonly<Record<string, string>> {
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Mantine sets sizes and colours in style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    // Over plain http it would mean nothing, or lock a company's own network out.
    strictTransportSecurity: secure,
  })
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  protect(request, response, () => undefined)
  const protecting = Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)])
  // What one person was answered is nobody else's, and old after the next change; what may be kept longer says so itself.
  return { ...Object.fromEntries(protecting), 'cache-control': 'private, no-cache' }
}
