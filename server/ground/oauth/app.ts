import type { Id } from '../../../shared/ids.ts'
import type { Role } from '../../../shared/roles.ts'

/** How a program comes by its access: in the field's words. */
export type Flow = 'authorization_code' | 'device' | 'password' | 'client_credentials' | 'jwt_bearer'

export const flows: readonly Flow[] = ['authorization_code', 'device', 'password', 'client_credentials', 'jwt_bearer']

/** A program that signs in for users, or as one. */
export type ConnectedApp = {
  readonly id: Id
  readonly name: string
  readonly description: string | null
  readonly clientId: string
  /** SHA-256 of the secret; null: the app has none (a program on somebody's own machine keeps no secret). */
  readonly secretHash: string | null
  /** Whether the app must show its secret; without one it must prove itself by PKCE. */
  readonly needsSecret: boolean
  /** Whether a refresh token is good for one use, and each use brings the next one. */
  readonly rotatesRefreshTokens: boolean
  /** PEM of the X.509 certificate whose key signs for users. */
  readonly certificate: string | null
  readonly callbackUrls: readonly string[]
  readonly scopes: readonly string[]
  readonly flows: readonly Flow[]
  readonly runAsId: Id | null
  readonly approvedRoles: readonly Role[]
  /** Comes with every org; its client id cannot be changed. */
  readonly builtIn: boolean
  readonly disabledAt: Date | null
  readonly version: number
  readonly createdAt: Date
}

export const isDisabled = (app: ConnectedApp): boolean => app.disabledAt !== null

export const uses = (app: ConnectedApp, flow: Flow): boolean => app.flows.includes(flow)
