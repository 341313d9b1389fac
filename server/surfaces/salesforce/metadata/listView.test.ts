import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Connection } from 'jsforce'
import { clientsByRole, type RoleClients } from '../../../../test/support/salesforce.ts'
import { archiveOf, filesIn } from './packages/zip.ts'

let clients: RoleClients
let conn: Connection
let headers: Readonly<Record<string, string>>

type Json = Readonly<Record<string, unknown>>
const read = async (type: string, name: string): Promise<Json> =>
  (await conn.metadata.read(type as 'CustomObject', [name]))[0] as unknown as Json

before(async () => {
  clients = await clientsByRole()
  conn = await clients.as('administrator')
  headers = await clients.server.as('administrator')
})
after(() => clients.server.close())

const keep = async (body: Json): Promise<void> => {
  const made = await clients.server.call('POST', '/api/views', { headers, body: { Object: 'Lead', ...body } })
  assert.equal(made.statusCode, 201, made.body)
}

test('list views everybody has are listed as parts of their objects, and read with their conditions', async () => {
  await keep({
    Name: 'Hot in Norway',
    Filter: {
      and: [
        { field: 'OwnerId', op: 'eq', value: '$me' },
        {
          or: [
            { field: 'Rating', op: 'in', value: ['Hot', 'Warm'] },
            { field: 'CreatedDate', op: 'eq', value: 'THIS_WEEK' },
          ],
        },
        { field: 'Country', op: 'eq', value: 'NO' },
        { field: 'Phone', op: 'notNull' },
      ],
    },
    Columns: ['LastName', 'Company'],
    Shared: true,
  })
  await keep({ Name: 'Nobody else', Shared: false })
  const listed = [await conn.metadata.list({ type: 'ListView' }, '60.0')].flat()
  const names = listed.map(({ fullName }) => fullName)
  assert.ok(names.includes('Lead.Hot_in_Norway') && !names.includes('Lead.Nobody_else'), names.join(' '))
  assert.ok(names.length > 3, 'those that came with Assay are there as well')
  const view = await read('ListView', 'Lead.Hot_in_Norway')
  assert.deepEqual(view, {
    fullName: 'Lead.Hot_in_Norway',
    booleanFilter: '((1 OR 2) AND 3 AND 4)',
    columns: ['LastName', 'Company'],
    filterScope: 'Mine',
    filters: [
      { field: 'Rating', operation: 'equals', value: 'Hot,Warm' },
      { field: 'CreatedDate', operation: 'equals', value: 'THIS_WEEK' },
      { field: 'Country', operation: 'equals', value: 'NO' },
      { field: 'Phone', operation: 'notEqual' },
    ],
    label: 'Hot in Norway',
  })
})

test('a list view is retrieved in the file of its object, deployed as it is, and refused when it says something else', async () => {
  const types = [
    { name: 'ListView', members: ['Lead.Hot_in_Norway'] },
    { name: 'CustomObject', members: ['Lead'] },
  ]
  const retrieved = async (wanted: typeof types) => {
    const unpackaged = { types: wanted, version: '60.0', objectPermissions: [] }
    const result = await conn.metadata.retrieve({ apiVersion: 60, unpackaged }).complete()
    return filesIn(Buffer.from(result.zipFile, 'base64'))
  }
  const whole = (await retrieved(types)).get('unpackaged/objects/Lead.object') ?? ''
  assert.match(whole, /<fields>.*<listViews><fullName>Hot_in_Norway<\/fullName>/s)
  const files = await retrieved(types.slice(0, 1))
  const sent = async (change: (text: string) => string) => {
    const changed = new Map([...files].map(([path, text]) => [path, change(text)]))
    return conn.metadata.deploy(archiveOf(changed).toString('base64'), { rollbackOnError: true }).complete(true)
  }
  assert.equal((await sent((text) => text)).success, true)
  const refused = await sent((text) => text.replace('<value>NO</value>', '<value>SE</value>'))
  assert.equal(refused.success, false)
  assert.match(JSON.stringify(refused.details), /List views are made and changed where lists are/)
})

test('queues are listed and read with their members and what they may own', async () => {
  const body = { Name: 'Inbound, EMEA', Email: 'emea@nordwind.example' }
  const made = await clients.server.call('POST', '/api/groups', { headers, body })
  assert.equal(made.statusCode, 201, made.body)
  const me = (await clients.server.call('GET', '/api/session', { headers })).json().user
  const joined = await clients.server.call('POST', `/api/groups/${made.json().id}/members`, {
    headers,
    body: { userIds: [me.Id] },
  })
  assert.ok(joined.statusCode < 300, joined.body)
  const listed = [await conn.metadata.list({ type: 'Queue' }, '60.0')].flat()
  assert.deepEqual(
    listed.map(({ fullName, fileName }) => [fullName, fileName]),
    [['Inbound_EMEA', 'queues/Inbound_EMEA.queue']],
  )
  const queue = await read('Queue', 'Inbound_EMEA')
  assert.deepEqual([queue.name, queue.email], [body.Name, body.Email])
  assert.deepEqual(queue.queueMembers, { users: { user: [me.Username] } })
  assert.ok(JSON.stringify(queue.queueSobject).includes('"Lead"'))
})
