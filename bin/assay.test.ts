import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandsIn, type Commands } from '../test/support/commands.ts'
import { freshDatabase } from '../test/support/database.ts'
import { makeTestFolder, urlOf, type FreshDatabase } from '../test/support/postgres.ts'
import { aServer, type TestServer } from '../test/support/server.ts'
import { decodeId, encodeId, idOf } from '../shared/ids.ts'
import { inTransaction, reading } from '../server/platform/transactions.ts'
import { manyOnce, run, sql } from '../server/platform/sql.ts'
import { backupCommand } from './assay/backup.ts'
import { WrongUse } from './assay/command.ts'
import { exportCommand } from './assay/export.ts'
import { importCommand } from './assay/import.ts'
import { migrateCommand } from './assay/migrate.ts'
import { orgCreate } from './assay/org.ts'
import { restoreCommand } from './assay/restore.ts'
import { tokenCreate } from './assay/token.ts'
import { userCreate } from './assay/user.ts'
import { userReset } from './assay/userReset.ts'

const known = [
  importCommand,
  exportCommand,
  backupCommand,
  restoreCommand,
  tokenCreate,
  userCreate,
  userReset,
  orgCreate,
  migrateCommand,
]

let server: TestServer
let folder: string
let commands: Commands
let elsewhere: FreshDatabase

before(async () => {
  folder = await makeTestFolder()
  ;[server, elsewhere] = await Promise.all([aServer(), freshDatabase()])
  commands = commandsIn(folder, { DATABASE_URL: urlOf(server.connection), ASSAY_URL: 'https://crm.example' })
})
after(async () => {
  await commands.close()
  await server.close()
  await elsewhere.drop()
  await rm(folder, { recursive: true, force: true })
})

const type: Commands['type'] = (...typed) => commands.type(...typed)

const rowsIn = (table: string, where = sql`true`): Promise<number> =>
  reading(server.db, server.org, async (tx) => {
    const [found] = await manyOnce<{ count: number }>(
      tx,
      sql`select count(*) as count from ${sql.table(table)} where ${where}`,
    )
    return found?.count ?? 0
  })
const liveLeads = (): Promise<number> => rowsIn('lead', sql`deleted_at is null`)

test('every command says how it is used', async () => {
  const [general, one] = await Promise.all([commands.begin(['--help']).ended, type(['user', 'create', '--help'])])
  assert.equal(general.status, 0)
  for (const { name, says, usage } of known) {
    assert.ok(general.out.includes(`\n  ${name.padEnd(25)}${says}\n`), name)
    assert.match(usage, new RegExp(`^npm run assay -- ${name}`))
  }
  assert.deepEqual([one.status, one.out], [0, userCreate.usage])
})

test('what is typed wrongly is said in a sentence, with status 2, before anything is opened', async () => {
  const { status, out, said } = await commands.begin(['fly']).ended
  assert.deepEqual([status, out], [2, ''])
  assert.match(said, /^There is no command 'fly'\./)
  const wrong = [
    importCommand.run([]),
    importCommand.run(['a.csv', 'b.csv']),
    importCommand.run(['assay.ts', '--status', 'Sent']),
    importCommand.run(['assay.ts', '--resume', '--again']),
    importCommand.run(['assay.ts', '--duplicates', 'maybe']),
    importCommand.run(['assay.ts', '--map', 'Email']),
    importCommand.run(['--undo']),
    importCommand.run(['fair.csv', '--undo']),
    importCommand.run([encodeId(idOf('Import', 1)), '--undo', '--pause']),
    importCommand.run([encodeId(idOf('Import', 1)), '--undo', '--object', 'lead']),
    exportCommand.run(['leads', '--colour', 'red']),
    userCreate.run(['--email', 'x@y.example']),
    userCreate.run(['--email', 'x@y.example', '--name', 'X', '--role', 'emperor']),
    tokenCreate.run(['--user', 'x@y.example', '--name', 'x', '--scopes', 'fly']),
    tokenCreate.run(['--user', 'x@y.example', '--name', 'x', '--expires', '2027-02-30']),
    orgCreate.run([]),
    backupCommand.run([]),
    restoreCommand.run([]),
  ]
  for (const refused of wrong)
    await assert.rejects(refused, (error) => error instanceof WrongUse && error.message.endsWith('.'))
})

