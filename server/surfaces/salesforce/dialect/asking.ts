import type { Caller } from '../../../ground/http/edge.ts'
import { callerOfToken } from '../../../ground/users/sessions.ts'
import type { Database } from '../../../platform/tx.ts'

/** What a client may show its access token in: the request's headers by lower-case names, and its query. */
export type Asking = {
  readonly headers: Readonly<Record<string, unknown>>
  readonly query?: unknown
}

/** The access token a request bears: `Authorization: Bearer` or `OAuth`, `X-SFDC-SESSION`, or `oauth_token` in the query. */
export function accessTokenIn({ headers, query }: Asking): string | undefined {
  const { authorization } = headers
  if (typeof authorization === 'string') return /^(?:Bearer|OAuth) +(\S{1,300})$/i.exec(authorization)?.[1]
  const session = headers['x-sfdc-session']
  if (typeof session === 'string') return session
  const inQuery: unknown =
    typeof query === 'object' && query !== null && 'oauth_token' in query ? query.oauth_token : undefined
  return typeof inQuery === 'string' ? inQuery : undefined
}

/**
 * Who shows this token, be it in a header, in a SOAP SessionHeader or in an address; undefined when it opens nothing (any
 * more). A browser's cookie is no token: another site's page could have it sent.
 */
export const callerOfAccessToken = (db: Database, token: string): Promise<Caller | undefined> =>
  callerOfToken(db, token)
