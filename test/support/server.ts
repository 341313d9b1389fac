import assert from 'node:assert/strict'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { seedOrg } from '../../server/doors.ts'
import type { App } from '../../server/ground/http/edge.ts'
import { createOrg } from '../../server/ground/orgs/orgs.commands.ts'
import { listOrgs, type Org } from '../../server/ground/orgs/orgs.ts'
import { theProgram } from '../../server/ground/users/actor.ts'
import type { Role } from '../../shared/roles.ts'
import { createAdministrator } from '../../server/ground/users/signIn.commands.ts'
import { createToken, type Scope } from '../../server/ground/users/tokens.ts'
import { createUsers } from '../../server/ground/users/users.ts'
import { isClockStopped } from '../../server/platform/clock.ts'
import type { ConnectionSettings } from '../../server/platform/postgres/pools.ts'
import { inTransaction } from '../../server/platform/transactions.ts'
import type { Database, OrgRef } from '../../server/platform/tx.ts'
import { openApp, type OpenedApp } from './apps.ts'
import { freshDatabase } from './database.ts'
import type { Beginning, FreshDatabase } from './postgres.ts'

/** A server on a database of its own, with one org and its administrator. Nothing listens; requests are injected. */
export type TestServer = {
  readonly app: App
  readonly db: Database
  readonly org: Org
  /** For programs and workers that open the database themselves. */
  readonly connection: ConnectionSettings
  readonly close: () => Promise<void>
  /** Sends a request; the answer's `json()` is what came back. */
  readonly call: (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    more?: Call,
  ) => Promise<LightMyRequestResponse>
  /** The headers with which somebody in this role calls the API. */
  readonly as: (role: Role, scopes?: readonly Scope[]) => Promise<{ readonly authorization: string }>
}

export type Call = {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: Readonly<Record<string, string>>
}

export const ADMINISTRATOR = { email: 'ada@nordwind.example', password: 'nine blue whales', name: 'Ada Okafor' }

let people = 0

type Company = Omit<FreshDatabase, 'org'> & { readonly org: Org }

const makeCompany = (db: Database, { schema }: OrgRef): Promise<Org> =>
  createOrg(db, { name: 'Nordwind', schema, seed: seedOrg })

/** What nearly every server begins with; a password alone takes as long as all else. */
const withAdministrator: Beginning = {
  name: 'company',
  make: async (db, org) => createAdministrator(db, await makeCompany(db, org), ADMINISTRATOR),
}

async function aCompany(): Promise<Company> {
  // Where the clock is stopped the company is of that day as well.
  if (isClockStopped()) {
    const made = await anEmptyCompany()
    await createAdministrator(made.db, made.org, ADMINISTRATOR)
    return made
  }
  const fresh = await freshDatabase(withAdministrator)
  const [org] = await listOrgs(fresh.db)
  return { ...fresh, org: org ?? assert.fail('A database with a company has one.') }
}

async function anEmptyCompany(): Promise<Company> {
  const fresh = await freshDatabase()
  return { ...fresh, org: await makeCompany(fresh.db, fresh.org) }
}

export async function aServer(
  environment: Readonly<Record<string, string>> = {},
  more: readonly ((app: App) => void)[] = [],
  { administrator = true }: { readonly administrator?: boolean } = {},
): Promise<TestServer> {
  const { db, drop, connection, org } = await (administrator ? aCompany() : anEmptyCompany())
  let opened: OpenedApp | undefined = await openApp({ db, environment, more })
  const running = (): OpenedApp => opened ?? assert.fail('This server is closed.')
  return {
    get app() {
      return running().app
    },
    db,
    org,
    connection,
    close: async () => {
      const untrue = await running().close()
      // Files keep what they tested with until the last one has ended; their servers would be most of the memory.
      opened = undefined
      await drop()
      assert.deepEqual(untrue, [], 'Every answer is what its route says.')
    },
    call: (method, url, { body, headers, cookies } = {}) => {
      const json = body === undefined ? {} : { 'content-type': 'application/json' }
      const request: InjectOptions = {
        method,
        url,
        headers: { ...json, ...headers },
        cookies: { ...cookies },
        payload: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      }
      return running().app.inject(request)
    },
    as: (role, scopes = ['admin']) =>
      inTransaction(db, org, async (tx) => {
        const [saved] = await createUsers(tx, theProgram, [
          { LastName: role, Email: `${role}-${++people}@nordwind.example`, Role: role },
        ])
        if (saved?.id === undefined) throw saved?.refusal ?? new Error('The user was not made.')
        const { token } = await createToken(
          tx,
          { userId: saved.id, name: role, role, privateObjects: [] },
          { name: 'test', scopes },
        )
        return { authorization: `Bearer ${token}` }
      }),
  }
}
