import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { folderLockHolder, takeFolderLock } from './guard.sql.ts'
import type { Postmaster } from './postmaster.ts'

/** Another Assay has the folder; the message names it. */
export class FolderTaken extends Error {}

/** A session that holds the folder for this program; PostgreSQL lets go of it when the program dies. */
export async function takeGuard(postmaster: Postmaster, password: string): Promise<pg.Client> {
  const session = await openSession(postmaster, password)
  // The session of a program just killed takes a moment to notice.
  for (let attempt = 1; !(await takeFolderLock(session)); attempt += 1) {
    if (attempt === 10) {
      const holder = await folderLockHolder(session)
      await session.end()
      throw new FolderTaken(
        `Another Assay is already running on this data folder (${holder?.replace('assay', 'process') ?? 'its process is unknown'}). ` +
          'Stop it first, or give this one a folder of its own in ASSAY_DATA.',
      )
    }
    await sleep(50)
  }
  return session
}

/** From now on the session keeps the folder, not the program. */
// pg's types do not know its unref.
export const letProgramEnd = (session: pg.Client): void => (session as pg.Client & { unref(): void }).unref()

/** Who holds the folder, e.g. `assay 4711`. */
export async function findHolder(postmaster: Postmaster, password: string): Promise<string | undefined> {
  const session = await openSession(postmaster, password)
  try {
    return await folderLockHolder(session)
  } finally {
    await session.end()
  }
}

async function openSession(postmaster: Postmaster, password: string): Promise<pg.Client> {
  const session = new pg.Client({
    host: postmaster.socketFolder,
    port: postmaster.port,
    user: 'postgres',
    password,
    database: 'postgres',
    application_name: `assay ${process.pid}`,
  })
  // PostgreSQL's end is told by 'end'; without a listener its last words would end the program.
  session.on('error', () => undefined)
  await session.connect()
  return session
}
