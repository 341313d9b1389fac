import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { elapsedMs } from '../clock.ts'
import { accountForPostgres, canRun, type Account } from './account.ts'
import { findBinaries, type Binaries } from './binaries.ts'
import { findCluster, openCluster, type Cluster } from './cluster.ts'
import { FolderTaken, takeGuard } from './guard.ts'
import { makeRoleAndDatabase } from './guard.sql.ts'
import {
  findPostmaster,
  keepSocketFolder,
  makeSocketFolder,
  removeSocketFolder,
  send,
  startPostmaster,
  stopPostmaster,
  type Postmaster,
  type PostmasterOrder,
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
  /** PostgreSQL settings besides our own, e.g. `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** Told in sentences what the operator should know; written to stderr unless given. */
  readonly onNotice?: (sentence: string) => void
}

const NAME = 'assay'
const PORT = 5432
const LONGEST_WAIT_SECONDS = 60

const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '128MB',
  effective_cache_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  synchronous_commit: 'on',
  autovacuum: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Refused statements are our answers to people, and stand in our own log.
  log_min_messages: 'fatal',
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
  const cluster = await openCluster(dataFolder, account, binaries)
  const order: PostmasterOrder = {
    postgres: binaries.postgres,
    account,
    cluster: cluster.folder,
    socketFolder: await makeSocketFolder(account),
    port: PORT,
    settings: { ...SETTINGS, ...(await compression(account, binaries, cluster)), ...options.settings },
    logFile: path.join(dataFolder, 'postgres.log'),
    onNotice: options.onNotice ?? ((sentence) => void process.stderr.write(`${sentence}\n`)),
  }
  try {
    const held = await hold(order, cluster.password)
    await makeRoleAndDatabase(held.guard, NAME, cluster.password)
    return { connection: connectionTo(held.postmaster, cluster), stop: keepAlive(order, cluster, held) }
  } catch (error) {
    await removeSocketFolder(order.socketFolder)
    throw error
  }
}

/** The database of an Assay that is running on this folder now, for the command line; undefined when none is. */
export async function connectToRunning({ dataFolder }: { dataFolder: string }): Promise<PostgresConnection | undefined> {
  const cluster = await findCluster(path.resolve(dataFolder))
  if (cluster === undefined) return undefined
  const postmaster = await findPostmaster(cluster.folder)
  if (postmaster?.ready !== true) return undefined
  try {
    const guard = await takeGuard(postmaster, cluster.password)
    // Nobody holds it: its Assay was killed, and whoever starts next will stop it under our feet.
    await guard.end()
    return undefined
  } catch (error) {
    return error instanceof FolderTaken ? connectionTo(postmaster, cluster) : undefined
  }
}

type Held = { readonly postmaster: Postmaster & { exited: Promise<void> }; readonly guard: pg.Client }

/** A postmaster of our own with the folder's lock held, whatever is running there before. */
async function hold(order: PostmasterOrder, password: string): Promise<Held> {
  const deadline = elapsedMs() + LONGEST_WAIT_SECONDS * 1000
  let ours: Held['postmaster'] | undefined
  for (;;) {
    try {
      const found = await findPostmaster(order.cluster)
      if (found === undefined) {
        await keepSocketFolder(order.socketFolder, order.account)
        ours = await startPostmaster(order)
      }
      const guard = await takeGuard(found ?? ours ?? missing(), password)
      if (ours !== undefined && (found === undefined || found.pid === ours.pid)) return { postmaster: ours, guard }
      order.onNotice('PostgreSQL was left running by an Assay that was killed: it is stopped and started anew.')
      await stopPostmaster(found ?? missing())
    } catch (error) {
      if (error instanceof FolderTaken || elapsedMs() > deadline) throw error
      const running = await findPostmaster(order.cluster)
      // With nothing running it is PostgreSQL itself that cannot start, and waiting for another one is in vain.
      if (running === undefined && ours === undefined && !(await isStillClosing(order))) throw error
    }
    await sleep(100)
  }
}

/** Sessions of a killed postmaster linger for a moment and keep the next from starting. */
async function isStillClosing(order: PostmasterOrder): Promise<boolean> {
  await sleep(500)
  try {
    const postmaster = await startPostmaster(order)
    await stopPostmaster(postmaster)
    return true
  } catch {
    return false
  }
}
