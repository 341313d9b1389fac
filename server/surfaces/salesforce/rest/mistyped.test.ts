import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

const refusedAs = async (object: string, body: string): Promise<readonly string[]> => {
  const answer = await client.send('POST', `/sobjects/${object}`, body)
  assert.equal(answer.statusCode, 400)
  const [{ errorCode, message, fields }] = answer.json()
  assert.equal(errorCode, 'JSON_PARSER_ERROR')
  return [message, ...fields]
}

test('a value of the wrong type is told in the words of Salesforce’s parser, with its place', async () => {
  const said = (type: string, token: string, place: string) =>
    `Cannot deserialize instance of ${type} from ${token} or request may be missing a required field at [${place}]`
  assert.deepEqual(await refusedAs('Lead', '{"Company":"A", "LastName" : 5}'), [
    said('string', 'VALUE_NUMBER_INT value 5', 'line:1, column:30'),
    'LastName',
  ])
  assert.deepEqual(await refusedAs('Lead', '{"LastName":"X",\n"AnnualRevenue":"much","Company":"A"}'), [
    said('currency', 'VALUE_STRING value much', 'line:2, column:17'),
    'AnnualRevenue',
  ])
  assert.deepEqual(await refusedAs('Lead', '{"LastName":["X"],"Company":"A"}'), [
    said('string', 'START_ARRAY value [', 'line:1, column:13'),
    'LastName',
  ])
  assert.deepEqual(await refusedAs('Lead', '{"LastName":{"X":1},"Company":"A"}'), [
    said('string', 'START_OBJECT value {', 'line:1, column:13'),
    'LastName',
  ])
})

test('in a collection only the record with the wrong type is refused', async () => {
  const records = [
    { attributes: { type: 'Account' }, Name: client.aName(), NumberOfEmployees: 'many' },
    { attributes: { type: 'Account' }, Name: client.aName(), NumberOfEmployees: '12' },
  ]
  const [wrong, right] = (await client.send('POST', '/composite/sobjects', { records })).json()
  assert.deepEqual([wrong.success, wrong.errors[0].statusCode, right.success], [false, 'JSON_PARSER_ERROR', true])
  assert.match(wrong.errors[0].message, /instance of int from VALUE_STRING value many/)
})

test('a query inside a composite request keeps its question marks', async () => {
  const Name = `${client.aName()}?`
  await client.anAccount({ Name })
  const url = `/services/data/v59.0/query?q=SELECT+Name+FROM+Account+WHERE+Name='${Name.replaceAll(' ', '+')}'`
  const answer = await client.send('POST', '/composite', {
    compositeRequest: [{ method: 'GET', url, referenceId: 'found' }],
  })
  const [{ body }] = answer.json().compositeResponse
  assert.deepEqual([body.totalSize, body.records[0].Name], [1, Name])
})
