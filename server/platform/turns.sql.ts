import type pg from 'pg'

// Keeps these locks apart from all others.
const TURNS = 4_153_955

/** Waits until nobody else has the turn of this name, and holds it as long as the connection lives. */
export const takeTurn = (connection: pg.PoolClient, name: string): Promise<unknown> =>
  connection.query('select pg_advisory_lock($1, hashtext($2))', [TURNS, name])
