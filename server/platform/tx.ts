import { said } from './postgres/statement.ts'
import type { Connection, Database, OrgRef } from './postgres/pools.ts'

/** Something that happened, once: `lead.created`, `lead.converted`. One announcement speaks of up to 1,000 records. */
export type Announcement = {
  readonly type: string
  readonly recordIds: readonly number[]
  readonly actorId: number | null
  readonly payload?: Readonly<Record<string, unknown>>
}

/** What every verb takes first: a connection inside the org's schema, and the moment everything in it happens at. */
export type Tx = {
  readonly connection: Connection
  readonly org: OrgRef
  readonly now: Date
  /** Whether the connection can COPY and keep cursors open; a pipelined one cannot. */
  readonly streams: boolean
  /** What happened so far; written to the org's event table just before the commit. */
  readonly announcements: Announcement[]
  /** Called once the transaction is committed; must not throw. */
  readonly afterCommit: (() => void)[]
}

/** Statements on their way whose answers nobody has waited for yet. */
export type Underway = Promise<unknown>[]

/**
 * Runs work that sends statements behind each other without waiting for each answer, and waits for all of them at its end. When
 * one fails, those behind it fail for that reason alone: what is thrown is what went wrong first.
 */
export async function inOneBreath<T>(work: (underway: Underway) => Promise<T>): Promise<T> {
  const underway: Underway = []
  try {
    const result = await work(underway)
    await Promise.all(underway)
    return result
  } catch (error) {
    for (const one of underway) await one
    throw error
  }
}

/** Leaves a statement on its way where somebody waits for it later; waits for it here where nobody does. */
export async function leaveUnderway(underway: Underway | undefined, sent: Promise<unknown>): Promise<void> {
  if (underway === undefined) {
    await sent
    return
  }
  sent.catch(() => undefined)
  underway.push(sent)
}

/** Runs part of a transaction so that its failure undoes only that part. */
export async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const announced = tx.announcements.length
  await said(tx.connection, 'savepoint part')
  try {
    const result = await work()
    await said(tx.connection, 'release savepoint part')
    return result
  } catch (error) {
    tx.announcements.length = announced
    // Released as well: one inside another bears the same name, and the outer one must find its own again.
    await said(tx.connection, 'rollback to savepoint part')
    await said(tx.connection, 'release savepoint part')
    throw error
  }
}

export type { Database, OrgRef }
