import { hash, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

// RFC 6238 as every authenticator app has it unless told otherwise: SHA-1, six digits, thirty seconds; the secret of RFC 4226.
const SECRET_BYTES = 20
const DIGITS = 6
const PERIOD_SECONDS = 30

/** A clock may be off by one period either way, as RFC 6238 (5.2) advises. */
const PERIODS_OFF = 1

const RECOVERY_CODES = 10
const RECOVERY_LETTERS = 12

/** Without what is read as another: no 0, O, 1, I, L or U. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A new secret, in base32: as people type it where they cannot scan it. */
export const newAuthenticatorSecret = (): string => new Secret({ size: SECRET_BYTES }).base32

/** What an authenticator app reads from a picture: `otpauth://totp/…`. */
export const addressForApp = (secret: string, issuer: string, account: string): string =>
  totp(secret, issuer, account).toString()

/** The period of 30 seconds, counted from 1970, whose code this is; undefined when it is of none around this moment. */
export function periodOfCode(secret: string, code: string, at: Date): number | undefined {
  if (!isAppCode(code)) return undefined
  const timestamp = at.getTime()
  const off = totp(secret).validate({ token: code, timestamp, window: PERIODS_OFF })
  return off === null ? undefined : TOTP.counter({ period: PERIOD_SECONDS, timestamp }) + off
}

/** Whether it looks like a code of an app, as against a recovery code. */
export const isAppCode = (code: string): boolean => new RegExp(`^\\d{${DIGITS}}$`).test(code)

/** A code as people type it: blanks and dashes mean nothing, and letters are large. */
export const codeAsTyped = (text: string): string => text.replaceAll(/[\s-]/g, '').toUpperCase()

/** New recovery codes, `ABCD-EFGH-JKMN`: 58 random bits each, so that a plain hash keeps them. */
export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, newRecoveryCode)

const newRecoveryCode = (): string =>
  Array.from({ length: RECOVERY_LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)])
    .join('')
    .replaceAll(/(.{4})(?=.)/g, '$1-')

/** As a recovery code is kept. */
export const hashOfRecoveryCode = (code: string): string => hash('sha256', codeAsTyped(code))

const totp = (secret: string, issuer = '', label = ''): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: DIGITS, period: PERIOD_SECONDS, issuer, label })
