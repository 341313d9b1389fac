import { createHash } from 'node:crypto'
import type { Connected, ProgramServer } from './programs.ts'

type Json = Record<string, unknown>

export const callback = 'https://loader.example/callback'
export const verifier = 'v'.repeat(64)
export const challenge = createHash('sha256').update(verifier).digest('base64url')

/** What an app writes into the address it sends a user to. */
export const askedBy = (app: Pick<Connected, 'clientId'>, more: Json = {}): Json => ({
  response_type: 'code',
  client_id: app.clientId,
  redirect_uri: callback,
  ...more,
})

/** Where the administrator's browser goes after a yes or no. */
export async function answered(server: ProgramServer, asked: Json, allow = true): Promise<URL> {
  const { ask } = await server.browser()
  const { redirectTo } = await ask('POST', '/api/connect/authorization', { asked, allow })
  return new URL(String(redirectTo))
}

export const codeFor = async (server: ProgramServer, app: Connected, more: Json = {}): Promise<string> =>
  (await answered(server, askedBy(app, more))).searchParams.get('code') ?? ''

export const secretsOf = ({ clientId, clientSecret }: Connected) => ({
  client_id: clientId,
  client_secret: clientSecret,
})

/** What the token endpoint answers, with its status. */
export async function exchanged(
  server: ProgramServer,
  form: Readonly<Record<string, string>>,
): Promise<Json & { status: number }> {
  const answer = await server.post('/services/oauth2/token', form)
  return { status: answer.status, ...((await answer.json()) as Json) }
}

export const withCode = (
  server: ProgramServer,
  app: Connected,
  code: string,
  more: Readonly<Record<string, string>> = {},
) => exchanged(server, { grant_type: 'authorization_code', redirect_uri: callback, code, ...secretsOf(app), ...more })

/** Whether a token opens the API. */
export const opens = async (server: ProgramServer, token: unknown): Promise<boolean> =>
  (await fetch(`${server.url}/api/session`, { headers: { authorization: `Bearer ${String(token)}` } })).status === 200
