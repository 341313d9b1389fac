import type { IncomingMessage } from 'node:http'

/**
 * Tools made for Salesforce join addresses carelessly (`//services/data/v64.0/query/?q=…`), and where they cannot send PATCH
 * they send POST and say what they mean. Addresses outside /services stay as they are.
 */
export function plainAddress(request: Pick<IncomingMessage, 'url' | 'method'>): string {
  const { url = '/' } = request
  if (!/^\/+services\//i.test(url)) return url
  const at = url.indexOf('?')
  const [path, query] = at === -1 ? [url, ''] : [url.slice(0, at), url.slice(at)]
  const isData = /^\/+services\/+data\//i.test(path)
  const meant =
    request.method === 'POST' && isData ? /[?&]_HttpMethod=(\w+)/i.exec(query)?.[1]?.toUpperCase() : undefined
  if (meant !== undefined && ['PATCH', 'DELETE', 'GET', 'PUT'].includes(meant)) request.method = meant
  return (
    path
      .replace(/\/{2,}/g, '/')
      .replace(/\/$/, '')
      .replace(/^\/services/i, '/services') + query
  )
}
