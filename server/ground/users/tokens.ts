import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { drawId } from '../objects/ids.ts'
import { encodeId } from '../../../shared/ids.ts'
import { has, refuseUnlessInPerson, type Actor } from './actor.ts'
import { forgetCallers } from './callers.ts'
import { hashOfToken, newToken } from './secrets.ts'
import { insertToken, revokeTokenRow, tokenRows, type ApiToken } from './tokens.sql.ts'

export type { ApiToken }

/** What a program may do with its token, within the role of the user behind it. */
export type Scope = 'read' | 'write' | 'admin'

export const tokenScopes: readonly Scope[] = ['read', 'write', 'admin']

export type NewToken = { readonly name: string; readonly scopes: readonly Scope[]; readonly expiresAt?: Date }

/** Makes a token for the actor's own user. `token` is shown this once; only its hash is kept. */
export async function createToken(
  tx: Tx,
  actor: Actor & { readonly userId: number | null },
  { name, scopes, expiresAt }: NewToken,
): Promise<{ readonly id: number; readonly token: string }> {
  const { userId } = actor
  if (userId === null) throw new Error('A token belongs to a user.')
  refuseUnlessInPerson(actor)
  if (expiresAt !== undefined && expiresAt <= tx.now)
    throw new Refusal('invalid_value', 'A token expires in the future, or never.', {
      field: 'expiresAt',
      value: expiresAt,
    })
  const id = await drawId(tx, 'ApiToken')
  const token = newToken(tx.org.id, 'api')
  await insertToken(tx, { id, name, userId, scopes, expiresAt: expiresAt ?? null }, hashOfToken(token))
  return { id, token }
}

/** One's own tokens; whoever keeps users sees everybody's. */
export async function listTokens(tx: Tx, actor: Actor): Promise<ApiToken[]> {
  refuseUnlessInPerson(actor)
  return tokenRows(tx, keeps(actor))
}

/** A token with any scope less than admin touches no tokens: else a stolen one would outlive its own end. */
export async function revokeToken(tx: Tx, actor: Actor, id: number): Promise<void> {
  refuseUnlessInPerson(actor)
  if ((await revokeTokenRow(tx, id, keeps(actor))) === 0) throw notFound('token', encodeId(id))
  tx.afterCommit.push(forgetCallers)
}

const keeps = (actor: Actor): number | undefined => (has(actor, 'keep_users') ? undefined : (actor.userId ?? 0))
