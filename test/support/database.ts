import { after } from 'node:test'
import { inTransaction } from '../../server/platform/transactions.ts'
import type { Tx } from '../../server/platform/tx.ts'
import { makeDatabase, stopTestPostgres, type Beginning, type FreshDatabase } from './postgres.ts'

let common: Promise<FreshDatabase> | undefined

// After the last test of the whole program nothing of it stays on the machine.
after(async () => {
  if (common !== undefined)
    await common.then(
      ({ drop }) => drop(),
      () => undefined,
    )
  await stopTestPostgres()
})

/** A new database with the org's empty tables, or with a beginning, copied from one that was made once; about 30 ms. */
export const freshDatabase = (beginning?: Beginning): Promise<FreshDatabase> => makeDatabase(beginning)

/** Runs a story in a transaction that is undone when it ends, on a database all such stories share. */
export async function rolledBack(story: (tx: Tx) => Promise<void>): Promise<void> {
  common ??= makeDatabase()
  const { db, org } = await common
  const undone = new Error('the story has ended')
  try {
    await inTransaction(db, org, async (tx) => {
      await story(tx)
      throw undone
    })
  } catch (error) {
    if (error !== undone) throw error
  }
}
