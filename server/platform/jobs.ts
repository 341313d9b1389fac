import {
  Logger as WorkerLogger,
  parseCronItems,
  run,
  runMigrations,
  type CronItem,
  type Runner,
  type TaskList,
} from 'graphile-worker'
import pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { addJob, JOBS_SCHEMA } from './jobs.sql.ts'
import type { Logger } from './log.ts'
import { isDatabaseAway, type ConnectionSettings } from './postgres/pools.ts'
import type { Database, OrgRef, Tx } from './tx.ts'

/** What a job works with. A job opens its own transactions, and looks at `signal` where it can stop half-way. */
export type JobContext = {
  readonly db: Database
  readonly org: OrgRef
  readonly log: Logger
  readonly signal?: AbortSignal
}

/** Whether the program ends: work that is long stops where it can be taken up again. */
export const isEnding = (signal: AbortSignal | undefined): boolean => signal?.aborted === true

export type JobWork = (context: JobContext, payload: Readonly<Record<string, unknown>>) => Promise<void>

export type JobOptions = {
  readonly runAt?: Date
  /** A job with the same key that has not begun yet is replaced by this one. Keys belong to an org. */
  readonly jobKey?: string
  /** How often it is tried before it is given up; 25 unless said. */
  readonly maxAttempts?: number
}

const works = new Map<string, JobWork>()
const schedules = new Map<string, string>()

/** Called at start by the one file that knows every room. */
export function registerJob(name: string, work: JobWork): void {
  works.set(name, work)
}

/** A job that comes back by itself for every org, e.g. `17 * * * *`: minute, hour, day, month, weekday, in UTC. */
export function registerRecurring(name: string, crontab: string, work: JobWork): void {
  registerJob(name, work)
  // Said at the start: a schedule that cannot be read keeps every job from running.
  parseCronItems([{ task: name, match: crontab }])
  schedules.set(name, crontab)
}

/** Leaves a job behind in this transaction: it is there exactly when the transaction is committed. */
export async function enqueue(
  tx: Tx,
  name: string,
  payload: Readonly<Record<string, unknown>>,
  { runAt, jobKey, maxAttempts }: JobOptions = {},
): Promise<void> {
  if (!works.has(name)) throw new Error(`No job is called '${name}'. Rooms register theirs before the start.`)
  await addJob(tx, {
    name,
    payload: { org: tx.org, payload },
    runAt: runAt ?? null,
    jobKey: jobKey === undefined ? null : `${tx.org.schema}:${jobKey}`,
    maxAttempts: maxAttempts ?? null,
  })
}

/** Brings the tables of the jobs up to date. */
export async function migrateJobs(connection: ConnectionSettings): Promise<void> {
  const pool = new pg.Pool({ ...connection, max: 2 })
  listenForLoss(pool)
  try {
    await runMigrations({ pgPool: pool, schema: JOBS_SCHEMA, logger: quiet })
  } finally {
    await pool.end()
  }
}

/** A connection that is lost is replaced by the next; without a listener it would end the program. */
function listenForLoss(pool: pg.Pool): void {
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
}

export type WorkerOrder = {
  readonly connection: ConnectionSettings
  readonly db: Database
  readonly log: Logger
  readonly orgs: () => Promise<readonly OrgRef[]>
  readonly concurrency?: number
}

/** Starts to work off jobs, and goes on after the database was away. `stop` lets those at work finish. */
export function startJobs(order: WorkerOrder): { readonly stop: () => Promise<void> } {
  // graphile-worker listens on one connection for as long as it runs, and shares none of ours.
  const pool = new pg.Pool({ ...order.connection, max: (order.concurrency ?? 2) + 2, application_name: 'assay jobs' })
  listenForLoss(pool)
  const ending = new AbortController()
  let runner: Runner | undefined
  const keepRunning = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        runner = await run({
          pgPool: pool,
          schema: JOBS_SCHEMA,
          taskList: tasks(order),
          parsedCronItems: parseCronItems(cronItems()),
          concurrency: order.concurrency ?? 2,
          pollInterval: 1000,
          noHandleSignals: true,
          logger: loggerOf(order.log),
        })
        if (ending.signal.aborted) await runner.stop()
        await runner.promise
      } catch (error) {
        order.log.warn({ fault: String(error) }, 'Jobs stopped; they start again.')
      }
      if (!ending.signal.aborted) await sleep(1000, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }
  const running = keepRunning()
  return {
    stop: async () => {
      ending.abort()
      await runner?.stop().catch(() => undefined)
      await running
      await pool.end()
    },
  }
}

type JobBody = { readonly org?: OrgRef; readonly payload?: Readonly<Record<string, unknown>> }

const tasks = ({ db, log, orgs }: WorkerOrder): TaskList =>
  Object.fromEntries(
    [...works].map(([name, work]) => [
      name,
      async (raw: unknown, { abortSignal }: { abortSignal?: AbortSignal }) => {
        // What stands there was written by enqueue, or by the schedule, which names no org.
        const { org, payload = {} } = raw as JobBody
        const meant = org === undefined ? await orgs() : [org]
        for (const one of meant) await work({ db, org: one, log, signal: abortSignal }, payload)
      },
    ]),
  )

const cronItems = (): CronItem[] =>
  [...schedules].map(([task, match]) => ({ task, match, options: { backfillPeriod: 0, maxAttempts: 3 } }))

const loggerOf = (log: Logger): WorkerLogger =>
  new WorkerLogger(() => (level, message, meta) => {
    const fault = meta?.['error']
    const word: string = level
    // That the database is away is said once by who waits for it, not by every poll.
    if (fault !== undefined && isDatabaseAway(fault)) log.debug(message)
    else if (word === 'error')
      log.error({ fault: fault instanceof Error ? { message: fault.message, stack: fault.stack } : undefined }, message)
    else if (word === 'warning') log.warn(message)
    else log.debug(message)
  })

const quiet = new WorkerLogger(() => () => undefined)
