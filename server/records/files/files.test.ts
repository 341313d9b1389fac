import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { inTransaction } from '../../platform/transactions.ts'
import { keepPiece, newUpload, sweepUploads } from './uploads.ts'
import { one, sql } from '../../platform/sql.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { changeSettings } from '../../ground/orgs/settings.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { until } from '../../../test/support/until.ts'

let server: TestServer
let admin: { readonly authorization: string }
let address = ''

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
})

after(() => server.close())

const aLead = async (headers = admin): Promise<string> => {
  const body = { LastName: 'Okafor', Company: 'Nordwind' }
  return (await server.call('POST', '/api/leads?allowDuplicates=true', { headers, body })).json<{ Id: string }>().Id
}

const upload = (recordId: string, name: string, bytes: Buffer, headers = admin) =>
  server.app.inject({
    method: 'POST',
    url: `/api/records/${recordId}/files?name=${encodeURIComponent(name)}`,
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    payload: bytes,
  })

type Listed = { readonly files: readonly { Id: string; Name: string; Size: number }[]; readonly next: string | null }

const filesOf = async (recordId: string, headers = admin): Promise<Listed> =>
  (await server.call('GET', `/api/records/${recordId}/files`, { headers })).json<Listed>()

test('a file is kept with a record, listed, read as it was, removed and brought back', async () => {
  const leadId = await aLead()
  const bytes = Buffer.from([0, 255, 13, 10, 60, 115])
  const { Id } = (await upload(leadId, 'Angebot für "Nordwind".pdf', bytes)).json<{ Id: string }>()
  const { files } = await filesOf(leadId)
  assert.deepEqual(
    files.map((file) => [file.Id, file.Name, file.Size]),
    [[Id, 'Angebot für "Nordwind".pdf', 6]],
  )
  const read = await server.call('GET', `/api/files/${Id}/content`, { headers: admin })
  assert.deepEqual(read.rawPayload, bytes)
  assert.equal(read.headers['content-type'], 'application/octet-stream')
  assert.equal(read.headers['x-content-type-options'], 'nosniff')
  assert.equal(
    read.headers['content-disposition'],
    'attachment; filename="Angebot f_r _Nordwind_.pdf"; filename*=UTF-8\'\'Angebot%20f%C3%BCr%20%22Nordwind%22.pdf',
  )
  assert.equal((await server.call('DELETE', `/api/records/${leadId}/files/${Id}`, { headers: admin })).statusCode, 204)
  assert.deepEqual((await filesOf(leadId)).files, [])
  assert.equal((await server.call('GET', `/api/files/${Id}/content`, { headers: admin })).statusCode, 404)
  const restored = await server.call('POST', `/api/records/${leadId}/files/${Id}/restoration`, { headers: admin })
  assert.equal(restored.statusCode, 204, restored.body)
  assert.equal((await filesOf(leadId)).files.length, 1)
})

test('what a file in the recycle bin holds is read by none of its ids', async () => {
  const leadId = await aLead()
  const { Id } = (await upload(leadId, 'offer.txt', Buffer.from('offer'))).json<{ Id: string }>()
  const found = await server.call(
    'GET',
    `/services/data/v59.0/query?q=${encodeURIComponent(`SELECT Id FROM ContentVersion WHERE ContentDocumentId = '${Id}'`)}`,
    { headers: admin },
  )
  const versionId = found.json<{ records: readonly { Id: string }[] }>().records[0]?.Id ?? ''
  const addresses = [
    `/api/files/${Id}/content`,
    `/api/files/${versionId}/content`,
    `/services/data/v59.0/sobjects/ContentVersion/${versionId}/VersionData`,
  ]
  const read = () =>
    Promise.all(addresses.map(async (url) => (await server.call('GET', url, { headers: admin })).statusCode))
  assert.deepEqual(await read(), [200, 200, 200])
  await server.call('DELETE', `/api/records/${leadId}/files/${Id}`, { headers: admin })
  assert.deepEqual(await read(), [404, 404, 404])
})

test('many files are listed a page at a time, newest first', async () => {
  const leadId = await aLead()
  for (let n = 0; n < 52; n++) await upload(leadId, `${n}.txt`, Buffer.from('x'))
  const first = await filesOf(leadId)
  assert.deepEqual([first.files.length, first.files[0]?.Name], [50, '51.txt'])
  const second = await server.call('GET', `/api/records/${leadId}/files?after=${first.next}`, { headers: admin })
  assert.deepEqual(
    second.json<Listed>().files.map(({ Name }) => Name),
    ['1.txt', '0.txt'],
  )
})

