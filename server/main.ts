import { sweepScratch } from './platform/scratch.ts'
import { readConfig, type Config } from './platform/config.ts'
import { startConsumers } from './platform/consumers.ts'
import { startJobs } from './platform/jobs.ts'
import { openLog, type Logger } from './platform/log.ts'
import { startPostgres } from './platform/postgres/embedded.ts'
import { onOwnDatabase } from './platform/postgres/ownDatabase.ts'
import { openDatabase, type ConnectionSettings } from './platform/postgres/pools.ts'
import { reading } from './platform/transactions.ts'
import { inTurn } from './platform/turns.ts'
import type { Database } from './platform/tx.ts'
import type { App } from './ground/http/edge.ts'
import { migrateAll, orgsOrFirst } from './ground/orgs/orgs.commands.ts'
import { listOrgs, type Org } from './ground/orgs/orgs.ts'
import { createAdministrator, newFirstRun } from './ground/users/signIn.commands.ts'
import { hasUsers } from './ground/users/users.ts'
import { fillWithDemonstration } from './surfaces/demo/demo.ts'
import { tableOf } from './surfaces/demo/logins.ts'
import { buildServer } from './surfaces/http/server.ts'
import { seedOrg } from './doors.ts'
import { jobs } from './jobs.ts'
import { rooms } from './rooms.ts'

export type StartOptions = { readonly demo?: boolean; readonly config?: Config }

export type Running = {
  readonly url: string
  readonly app: App
  readonly db: Database
  readonly log: Logger
  readonly stop: () => Promise<void>
}

export { outliveFaults } from './platform/faults.ts'

const FORCED_AFTER_MS = 15_000

/** Starts everything in one program: PostgreSQL, migrations, the server and the worker. Ctrl-C or SIGTERM stops it cleanly. */
export async function start({ demo = false, config = readConfig() }: StartOptions = {}): Promise<Running> {
  const log = openLog(config.logLevel)
  const opened = await openPostgres(config)
  const db = openDatabase(opened.connection)
  // What was started last is stopped first: requests, then the worker, then the database under both.
  const stops = [async () => forgetSignals(), () => opened.stop(), () => db.close()]
  const stop = once(async () => {
    for (const stopOne of stops.toReversed()) await stopOne()
  })
  const forgetSignals = stopOnSignals(stop)
  try {
    await sweepScratch()
    await onOwnDatabase(config.databaseUrl, () => migrateAll(db, opened.connection))
    const orgs = await orgsOrFirst(db, { name: 'My company', seed: seedOrg })
    const app = await buildServer({ db, config }, rooms, { log })
    for (const register of jobs) register(config)
    const firstLink = await inTurn(db.streaming, 'the first start', async () => {
      if (demo) await fillFirst(db, orgs)
      return prepareFirstRun(db, config, orgs)
    })
    const worker = startWorker(opened.connection, db, log)
    stops.push(
      () => worker.stop(),
      () => app.close(),
    )
    await listen(app, config)
    if (firstLink !== undefined) process.stdout.write(`Make yourself the administrator, once, at ${firstLink}\n`)
    process.stdout.write(`Assay is ready at ${config.publicUrl}\n`)
    return { url: config.publicUrl, app, db, log, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Fills an empty org with the demonstration, and shows at once how to sign in: its password is known to nobody else. */
async function fillFirst(db: Database, [org]: readonly Org[]): Promise<void> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`)
  const logins = org === undefined ? undefined : await fillWithDemonstration(db, org, say)
  if (logins !== undefined) say(`\n${tableOf(logins)}`)
}

async function listen(app: App, { port, host }: Config): Promise<void> {
  try {
    await app.listen({ port, host })
  } catch (error) {
    const sentence = error instanceof Error && 'code' in error ? whyNot(String(error.code), port, host) : undefined
    throw sentence === undefined ? error : new Error(sentence, { cause: error })
  }
}

function whyNot(code: string, port: number, host: string): string | undefined {
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program, perhaps another Assay. Stop that one, or start with another: PORT=${port + 1} npm start`
  if (code === 'EACCES')
    return `Port ${port} is kept for programs with more rights. Start with another (PORT=3000 npm start), and put a proxy before it.`
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return `HOST must be an address of this machine, such as 127.0.0.1 or 0.0.0.0, and is '${host}'.`
  return undefined
}

type OpenedPostgres = { readonly connection: ConnectionSettings; readonly stop: () => Promise<void> }

async function openPostgres({ databaseUrl, databaseBuffers, dataFolder }: Config): Promise<OpenedPostgres> {
  if (databaseUrl !== undefined) return { connection: { connectionString: databaseUrl }, stop: async () => undefined }
  const postgres = await startPostgres({ dataFolder, buffers: databaseBuffers })
  return { connection: postgres.connection, stop: () => postgres.stop() }
}

function startWorker(
  connection: ConnectionSettings,
  db: Database,
  log: Logger,
): { readonly stop: () => Promise<void> } {
  const order = { connection, db, log, orgs: () => listOrgs(db) }
  const [consumers, jobs] = [startConsumers(order), startJobs(order)]
  return {
    stop: async () => {
      await Promise.all([consumers.stop(), jobs.stop()])
    },
  }
}

/** Makes the first administrator from the environment; without one there, answers the one-time link with which to become it. */
async function prepareFirstRun(db: Database, config: Config, [org]: readonly Org[]): Promise<string | undefined> {
  if (org === undefined || (await reading(db, org, hasUsers))) return undefined
  const { adminEmail: email, adminPassword: password, publicUrl } = config
  if (email === undefined || password === undefined) return `${publicUrl}/welcome?token=${await newFirstRun(db)}`
  await createAdministrator(db, org, { email, password, name: email.split('@')[0] ?? email })
  return undefined
}

function stopOnSignals(stop: () => Promise<void>): () => void {
  let asked = false
  const stopNow = (): void => {
    if (asked) process.exit(1)
    asked = true
    setTimeout(() => process.exit(1), FORCED_AFTER_MS).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Assay could not stop cleanly: ${String(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stopNow).on('SIGTERM', stopNow)
  return () => void process.off('SIGINT', stopNow).off('SIGTERM', stopNow)
}

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined
  return () => (begun ??= work())
}
