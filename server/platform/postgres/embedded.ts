import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { elapsedMs } from '../clock.ts'
import { accountForPostgres, canRun, type Account } from './account.ts'
import { findBinaries, type Binaries } from './binaries.ts'
import { findCluster, openCluster, type Cluster } from './cluster.ts'
import { FolderTaken, findHolder, letProgramEnd, takeGuard } from './guard.ts'
import { makeRoleAndDatabase } from './guard.sql.ts'
import {
  findPostmaster,
  keepSocketFolder,
  makeSocketFolder,
  removeSocketFolder,
  startPostmaster,
  stopPostmaster,
  type Postmaster,
  type PostmasterOrder,
  type StartedPostmaster,
} from './postmaster.ts'

/** How to reach it; `host` is the folder of a Unix socket. */
export type PostgresConnection = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

export type EmbeddedPostgres = {
  readonly connection: PostgresConnection
  /** Ends every session, writes everything down and leaves nothing running. */
  stop(): Promise<void>
}

export type StartOptions = {
  readonly dataFolder: string
  /** How much of the tables it keeps in memory, such as `512MB`; 80 MB unless given. */
  readonly buffers?: string | undefined
  /** PostgreSQL settings besides our own, e.g. `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** Told in sentences what the operator should know; written to stderr unless given. */
  readonly onNotice?: (sentence: string) => void
}

const NAME = 'assay'
const PORT = 5432
const LONGEST_WAIT_SECONDS = 60
const START_ATTEMPTS = 4

const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '80MB',
  // Nearly all that is not in those buffers is in the system's: to fetch it through processes of their own took a third of the
  // time of an import among hundreds of thousands of leads, and 15 MB.
  io_method: 'sync',
  effective_cache_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  synchronous_commit: 'on',
  // Where several are about to commit, the first waits half a millisecond, and one write to the disk serves them all.
  commit_delay: '500',
  commit_siblings: '4',
  autovacuum: 'on',
  // Of a search index it sorts all words that wait for their place, in up to 64 MB unless told, while an import has its own.
  autovacuum_work_mem: '16MB',
  // An ANALYZE holds 300 rows for each step of this in memory, and rows of people are wide.
  default_statistics_target: '50',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Refused statements are our answers to people, and stand in our own log.
  log_min_messages: 'log',
  log_checkpoints: 'off',
  log_min_error_statement: 'panic',
}

/**
 * Starts the PostgreSQL of a data folder, makes it on first use, takes it over from a killed Assay, and starts it
 * again whenever it is lost. Throws a sentence when another Assay has the folder.
 */
export async function startPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  const dataFolder = path.resolve(options.dataFolder)
  const account = await accountForPostgres()
  const binaries = await findBinaries(account)
  const cluster = await openCluster({ dataFolder, account, binaries, isDurable: options.settings?.fsync !== 'off' })
  const order: PostmasterOrder = {
    postgres: binaries.postgres,
    account,
    cluster: cluster.folder,
    socketFolder: await makeSocketFolder(account),
    port: PORT,
    settings: {
      ...SETTINGS,
      ...(options.buffers !== undefined && { shared_buffers: options.buffers }),
      ...(await compression(account, binaries, cluster)),
      ...options.settings,
    },
    logFile: path.join(dataFolder, 'postgres.log'),
    onNotice: options.onNotice ?? ((sentence) => void process.stderr.write(`${sentence}\n`)),
  }
  try {
    const held = await hold(order, cluster.password)
    await makeRoleAndDatabase(held.guard, NAME, cluster.password)
    return { connection: connectionTo(held.postmaster, cluster), stop: keepAlive(order, cluster.password, held) }
  } catch (error) {
    await removeSocketFolder(order.socketFolder)
    throw error
  }
}

/** The database of an Assay that is running on this folder now, for the command line; undefined when none is. */
export async function connectToRunning({
  dataFolder,
}: {
  dataFolder: string
}): Promise<PostgresConnection | undefined> {
  const cluster = await findCluster(path.resolve(dataFolder))
  if (cluster === undefined) return undefined
  const postmaster = await findPostmaster(cluster.folder)
  if (postmaster?.ready !== true) return undefined
  try {
    // When nobody holds it its Assay was killed, and whoever starts next stops it under our feet.
    return (await findHolder(postmaster, cluster.password)) === undefined
      ? undefined
      : connectionTo(postmaster, cluster)
  } catch {
    return undefined
  }
}

