import type pg from 'pg'
import { takeTurn } from './turns.sql.ts'

/**
 * Does the work while no other program on this database does work of this name; whoever comes meanwhile waits. A program that
 * dies gives its turn back with its connection.
 */
export async function inTurn<T>(pool: pg.Pool, name: string, work: () => Promise<T>): Promise<T> {
  const connection = await pool.connect()
  try {
    await takeTurn(connection, name)
    return await work()
  } finally {
    // The turn ends with the connection it was taken on.
    connection.release(true)
  }
}
