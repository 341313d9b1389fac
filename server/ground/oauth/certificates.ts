import { X509Certificate } from 'node:crypto'
import { Refusal } from '../../platform/errors.ts'

export type CertificateFacts = { readonly subject: string; readonly validTo: Date; readonly fingerprint: string }

const LONGEST = 20_000
const SMALLEST_RSA_BITS = 2048

/** The certificate in PEM as it is kept; refuses what is none, or is too weak to sign for anybody. */
export function readCertificate(text: string, now: Date): string {
  const certificate = parsed(text)
  if (certificate === undefined)
    throw unfit('is not a certificate. Paste the file that begins with -----BEGIN CERTIFICATE-----, not the key')
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey
  if (type !== 'rsa' && type !== 'ec') throw unfit('has a key that is neither RSA nor an elliptic curve')
  if (type === 'rsa' && (details?.modulusLength ?? 0) < SMALLEST_RSA_BITS)
    throw unfit(`has a key of fewer than ${SMALLEST_RSA_BITS} bits, which can be broken`)
  if (certificate.validToDate <= now) throw unfit('is no longer valid. Make a new one')
  return certificate.toString()
}

/** What a person knows a certificate by. */
export function certificateFacts(pem: string): CertificateFacts {
  const certificate = new X509Certificate(pem)
  return {
    subject: certificate.subject.split('\n').join(', '),
    validTo: certificate.validToDate,
    fingerprint: certificate.fingerprint256,
  }
}

function parsed(text: string): X509Certificate | undefined {
  // Only PEM: a key beside the certificate must not be kept.
  const [pem] = /-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----/.exec(text.slice(0, LONGEST)) ?? []
  if (pem === undefined || text.includes('PRIVATE KEY')) return undefined
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

const unfit = (why: string): Refusal =>
  new Refusal('invalid_value', `This ${why}.`, {
    field: 'certificate',
    rule: 'An app signs with the key of a valid certificate.',
  })
