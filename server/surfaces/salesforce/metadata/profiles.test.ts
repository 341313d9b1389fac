import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Connection } from 'jsforce'
import { clientsByRole, type RoleClients } from '../../../../test/support/salesforce.ts'

let server: RoleClients['server']
let conn: Connection

before(async () => {
  const clients = await clientsByRole()
  server = clients.server
  conn = await clients.as('administrator')
})
after(() => server.close())

const names = async (type: string) => (await conn.metadata.list({ type }, '60.0')).map(({ fullName }) => fullName)

test('profiles and layouts are listed and read', async () => {
  assert.ok((await names('Profile')).includes('Admin'))
  const readOnly = await conn.metadata.read('Profile', 'Read-only')
  const onLeads = readOnly.objectPermissions.find(({ object: name }) => name === 'Lead')
  assert.deepEqual([onLeads?.allowRead, onLeads?.allowCreate], [true, false])
  assert.ok((await names('Layout')).includes('Lead-Lead Layout'))
  const { layoutSections } = await conn.metadata.read('Layout', 'Lead-Lead Layout')
  const items = layoutSections.flatMap(({ layoutColumns }) => layoutColumns.flatMap(({ layoutItems }) => layoutItems))
  assert.equal(items.find(({ field }) => field === 'LastName')?.behavior, 'Required')
})

test('a profile says what its role may do with objects the org made, and no more than that', async () => {
  await conn.metadata.create('CustomObject', {
    fullName: 'Kite__c',
    label: 'Kite',
    pluralLabel: 'Kites',
    nameField: { label: 'Name', type: 'Text' },
    deploymentStatus: 'Deployed',
    sharingModel: 'ReadWrite',
  } as never)
  const kites = { object: 'Kite__c', allowRead: true, allowCreate: false, allowEdit: false, allowDelete: false }
  const saved = await changed({ fullName: 'Sales', objectPermissions: [kites] })
  assert.equal(saved.success, true, JSON.stringify(saved))
  const { objectPermissions } = await conn.metadata.read('Profile', 'Sales')
  const onKites = objectPermissions.find(({ object: name }) => name === 'Kite__c')
  assert.deepEqual([onKites?.allowRead, onKites?.allowCreate], [true, false])
  const onLeads = { ...kites, object: 'Lead' }
  for (const [more, why] of [
    [{ objectPermissions: [onLeads] }, /Leads is set by the role/],
    [{ fieldPermissions: [{ field: 'Lead.Phone', readable: false }] }, /sees the field Lead\.Phone/],
    [{ userPermissions: [{ name: 'ApiEnabled', enabled: true }] }, /ApiEnabled/],
    [{ loginHours: {} }, /loginHours/],
  ] as const)
    assert.match(JSON.stringify(await changed({ fullName: 'Sales', ...more })), why)
  assert.match(JSON.stringify(await changed({ fullName: 'Astronaut' })), /no role 'Astronaut'/)
})

const changed = async (profile: Record<string, unknown>) => {
  const [result] = [await conn.metadata.update('Profile', profile as never)].flat()
  return result ?? assert.fail('Nothing was answered.')
}

test('what is sent back as it was read is taken, and a page laid out otherwise is refused', async () => {
  for (const [type, name] of [
    ['Profile', 'Read-only'],
    ['Layout', 'Lead-Lead Layout'],
    ['StandardValueSet', 'Industry'],
    ['CustomTab', 'Kite__c'],
  ] as const) {
    const [result] = [await conn.metadata.update(type, await conn.metadata.read(type, name))].flat()
    assert.equal(result?.success, true, `${type}: ${JSON.stringify(result)}`)
  }
  const [refused] = [
    await conn.metadata.update('Layout', { fullName: 'Lead-Lead Layout', layoutSections: [] } as never),
  ].flat()
  assert.match(JSON.stringify(refused), /laid out by the headings/)
})
