import { now } from './clock.ts'
import { isCopyingOut } from './copy.ts'
import { asUnavailable, connectionFor, isDatabaseAway, type Database, type OrgRef } from './postgres/pools.ts'
import type { Tx } from './tx.ts'

/**
 * Runs a generator inside one transaction that only reads and sees everything as it was at one moment. Nothing is
 * read before somebody asks for it, so a slow reader holds the database back rather than filling the memory. The
 * transaction ends when the generator does, fails, or is left.
 */
export async function* streaming<T>(
  db: Database,
  org: OrgRef,
  work: (tx: Tx) => AsyncGenerator<T, void>,
): AsyncGenerator<T, void> {
  const connection = await connectionFor(db, org, true)
  let broken: Error | undefined
  let isThrough = false
  try {
    await connection.query('begin transaction isolation level repeatable read, read only')
    yield* work({ connection, org, now: now(), streams: true, announcements: [], afterCommit: [] })
    await connection.query('commit')
    isThrough = true
  } catch (error) {
    if (isDatabaseAway(error)) broken = error instanceof Error ? error : new Error(String(error))
    throw asUnavailable(error)
  } finally {
    if (isCopyingOut(connection)) broken ??= new Error('A copy was left before its end.')
    if (!isThrough && broken === undefined) await connection.query('rollback').catch((lost: Error) => (broken = lost))
    connection.release(broken)
  }
}
