import assert from 'node:assert/strict'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { aBulkServer, type BulkServer } from '../../test/support/bulk.ts'
import { commandsIn, type Commands, type Ended } from '../../test/support/commands.ts'
import { makeTestFolder, urlOf } from '../../test/support/postgres.ts'
import { aServer, type TestServer } from '../../test/support/server.ts'

let there: BulkServer
let here: TestServer
let headers: { readonly authorization: string }
let folder: string
let commands: Commands

before(async () => {
  folder = await makeTestFolder()
  ;[there, here] = await Promise.all([aBulkServer(), aServer()])
  commands = commandsIn(folder, {
    DATABASE_URL: urlOf(here.connection),
    SALESFORCE_TOKEN: String(there.conn.accessToken),
  })
  headers = await here.as('administrator')
  const company = (at: number) => `Company ${at}`
  const many = Array.from({ length: 200 }, (_, at) => at)
  await there.conn.sobject('Account').create(many.map((at) => ({ Name: company(at) })))
  await there.conn.sobject('Lead').create(many.map((at) => ({ LastName: `Lead ${at}`, Company: company(at) })))
})
after(async () => {
  await commands.close()
  await there.close()
  await here.close()
  await rm(folder, { recursive: true, force: true })
})

/** Types the command, with the address of the org to copy. */
const migrate = (...words: readonly string[]): Promise<Ended> => commands.type(wordsFor(...words))
const wordsFor = (...words: readonly string[]): readonly string[] => [
  'migrate-from-salesforce',
  '--instance',
  there.url,
  ...words,
]

async function countHere(name: string): Promise<number> {
  const query = encodeURIComponent(`SELECT COUNT() FROM ${name}`)
  return (await here.call('GET', `/services/data/v59.0/query?q=${query}`, { headers })).json().totalSize
}

test('a dry run says what there is, and keeps nothing', async () => {
  const { status, out } = await migrate('--dry-run')
  assert.equal(status, 0, out)
  assert.match(out, /^Account +200$/m)
  assert.match(out, /Nothing was written\./)
  assert.equal(await countHere('Account'), 0)
})

test('a copying that is killed and called again goes on where it was: no row twice, none missing', async () => {
  const first = commands.begin(wordsFor())
  while (first.isRunning() && (await countHere('Account')) === 0) await sleep(5)
  first.kill()
  assert.equal((await first.ended).status, null)
  const { status, out } = await migrate('--ids', 'ids.csv')
  assert.equal(status, 0, out)
  assert.match(out, /^Lead +200 +200 +equal$/m)
  assert.match(out, /Every count agrees\./)
  assert.deepEqual([await countHere('Account'), await countHere('Lead')], [200, 200])
  const ids = (await readFile(path.join(folder, 'ids.csv'), 'utf8')).split('\n')
  assert.equal(ids.filter((row) => row.startsWith('Lead,')).length, 200)
})

test('counts that differ are named, and the command fails', async () => {
  await there.conn.sobject('Account').create({ Name: 'Came later' })
  const { status, out } = await migrate()
  assert.equal(status, 1)
  assert.match(out, /^Account +201 +200 +NOT EQUAL$/m)
})

test('without a way to sign in, it says how', async () => {
  const { status, said } = await migrate('--username', 'ada@nordwind.example')
  assert.equal(status, 2)
  assert.match(said, /--username goes with --password/)
})
