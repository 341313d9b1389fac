import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Connection } from 'jsforce'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

type Value = Readonly<Record<string, unknown>>

test('a standard field tells its values where its version had them, and which of them converts', async () => {
  const { instanceUrl, accessToken } = client.conn
  const before38 = new Connection({ instanceUrl, accessToken: accessToken ?? '', version: '37.0' })
  const told: unknown = await before38.metadata.read('CustomField', 'Lead.Status')
  const { picklistValues } = (told as { readonly picklist: { readonly picklistValues: readonly Value[] } }).picklist
  assert.deepEqual(
    picklistValues.filter(({ converted }) => converted).map(({ fullName }) => fullName),
    ['Closed - Converted'],
  )
  const since: unknown = await client.conn.metadata.read('CustomField', 'Lead.Status')
  const { fullName, type, picklist } = since as Value
  assert.deepEqual([fullName, type, picklist], ['Lead.Status', 'Picklist', undefined])
})

test('a standard list tells which of its values close a deal, and which win it', async () => {
  const list: unknown = await client.conn.metadata.read('StandardValueSet', 'OpportunityStage')
  const { standardValue } = list as { readonly standardValue: readonly Value[] }
  assert.deepEqual(
    standardValue.flatMap(({ fullName, closed, won }) => (closed === true ? [[fullName, won === true]] : [])),
    [
      ['Closed Won', true],
      ['Closed Lost', false],
    ],
  )
})
