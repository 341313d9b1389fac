import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { parseFilter } from '../../server/ground/objects/filter.ts'
import { theProgram } from '../../server/ground/users/actor.ts'
import type { ExportPart } from '../../server/surfaces/exports/exports.ts'
import { defineCommand } from './command.ts'
import { withDatabase } from './database.ts'
import { chosenOrg, orgOption, userNamed } from './people.ts'
import { inWords, showProgress } from './progress.ts'
import { remark } from './say.ts'
import { says } from './says.ts'

export const exportCommand = defineCommand({
  name: 'export',
  says: says.export,
  takes: ['OBJECT'],
  options: {
    fields: { type: 'string', takes: 'LIST', says: 'field names, separated by commas; all of them unless said' },
    filter: { type: 'string', takes: 'JSON', says: 'which records, as in the API' },
    sort: { type: 'string', takes: 'LIST', says: 'such as -CreatedDate,LastName; by id unless said' },
    q: { type: 'string', takes: 'WORDS', says: 'words a record must hold' },
    out: { type: 'string', takes: 'FILE', says: 'where to write; standard output unless said' },
    user: { type: 'string', takes: 'EMAIL', says: 'only what this user may see; everything unless said' },
    plain: { type: 'boolean', says: 'without the mark by which spreadsheets know UTF-8' },
    org: orgOption,
  },
  notes: `Such as: npm run -s assay -- export leads --filter '{"field":"Status","op":"eq","value":"Open"}' --out leads.csv`,
  run: async ({ words: [objectName = ''], values: { fields, filter, sort, q, out, user, plain, org: orgName } }) => {
    // The rooms declare their objects; only the one file that knows every room knows them all.
    const [{ exportRecords }] = await Promise.all([
      import('../../server/surfaces/exports/exports.ts'),
      import('../../server/doors.ts'),
    ])
    const wanted = {
      fields: fields
        ?.split(',')
        .map((name) => name.trim())
        .filter(Boolean),
      filter: filter === undefined ? undefined : parseFilter(filter),
      sort,
      q,
      byteOrderMark: plain !== true && out !== undefined,
    }
    await withDatabase(async ({ db }) => {
      const org = await chosenOrg(db, orgName)
      const actor = user === undefined ? theProgram : await userNamed(db, org, user)
      const { definition, parts } = await exportRecords(db, org, actor, objectName, wanted)
      const records = await (out === undefined
        ? write(parts, process.stdout, definition.labelPlural)
        : writeFile(parts, path.resolve(out), definition.labelPlural))
      remark(
        `${inWords(records)} ${(records === 1 ? definition.label : definition.labelPlural).toLowerCase()} exported${out === undefined ? '' : ` to ${out}`}.`,
      )
    })
    return 0
  },
})

/** The file bears its name only when it is whole. */
async function writeFile(parts: AsyncIterable<ExportPart>, file: string, what: string): Promise<number> {
  const part = `${file}.part`
  const to = createWriteStream(part)
  try {
    const records = await write(parts, to, what)
    to.end()
    await finished(to)
    await rename(part, file)
    return records
  } catch (error) {
    to.destroy()
    await rm(part, { force: true })
    throw error
  }
}

async function write(parts: AsyncIterable<ExportPart>, to: Writable, what: string): Promise<number> {
  const progress = showProgress(what)
  let failed: Error | undefined
  let records = 0
  to.on('error', (error) => (failed = error))
  try {
    for await (const { text, records: some } of parts) {
      if (failed !== undefined) throw failed
      if (!to.write(text)) await once(to, 'drain')
      records += some
      progress.show(undefined, records)
    }
    return records
  } catch (error) {
    // Whoever reads what we write has seen enough: assay export leads | head
    if (to === process.stdout && error instanceof Error && 'code' in error && error.code === 'EPIPE') return records
    throw error
  } finally {
    progress.end()
  }
}
