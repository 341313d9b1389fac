import jsforce from 'jsforce'
import { forSalesforce } from '../../server/main.ts'
import type { Role } from '../../server/ground/users/roles.ts'
import type { Scope } from '../../server/ground/users/tokens.ts'
import { startJobs } from '../../server/platform/jobs.ts'
import { quietLog } from '../../server/platform/log.ts'
import { bulkJobs } from '../../server/surfaces/salesforce/bulk/bulk.jobs.ts'
import { aProgramServer, type ProgramServer } from './programs.ts'

/** A server that listens, a worker for its jobs, and a client of the field signed in as the administrator. */
export type BulkServer = ProgramServer & {
  readonly conn: jsforce.Connection
  /** A client for somebody in this role. */
  readonly client: (role: Role, scopes?: readonly Scope[]) => Promise<jsforce.Connection>
  /** Sends a request as the client does, and answers what came back as it is. */
  readonly ask: (method: string, path: string, more?: Sent) => Promise<Response>
}

export type Sent = {
  readonly body?: BodyInit | null
  readonly headers?: Readonly<Record<string, string>>
  readonly conn?: jsforce.Connection
}

export const VERSION = '64.0'

export async function aBulkServer({ worker = true }: { readonly worker?: boolean } = {}): Promise<BulkServer> {
  const server = await aProgramServer()
  const { db, org, connection, url } = server
  bulkJobs(forSalesforce)()
  const jobs = worker ? startJobs({ connection, db, log: quietLog, orgs: async () => [org] }) : undefined
  const client = async (role: Role, scopes?: readonly Scope[]): Promise<jsforce.Connection> => {
    const { authorization } = await server.as(role, scopes)
    const conn = new jsforce.Connection({
      instanceUrl: url,
      accessToken: authorization.replace('Bearer ', ''),
      version: VERSION,
    })
    conn.bulk.pollInterval = conn.bulk2.pollInterval = 20
    return conn
  }
  const conn = await client('administrator')
  return {
    ...server,
    conn,
    client,
    ask: (method, path, { body, headers, conn: other } = {}) => {
      const token = (other ?? conn).accessToken ?? ''
      const shown = path.startsWith('/services/async')
        ? { 'x-sfdc-session': token }
        : { authorization: `Bearer ${token}` }
      return fetch(url + path, {
        method,
        body,
        headers: { ...shown, ...headers },
        ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
      })
    },
    close: async () => {
      await jobs?.stop()
      await server.close()
    },
  }
}
