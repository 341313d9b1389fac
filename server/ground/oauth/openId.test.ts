import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { codeFor, withCode } from '../../../test/support/consents.ts'
import { aProgramServer, type ProgramServer } from '../../../test/support/programs.ts'
import { ADMINISTRATOR } from '../../../test/support/server.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { readConfig } from '../../platform/config.ts'
import { many, sql } from '../../platform/sql.ts'
import { reading } from '../../platform/transactions.ts'
import { rooms } from '../../rooms.ts'
import { buildServer } from '../../surfaces/http/server.ts'

type Json = Record<string, unknown>

let server: ProgramServer

before(async () => {
  server = await aProgramServer()
})
after(() => server.close())

const asked = async (address: string): Promise<Json> => (await (await fetch(address)).json()) as Json

/** What a client of OpenID Connect does before anything else. */
const discovered = () => asked(`${server.url}/.well-known/openid-configuration`)

const byPassword = async (app: { readonly clientId: string; readonly clientSecret: string }, scope: string) =>
  (await (
    await server.post('/services/oauth2/token', {
      grant_type: 'password',
      client_id: app.clientId,
      client_secret: app.clientSecret,
      username: ADMINISTRATOR.email,
      password: ADMINISTRATOR.password,
      scope,
    })
  ).json()) as Json

test('a program verifies who signed in by the published keys, and knows its own question again', async () => {
  const app = await server.connect({ scopes: ['api', 'openid', 'refresh_token'] })
  const { issuer, jwks_uri: keys } = await discovered()
  assert.equal(issuer, server.url)
  const code = await codeFor(server, app, { scope: 'api openid', nonce: 'n-0S6_WzA2Mj' })
  const { id_token: idToken, access_token: accessToken, id } = await withCode(server, app, code)
  const { payload, protectedHeader } = await jwtVerify(String(idToken), createRemoteJWKSet(new URL(String(keys))), {
    issuer: server.url,
    audience: app.clientId,
    currentDate: now(),
  })
  assert.equal(protectedHeader.alg, 'RS256')
  assert.equal(payload.sub, id)
  assert.equal(payload.nonce, 'n-0S6_WzA2Mj')
  const hash = createHash('sha256').update(String(accessToken)).digest().subarray(0, 16).toString('base64url')
  assert.equal(payload.at_hash, hash)
})

test('who is not asked for is not signed: without the scope there is no such token', async () => {
  const app = await server.connect({ flows: ['password'], scopes: ['api', 'openid'] })
  assert.equal((await byPassword(app, 'api')).id_token, undefined)
  assert.notEqual((await byPassword(app, 'api openid')).id_token, undefined)
})

test('nothing of a private key is published', async () => {
  const app = await server.connect({ flows: ['password'], scopes: ['openid'] })
  await byPassword(app, 'openid')
  const { keys } = await asked(`${server.url}/id/keys`)
  assert.ok(Array.isArray(keys) && keys.length > 0)
  for (const key of keys as Json[])
    assert.deepEqual(Object.keys(key).toSorted(), ['alg', 'e', 'kid', 'kty', 'n', 'use'])
})

test('a key signs for a quarter of a year, and can be looked up a while longer', async () => {
  const app = await server.connect({ flows: ['password'], scopes: ['openid'] })
  const kidNow = async () => decodeProtectedHeader(String((await byPassword(app, 'openid')).id_token)).kid
  const first = await kidNow()
  assert.equal(await kidNow(), first)
  stopClockAt(new Date(now().getTime() + 91 * 86_400_000))
  try {
    const second = await kidNow()
    assert.notEqual(second, first)
    const { keys } = await asked(`${server.url}/id/keys`)
    const kids = (keys as Json[]).map(({ kid }) => kid)
    assert.deepEqual(kids.slice(0, 2), [second, first])
  } finally {
    stopClockAt(undefined)
  }
})

test('nobody reads a private key in the database, and a program with another secret key signs with its own', async () => {
  const app = await server.connect({ flows: ['password'], scopes: ['openid'] })
  const ours = decodeProtectedHeader(String((await byPassword(app, 'openid')).id_token)).kid
  const rows = () => reading(server.db, server.org, (tx) => many(tx, sql`select * from signing_key`))
  assert.doesNotMatch(JSON.stringify(await rows()), /PRIVATE KEY|"d"|"p"|"q"/)
  const config = readConfig({ ASSAY_URL: server.url, ASSAY_SECRET_KEY: 'restored elsewhere, with another key' })
  const restored = await buildServer({ db: server.db, config }, rooms)
  try {
    const answer = await restored.inject({
      method: 'POST',
      url: '/services/oauth2/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        grant_type: 'password',
        client_id: app.clientId,
        client_secret: app.clientSecret,
        username: ADMINISTRATOR.email,
        password: ADMINISTRATOR.password,
      }).toString(),
    })
    const { id_token: theirs } = answer.json<{ id_token: string }>()
    assert.notEqual(decodeProtectedHeader(theirs).kid, ours)
    const { jwks_uri: keys } = await discovered()
    await jwtVerify(theirs, createRemoteJWKSet(new URL(String(keys))), { currentDate: now() })
    assert.equal(decodeProtectedHeader(String((await byPassword(app, 'openid')).id_token)).kid, ours)
  } finally {
    await restored.close()
  }
})
