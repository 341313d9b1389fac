import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { encodeId } from '../../shared/ids.ts'
import { duplicateRules, may as mayBe, type Import } from '../../server/surfaces/imports/import.ts'
import { refusalsFile } from '../../server/surfaces/imports/refusalsFile.ts'
import { defineCommand, WrongUse, type ExitStatus } from './command.ts'
import { withDatabase } from './database.ts'
import { actIn, actOnEarlier } from './importActs.ts'
import { choicesIn } from './importChoices.ts'
import { carryOut, earlierImport, takeIn, type ImportWork } from './importing.ts'
import { importSummary, importUnderstood } from './importWords.ts'
import { chosenOrg, firstAdministrator, orgOption, userNamed } from './people.ts'
import { remark, say } from './say.ts'
import { says } from './says.ts'

export const importCommand = defineCommand({
  name: 'import',
  says: says.import,
  takes: ['FILE'],
  options: {
    object: { type: 'string', takes: 'NAME', says: 'what the file holds, such as Lead; found by itself unless said' },
    campaign: {
      type: 'string',
      takes: 'NAME',
      says: 'the campaign (name or id) everybody in the file becomes a member of',
    },
    status: { type: 'string', takes: 'S', says: 'with which status in the campaign' },
    map: { type: 'string', multiple: true, takes: 'LIST', says: "column=Field,…; 'column=' leaves the column out" },
    duplicates: {
      type: 'string',
      takes: 'RULE',
      says: `what becomes of rows of whom we know: ${duplicateRules.join(', ')}`,
    },
    'create-missing': {
      type: 'string',
      multiple: true,
      takes: 'LIST',
      says: 'what rows name and is not here yet is made: account, campaign, user',
    },
    sheet: {
      type: 'string',
      takes: 'NAME',
      says: 'of a spreadsheet: which sheet; the first that holds anything unless said',
    },
    encoding: {
      type: 'string',
      takes: 'NAME',
      says: 'how letters are written, such as windows-1251 or shift_jis; found by itself unless said',
    },
    owner: {
      type: 'string',
      takes: 'EMAIL',
      says: 'who imports, and owns what is made; the first administrator unless said',
    },
    'dry-run': { type: 'boolean', says: 'try every row, keep nothing' },
    errors: { type: 'string', takes: 'FILE', says: 'where to write refused rows with their reasons' },
    resume: {
      type: 'boolean',
      says: 'only go on with an import begun before; never begin one. FILE, or the id of an import',
    },
    pause: { type: 'boolean', takes: 'ID', says: 'pause the import with this id after the batch at work' },
    cancel: { type: 'boolean', takes: 'ID', says: 'stop it; what was imported stays and can be undone' },
    undo: { type: 'boolean', takes: 'ID', says: 'take back everything it made and changed' },
    again: { type: 'boolean', says: 'import the file although it was imported before' },
    org: orgOption,
  },
  notes:
    'Every import says its id; the Imports page shows it in its address. With an id in the place of FILE, such as npm run assay -- import --undo 0IM…',
  run: async ({ words: [given = ''], values }) => {
    if (values.status !== undefined && values.campaign === undefined)
      throw new WrongUse('--status is a status in a campaign: say which with --campaign.')
    if (values.resume === true && values.again === true)
      throw new WrongUse('--resume goes on with an import and --again begins one; say one of them.')
    const choices = choicesIn(values)
    const meant = actIn(given, values)
    const file = meant === undefined ? await readableFile(given) : NO_FILE
    const [{ importing }, { jobs }] = await Promise.all([
      import('../../server/doors.ts'),
      import('../../server/jobs.ts'),
    ])
    return withDatabase(async ({ db, config }) => {
      // Events reach only who has said that they want them.
      for (const register of jobs) register(config)
      const org = await chosenOrg(db, values.org)
      const actor =
        values.owner === undefined ? await firstAdministrator(db, org) : await userNamed(db, org, values.owner)
      const work: ImportWork = { db, org, actor, rooms: importing, file }
      if (meant !== undefined) {
        const status = await answer(work, await actOnEarlier(work, meant), values.errors)
        return meant.act === 'resume' ? status : 0
      }
      const wanted = await choices(work)
      const earlier = values.again === true ? undefined : await earlierImport(work, wanted)
      if (earlier?.state === 'done' && values['dry-run'] !== true)
        return answer(
          work,
          earlier,
          values.errors,
          'This very file was imported before, so nothing was imported now; --again imports it once more.',
        )
      if (earlier === undefined && values.resume === true)
        throw new Error(
          'No import of this very file was begun and left, so there is nothing to go on with. Leave --resume out to begin one.',
        )
      const isLeft = earlier !== undefined && ['running', 'paused', 'failed'].includes(earlier.state)
      if (isLeft)
        remark(`Going on where this import was left: after ${earlier.counts.read.toLocaleString('en-US')} rows.`)
      const imported = isLeft ? earlier : await takeIn(work, earlier, wanted)
      for (const line of importUnderstood(imported)) remark(line)
      remark(`This is import ${encodeId(imported.id)}; --pause and --cancel take that id.`)
      const ended = await carryOut(work, imported, values['dry-run'] === true ? 'check' : 'start')
      return answer(work, ended, values.errors)
    }, 'The same command goes on where it was.')
  },
})

/** An act on an import of before reads no file. */
const NO_FILE: ImportWork['file'] = { name: '', byteSize: 0, open: () => Readable.from([]) }

async function answer(
  { db, org }: ImportWork,
  imported: Import,
  errorsFile: string | undefined,
  first?: string,
): Promise<ExitStatus> {
  if (first !== undefined) say(first)
  for (const line of importSummary(imported)) say(line)
  if (mayBe(imported.state, 'undo')) say(`To take it back: npm run assay -- import --undo ${encodeId(imported.id)}`)
  const { refused, skipped } = imported.counts
  if (errorsFile !== undefined && refused + skipped > 0) {
    await pipeline(Readable.from(refusalsFile(db, org, imported)), createWriteStream(errorsFile))
    say(`Which, and why: ${errorsFile}`)
  } else if (refused > 0) {
    say('Which, and why: call this again with --errors FILE.csv')
  }
  return refused === 0 && (imported.state === 'done' || imported.state === 'checked') ? 0 : 1
}

async function readableFile(given: string): Promise<ImportWork['file']> {
  const place = path.resolve(given)
  const found = await stat(place).catch(() => undefined)
  if (found === undefined) throw new Error(`There is no file ${given}. Check the name and the folder you are in.`)
  if (found.isDirectory()) throw new Error(`${given} is a folder. Name one file in it.`)
  return {
    name: path.basename(place),
    byteSize: found.size,
    open: () => createReadStream(place, { highWaterMark: 256 * 1024 }),
  }
}
