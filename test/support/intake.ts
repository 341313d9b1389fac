import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import { aServer, type TestServer } from './server.ts'

export type Json = Record<string, unknown>

type Sending = { readonly address?: string; readonly type?: string; readonly path?: string }

/** A server with its intake, and a visitor who fills forms from an address of their own each time. */
export type Intake = {
  readonly server: TestServer
  readonly admin: { readonly authorization: string }
  readonly post: (
    fields: Readonly<Record<string, string>> | string | Buffer,
    more?: Sending,
  ) => Promise<LightMyRequestResponse>
  readonly get: (url: string) => Promise<Json>
  readonly make: (path: string, body: object) => Promise<Json>
  readonly leads: (filter: object) => Promise<Json[]>
  readonly byEmail: (email: string) => Promise<Json[]>
  readonly newestPost: () => Promise<Json>
}

let visitor = 0

const anAddress = (): string => `10.${(++visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor & 255}`

export async function anIntake(): Promise<Intake> {
  const server = await aServer()
  const admin = await server.as('administrator')
  const get = async (url: string): Promise<Json> => (await server.call('GET', url, { headers: admin })).json()
  const leads = async (filter: object): Promise<Json[]> =>
    (await get(`/api/leads?filter=${encodeURIComponent(JSON.stringify(filter))}`)).records as Json[]
  return {
    server,
    admin,
    get,
    leads,
    byEmail: (email) => leads({ field: 'Email', op: 'eq', value: email }),
    post: (
      fields,
      {
        address = anAddress(),
        type = 'application/x-www-form-urlencoded',
        path = '/servlet/servlet.WebToLead?encoding=UTF-8',
      } = {},
    ) =>
      server.app.inject({
        method: 'POST',
        url: path,
        headers: { 'content-type': type },
        remoteAddress: address,
        payload:
          typeof fields === 'string' || Buffer.isBuffer(fields) ? fields : new URLSearchParams(fields).toString(),
      }),
    make: async (path, body) => {
      const answer = await server.call('POST', path, { headers: admin, body })
      assert.equal(answer.statusCode, 201, answer.body)
      return answer.json()
    },
    newestPost: async () => {
      const [first] = (await get('/api/form-posts?limit=1')).posts as Json[]
      return get(`/api/form-posts/${String(first?.Id)}`)
    },
  }
}
