import helmet from 'helmet'
import type { App } from '../../ground/http/edge.ts'

/** What a browser may do with our pages: run our own scripts and nothing else, inside no frame. */
export function guardBrowsers(app: App, publicUrl: string): void {
  const secure = publicUrl.startsWith('https:')
  // Made once: Fastify's own plugin puts the policy together anew for every request.
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
  app.addHook('onRequest', (request, reply, done) => protect(request.raw, reply.raw, () => done()))
}
