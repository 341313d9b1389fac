/** A host visitors may be sent on to: `www.example.com`, `*.example.com` (and everything below), `localhost:8080`. */
const PATTERN = /^(\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/

/** The pattern as it is kept, out of what somebody wrote, perhaps a whole address; undefined when it is no host. */
export function hostPattern(text: string): string | undefined {
  const typed = text.trim().toLowerCase()
  const written = /^https?:\/\//.test(typed) && URL.canParse(typed) ? new URL(typed).host : typed.replace(/\/+$/, '')
  const isWild = written.startsWith('*.')
  const asUrl = `http://${isWild ? written.slice(2) : written}`
  if (!URL.canParse(asUrl) || /[/?#@\\\s]/.test(written)) return undefined
  // The parser brings a host in other scripts into the form browsers compare.
  const host = `${isWild ? '*.' : ''}${new URL(asUrl).hostname}${/:\d+$/.exec(written)?.[0] ?? ''}`
  // `*.com` would allow most of the world.
  return PATTERN.test(host) && (!isWild || host.split('.').length > 2) ? host : undefined
}

/**
 * Where a visitor may be sent, in the form a browser cannot read differently; undefined for what is relative,
 * no web address, carries a user name, or leads to a host that is not on the list.
 */
export function allowedReturnUrl(text: string, patterns: readonly string[]): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  if (url.username !== '' || url.password !== '') return undefined
  return patterns.some((pattern) => fits(url, pattern)) ? url.href : undefined
}

function fits(url: URL, pattern: string): boolean {
  const [, host = '', port = ''] = /^(.*?)(?::(\d+))?$/.exec(pattern) ?? []
  if (port !== url.port && !(url.port === '' && port === (url.protocol === 'https:' ? '443' : '80'))) return false
  return host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host
}
