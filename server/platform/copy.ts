import type { Readable, Writable } from 'node:stream'
import { from, to } from 'pg-copy-streams'
import { compile, type RawBuilder } from './sql.ts'
import type { Tx } from './tx.ts'

// COPY takes no parameters: its statement holds names and literals only. It needs a transaction on a streaming connection.

export type CopiedOut = Readable & { readonly rowCount: number }
export type CopiedIn = Writable & { readonly rowCount: number }

/** The bytes of a `copy … to stdout`; nothing is read ahead of who takes them. `rowCount` is known at the end. */
export const copyOut = (tx: Tx, statement: RawBuilder<unknown>): CopiedOut =>
  tx.connection.query(to(compile(statement).sql))

/** Takes the bytes of a `copy … from stdin`. */
export const copyIn = (tx: Tx, statement: RawBuilder<unknown>): CopiedIn =>
  tx.connection.query(from(compile(statement).sql))
