import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { migrateJobs } from '../../server/platform/jobs.ts'
import { migrateOrg, migratePlatform } from '../../server/platform/migrations.ts'
import { startPostgres } from '../../server/platform/postgres/embedded.ts'
import {
  openDatabase,
  type ConnectionSettings,
  type Database,
  type OrgRef,
} from '../../server/platform/postgres/pools.ts'
import { findPostmaster, stopPostmaster } from '../../server/platform/postgres/postmaster.ts'

/** A database of its own with one org in it. */
export type FreshDatabase = {
  readonly db: Database
  readonly org: OrgRef
  /** For programs that open it themselves. */
  readonly connection: ConnectionSettings
  readonly drop: () => Promise<void>
}

const ORG: OrgRef = { id: 1, schema: 'org_1' }
const TEMPLATE = 'assay_template'
const FOLDER_PREFIX = 'assay-test-'
const MEMORY_FOLDER = '/dev/shm'
const MEMORY_AT_LEAST_BYTES = 3 * 1024 ** 3

type Server = {
  readonly connection: ConnectionSettings
  readonly stop: () => Promise<void>
}

/** What many tests begin with, made once and copied for each. */
export type Beginning = {
  readonly name: string
  readonly make: (db: Database, org: OrgRef) => Promise<unknown>
}

let server: Promise<Server> | undefined
const templates = new Map<string, Promise<string>>()

/** A new database with the org's empty tables, or with a beginning, copied from one that was made once; about 30 ms in memory. */
export async function makeDatabase(beginning?: Beginning): Promise<FreshDatabase> {
  const template = await (beginning === undefined ? emptyTemplate() : templateWith(beginning))
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(`create database ${name} template ${template} strategy file_copy`)
  const connection = await inDatabase(name)
  // Idle connections must not keep the test program from ending.
  const endsWhenIdle = { ...connection, allowExitOnIdle: true }
  const db = openDatabase(endsWhenIdle)
  return {
    db,
    org: ORG,
    connection,
    drop: async () => {
      await db.close()
      await administer(`drop database if exists ${name} with (force)`)
    },
  }
}

/** Ends this program's PostgreSQL and everything in it. */
export async function stopTestPostgres(): Promise<void> {
  if (server !== undefined)
    await server.then(
      ({ stop }) => stop(),
      () => undefined,
    )
  server = undefined
  templates.clear()
}

/** The same as an address, for programs that are told of it by DATABASE_URL. */
export function urlOf({
  connectionString,
  host = '',
  port,
  user,
  password = '',
  database,
}: ConnectionSettings): string {
  if (connectionString !== undefined) return connectionString
  return `postgresql://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}

/** A port nobody listens at, asked of the system: an address that must be known before its server is there. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const emptyTemplate = (): Promise<string> =>
  madeOnce(TEMPLATE, '', async (name) => {
    const connection = await inDatabase(name)
    const db = openDatabase(connection)
    try {
      await migratePlatform(db.streaming)
      await migrateJobs(connection)
      await migrateOrg(db.streaming, ORG.schema)
    } finally {
      await db.close()
    }
  })

const templateWith = async ({ name: what, make }: Beginning): Promise<string> =>
  madeOnce(`${TEMPLATE}_${what}`, `template ${await emptyTemplate()} strategy file_copy`, async (name) => {
    const db = openDatabase(await inDatabase(name))
    try {
      await make(db, ORG)
    } finally {
      await db.close()
    }
  })

function madeOnce(what: string, from: string, fill: (name: string) => Promise<void>): Promise<string> {
  const make = async (): Promise<string> => {
    const name = nameOf(what)
    await administer(`drop database if exists ${name} with (force)`)
    await administer(`create database ${name} ${from}`)
    await fill(name)
    return name
  }
  const made = templates.get(what) ?? make()
  templates.set(what, made)
  return made
}

const nameOf = (what: string): string => `${what}_${process.pid}`

/** The connection to one database of the test server: DATABASE_URL_TEST, or one of our own for this process. */
async function inDatabase(name: string): Promise<ConnectionSettings> {
  server ??= startServer()
  const { connection } = await server
  if (connection.connectionString === undefined) return { ...connection, database: name }
  const url = new URL(connection.connectionString)
  url.pathname = `/${name}`
  return { connectionString: url.href }
}

async function startServer(): Promise<Server> {
  const given = process.env.DATABASE_URL_TEST
  if (given) {
    return {
      connection: { connectionString: given },
      stop: async () => {
        const client = new pg.Client(given)
        await client.connect()
        for (const what of templates.keys()) await client.query(`drop database if exists ${nameOf(what)} with (force)`)
        await client.end()
      },
    }
  }
  await sweepKilledTests()
  const dataFolder = await makeTestFolder()
  process.once('SIGINT', () => void stopAndExit(130)).once('SIGTERM', () => void stopAndExit(143))
  const postgres = await startPostgres({
    dataFolder,
    // Its workers would look into each of many databases, and stand in the way of a copy of the template.
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      max_wal_size: '256MB',
      autovacuum: 'off',
      // Each of thousands of connections would hash its password 4,096 times, on both sides.
      scram_iterations: '1',
    },
  })
  return {
    connection: postgres.connection,
    stop: async () => {
      await postgres.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

const stopAndExit = (status: number): Promise<void> => stopTestPostgres().finally(() => process.exit(status))

/** A folder for a database nobody will miss: in memory where there is room, where a copy of one takes a tenth of the time. */
export async function makeTestFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(await roomyFolder(), `${FOLDER_PREFIX}${process.pid}-`))
  // For root PostgreSQL runs as another user, who has to pass through.
  await chmod(folder, 0o711)
  return folder
}

async function roomyFolder(): Promise<string> {
  const memory = await statfs(MEMORY_FOLDER).catch(() => undefined)
  const roomBytes = Math.min((memory?.bavail ?? 0) * (memory?.bsize ?? 0), process.availableMemory())
  return roomBytes >= MEMORY_AT_LEAST_BYTES ? MEMORY_FOLDER : os.tmpdir()
}

/** Test programs that were killed leave their database running. */
async function sweepKilledTests(): Promise<void> {
  const folders = await Promise.all([os.tmpdir(), MEMORY_FOLDER].map(leftIn))
  await Promise.all(
    folders.flat().map(async (folder) => {
      const postmaster = await findPostmaster(path.join(folder, 'postgres'))
      if (postmaster !== undefined) await stopPostmaster(postmaster)
      await rm(folder, { recursive: true, force: true })
    }),
  )
}

async function leftIn(parent: string): Promise<readonly string[]> {
  const names = await readdir(parent).catch(() => [])
  return names
    .filter((name) => name.startsWith(FOLDER_PREFIX) && !isRunning(Number(name.split('-')[2])))
    .map((name) => path.join(parent, name))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function administer(statement: string): Promise<void> {
  server ??= startServer()
  const client = new pg.Client((await server).connection)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
