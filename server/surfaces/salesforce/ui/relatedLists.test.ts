import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client
let account: string

type Shown = { readonly id: string; readonly fields: { readonly Name: { readonly value: string } } }

before(async () => {
  client = await aClient()
  account = await client.anAccount({ Name: '50% of Ropes' })
  for (const LastName of ['Berg', 'Ek', 'Ahl'])
    await client.conn.sobject('Contact').create({ LastName, AccountId: account })
})
after(() => client.server.close())

const body = async (path: string) => {
  const answer = await client.get(`/ui-api${path}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}

const statusOf = async (path: string) => (await client.get(`/ui-api${path}`)).statusCode

const namesIn = ({ records }: { readonly records: readonly Shown[] }) => records.map(({ fields }) => fields.Name.value)

test('what hangs on records of an object is named, with its columns', async () => {
  const { relatedLists } = await body('/related-list-info/account')
  const contacts = relatedLists.find(({ relatedListId }: { relatedListId: string }) => relatedListId === 'Contacts')
  assert.deepEqual([contacts.objectApiName, contacts.fieldApiName, contacts.keyPrefix], ['Contact', 'AccountId', '003'])
  const info = await body('/related-list-info/Account/contacts')
  assert.deepEqual([info.objectApiNames, info.displayColumns[0].fieldApiName], [['Contact'], 'Name'])
  assert.equal(await statusOf('/related-list-info/Account/Nonsense'), 404)
})

test('what hangs on a record is paged through, in the order asked for', async () => {
  const path = `/related-list-records/${account}/Contacts`
  const first = await body(`${path}?pageSize=2`)
  assert.deepEqual([namesIn(first), first.nextPageToken, first.previousPageToken], [['Ahl', 'Berg'], '2', null])
  const second = await body(`${path}?pageSize=2&pageToken=${first.nextPageToken}`)
  assert.deepEqual([namesIn(second), second.nextPageToken, second.previousPageToken], [['Ek'], null, '0'])
  const asked = { fields: ['Contact.Name', 'Contact.Account.Name'], sortBy: ['-Contact.LastName'] }
  const posted = (await client.send('POST', `/ui-api${path}`, asked)).json()
  assert.deepEqual(namesIn(posted), ['Ek', 'Berg', 'Ahl'])
  assert.equal(posted.records[0].fields.Account.displayValue, '50% of Ropes')
  const count = await body(`/related-list-count/${account}/Contacts?maxCount=2`)
  assert.deepEqual([count.count, count.hasMore], [2, true])
  assert.equal(await statusOf(`${path}?sortBy=LastName;drop`), 400)
  assert.equal(await statusOf(`${path}?pageToken=-1`), 400)
  assert.equal(await statusOf('/related-list-records/001000000000zzzAAA/Contacts'), 404)
})

test('a record brings what hangs on it, where it is asked to', async () => {
  const shown = await body(`/records/${account}?fields=Account.Name,Contact.Name&childRelationships=Account.Contacts`)
  assert.deepEqual(namesIn(shown.childRelationships.Contacts), ['Ahl', 'Berg', 'Ek'])
  assert.deepEqual((await body(`/records/${account}?fields=Account.Name`)).childRelationships, {})
})

test('a form for a copy starts with what the record has', async () => {
  const { record, layout, objectInfos, cloneSourceId } = await body(`/record-defaults/clone/${account}`)
  assert.deepEqual([record.id, record.fields.Name.value, cloneSourceId], [null, '50% of Ropes', account])
  assert.deepEqual([layout.mode, Object.keys(objectInfos)], ['Create', ['Account']])
  assert.ok(!('CreatedDate' in record.fields))
})

test('a form is told whom a reference may lead to, by the beginnings of names, or by what they hold', async () => {
  const named = async (q: string) =>
    namesIn(await body(`/lookups/Contact/AccountId/Account?q=${encodeURIComponent(q)}`))
  assert.deepEqual(await named('50%'), ['50% of Ropes'])
  assert.deepEqual(await named('ropes'), ['50% of Ropes'])
  assert.deepEqual(await named('%_'), [])
  assert.deepEqual(await named("x' OR Name != '"), [])
  const { lookupResults } = await body('/lookups/Contact/AccountId')
  assert.deepEqual(Object.keys(lookupResults), ['Account'])
  assert.equal(await statusOf('/lookups/Contact/LastName/Account'), 404)
})