test('who may not see the record sees none of its files, and who may only read adds none', async () => {
  await inTransaction(server.db, server.org, (tx) => changeSettings(tx, theProgram, { privateObjects: ['Lead'] }))
  const [mine, other] = [await server.as('sales'), await server.as('sales')]
  const leadId = await aLead(mine)
  const { Id } = (await upload(leadId, 'offer.txt', Buffer.from('secret'), mine)).json<{ Id: string }>()
  assert.equal((await server.call('GET', `/api/files/${Id}/content`, { headers: mine })).body, 'secret')
  assert.equal((await server.call('GET', `/api/files/${Id}/content`, { headers: other })).statusCode, 404)
  assert.equal((await server.call('GET', `/api/records/${leadId}/files`, { headers: other })).statusCode, 404)
  assert.equal((await upload(leadId, 'x.txt', Buffer.from('x'), other)).statusCode, 404)
  await inTransaction(server.db, server.org, (tx) => changeSettings(tx, theProgram, { privateObjects: [] }))
  assert.equal((await server.call('GET', `/api/files/${Id}/content`, { headers: other })).statusCode, 200)
  assert.equal((await upload(leadId, 'x.txt', Buffer.from('x'), await server.as('read_only'))).statusCode, 403)
})

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const PART = Buffer.alloc(1024 * 1024, 'assay ')
const PARTS = 60

test('60 MB arrive and leave in pieces: the program never holds them whole', async () => {
  const leadId = await aLead()
  const held: number[] = []
  const { status, body } = await sendParts(`${address}/api/records/${leadId}/files?name=film.mov`, () =>
    held.push(heldMegabytes()),
  )
  assert.equal(status, 201, body)
  const { Id } = JSON.parse(body) as { Id: string }
  const read = await fetch(`${address}/api/files/${Id}/content`, { headers: admin })
  const hash = createHash('md5')
  let size = 0
  for await (const part of read.body ?? []) {
    hash.update(part)
    size += part.length
  }
  const expected = createHash('md5')
  for (let n = 0; n < PARTS; n++) expected.update(PART)
  assert.deepEqual([size, hash.digest('hex')], [PARTS * PART.length, expected.digest('hex')])
  const [first = 0] = held
  const grown = Math.max(...held) - first
  assert.ok(held.length > 3 && grown < PARTS * 0.6, `the program held ${Math.round(grown)} MB more`)
})

/** What cannot be thrown away, in this process: the server and the sender. */
function heldMegabytes(): number {
  collectGarbage()
  // Buffers are given back by another thread, late on a busy machine; the next collection waits for it.
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1024 ** 2
}

/** Sends 60 MB a part at a time, no faster than they are taken. */
function sendParts(
  url: string,
  atEachQuarter: () => void,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method: 'POST',
      headers: { ...admin, 'content-type': 'application/octet-stream' },
    })
    sending.on('response', (answer) => {
      let body = ''
      answer.on('data', (part: Buffer) => (body += part.toString()))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    sending.on('error', reject)
    let sent = 0
    const go = (): void => {
      while (sent < PARTS) {
        if (sent++ % (PARTS / 4) === 0) atEachQuarter()
        if (!sending.write(PART)) return void sending.once('drain', go)
      }
      sending.end()
    }
    go()
  })
}

test('an upload that breaks off leaves nothing behind', async () => {
  const leadId = await aLead()
  const pieces = () =>
    inTransaction(server.db, server.org, (tx) => one<{ n: number }>(tx, sql`select count(*) as n from file_piece`))
  const { n: before } = await pieces()
  const sending = request(`${address}/api/records/${leadId}/files?name=half.mov`, {
    method: 'POST',
    headers: { ...admin, 'content-type': 'application/octet-stream', 'content-length': String(10 * PART.length) },
  })
  const brokenOff = once(sending, 'error')
  sending.write(PART)
  sending.write(PART)
  await until(pieces, ({ n }) => n > before)
  sending.destroy(new Error('The line is cut.'))
  await brokenOff
  await until(pieces, ({ n }) => n === before)
  assert.deepEqual((await filesOf(leadId)).files, [])
})

test('pieces nobody claimed are swept a day later, and those of records and of today stay', async () => {
  const leadId = await aLead()
  const { Id } = (await upload(leadId, 'kept.txt', Buffer.from('kept'))).json<{ Id: string }>()
  const swept = await inTransaction(server.db, server.org, async (tx) => {
    const yesterday = new Date(tx.now.getTime() - 86_400_000)
    for (const began of [new Date(yesterday.getTime() - 1), tx.now])
      await keepPiece(tx, newUpload(began), 0, Buffer.from('lost'))
    return sweepUploads(tx, yesterday)
  })
  assert.equal(swept, 1)
  assert.equal((await server.call('GET', `/api/files/${Id}/content`, { headers: admin })).body, 'kept')
})
