import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandsIn, type Commands } from '../../test/support/commands.ts'
import { makeTestFolder, urlOf } from '../../test/support/postgres.ts'
import { aServer, type TestServer } from '../../test/support/server.ts'
import { WrongUse } from './command.ts'
import { importCommand } from './import.ts'

let server: TestServer
let folder: string
let commands: Commands

before(async () => {
  folder = await makeTestFolder()
  server = await aServer()
  commands = commandsIn(folder, { DATABASE_URL: urlOf(server.connection) })
})
after(async () => {
  await commands.close()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

test('deals whose accounts are not here wait with a way on, and making what is missing is that way', async () => {
  const deals = ['Deal,Account,Stage,Amount', 'Pumps,Nordwind,Prospecting,100', 'Valves,Kranich,Prospecting,200']
  await writeFile(path.join(folder, 'deals.csv'), deals.join('\n'))
  const refused = await commands.type(['import', 'deals.csv', '--object', 'opportunity', '--errors', 'errors.csv'])
  assert.equal(refused.status, 1, refused.said)
  assert.match(await readFile(path.join(folder, 'errors.csv'), 'utf8'), /no Account 'Nordwind' here/)
  const made = await commands.type(['import', 'errors.csv', '--create-missing', 'accounts'])
  assert.equal(made.status, 0, made.said)
  assert.match(made.out, /2 made\.\n {2}Accounts that were not here are made\. \(2\)/)
  await assert.rejects(importCommand.run(['deals.csv', '--create-missing', 'leads']), WrongUse)
})

test('how the letters of an old file were judged is said, and of a plain one nothing', async () => {
  const people = (company: string) => Buffer.from(`Name,Company\nBjörn Übel,${company}\nJürgen Groß,${company} Süd\n`)
  await writeFile(path.join(folder, 'plain.csv'), people('Nordwind'))
  await writeFile(path.join(folder, 'old.csv'), Buffer.from(people('Südwind').toString(), 'latin1'))
  const [plain, old] = [
    await commands.type(['import', 'plain.csv', '--dry-run']),
    await commands.type(['import', 'old.csv', '--dry-run']),
  ]
  assert.equal(old.status, 0, old.said)
  assert.match(`${old.out}${old.said}`, /windows-1252\.\n {2}It is not UTF-8/)
  assert.doesNotMatch(`${plain.out}${plain.said}`, /Every letter/)
})

test('an import stopped by Ctrl-C says so and how to go on, and nothing of the database that went with it', async () => {
  const env = { DATABASE_URL: '', ASSAY_DATA: path.join(folder, 'data') }
  const org = await commands.begin(['org', 'create', '--name', 'Nordwind'], { env }).ended
  assert.equal(org.status, 0, org.said)
  const ada = ['user', 'create', '--email', 'ada@nordwind.example', '--name', 'Ada', '--role', 'administrator']
  assert.equal((await commands.begin(ada, { env }).ended).status, 0)
  const rows = Array.from({ length: 60_000 }, (_, at) => `Person ${at},Company ${at},p${at}@c${at}.example`)
  await writeFile(path.join(folder, 'fair.csv'), `Name,Company,E-mail\n${rows.join('\n')}`)
  const importing = commands.begin(['import', 'fair.csv'], { env })
  while (importing.isRunning() && !importing.said().includes('This is import')) await sleep(50)
  importing.kill('SIGINT')
  const { status, said } = await importing.ended
  assert.equal(status, 130)
  assert.ok(said.endsWith('\nStopped. The same command goes on where it was.\n'), said)
})
