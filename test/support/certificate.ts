import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/** A key and a certificate that says it is its own, as an administrator makes them for a program. */
export type KeyWithCertificate = { readonly key: KeyObject; readonly certificate: string }

/** Makes an X.509 certificate by hand: Node reads them and writes none. `validTo` is `YYMMDDhhmmssZ`. */
export function aCertificate({ bits = 2048, validTo = '491231235959Z' } = {}): KeyWithCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const algorithm = sequence(objectIdentifier('2a864886f70d01010b'), Buffer.from([5, 0]))
  const name = sequence(part(0x31, sequence(objectIdentifier('550403'), part(0x0c, Buffer.from('Loader')))))
  const validity = sequence(part(0x17, Buffer.from('200101000000Z')), part(0x17, Buffer.from(validTo)))
  const body = sequence(
    part(0xa0, part(0x02, Buffer.from([2]))),
    part(0x02, Buffer.from([1])),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = part(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]))
  const text = sequence(body, algorithm, signature)
    .toString('base64')
    .replaceAll(/.{64}(?!$)/g, '$&\n')
  return { key: privateKey, certificate: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n` }
}

const sequence = (...parts: readonly Buffer[]): Buffer => part(0x30, Buffer.concat(parts))

const objectIdentifier = (hex: string): Buffer => part(0x06, Buffer.from(hex, 'hex'))

/** A tag, a length and the content, as DER writes everything. */
function part(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, Math.floor(length / 256), length % 256]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
