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

type Json = Record<string, unknown>
// jsforce's types ask for every property a component could have.
const some = (...list: readonly Json[]) => list as never[]

const object = (fullName: string, more: Json = {}): Json => ({
  fullName,
  label: fullName.replace('__c', ''),
  pluralLabel: `${fullName.replace('__c', '')}s`,
  nameField: { type: 'Text', label: 'Name' },
  deploymentStatus: 'Deployed',
  sharingModel: 'ReadWrite',
  ...more,
})

before(async () => {
  await conn.metadata.create(
    'CustomObject',
    some(
      object('Shipment__c', { nameField: { type: 'AutoNumber', label: 'Number', displayFormat: 'S-{0000}' } }),
      object('Parcel__c'),
    ),
  )
  await conn.metadata.create(
    'CustomField',
    some(
      { fullName: 'Shipment__c.Ref__c', label: 'Ref', type: 'Text', length: 40, externalId: true, unique: true },
      {
        fullName: 'Parcel__c.Shipment__c',
        label: 'Shipment',
        type: 'MasterDetail',
        referenceTo: 'Shipment__c',
        relationshipName: 'Parcels',
      },
    ),
  )
  const shipment = await conn.sobject('Shipment__c').create({ Ref__c: 'A-1' })
  await conn.sobject('Parcel__c').create({ Name: 'Box', Shipment__c: shipment.id })
})

test('every way in knows what was made: describe, collections, SOAP, search, aggregates and the recycle bin', async () => {
  const described = await conn.sobject('Shipment__c').describe()
  assert.deepEqual([described.keyPrefix, described.custom, described.createable], ['a00', true, true])
  const child = described.childRelationships.find(({ relationshipName }) => relationshipName === 'Parcels__r')
  assert.deepEqual([child?.childSObject, child?.field, child?.cascadeDelete], ['Parcel__c', 'Shipment__c', true])
  const name = described.fields.find((field) => field.name === 'Name')
  assert.deepEqual([name?.autoNumber, name?.createable, name?.nameField], [true, false, true])
  const made = await conn.sobject('Shipment__c').create([{ Ref__c: 'C-1' }, { Ref__c: 'c-1' }, { Ref__c: 'C-2' }])
  assert.deepEqual(
    made.map(({ success }) => success),
    [true, false, true],
  )
  const [bySoap] = await conn.soap.create([{ type: 'Parcel__c', Name: 'Crate', Shipment__c: made[0]?.id ?? '' }])
  assert.equal(bySoap?.success, true, JSON.stringify(bySoap))
  const found = await conn.search('FIND {C-2} IN ALL FIELDS RETURNING Shipment__c(Id, Ref__c)')
  assert.deepEqual(
    found.searchRecords.map(({ Ref__c }) => Ref__c),
    ['C-2'],
  )
  const { records } = await conn.query<Json>(
    'SELECT Shipment__r.Ref__c ref, COUNT(Id) parcels FROM Parcel__c GROUP BY Shipment__r.Ref__c ORDER BY Shipment__r.Ref__c',
  )
  assert.deepEqual(
    records.map(({ ref, parcels }) => [ref, parcels]),
    [
      ['A-1', 1],
      ['C-1', 1],
    ],
  )
  const id = made[0]?.id ?? ''
  await conn.sobject('Shipment__c').destroy(id)
  assert.equal((await conn.query(`SELECT Id FROM Parcel__c WHERE Shipment__c = '${id}'`)).totalSize, 0)
  const [back] = await conn.soap.undelete([id])
  assert.equal(back?.success, true, JSON.stringify(back))
  assert.equal((await conn.query(`SELECT Id FROM Parcel__c WHERE Shipment__c = '${id}'`)).totalSize, 1)
  await conn.sobject('Shipment__c').destroy([id, made[2]?.id ?? ''])
})
