import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inTransaction } from '../../server/platform/transactions.ts'
import { backupOrg, noteBackup, type BackupProgress } from '../../server/surfaces/backup/backup.ts'
import { defineCommand } from './command.ts'
import { withDatabase } from './database.ts'
import { chosenOrg, orgOption } from './people.ts'
import { inWords, showProgress } from './progress.ts'
import { say } from './say.ts'
import { says } from './says.ts'

/** Everything an org has is in it, hashes of passwords too. */
const OWNER_ONLY = 0o600

export const backupCommand = defineCommand({
  name: 'backup',
  says: says.backup,
  takes: ['OUT.assay'],
  options: { org: orgOption },
  notes: 'Keep the file as safe as the database: all records and the hashes of passwords are in it.',
  run: async ({ words: [file = ''], values }) => {
    if ((await stat(file).catch(() => undefined)) !== undefined)
      throw new Error(
        `${file} is there already, and a backup overwrites nothing. Give it another name, such as one with the date.`,
      )
    await withDatabase(async ({ db }) => {
      const org = await chosenOrg(db, values.org)
      const progress = showProgress('Backing up', { counted: 'bytes' })
      let last: BackupProgress = { bytes: 0, rows: 0, share: 0, table: '' }
      const onProgress = (now: BackupProgress): void => {
        last = now
        progress.show(now.share, now.bytes, now.table)
      }
      await writeWhole(file, backupOrg(db, org, { onProgress }))
      progress.end()
      const { size } = await stat(file)
      await inTransaction(db, org, async (tx) => noteBackup(tx, { rows: last.rows, bytes: size }))
      say(`${org.name} is in ${file}: ${inWords(last.rows)} rows in ${inWords(size)} bytes.`)
    })
    return 0
  },
})

/** The file bears its name only when it is whole. */
async function writeWhole(file: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const part = `${file}.part`
  try {
    await pipeline(
      Readable.from(bytes, { objectMode: false }),
      createWriteStream(part, { mode: OWNER_ONLY, flush: true }),
    )
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
