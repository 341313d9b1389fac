import { lookup as resolve, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { mappedIn } from '../../platform/networks.ts'

/** Networks that are nobody's on the public internet (RFC 6890), and ways of writing them in IPv6. */
const inside = blockListOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
])

/** Thrown where a connection would go to a network web hooks may not reach. */
export class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED'
}

/** Which addresses web hooks may be sent to. */
export type Reach = { readonly mayReach: (address: string) => boolean; readonly lookup: LookupFunction }

/**
 * Only the public internet, and the networks named (`10.0.0.0/8`, a single address, or `*` for everything). Names are
 * resolved at the moment of connecting and exactly what was checked is connected to, so that no name can change in between.
 */
export function reachOf(networks: readonly string[]): Reach {
  const all = networks.includes('*')
  const ours = blockListOf(networks.filter((one) => one !== '*'))
  const mayReach = (address: string): boolean => {
    const plain = mappedIn(address) ?? address
    const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4'
    return isIP(plain) > 0 && (all || ours.check(plain, family) || !inside.check(plain, family))
  }
  const lookup: LookupFunction = (hostname, options, answer) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return answer(error, '')
      const allowed = found.filter(({ address }) => mayReach(address))
      const [first] = allowed
      if (first === undefined) return answer(refused(hostname), '')
      if (options.all === true) (answer as (error: null, all: LookupAddress[]) => void)(null, allowed)
      else answer(null, first.address, first.family)
    })
  }
  return { mayReach, lookup }
}

export const refused = (host: string): AddressRefusedError =>
  new AddressRefusedError(
    `${host} is an address inside a private network. Web hooks go to the public internet only, unless whoever runs the server names the network in WEBHOOK_NETWORKS.`,
  )

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address)
    if (family === 0) throw new Error(`WEBHOOK_NETWORKS holds '${network}', which is no network such as 10.0.0.0/8.`)
    list.addSubnet(address, Number(bits ?? (family === 4 ? 32 : 128)), family === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}
