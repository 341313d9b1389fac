import { orgOf, usernamesOf } from '../../ground/orgs/orgs.ts'
import { announce } from '../../platform/events.ts'
import { migrationsOf } from '../../platform/migrations.ts'
import { streaming } from '../../platform/streaming.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { backupBytes, type BackupHeader } from './backupFile.ts'
import {
  copyTableOut,
  orgCreatedAt,
  postgresVersion,
  sequencesOf,
  tablesOf,
  type SequenceRow,
  type TableRow,
} from './backup.sql.ts'
import { noteFrame, rowsFrame } from './frames.ts'

/** Notes between the rows of a backup, in this order: `usernames`, then `table` and `rows` for each, then `sequences`. */
export type Note =
  | { readonly usernames: readonly string[] }
  | { readonly table: string; readonly columns: readonly string[] }
  | { readonly rows: number }
  | { readonly sequences: readonly SequenceRow[] }

export type BackupProgress = {
  /** Bytes of rows so far. */
  readonly bytes: number
  readonly rows: number
  /** 0 to 1, estimated from the size of the tables. */
  readonly share: number
  readonly table: string
}

export type BackupOptions = { readonly onProgress?: (progress: BackupProgress) => void }

/**
 * One org whole, as bytes of one file: every table of its schema, its sequences, its name and its user names, all as
 * they were at one moment. People go on working meanwhile. Nothing is read faster than the bytes are taken.
 */
export async function* backupOrg(
  db: Database,
  org: OrgRef,
  { onProgress = () => undefined }: BackupOptions = {},
): AsyncGenerator<Buffer, void> {
  yield* streaming(db, org, async function* (tx) {
    const tables = (await tablesOf(tx)).filter(({ name }) => name !== SIGNING_KEYS)
    yield* backupBytes(await headerOf(tx, tables), framesOf(tx, tables, onProgress))
  })
}

/** Remembers for who looks after the org that a backup was made, and how much is in it. The file does not know of itself. */
export const noteBackup = (tx: Tx, { rows, bytes }: Readonly<{ rows: number; bytes: number }>): void =>
  announce(tx, {
    type: 'backup.made',
    recordIds: [tx.org.id],
    actorId: null,
    payload: { name: `${rows.toLocaleString('en')} rows, ${megabytes(bytes)} MB` },
  })

const megabytes = (bytes: number): string =>
  (bytes / 1_000_000).toLocaleString('en', { maximumFractionDigits: 1, minimumFractionDigits: 1 })

/** Whoever finds a backup must not sign as this server; where one is restored, a new key is made when it is needed. */
const SIGNING_KEYS = 'signing_key'

async function headerOf(tx: Tx, tables: readonly TableRow[]): Promise<BackupHeader> {
  const { id, name } = await orgOf(tx)
  return {
    madeAt: tx.now.toISOString(),
    postgres: await postgresVersion(tx),
    org: { id, name, createdAt: (await orgCreatedAt(tx)).toISOString() },
    migrations: (await migrationsOf(tx)).map(({ name: migration, checksum }) => ({ name: migration, checksum })),
    tables: tables.length,
  }
}

/**
 * Rows in what COPY sends as text: each ends with the only line feed that is not escaped. PostgreSQL's own count may arrive after
 * the last row was taken.
 */
function linesIn(piece: Buffer): number {
  let count = 0
  for (let at = piece.indexOf(LINE_FEED); at !== -1; at = piece.indexOf(LINE_FEED, at + 1)) count += 1
  return count
}

const LINE_FEED = 10

const note = (one: Note): Buffer => noteFrame(one)

async function* framesOf(
  tx: Tx,
  tables: readonly TableRow[],
  onProgress: (progress: BackupProgress) => void,
): AsyncGenerator<Buffer, void> {
  const expectedBytes = tables.reduce((sum, { byteSize }) => sum + byteSize, 1)
  let [bytes, rows] = [0, 0]
  yield note({ usernames: await usernamesOf(tx) })
  // One after the other: one snapshot is one connection.
  for (const table of tables) {
    yield note({ table: table.name, columns: table.columns })
    let copied = 0
    for await (const piece of copyTableOut(tx, table)) {
      const some: Buffer = piece
      bytes += some.length
      copied += linesIn(some)
      yield rowsFrame(some)
      onProgress({ bytes, rows, share: Math.min(0.99, bytes / expectedBytes), table: table.name })
    }
    rows += copied
    yield note({ rows: copied })
  }
  // Read last: a number given out since the snapshot is skipped rather than given out twice.
  yield note({ sequences: await sequencesOf(tx) })
  onProgress({ bytes, rows, share: 1, table: '' })
}
