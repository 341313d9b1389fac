import { Refusal } from '../../platform/errors.ts'

/** Schemes in which a browser would run or show what the address itself carries. */
const NEVER = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'about:',
  'view-source:',
  'ftp:',
  'ws:',
  'wss:',
])

const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)

/** Why a code must not be sent to this address; undefined when it may. */
export function refusalOfCallback(text: string): Refusal | undefined {
  if (!URL.canParse(text) || /[\s\\]/.test(text))
    return unfit(text, 'must be a whole address, such as https://example.com/callback')
  const url = new URL(text)
  if (NEVER.has(url.protocol)) return unfit(text, `must not begin with ${url.protocol}`)
  if (url.hash !== '' || text.includes('#')) return unfit(text, 'must have no part behind a #')
  if (url.username !== '' || url.password !== '') return unfit(text, 'must hold no user name or password')
  if (url.protocol === 'http:' && !isLoopback(url))
    return unfit(text, 'must begin with https, or lead to localhost: over plain http others could read the code')
  return undefined
}

/**
 * Whether the address asked for is one the app registered: letter by letter, as RFC 6749 asks. To the user's own
 * machine any port is right, because a program takes the one that is free (RFC 8252 7.3).
 */
export const isRegistered = (registered: readonly string[], asked: string): boolean =>
  refusalOfCallback(asked) === undefined && registered.some((one) => one === asked || isSameLoopback(one, asked))

function isSameLoopback(registered: string, asked: string): boolean {
  const [one, other] = [new URL(registered), new URL(asked)]
  if (!isLoopback(one) || !isLoopback(other)) return false
  return one.hostname === other.hostname && one.pathname === other.pathname && one.search === other.search
}

const unfit = (value: string, why: string): Refusal =>
  new Refusal('invalid_value', `The callback address ${why}.`, {
    field: 'callbackUrls',
    value: value.slice(0, 300),
    rule: 'A code goes only to an address nobody else can read.',
  })
