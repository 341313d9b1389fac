/** By a browser, or as a program does: in OAuth's words. */
export const signInWays = [
  'browser',
  'authorization_code',
  'refresh_token',
  'device',
  'password',
  'client_credentials',
  'jwt_bearer',
] as const

export const refusals = ['wrong_password', 'wrong_code', 'wrong_secret', 'inactive'] as const

/** Somebody came in, or a program for them, or tried to with a wrong password or secret. */
export type SignIn = {
  readonly userId: number
  readonly way: (typeof signInWays)[number]
  readonly appId?: number | null
  readonly address?: string
  readonly userAgent?: string
  readonly refusedBecause?: (typeof refusals)[number]
}
