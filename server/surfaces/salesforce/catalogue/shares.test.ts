import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Connection } from 'jsforce'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

const rows = async (soql: string, conn: Connection = client.conn) => (await conn.query(soql)).records

test('a record is shared with its owner, and is so no longer when it lies in the recycle bin', async () => {
  const id = await client.anAccount()
  const shares = () =>
    rows(`SELECT AccountId, UserOrGroupId, UserOrGroup.Name, AccountAccessLevel, RowCause
      FROM AccountShare WHERE AccountId = '${id}'`)
  const [share, ...more] = await shares()
  const [account] = await rows(
    `SELECT OwnerId, Owner.Name, (SELECT RowCause FROM Shares) FROM Account WHERE Id = '${id}'`,
  )
  assert.deepEqual(
    [share?.UserOrGroupId, share?.UserOrGroup.Name, share?.AccountAccessLevel, share?.RowCause, more.length],
    [account?.OwnerId, account?.Owner.Name, 'All', 'Owner', 0],
  )
  assert.equal(account?.Shares.totalSize, 1)
  await client.conn.sobject('Account').destroy(id)
  assert.deepEqual(await shares(), [])
})

test('shares of every object with an owner are described and asked for', async () => {
  for (const object of ['Contact', 'Lead', 'Opportunity', 'Campaign']) {
    const { fields } = await client.conn.sobject(`${object}Share`).describe()
    assert.ok(fields.some(({ name }) => name === `${object}AccessLevel`))
    await rows(`SELECT Id, ${object}Id, LastModifiedDate FROM ${object}Share LIMIT 1`)
  }
})

test('field permissions follow what a role may do to the object', async () => {
  const allowed = async (profile: string) =>
    (
      await rows(`SELECT Field, PermissionsEdit FROM FieldPermissions
        WHERE SobjectType = 'Campaign' AND Field = 'Campaign.Description' AND Parent.Profile.Name = '${profile}'`)
    ).map(({ PermissionsEdit }) => PermissionsEdit)
  assert.deepEqual(await allowed('System Administrator'), [true])
  assert.deepEqual(await allowed('Read-only'), [false])
})

test('what a role may do to an object an org made itself stands among the permissions', async () => {
  const name = 'Crane'
  await client.conn.metadata.create('CustomObject', {
    fullName: `${name}__c`,
    label: name,
    pluralLabel: `${name}s`,
    deploymentStatus: 'Deployed',
    sharingModel: 'ReadWrite',
    nameField: { type: 'Text', label: 'Name' },
  })
  const [one] = await rows(`SELECT PermissionsCreate FROM ObjectPermissions
    WHERE SobjectType = '${name}__c' AND Parent.Profile.Name = 'System Administrator'`)
  assert.equal(one?.PermissionsCreate, true)
})