// Eight batches, so that it is not over before it is killed.
const ROWS = 8000

test('an import that is killed and called again goes on where it was: no row twice, none missing', async () => {
  const people = Array.from({ length: ROWS }, (_, at) => `Person ${at},Company ${at},person${at}@many.example`)
  await writeFile(path.join(folder, 'fair.csv'), `Last Name,Company,Email\n${people.join('\n')}\n`)
  const { ended, kill } = commands.begin(['import', 'fair.csv'])
  const over = ended.then(() => true)
  while ((await rowsIn('lead')) === 0 && !(await Promise.race([over, sleep(5, false)])));
  kill()
  assert.equal((await ended).status, null, 'the import was over before it could be killed')
  const left = await rowsIn('lead')
  assert.ok(left > 0 && left < ROWS, `${left} rows when it was killed`)
  const last = await type(['import', 'fair.csv', '--resume'])
  assert.equal(last.status, 0, last.said)
  assert.match(last.said, /Going on where this import was left/)
  assert.match(last.out, /Done: 8,000 rows read; 8,000 made/)
  assert.equal(await rowsIn('lead'), ROWS)
  const again = await type(['import', 'fair.csv'])
  assert.deepEqual([again.status, await rowsIn('lead')], [0, ROWS])
  assert.match(again.out, /imported before/)
})

test('a trial keeps nothing, and refused rows come into a file with their reasons, with status 1', async () => {
  await writeFile(
    path.join(folder, 'bad.csv'),
    'Last Name,Company,Email,Notes,Employees\nGood,Gut AG,good@bad.example,x,12\nBad,Schlecht AG,bad@bad.example,y,many\n',
  )
  const words = [
    'import',
    'bad.csv',
    '--object',
    'lead',
    '--map',
    'Notes=,Employees=NumberOfEmployees',
    '--owner',
    'ada@nordwind.example',
  ]
  const before = await rowsIn('lead')
  const trial = await type([...words, '--dry-run'])
  assert.equal(trial.status, 1)
  assert.match(trial.out, /Tried: 2 rows read; 1 made, 1 refused/)
  assert.equal(await rowsIn('lead'), before)
  const { status, out, said } = await type([...words, '--errors', 'errors.csv'])
  assert.equal(status, 1)
  assert.match(said, /left out: Notes/)
  assert.match(out, /Done: 2 rows read; 1 made, 1 refused/)
  assert.match(await readFile(path.join(folder, 'errors.csv'), 'utf8'), /3,Refused,.*many.*,Bad,Schlecht AG/)
})

test('an import is taken back by its id, once, and what cannot be done to it now is said', async () => {
  await writeFile(path.join(folder, 'regretted.csv'), 'Last Name,Company\nRegret,Reue AG\nRemorse,Reue AG\n')
  const before = await liveLeads()
  const made = await type(['import', 'regretted.csv'])
  const [, id = ''] = /This is import (\w{18});/.exec(made.said) ?? []
  assert.deepEqual([made.status, await liveLeads()], [0, before + 2], made.said)
  const [paused, resumed] = await Promise.all([type(['import', '--pause', id]), type(['import', '--resume', id])])
  assert.match(`${paused.status} ${paused.said}`, /^1 This import is done, so it cannot be paused\./)
  assert.match(`${resumed.status} ${resumed.said}`, /^1 This import is done, so it cannot be started\./)
  const undone = await type(['import', '--undo', id])
  assert.deepEqual([undone.status, await liveLeads()], [0, before], undone.said)
  assert.match(undone.out, /^Taken back: 2 rows read/)
  const again = await type(['import', '--undo', id])
  assert.match(`${again.status} ${again.said}`, /^1 This import was undone, so it cannot be undone/)
  const { status, said } = await type(['import', '--cancel', encodeId(idOf('Import', 99_999))])
  assert.match(`${status} ${said}`, /^1 There is no import here with the id/)
})

