import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { restoreOrg } from '../../server/surfaces/backup/restore.ts'
import type { BackupSource } from '../../server/surfaces/backup/backupFile.ts'
import { defineCommand } from './command.ts'
import { withDatabase } from './database.ts'
import { inWords, showProgress } from './progress.ts'
import { say } from './say.ts'
import { says } from './says.ts'

export const restoreCommand = defineCommand({
  name: 'restore',
  says: says.restore,
  takes: ['IN.assay'],
  options: { into: { type: 'string', takes: 'NAME', says: 'beside the companies that are here, under this name' } },
  notes:
    'Without --into it takes a data folder in which nobody has begun: ASSAY_DATA=./restored npm run assay -- restore IN.assay',
  run: async ({ words: [file = ''], values: { into } }) => {
    const source = await sourceOf(file)
    // The rooms declare their objects, among them those to which fields were added.
    await import('../../server/doors.ts')
    await withDatabase(async ({ db }) => {
      const progress = showProgress('Restoring')
      const { org, rows, tables, madeAt } = await restoreOrg(db, source, {
        into,
        onProgress: ({ rows: sofar, table }) => progress.show(undefined, sofar, table),
      })
      progress.end()
      say(
        `${org.name} is back as it was on ${madeAt.slice(0, 16).replace('T', ' ')} UTC: ${inWords(rows)} rows in ${tables} tables.`,
      )
    })
    return 0
  },
})

async function sourceOf(file: string): Promise<BackupSource> {
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile() !== true) throw new Error(`There is no file ${file}. Check the name and the folder you are in.`)
  // A stream cannot be asked for no byte at all.
  const open = (from: number, to: number): Readable =>
    from >= to ? Readable.from([]) : createReadStream(file, { start: from, end: to - 1, highWaterMark: 256 * 1024 })
  return { byteSize: found.size, open }
}
