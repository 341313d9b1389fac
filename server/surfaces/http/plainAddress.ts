import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/**
 * Tools made for Salesforce join addresses carelessly (`//services/data/v64.0/query/?q=…`), and where they cannot send PATCH
 * they send POST and say what they mean. Where they cannot say in a header what they want to read, they say it behind a dot.
 * Addresses outside /services stay as they are.
 */
export function plainAddress(
  request: Pick<IncomingMessage, 'url' | 'method'> & { headers?: IncomingHttpHeaders },
): string {
  const { url = '/' } = request
  if (!/^\/+services\//i.test(url)) return url
  const at = url.indexOf('?')
  const [path, query] = at === -1 ? [url, ''] : [url.slice(0, at), url.slice(at)]
  const isData = /^\/+services\/+data[./]/i.test(path)
  const meant =
    request.method === 'POST' && isData ? /[?&]_HttpMethod=(\w+)/i.exec(query)?.[1]?.toUpperCase() : undefined
  if (meant !== undefined && ['PATCH', 'DELETE', 'GET', 'PUT'].includes(meant)) request.method = meant
  const plain = path
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '')
    .replace(/^\/services/i, '/services')
  const form = isData ? formIn(plain) : undefined
  if (form === undefined) return plain + query
  request.headers = { ...request.headers, accept: `application/${form}` }
  return plain.slice(0, -1 - form.length) + query
}

/** `xml` of `/sobjects/Lead.xml`. What stands behind a field's name is its value, dots and all. */
function formIn(path: string): string | undefined {
  const [, form] = /\.(xml|json)$/i.exec(path) ?? []
  return /\/sobjects\/[^/]+\/[^/]+\//i.test(path) ? undefined : form
}