type Held = { readonly postmaster: StartedPostmaster; readonly guard: pg.Client }

/** A postmaster of our own with the folder's lock held. */
async function hold(order: PostmasterOrder, password: string): Promise<Held> {
  for (let attempt = 1; ; attempt += 1) {
    await stopOrphan(order, password)
    try {
      await keepSocketFolder(order.socketFolder, order.account)
      const postmaster = await startPostmaster(order)
      return { postmaster, guard: await takeGuard(postmaster, password) }
    } catch (error) {
      // Another Assay may have started the same moment, or sessions of a killed postmaster linger on.
      if (error instanceof FolderTaken || attempt === START_ATTEMPTS) throw error
      await sleep(400)
    }
  }
}

/** Stops the PostgreSQL a killed Assay left running. Throws when its Assay is alive. */
async function stopOrphan(order: PostmasterOrder, password: string): Promise<void> {
  const deadline = elapsedMs() + LONGEST_WAIT_SECONDS * 1000
  for (;;) {
    const found = await findPostmaster(order.cluster)
    if (found === undefined) return
    try {
      await takeGuard(found, password)
      order.onNotice('PostgreSQL was left running by an Assay that was killed; it is stopped and started anew.')
      await stopPostmaster(found)
      return
    } catch (error) {
      // It takes no connections while it starts or stops; both come to an end.
      if (error instanceof FolderTaken || elapsedMs() > deadline) throw error
      await sleep(200)
    }
  }
}

/** Starts PostgreSQL again whenever it is lost, and answers how to stop it for good. */
function keepAlive(order: PostmasterOrder, password: string, first: Held): () => Promise<void> {
  let held = first
  let stopping = false
  let reviving = Promise.resolve()

  const watch = (): void => {
    const { guard } = held
    letProgramEnd(guard)
    guard.once('end', () => {
      if (!stopping) reviving = revive()
    })
  }
  const revive = async (): Promise<void> => {
    order.onNotice('PostgreSQL was lost; it is started again.')
    for (let waitSeconds = 1; ; waitSeconds = Math.min(waitSeconds * 2, 15)) {
      if (stopping) return
      try {
        held = await holdAgain(order, password, held)
        watch()
        order.onNotice('PostgreSQL is back.')
        return
      } catch (error) {
        order.onNotice(error instanceof Error ? error.message : String(error))
        if (error instanceof FolderTaken) return void process.kill(process.pid, 'SIGTERM')
        await sleep(waitSeconds * 1000)
      }
    }
  }

  watch()
  return async () => {
    stopping = true
    await reviving
    await stopPostmaster(held.postmaster)
    await removeSocketFolder(order.socketFolder)
  }
}

/** After one session crashes PostgreSQL recovers by itself; after the postmaster did, it has to be started. */
async function holdAgain(order: PostmasterOrder, password: string, before: Held): Promise<Held> {
  const deadline = elapsedMs() + LONGEST_WAIT_SECONDS * 1000
  while (elapsedMs() < deadline) {
    const found = await findPostmaster(order.cluster)
    if (found?.pid !== before.postmaster.pid) return hold(order, password)
    if (found.ready) {
      const guard = await takeGuard(found, password).catch(giveUpOnlyWhenTaken)
      if (guard !== undefined) return { postmaster: before.postmaster, guard }
    }
    await sleep(200)
  }
  await stopPostmaster(before.postmaster)
  return hold(order, password)
}

function giveUpOnlyWhenTaken(error: unknown): undefined {
  if (error instanceof FolderTaken) throw error
}

const connectionTo = (postmaster: Postmaster, cluster: Cluster): PostgresConnection => ({
  host: postmaster.socketFolder,
  port: postmaster.port,
  user: NAME,
  password: cluster.password,
  database: NAME,
})

/** lz4 costs little, but not every build has it; pglz took 5 µs of each imported row, to write a twelfth less. */
async function compression(
  account: Account,
  { postgres }: Binaries,
  { folder }: Cluster,
): Promise<Record<string, string>> {
  const lz4 = await canRun(account, postgres, ['-D', folder, '-c', 'wal_compression=lz4', '-C', 'wal_compression'])
  return { wal_compression: lz4 ? 'lz4' : 'off' }
}
