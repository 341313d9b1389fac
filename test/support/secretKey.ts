import { secretKeyOf, type SecretKey } from '../../server/platform/secretKey.ts'

/** A secret key for who signs in by no route. */
export const aSecretKey = (): Promise<SecretKey> =>
  secretKeyOf({ secretKey: 'a secret key of tests, thirty-two letters', dataFolder: '' })