test('an import somebody paused goes on, or is cancelled, by its id', async () => {
  const paused = async (name: string): Promise<string> => {
    const opened = await server.call('POST', '/api/imports', {
      headers: await server.as('administrator'),
      body: { name: `${name}.csv`, content: `Last Name,Company\n${name},Halt AG\n`, object: 'Lead' },
    })
    const { Id } = opened.json()
    await inTransaction(server.db, server.org, (tx) =>
      run(tx, sql`update import set state = 'paused' where id = ${decodeId(Id)}`),
    )
    return Id
  }
  const [going, ending] = [await paused('Going'), await paused('Ending')]
  const before = await liveLeads()
  const on = await type(['import', '--resume', going])
  assert.deepEqual([on.status, await liveLeads()], [0, before + 1], on.said)
  assert.match(on.out, /^Done: 1 rows read; 1 made/)
  const off = await type(['import', '--cancel', ending])
  assert.deepEqual([off.status, await liveLeads()], [0, before + 1], off.said)
  assert.match(off.out, /^Cancelled by somebody: 0 rows read/)
})

test('people of a file join a campaign, and a campaign nobody made is named', async () => {
  const headers = await server.as('administrator')
  await server.call('POST', '/api/campaigns', { headers, body: { Name: 'Spring fair', IsActive: true } })
  await writeFile(path.join(folder, 'visitors.csv'), 'Last Name,Company\nVisitor,Besuch AG\n')
  const [joined, unknown] = await Promise.all([
    type(['import', 'visitors.csv', '--campaign', 'spring fair', '--status', 'Responded']),
    type(['import', 'visitors.csv', '--campaign', 'Autumn fair']),
  ])
  assert.equal(joined.status, 0, joined.said + joined.out)
  assert.equal(await rowsIn('campaign_member'), 1)
  assert.equal(unknown.status, 1)
  assert.match(unknown.said, /no campaign 'Autumn fair'/)
})

test('an export goes to a file or to standard output, as much as a user may see', async () => {
  const filter = JSON.stringify({ field: 'Email', op: 'eq', value: 'good@bad.example' })
  const [shown, written] = await Promise.all([
    type(['export', 'leads', '--fields', 'LastName,Company', '--filter', filter]),
    type(['export', 'Lead', '--fields', 'LastName', '--out', 'leads.csv', '--user', 'ada@nordwind.example']),
  ])
  assert.deepEqual([shown.status, shown.out], [0, 'LastName,Company\r\nGood,Gut AG\r\n'])
  assert.equal(written.status, 0, written.said)
  const lines = (await readFile(path.join(folder, 'leads.csv'), 'utf8')).trim().split('\r\n')
  assert.equal(lines.length, 1 + (await liveLeads()))
  await assert.rejects(readFile(path.join(folder, 'leads.csv.part')), /ENOENT/)
})

test('a company goes into a backup and comes out elsewhere', async () => {
  const backup = await type(['backup', 'nordwind.assay'])
  assert.equal(backup.status, 0, backup.said)
  assert.match(backup.out, /Nordwind is in nordwind\.assay: [\d,]+ rows/)
  const headers = await server.as('administrator')
  const { changes } = (await server.call('GET', '/api/setup-changes?area=backups', { headers })).json<{
    changes: readonly { act: string; name: string; by: unknown }[]
  }>()
  assert.deepEqual(
    changes.map(({ act, by }) => [act, by]),
    [['made', null]],
  )
  assert.match(changes[0]?.name ?? '', /^[\d,]+ rows, [\d.]+ MB$/)
  const env = { DATABASE_URL: urlOf(elsewhere.connection) }
  const restored = await type(['restore', 'nordwind.assay'], { env })
  assert.equal(restored.status, 0, restored.said)
  const exported = ['export', 'leads', '--fields', 'LastName,OwnerId,CreatedDate']
  const [there, here] = await Promise.all([type(exported), type(exported, { env })])
  assert.equal(there.status, 0, there.said)
  assert.equal(here.out, there.out)
})

test('with no server and no DATABASE_URL a command starts the database of the data folder, and stops it again', async () => {
  const env = { DATABASE_URL: '', ASSAY_DATA: path.join(folder, 'data') }
  const early = await type(['export', 'leads'], { env })
  assert.equal(early.status, 1)
  assert.match(early.said, /There is no company here yet/)
  assert.equal((await type(['org', 'create', '--name', 'Südwind'], { env })).status, 0)
  const statuses = await type(['export', 'LeadStatus', '--fields', 'MasterLabel'], { env })
  assert.equal(statuses.status, 0, statuses.said)
  assert.match(statuses.out, /^MasterLabel\r\nOpen/)
  await assert.rejects(readFile(path.join(folder, 'data', 'postgres', 'postmaster.pid')), /ENOENT/)
})
