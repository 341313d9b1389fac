import { readConfig, type Config } from '../../server/platform/config.ts'
import { connectToRunning, startPostgres } from '../../server/platform/postgres/embedded.ts'
import { openDatabase, type ConnectionSettings, type Database } from '../../server/platform/postgres/pools.ts'
import { onOwnDatabase } from '../../server/platform/postgres/ownDatabase.ts'
import { migrateAll } from '../../server/ground/orgs/orgs.commands.ts'

export type Opened = {
  readonly db: Database
  readonly config: Config
  /** An Assay works on this very data folder now. */
  readonly isRunning: boolean
}

type Reached = {
  readonly connection: ConnectionSettings
  readonly isRunning: boolean
  readonly stop: () => Promise<void>
}

/**
 * Runs a command on the database of this folder: that of the Assay running now, that of DATABASE_URL, or the embedded
 * one, started for as long as the command takes. What is stopped by Ctrl-C closes it too, and `whenStopped` says the way on.
 */
export async function withDatabase<T>(work: (opened: Opened) => Promise<T>, whenStopped?: string): Promise<T> {
  const config = readConfig()
  const { connection, isRunning, stop } = await reach(config)
  const db = openDatabase(connection)
  const ended = endOnSignals(stop, whenStopped)
  try {
    // Whoever runs did this at their start; otherwise the program may be newer than its tables.
    if (!isRunning) await onOwnDatabase(config.databaseUrl, () => migrateAll(db, connection))
    return await work({ db, config, isRunning })
  } catch (error) {
    // What breaks because the database went is no news to whoever stopped it: the program ends when it is closed.
    if (ended.isAsked) return await new Promise<never>(() => undefined)
    throw error
  } finally {
    await db.close()
    if (!ended.isAsked) await stop()
  }
}

async function reach({ databaseUrl, databaseBuffers, dataFolder }: Config): Promise<Reached> {
  if (databaseUrl !== undefined)
    return { connection: { connectionString: databaseUrl }, isRunning: false, stop: async () => undefined }
  const running = await connectToRunning({ dataFolder })
  if (running !== undefined) return { connection: running, isRunning: true, stop: async () => undefined }
  const postgres = await startPostgres({ dataFolder, buffers: databaseBuffers })
  return { connection: postgres.connection, isRunning: false, stop: () => postgres.stop() }
}

const SIGNAL_STATUS = { SIGINT: 130, SIGTERM: 143 } as const

/** What is stopped by Ctrl-C or killed gently ends in order, and removes what it put aside. */
export function endOnSignals(stop: () => Promise<void>, more = ''): { readonly isAsked: boolean } {
  const ended = { isAsked: false }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      ended.isAsked = true
      process.stderr.write(`\nStopped. ${more}`.trimEnd() + '\n')
      void stop().finally(() => process.exit(SIGNAL_STATUS[signal]))
    })
  }
  return ended
}
