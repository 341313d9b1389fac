import { isIP } from 'node:net'

/**
 * Whose an address is, for counting what one place does. A house gets a /64 of IPv6 at least, so one address of it is as good as
 * any other; an IPv4 address written in IPv6 is the same as without. What is no address is a place by itself.
 */
export function networkOf(address: string): string {
  const plain = mappedIn(address) ?? address
  if (isIP(plain) !== 6) return plain
  return `${groupsOf(plain).slice(0, 4).join(':')}::/64`
}

/** The IPv4 address inside an IPv6 one, however it is written; undefined when there is none. */
export function mappedIn(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined
  const groups = groupsOf(address)
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return undefined
  const [left = 0, right = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16))
  return `${left >> 8}.${left & 255}.${right >> 8}.${right & 255}`
}

/** The eight groups of an IPv6 address, each in its shortest form. */
function groupsOf(address: string): string[] {
  // The URL standard has one way to write an address; a zone belongs to one machine, not to the address.
  const { hostname } = new URL(`http://[${address.split('%', 1)[0]}]`)
  const [head = '', tail] = hostname.slice(1, -1).split('::', 2)
  const [left = [], right = []] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean))
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
}
