/** Somebody came in, or tried to with the wrong password. */
export type SignIn = {
  readonly userId: number
  /** By a browser, or as a program does: in OAuth's words. */
  readonly way: 'browser' | 'authorization_code' | 'device' | 'password' | 'client_credentials' | 'jwt_bearer'
  readonly appId?: number | null
  readonly address?: string
  readonly userAgent?: string
  readonly refusedBecause?: 'wrong_password' | 'inactive'
}
