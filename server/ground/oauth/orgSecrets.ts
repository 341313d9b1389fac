import { decodeId, encodeId } from '../../../shared/ids.ts'
import { newSecret } from '../users/secrets.ts'

/** What passes through addresses and the field's own files, so that it has letters, digits and dots alone. */
export type SecretKind = 'client' | 'refresh' | 'code' | 'device' | 'door'

/** Words in front by which the field's tools and logs know what a thing is. */
const prefixes: Record<SecretKind, string> = {
  client: '3MVG9',
  refresh: '5Aep861',
  code: 'aPrx',
  device: 'dvc',
  door: 'otp',
}

/** `<prefix>.<org id>.<256 random bits>`: the org is known before anything is looked up. */
export const newOrgSecret = (kind: SecretKind, orgId: number): string =>
  `${prefixes[kind]}.${encodeId(orgId)}.${newSecret()}`

/** The org it claims; undefined when it is none of this kind. */
export function orgOfSecret(kind: SecretKind, text: string): number | undefined {
  const [prefix, org = '', secret = '', ...more] = text.split('.')
  const isWhole = prefix === prefixes[kind] && org.startsWith('00D') && /^[0-9a-f]{64}$/.test(secret)
  return isWhole && more.length === 0 ? decodeId(org) : undefined
}
