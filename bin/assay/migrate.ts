import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import {
  copiedIds,
  copyOrg,
  previewCopy,
  type Copied,
  type Migration,
  type Preview,
} from '../../server/surfaces/migration/migration.ts'
import { signIn, type SignIn } from '../../server/surfaces/migration/signingIn.ts'
import { defineCommand, WrongUse, type ExitStatus } from './command.ts'
import { withDatabase } from './database.ts'
import { chosenOrg, firstAdministrator, orgOption, userNamed } from './people.ts'
import { inWords, showProgress } from './progress.ts'
import { say } from './say.ts'
import { says } from './says.ts'

type Given = Readonly<Partial<Record<'token' | 'username' | 'password' | 'client-id' | 'client-secret', string>>>

export const migrateCommand = defineCommand({
  name: 'migrate-from-salesforce',
  says: says['migrate-from-salesforce'],
  takes: [],
  options: {
    instance: { type: 'string', takes: 'URL', says: 'the org to copy, such as https://company.my.salesforce.com' },
    token: { type: 'string', takes: 'TOKEN', says: 'an access token of that org' },
    username: { type: 'string', takes: 'NAME', says: 'or a user name there, with --password' },
    password: {
      type: 'string',
      takes: 'WORD',
      says: 'the password, with the security token behind it where one is asked',
    },
    'client-id': { type: 'string', takes: 'ID', says: 'or a connected app there, with --client-secret' },
    'client-secret': { type: 'string', takes: 'WORD', says: 'the secret of the connected app' },
    objects: { type: 'string', takes: 'LIST', says: 'only these objects, such as Account,Contact,Lead' },
    owner: {
      type: 'string',
      takes: 'EMAIL',
      says: 'who gets what belonged to nobody who is here; the first administrator unless said',
    },
    ids: { type: 'string', takes: 'FILE', says: 'where to write which old id became which new one, as CSV' },
    'dry-run': { type: 'boolean', says: 'say what would be made and copied, and write nothing' },
    org: orgOption,
  },
  notes:
    'Token, password and secret may stand in SALESFORCE_TOKEN, SALESFORCE_PASSWORD and SALESFORCE_CLIENT_SECRET instead, where no list of programs shows them.\nExit status 0: every count agrees. 1: something was left out; the table says what and why.',
  run: async ({ values }) => {
    if (values.instance === undefined)
      throw new WrongUse('assay migrate-from-salesforce needs --instance: the address of the org to copy.')
    const source = await signIn(values.instance, signInWith(values))
    const { jobs } = await import('../../server/jobs.ts')
    return withDatabase(async ({ db, config }) => {
      // Events reach only who has said that they want them.
      for (const register of jobs) register(config)
      const org = await chosenOrg(db, values.org)
      const actor =
        values.owner === undefined ? await firstAdministrator(db, org) : await userNamed(db, org, values.owner)
      const objects = values.objects?.split(',').map((name) => name.trim())
      const migration: Migration = { db, org, source, actor, objects }
      if (values['dry-run'] === true) return tellPreview(await previewCopy(migration))
      const status = tellCopied(await copyOrg({ ...migration, onRows: progressOf() }))
      if (values.ids !== undefined) await writeIds(migration, values.ids)
      return status
    })
  },
})

function signInWith(given: Given): SignIn {
  const token = given.token ?? process.env.SALESFORCE_TOKEN
  const { username, 'client-id': clientId } = given
  if (username !== undefined) {
    const password = given.password ?? process.env.SALESFORCE_PASSWORD
    if (password === undefined) throw new WrongUse('--username goes with --password.')
    return { username, password }
  }
  if (clientId !== undefined) {
    const clientSecret = given['client-secret'] ?? process.env.SALESFORCE_CLIENT_SECRET
    if (clientSecret === undefined) throw new WrongUse('--client-id goes with --client-secret.')
    return { clientId, clientSecret }
  }
  if (token === undefined)
    throw new WrongUse(
      'Say how to sign in there: --token, --username with --password, or --client-id with --client-secret.',
    )
  return { token }
}

function progressOf(): Migration['onRows'] {
  let named = ''
  let progress = showProgress('')
  return (objectName, rows) => {
    if (objectName !== named) {
      progress.end()
      progress = showProgress(`Copying ${objectName}`)
      named = objectName
    }
    progress.show(undefined, rows)
  }
}

function tellPreview({ structure, users, counts }: Preview): ExitStatus {
  for (const { name } of structure.objects) say(`Would make the object ${name}.`)
  for (const { object, field } of structure.fields)
    say(`Would make the field ${object.name}.${field.name} (${field.type}).`)
  tellLeftOut(structure.leftOut)
  say(`${users.matched} users are here already; ${users.placeholders} would become users who cannot sign in.`)
  table(
    ['Object', 'There'],
    counts.map(({ objectName, there }) => [objectName, inWords(there)]),
  )
  say('Nothing was written.')
  return 0
}

function tellCopied({ counts, leftOut }: Copied): ExitStatus {
  tellLeftOut(leftOut)
  table(
    ['Object', 'There', 'Here', ''],
    counts.map(({ objectName, there, here }) => [
      objectName,
      inWords(there),
      inWords(here),
      there === here ? 'equal' : 'NOT EQUAL',
    ]),
  )
  for (const { objectName, remarks } of counts) for (const remark of remarks) say(`${objectName}: ${remark}`)
  const unequal = counts.filter(({ there, here }) => there !== here)
  say(
    unequal.length === 0
      ? 'Every count agrees.'
      : `The counts of ${unequal.map(({ objectName }) => objectName).join(', ')} do not agree. What was left out stands above; records made there since the copying began are not here.`,
  )
  return unequal.length === 0 ? 0 : 1
}

const tellLeftOut = (leftOut: Copied['leftOut']): void => {
  for (const { name, why } of leftOut) say(`${name} is left out: ${why}`)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => (row[at] ?? '').length)))
  for (const row of [head, ...rows])
    say(
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
}

async function writeIds({ db, org, source }: Migration, file: string): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    yield 'Object,OldId,NewId\n'
    for await (const { object, theirs, ours } of copiedIds(db, org, source)) yield `${object},${theirs},${ours}\n`
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
  say(`Which old id became which new one: ${file}`)
}
