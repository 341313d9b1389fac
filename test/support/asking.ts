import assert from 'node:assert/strict'
import type { TestServer } from './server.ts'

type Json = Record<string, unknown>
type Headers = Readonly<Record<string, string>>
type Method = Parameters<TestServer['call']>[0]

/** How a story asks the API, as somebody; what comes back is checked where the story says what it expects. */
export function asking(server: TestServer, usual: Headers) {
  const answer = (method: Method, url: string, body?: unknown, headers: Headers = usual) =>
    server.call(method, url, { body, headers })
  return {
    answer,
    /** What comes back from a request that succeeds. */
    sent: async (method: Method, url: string, body?: unknown, headers?: Headers): Promise<Json> => {
      const given = await answer(method, url, body, headers)
      assert.ok(given.statusCode < 300, `${method} ${url}: ${given.body}`)
      return given.body === '' ? {} : given.json<Json>()
    },
    /** The first refusal of a request that is refused by this code. */
    refused: async (method: Method, url: string, body: unknown, code: string, headers?: Headers): Promise<Json> => {
      const given = await answer(method, url, body, headers)
      const [error] = given.json<{ errors?: Json[] }>().errors ?? []
      assert.equal(error?.code, code, `${url}: ${given.body}`)
      return error ?? {}
    },
  }
}
