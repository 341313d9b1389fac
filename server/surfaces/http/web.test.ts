import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { freshDatabase } from '../../../test/support/database.ts'
import type { App } from '../../ground/http/edge.ts'
import { readConfig } from '../../platform/config.ts'
import { buildServer } from './server.ts'

let folder: string
let database: Awaited<ReturnType<typeof freshDatabase>>
let app: App

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'assay-web-'))
  await mkdir(path.join(folder, 'assets'))
  await writeFile(path.join(folder, 'index.html'), '<title>Assay</title>')
  await writeFile(path.join(folder, 'assets', 'main-1a2b.js'), 'export {}')
  database = await freshDatabase()
  app = await buildServer({ db: database.db, config: readConfig({}) }, [], { webFolder: folder })
})
after(async () => {
  await app.close()
  await database.drop()
  await rm(folder, { recursive: true })
})

const open = (url: string, accept = 'text/html') => app.inject({ url, headers: { accept } })

test('the first page stands at the root and at every address that is a page', async () => {
  for (const address of ['/', '/?next=%2Fleads', '/leads', '/leads/00Q0000000000WIEAY/convert']) {
    const answer = await open(address)
    assert.equal(answer.statusCode, 200, address)
    assert.match(answer.body, /<title>Assay/, address)
    assert.equal(answer.headers['cache-control'], 'no-cache', address)
  }
})

test('a link to a page opens it for who takes anything, and no file is ever the first page', async () => {
  const welcome = await open('/welcome?token=1.5', '*/*')
  assert.deepEqual([welcome.statusCode, /<title>Assay/.test(welcome.body)], [200, true])
  for (const [address, accept] of [
    ['/favicon.png', '*/*'],
    ['/leads', 'application/json'],
  ] as const)
    assert.equal((await open(address, accept)).statusCode, 404, address)
})

test('what Vite named by its content is kept for a year, and what is not there is no page', async () => {
  assert.match((await open('/assets/main-1a2b.js', '*/*')).headers['cache-control']?.toString() ?? '', /immutable/)
  for (const address of [
    '/assets/main-0000.js',
    '/assets/',
    '/api/nothing',
    '/..%2f..%2fetc%2fpasswd',
    '/assets/..%2f..%2fpackage.json',
  ]) {
    const answer = await open(address, '*/*')
    assert.ok([400, 403, 404].includes(answer.statusCode), `${address} was answered ${answer.statusCode}`)
    assert.doesNotMatch(answer.body, /root:|"name"/)
  }
})
