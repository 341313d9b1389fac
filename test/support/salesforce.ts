import type { LightMyRequestResponse } from 'fastify'
import { Connection } from 'jsforce'
import { aServer, type TestServer } from './server.ts'
import { addCustomField, customFieldDraft } from '../../server/ground/objects/customFields.ts'
import { theProgram } from '../../server/ground/users/actor.ts'
import type { Role } from '../../shared/roles.ts'
import { inTransaction } from '../../server/platform/transactions.ts'

type Headers = Readonly<Record<string, string>>

/** A server that listens, jsforce signed in to it as an administrator, and requests without jsforce. */
export type Client = {
  readonly server: TestServer
  readonly conn: Connection
  readonly admin: { readonly authorization: string }
  readonly get: (path: string, headers?: Headers) => Promise<LightMyRequestResponse>
  readonly send: (
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Headers,
  ) => Promise<LightMyRequestResponse>
  /** A name nobody has yet. */
  readonly aName: () => string
  readonly anAccount: (fields?: Readonly<Record<string, unknown>>) => Promise<string>
}

/** A server that listens, and jsforce signed in to it as somebody in a role. */
export type RoleClients = {
  readonly server: TestServer
  readonly url: string
  readonly as: (role: Role) => Promise<Connection>
}

export async function clientsByRole(version = '60.0'): Promise<RoleClients> {
  const server = await aServer()
  const url = await server.app.listen({ port: 0, host: '127.0.0.1' })
  return {
    server,
    url,
    as: async (role) => {
      const { authorization } = await server.as(role)
      const conn = new Connection({ instanceUrl: url, accessToken: authorization.replace('Bearer ', ''), version })
      conn.metadata.pollInterval = 20
      return conn
    },
  }
}

/** An address under the version these stories speak. */
export const at = (path: string): string => `/services/data/v59.0${path}`

/** Accounts have a unique external id `ErpId__c`, and `Region__c`, an external id several may have. */
export async function aClient(): Promise<Client> {
  const server = await aServer()
  const admin = await server.as('administrator')
  const instanceUrl = await server.app.listen({ port: 0, host: '127.0.0.1' })
  const conn = new Connection({
    instanceUrl,
    accessToken: admin.authorization.replace('Bearer ', ''),
    version: '59.0',
  })
  await addExternalIds(server)
  let names = 0
  const aName = (): string => `Nordwind ${++names}`
  return {
    server,
    conn,
    admin,
    get: (path, headers = {}) => server.call('GET', at(path), { headers: { ...admin, ...headers } }),
    send: (method, path, body, headers = {}) =>
      server.call(method, at(path), { body, headers: { ...admin, ...headers } }),
    aName,
    anAccount: async (fields = {}) => {
      const { id } = await conn.sobject('Account').create({ Name: aName(), ...fields })
      if (id === undefined) throw new Error('The account was not made.')
      return id
    },
  }
}

const addExternalIds = (server: TestServer): Promise<void> =>
  inTransaction(server.db, server.org, async (tx) => {
    const text = { object: 'Account', type: 'string', length: 40, externalId: true }
    for (const field of [
      { ...text, name: 'ErpId__c', label: 'ERP id', unique: true },
      { ...text, name: 'Region__c', label: 'Region' },
    ])
      await addCustomField(tx, theProgram, customFieldDraft.parse(field))
  })
