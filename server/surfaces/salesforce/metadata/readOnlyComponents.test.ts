import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Connection } from 'jsforce'
import { aServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let conn: Connection

before(async () => {
  server = await aServer()
  const instanceUrl = await server.app.listen({ port: 0, host: '127.0.0.1' })
  const { authorization } = await server.as('administrator')
  conn = new Connection({ instanceUrl, accessToken: authorization.replace('Bearer ', ''), version: '60.0' })
})
after(() => server.close())

test('profiles and layouts are listed and read, and not changed from here', async () => {
  const names = async (type: string) => (await conn.metadata.list({ type }, '60.0')).map(({ fullName }) => fullName)
  assert.ok((await names('Profile')).includes('Admin'))
  const readOnly = await conn.metadata.read('Profile', 'Read-only')
  const onLeads = readOnly.objectPermissions.find(({ object: name }) => name === 'Lead')
  assert.deepEqual([onLeads?.allowRead, onLeads?.allowCreate], [true, false])
  assert.ok((await names('Layout')).includes('Lead-Lead Layout'))
  const { layoutSections } = await conn.metadata.read('Layout', 'Lead-Lead Layout')
  const items = layoutSections.flatMap(({ layoutColumns }) => layoutColumns.flatMap(({ layoutItems }) => layoutItems))
  assert.equal(items.find(({ field }) => field === 'LastName')?.behavior, 'Required')
  const [refused] = [await conn.metadata.update('Profile', { ...readOnly, custom: true })].flat()
  assert.match(JSON.stringify(refused), /Setup/)
})
