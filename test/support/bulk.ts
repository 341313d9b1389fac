import assert from 'node:assert/strict'
import jsforce from 'jsforce'
import { forSalesforce } from '../../server/doors.ts'
import type { Role } from '../../shared/roles.ts'
import type { Scope } from '../../server/ground/users/tokens.ts'
import { startJobs } from '../../server/platform/jobs.ts'
import { quietLog } from '../../server/platform/log.ts'
import { bulkJobs } from '../../server/surfaces/salesforce/bulk/bulk.jobs.ts'
import { aProgramServer, type ProgramServer } from './programs.ts'
import { until } from './until.ts'

/** A server that listens, a worker for its jobs, and a client of the field signed in as the administrator. */
export type BulkServer = ProgramServer & {
  readonly conn: jsforce.Connection
  /** A client for somebody in this role. */
  readonly client: (role: Role, scopes?: readonly Scope[]) => Promise<jsforce.Connection>
  /** Makes a 2.0 job, sends its rows, has it worked, and answers how it ended. */
  readonly send: (
    job: Row,
    rows: BodyInit,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly job: Row }>
  /** Waits until a 2.0 job has come to its end. */
  readonly settled: (id: string, kind?: 'ingest' | 'query') => Promise<Row>
  /** Sends a request as the client does, and answers what came back as it is. */
  readonly ask: (method: string, path: string, more?: Sent) => Promise<Response>
}

export type Row = Record<string, unknown>

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
  const ask = asking(url, conn)
  return {
    ...server,
    get app() {
      return server.app
    },
    conn,
    client,
    ask,
    ...loading(ask),
    close: async () => {
      await jobs?.stop()
      await server.close()
    },
  }
}

const asking =
  (url: string, conn: jsforce.Connection): BulkServer['ask'] =>
  (method, path, { body, headers, conn: other } = {}) => {
    const token = (other ?? conn).accessToken ?? ''
    const shown: Record<string, string> = path.startsWith('/services/async')
      ? { 'x-sfdc-session': token }
      : { authorization: `Bearer ${token}` }
    const request: RequestInit & { duplex: 'half' } = {
      method,
      body,
      headers: { ...shown, ...headers },
      duplex: 'half',
    }
    return fetch(url + path, request)
  }

function loading(ask: BulkServer['ask']): Pick<BulkServer, 'send' | 'settled'> {
  const settled: BulkServer['settled'] = async (id, kind = 'ingest') => {
    const address = `/services/data/v${VERSION}/jobs/${kind}/${id}`
    return until(
      async () => (await (await ask('GET', address)).json()) as Row,
      ({ state }) => state === 'JobComplete' || state === 'Failed' || state === 'Aborted',
    )
  }
  const send: BulkServer['send'] = async (wanted, rows, headers = {}) => {
    const json = { 'content-type': 'application/json' }
    const jobs = `/services/data/v${VERSION}/jobs/ingest`
    const opened = await ask('POST', jobs, { body: JSON.stringify(wanted), headers: { ...json, ...headers } })
    const { id } = (await opened.json()) as Row
    assert.equal(opened.status, 200)
    const sent = await ask('PUT', `${jobs}/${String(id)}/batches`, {
      body: rows,
      headers: { 'content-type': 'text/csv' },
    })
    assert.equal(sent.status, 201, await sent.text())
    await ask('PATCH', `${jobs}/${String(id)}`, { body: JSON.stringify({ state: 'UploadComplete' }), headers: json })
    return { job: await settled(String(id)) }
  }
  return { send, settled }
}
