import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createClientAsync, type Client } from 'soap'
import { ADMINISTRATOR } from '../../../../test/support/server.ts'
import { aProgramServer, type ProgramServer } from '../../../../test/support/programs.ts'
import { operations } from './operations.ts'

let server: ProgramServer
let client: Client

type Result = Record<string, unknown>

before(async () => {
  server = await aProgramServer()
  client = await createClientAsync(`${server.url}/services/Soap/wsdl/partner`)
  const { sessionId, serverUrl } = await call('login', {
    username: ADMINISTRATOR.email,
    password: ADMINISTRATOR.password,
  })
  client.setEndpoint(String(serverUrl))
  client.addSoapHeader({ SessionHeader: { sessionId } }, '', 'tns', 'urn:partner.soap.sforce.com')
})
after(() => server.close())

/** Calls an operation the way a client made from the WSDL does; the answer's result. */
async function call(name: string, given: object): Promise<Result & readonly Result[]> {
  const [answer] = await client[`${name}Async`](given)
  return answer?.result
}

test('the WSDL names every call there is, and is the same at the address of a version', async () => {
  const described: Record<string, Record<string, object>> = client.describe().SforceService
  assert.deepEqual(Object.keys(described.Soap ?? {}).toSorted(), Object.keys(operations).toSorted())
  const [one, other] = await Promise.all(
    ['/services/Soap/wsdl/partner', '/services/Soap/u/60.0?wsdl'].map(async (path) =>
      (await fetch(server.url + path)).text(),
    ),
  )
  assert.equal(one, other)
})

test('a client made from the WSDL makes, finds, changes and deletes records', async () => {
  const [made, refused] = await call('create', {
    sObjects: [
      { type: 'Account', Name: 'Werft & Söhne <GmbH>', NumberOfEmployees: 12, AnnualRevenue: 1_500_000 },
      { type: 'Lead', LastName: 'Nobody' },
    ],
  })
  assert.equal(made?.success, true)
  assert.equal(refused?.success, false)
  const { records, size, done } = await call('query', {
    queryString: `SELECT Id, Name, NumberOfEmployees, AnnualRevenue, Phone FROM Account WHERE Id = '${String(made?.id)}'`,
  })
  assert.equal(size, 1)
  assert.equal(done, true)
  const [record] = [records].flat() as Result[]
  assert.equal(record?.Name, 'Werft & Söhne <GmbH>')
  assert.equal(Number(record?.NumberOfEmployees), 12)
  assert.equal(Number(record?.AnnualRevenue), 1_500_000)
  const [updated] = await call('update', {
    sObjects: [{ type: 'Account', fieldsToNull: ['NumberOfEmployees'], Id: made?.id, Name: 'Werft' }],
  })
  assert.equal(updated?.success, true)
  const [read] = await call('retrieve', {
    fieldList: 'Id,Name,NumberOfEmployees',
    sObjectType: 'Account',
    ids: [made?.id],
  })
  assert.equal(read?.Name, 'Werft')
  const [deleted] = await call('delete', { ids: [made?.id] })
  assert.equal(deleted?.success, true)
})

test('a client made from the WSDL reads descriptions whole', async () => {
  const { sobjects } = await call('describeGlobal', {})
  assert.ok(Array.isArray(sobjects) && sobjects.some(({ name }) => name === 'Lead'))
  const described = await call('describeSObject', { sObjectType: 'lead' })
  assert.equal(described.name, 'Lead')
  assert.equal(described.mergeable, true)
  const fields = described.fields as Result[]
  const status = fields.find(({ name }) => name === 'Status')
  assert.equal(status?.type, 'picklist')
  assert.ok(((status?.picklistValues ?? []) as Result[]).some(({ value }) => value === 'Closed - Converted'))
  assert.deepEqual(fields.find(({ name }) => name === 'OwnerId')?.referenceTo, ['User', 'Group'])
  const several = await call('describeSObjects', { sObjectType: ['Account', 'Task'] })
  assert.deepEqual(
    several.map(({ name }) => name),
    ['Account', 'Task'],
  )
})

test('likely duplicates are found for what is saved and what is not', async () => {
  const lead = {
    type: 'Lead',
    FirstName: 'Ingrid',
    LastName: 'Solheim',
    Company: 'Solheim AS',
    Email: 'ingrid@solheim.example',
  }
  const [made] = await call('create', { sObjects: [lead] })
  const [[fresh], [saved]] = [
    await call('findDuplicates', { sObjects: [lead] }),
    await call('findDuplicatesByIds', { ids: [made?.id] }),
  ]
  const [found] = [fresh?.duplicateResults].flat() as Result[]
  const [match] = [found?.matchResults].flat() as Result[]
  const [record] = [match?.matchRecords].flat() as { record: Result; matchConfidence: string }[]
  assert.equal(match?.entityType, 'Lead')
  assert.equal([record?.record.Id].flat()[0], made?.id)
  assert.ok(Number(record?.matchConfidence) > 50)
  assert.equal(([saved?.duplicateResults].flat() as Result[])[0]?.matchResults, undefined)
})

test('a fault reaches such a client with its code and its place', async () => {
  await assert.rejects(call('query', { queryString: 'SELECT Nothing FROM Lead' }), (error: { root?: unknown }) => {
    const text = JSON.stringify(error.root)
    assert.match(text, /InvalidFieldFault/)
    assert.match(text, /"column":8/)
    return true
  })
})

test('records are found by words, and a page of a record is laid out', async () => {
  const [made] = await call('create', { sObjects: [{ type: 'Account', Name: 'Quokka Tourism' }] })
  const { searchRecords } = await call('search', {
    searchString: 'FIND {quokka} IN ALL FIELDS RETURNING Account(Id, Name), Lead(Id)',
  })
  const [found] = [searchRecords].flat() as { record: Result }[]
  assert.equal(found?.record.Name, 'Quokka Tourism')
  assert.equal([found?.record.Id].flat()[0], made?.id)
  const described = await call('describeLayout', { sObjectType: 'Lead' })
  const [layout] = [described.layouts].flat() as { detailLayoutSections: { heading: string }[] }[]
  assert.ok(layout?.detailLayoutSections.some(({ heading }) => heading === 'Person'))
  await assert.rejects(call('search', { searchString: 'FIND nothing' }), /MALFORMED_SEARCH/)
})
