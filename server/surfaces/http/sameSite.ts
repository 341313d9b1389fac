import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/errors.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that another site's page asks for in a visitor's name. Browsers always say where a request
 * comes from; programs say nothing, and carry no cookie they did not mean to.
 */
export function refuseOtherSites(request: FastifyRequest, publicUrl: string): void {
  // The route, not the address: one address can be written in many ways (/%61pi).
  if (
    SAFE.has(request.method) ||
    request.routeOptions.url?.startsWith('/api') !== true ||
    request.headers.authorization !== undefined
  )
    return
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  const foreign =
    origin === undefined
      ? site !== undefined && site !== 'same-origin' && site !== 'none'
      : !isOurs(origin, host, publicUrl)
  if (!foreign) return
  throw new Refusal(
    'cross_site_request',
    'This change was asked for by a page of another site, so it was refused. Open Assay itself and do it there.',
    {
      kind: 'forbidden',
      rule: 'Only pages of Assay may change something in your name.',
      way: { label: 'Open Assay', href: '/' },
    },
  )
}

/** 'null' is the origin of sandboxed pages and local files: nobody we know. */
function isOurs(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false
  return origin === new URL(publicUrl).origin || new URL(origin).host === host
}
