import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { firstAdministrator } from '../../../bin/assay/people.ts'
import { aBulkServer, type BulkServer } from '../../../test/support/bulk.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { copyOrg } from './migration.ts'
import { signIn } from './signingIn.ts'

let there: BulkServer
let here: TestServer

before(async () => {
  there = await aBulkServer()
  here = await aServer()
})
after(async () => {
  await there.close()
  await here.close()
})

test('an org with hundreds of contacts is copied, and who comes in again afterwards is known by name and company', async () => {
  const { id: AccountId } = await there.conn.sobject('Account').create({ Name: 'Kestrel Instruments' })
  const contacts = Array.from({ length: 120 }, (_, at) => ({ AccountId, FirstName: 'Mira', LastName: `Holt${at}` }))
  await there.conn
    .sobject('Contact')
    .create([...contacts, { AccountId, FirstName: 'Ada', LastName: 'Okafor', Phone: '+49 30 1234567' }])
  const copied = await copyOrg({
    db: here.db,
    org: here.org,
    source: await signIn(there.url, { token: String(there.conn.accessToken) }),
    actor: await firstAdministrator(here.db, here.org),
    objects: ['User', 'Account', 'Contact'],
  })
  const counts = copied.counts.find(({ objectName }) => objectName === 'Contact')
  assert.deepEqual([counts?.there, counts?.here], [121, 121])
  const found = await here.call('POST', '/services/data/v60.0/sobjects/Lead', {
    headers: { ...(await here.as('administrator')), 'sforce-duplicate-rule-header': 'allowSave=false' },
    body: { FirstName: 'Ada', LastName: 'Okafor', Company: 'Kestrel Instruments', Phone: '+49 30 1234567' },
  })
  assert.equal(found.json()[0]?.errorCode, 'DUPLICATES_DETECTED', found.body)
})
