import { asRefusal, recordLocked } from './breach.ts'
import { now } from './clock.ts'
import { flushAnnouncements } from './events.ts'
import { isOutdated, said } from './postgres/statement.ts'
import { asUnavailable, connectionFor, isDatabaseAway, type Database, type OrgRef } from './postgres/pools.ts'
import type { Tx } from './tx.ts'

export type TransactionOptions = {
  /** For COPY and cursors, which cannot share a pipelined connection. */
  readonly streaming?: boolean
}

const TRIES = 3
const TRY_AGAIN = new Set(['40001', '40P01'])

/**
 * Runs the work in one transaction of the org and commits it, or undoes all of it when the work throws.
 * A deadlock, a serialization failure or a unique value taken meanwhile runs the work again, so it must change nothing but the database.
 * Only edges (routes, jobs, commands) call this.
 */
export async function inTransaction<T>(
  db: Database,
  org: OrgRef,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await oneAttempt(db, org, work, options)
    } catch (error) {
      const isWorthTrying = TRY_AGAIN.has(codeOf(error)) || isValueJustTaken(error) || isOutdated(error)
      if (attempt < TRIES && isWorthTrying) continue
      throw asRefusal(asUnavailable(TRY_AGAIN.has(codeOf(error)) ? recordLocked(error) : error))
    }
  }
}

/** Somebody took a unique value since we looked: whoever looks again sees them, and refuses that one record by name. */
const isValueJustTaken = (error: unknown): boolean =>
  codeOf(error) === '23505' &&
  error instanceof Error &&
  'constraint' in error &&
  String(error.constraint).endsWith('_is_unique')

async function oneAttempt<T>(
  db: Database,
  org: OrgRef,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const connection = await connectionFor(db, org, options.streaming === true)
  const tx: Tx = {
    connection,
    org,
    now: now(),
    streams: options.streaming === true,
    announcements: [],
    afterCommit: [],
  }
  let broken: Error | undefined
  try {
    // Not awaited where statements may follow each other: it travels with the work's first one.
    const begun = said(connection, 'begin')
    if (tx.streams) await begun
    else begun.catch(() => undefined)
    const result = await work(tx)
    if (tx.streams) await flushAnnouncements(tx)
    // Sent together: when the first fails, the second is a rollback.
    await Promise.all([flushAnnouncements(tx), said(connection, 'commit')])
    for (const after of tx.afterCommit) after()
    return result
  } catch (error) {
    if (isDatabaseAway(error)) broken = error instanceof Error ? error : new Error(String(error))
    else await said(connection, 'rollback').catch((lost: Error) => (broken = lost))
    throw error
  } finally {
    connection.release(broken)
  }
}

/**
 * Runs statements that only read, without a transaction around them: one round trip each. What must agree
 * with each other is read by one statement, or inside `inTransaction`.
 */
export async function reading<T>(db: Database, org: OrgRef, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await oneReading(db, org, work)
  } catch (error) {
    if (isOutdated(error)) return oneReading(db, org, work)
    throw error
  }
}

async function oneReading<T>(db: Database, org: OrgRef, work: (tx: Tx) => Promise<T>): Promise<T> {
  const connection = await connectionFor(db, org, false)
  let broken: Error | undefined
  try {
    return await work({ connection, org, now: now(), streams: false, announcements: [], afterCommit: [] })
  } catch (error) {
    if (isDatabaseAway(error)) broken = error instanceof Error ? error : new Error(String(error))
    throw asUnavailable(error)
  } finally {
    connection.release(broken)
  }
}

/**
 * Runs part of a transaction as if it happened at another moment: what it writes, and the events it announces, are
 * dated then. For whoever tells a story of the past, one moment after the other.
 */
export async function atMoment<T>(tx: Tx, moment: Date, work: (then: Tx) => Promise<T>): Promise<T> {
  const then: Tx = { ...tx, now: moment, announcements: [] }
  const result = await work(then)
  await flushAnnouncements(then)
  return result
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
