import { hash, randomBytes } from 'node:crypto'
import { decodeId, encodeId } from '../../../shared/ids.ts'

/** What a token opens: a browser's session, the API for a program, the same for a connected app, or once the page to choose a password. */
export type TokenKind = 'session' | 'api' | 'access' | 'link'

const letters: Record<TokenKind, string> = { session: 'S', api: 'T', access: 'A', link: 'L' }
const kinds: Readonly<Record<string, TokenKind>> = { S: 'session', T: 'api', A: 'access', L: 'link' }

/**
 * A token as the field's tools expect a session id: `00D<org id>!<secret>`, the secret of letters, digits and
 * dots alone. So the org is known before anything is looked up.
 */
export const newToken = (orgId: number, kind: TokenKind): string => `${encodeId(orgId)}!${letters[kind]}.${newSecret()}`

/** 256 random bits as text that needs no escaping anywhere. */
export const newSecret = (): string => randomBytes(32).toString('hex')

/** A secret of 256 random bits needs no slow hash: nobody can guess it. */
export const hashOfToken = (token: string): string => hash('sha256', token)

/** The org and kind a token claims; undefined when it is none of ours. */
export function readToken(token: string): { readonly orgId: number; readonly kind: TokenKind } | undefined {
  const [, id = '', letter] = /^(00D\w{12,15})!([STAL])\.[.\w]{20,200}$/.exec(token) ?? []
  const [orgId, kind] = [decodeId(id), kinds[letter ?? '']]
  return orgId === undefined || kind === undefined ? undefined : { orgId, kind }
}
