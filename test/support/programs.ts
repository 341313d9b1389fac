import assert from 'node:assert/strict'
import { freePort } from './postgres.ts'
import { ADMINISTRATOR, aServer, type TestServer } from './server.ts'

type Json = Record<string, unknown>
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** A server that listens, for the field's clients, which bring their own way of asking. */
export type ProgramServer = TestServer & {
  readonly url: string
  /** Signs somebody in at a browser; the administrator unless given. */
  readonly browser: (login?: { readonly email: string; readonly password: string }) => Promise<Browser>
  /** Sends a form to an address of ours, as programs do. */
  readonly post: (path: string, form: Readonly<Record<string, string>>, headers?: HeadersInit) => Promise<Response>
  /** Connects an app as the administrator. */
  readonly connect: (app?: Json) => Promise<Connected>
}

export type Browser = {
  readonly cookies: Readonly<Record<string, string>>
  /** Calls our own API as a page would; fails the story when it is refused. */
  readonly ask: (method: Method, url: string, body?: unknown) => Promise<Json>
}

export type Connected = { readonly Id: string; readonly clientId: string; readonly clientSecret: string }

export async function aProgramServer(): Promise<ProgramServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = await aServer({ ASSAY_URL: url })
  await server.app.listen({ port, host: '127.0.0.1' })
  let administrator: Promise<Browser> | undefined
  const browser: ProgramServer['browser'] = (login) =>
    login === undefined ? (administrator ??= openBrowser(server, ADMINISTRATOR)) : openBrowser(server, login)
  return {
    ...server,
    get app() {
      return server.app
    },
    url,
    browser,
    post: (path, form, headers = {}) =>
      fetch(url + path, { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' }),
    connect: async (app = {}) => {
      const { ask } = await browser()
      const made = await ask('POST', '/api/connected-apps', {
        name: 'Loader',
        flows: ['authorization_code'],
        callbackUrls: ['https://loader.example/callback'],
        ...app,
      })
      return { Id: String(made.Id), clientId: String(made.clientId), clientSecret: String(made.clientSecret) }
    },
  }
}

async function openBrowser(
  server: TestServer,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Browser> {
  const answer = await server.call('POST', '/api/session', { body: { email, password } })
  assert.equal(answer.statusCode, 200, answer.body)
  const cookies = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))
  return {
    cookies,
    ask: async (method, url, body) => {
      const asked = await server.call(method, url, { body, cookies })
      assert.ok(asked.statusCode < 300, `${method} ${url}: ${asked.statusCode} ${asked.body}`)
      return asked.body === '' ? {} : asked.json<Json>()
    },
  }
}
