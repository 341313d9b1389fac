import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Connection } from 'jsforce'
import { clientsByRole, type RoleClients } from '../../../../test/support/salesforce.ts'

let server: RoleClients['server']
let conn: Connection
let as: RoleClients['as']

before(async () => {
  ;({ server, as } = await clientsByRole())
  conn = await as('administrator')
})
after(() => server.close())

type Json = Record<string, unknown>

const metadataIn = ({ Metadata }: Json) => Metadata as Json

const text = { label: 'Shoe size', type: 'Text', length: 20 }

test('a field is made, read with its metadata, changed and removed through Tooling API', async () => {
  const made = await conn.tooling.sobject('CustomField').create({ FullName: 'Lead.Shoe__c', Metadata: text })
  assert.ok(made.success)
  assert.match(made.id ?? '', /^00N/)
  const id = made.id ?? ''
  const read: Json = await conn.tooling.sobject('CustomField').retrieve(id)
  assert.deepEqual([read.FullName, metadataIn(read).type, metadataIn(read).length], ['Lead.Shoe__c', 'Text', 20])
  const changed = await conn.tooling
    .sobject('CustomField')
    .update({ Id: id, Metadata: { ...text, label: 'Boot size', length: 40 } })
  assert.ok(changed.success)
  const { records } = await conn.tooling.query<Json & { Metadata: Json }>(
    "SELECT Id, DeveloperName, FullName, Metadata FROM CustomField WHERE TableEnumOrId = 'Lead' AND DeveloperName = 'Shoe'",
  )
  assert.deepEqual(
    records.map(({ Id, DeveloperName, Metadata }) => [Id, DeveloperName, Metadata.label, Metadata.length]),
    [[id, 'Shoe', 'Boot size', 40]],
  )
  assert.ok((await conn.tooling.sobject('CustomField').destroy(id)).success)
  await assert.rejects(async () => conn.tooling.sobject('CustomField').retrieve(id), { errorCode: 'NOT_FOUND' })
})

test('metadata of several rows at once, a field without a name, and who may not set up are refused', async () => {
  for (const name of ['A', 'B'])
    await conn.tooling.sobject('CustomField').create({ FullName: `Lead.${name}__c`, Metadata: text })
  await assert.rejects(async () => conn.tooling.query('SELECT Metadata FROM CustomField'), {
    errorCode: 'MALFORMED_QUERY',
  })
  await assert.rejects(async () => conn.tooling.sobject('CustomField').create({ Metadata: text }), {
    errorCode: 'REQUIRED_FIELD_MISSING',
  })
  const seller = await as('sales')
  await assert.rejects(
    async () => seller.tooling.sobject('CustomField').create({ FullName: 'Lead.C__c', Metadata: text }),
    { errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' },
  )
})

test('the catalogue is queried, own objects and fields included; of what there is none nothing is answered', async () => {
  await conn.metadata.create('CustomObject', [
    { fullName: 'Pump__c', label: 'Pump', pluralLabel: 'Pumps', nameField: { type: 'Text', label: 'Name' } },
  ] as never[])
  await conn.metadata.create('CustomField', [
    { fullName: 'Pump__c.Power__c', label: 'Power', type: 'Number', precision: 6, scale: 1 },
  ] as never[])
  const entities = await conn.tooling.query<Json>(
    "SELECT QualifiedApiName, Label, KeyPrefix FROM EntityDefinition WHERE QualifiedApiName IN ('Lead', 'Pump__c') ORDER BY QualifiedApiName",
  )
  assert.deepEqual(
    entities.records.map(({ QualifiedApiName, KeyPrefix }) => [QualifiedApiName, KeyPrefix]),
    [
      ['Lead', '00Q'],
      ['Pump__c', 'a00'],
    ],
  )
  const fields = await conn.tooling.query<Json>(
    "SELECT QualifiedApiName, DataType FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Pump__c' ORDER BY QualifiedApiName",
  )
  assert.deepEqual(
    fields.records.map(({ QualifiedApiName }) => QualifiedApiName).filter((name) => String(name).endsWith('__c')),
    ['Power__c'],
  )
  const objects = await conn.tooling.query<Json>('SELECT Id, DeveloperName FROM CustomObject')
  assert.deepEqual(
    objects.records.map(({ DeveloperName }) => DeveloperName),
    ['Pump'],
  )
  assert.equal((await conn.tooling.query('SELECT Id, Name, Body FROM ApexClass')).totalSize, 0)
  assert.equal((await conn.tooling.query('SELECT Id, SymbolTable FROM ApexClass')).totalSize, 0)
  await assert.rejects(async () => conn.query('SELECT Id, SymbolTable FROM ApexClass'), {
    errorCode: 'INVALID_FIELD',
    message: /No such column 'SymbolTable' on entity 'ApexClass'/,
  })
  const { sobjects } = await conn.tooling.describeGlobal()
  assert.ok(sobjects.some(({ name }) => name === 'CustomField') && sobjects.some(({ name }) => name === 'ApexClass'))
  const described = await conn.tooling.sobject('CustomField').describe()
  assert.ok(described.fields.some(({ name }) => name === 'DeveloperName'))
  const everywhere = await conn.describeGlobal()
  assert.ok(!everywhere.sobjects.some(({ name }) => name === 'ApexClass'))
})

test('code is refused in the place where its own mistakes would stand', async () => {
  const run = await conn.tooling.executeAnonymous("System.debug('x');")
  assert.deepEqual([run.compiled, run.success], [false, false])
  assert.match(String(run.compileProblem), /Assay runs no Apex/)
  await assert.rejects(async () => conn.tooling.runTestsSynchronous({ tests: [] }), {
    errorCode: 'FUNCTIONALITY_NOT_ENABLED',
  })
  for (const write of [
    () => conn.tooling.sobject('TraceFlag').create({ LogType: 'USER_DEBUG' }),
    () => conn.tooling.sobject('ApexClass').create({ Name: 'Greeter', Body: 'class Greeter {}' }),
    () => conn.tooling.sobject('DebugLevel').update({ Id: '7dl000000000001AAA', ApexCode: 'FINE' }),
    () => conn.tooling.sobject('TraceFlag').destroy('7tf000000000001AAA'),
  ])
    await assert.rejects(async () => write(), { errorCode: 'FUNCTIONALITY_NOT_ENABLED' })
})

test('what is only read is said to be, and records are written as through any other address', async () => {
  await assert.rejects(async () => conn.tooling.sobject('StaticResource').create({ Name: 'logo' }), {
    errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
  })
  const made = await conn.tooling.sobject('Account').create({ Name: 'Through tooling' })
  assert.equal(made.success, true)
  assert.equal((await conn.tooling.sobject('Account').destroy(made.id ?? '')).success, true)
})

test('the parts of fields, their values and what points to an object are looked up as clients do', async () => {
  await conn.tooling.sobject('CustomField').create({ FullName: 'Lead.Hat__c', Metadata: { ...text, label: 'Hat' } })
  const rows = async (soql: string) => (await conn.tooling.query<Json & Record<string, Json>>(soql)).records
  const particles = await rows(
    "SELECT QualifiedApiName, DataType, IsCreatable, Length FROM EntityParticle WHERE EntityDefinition.QualifiedApiName = 'Lead' AND QualifiedApiName IN ('Hat__c', 'OwnerId', 'IsConverted') ORDER BY QualifiedApiName",
  )
  assert.deepEqual(
    particles.map((one) => [one['QualifiedApiName'], one['DataType'], one['IsCreatable'], one['Length']]),
    [
      ['Hat__c', 'string', true, 20],
      ['IsConverted', 'boolean', false, 0],
      ['OwnerId', 'reference', true, 18],
    ],
  )
  const values = await rows(
    "SELECT Value, IsDefaultValue FROM PicklistValueInfo WHERE EntityParticle.EntityDefinition.QualifiedApiName = 'Lead' AND EntityParticle.QualifiedApiName = 'Status' AND IsDefaultValue = true",
  )
  assert.deepEqual(
    values.map((one) => one['Value']),
    ['Open - Not Contacted'],
  )
  const [link] = await rows(
    "SELECT ChildSobject.QualifiedApiName, Field.QualifiedApiName FROM RelationshipInfo WHERE ParentSobject.QualifiedApiName = 'Account' AND RelationshipName = 'Contacts'",
  )
  assert.deepEqual(
    [link?.['ChildSobject']?.QualifiedApiName, link?.['Field']?.QualifiedApiName],
    ['Contact', 'AccountId'],
  )
  const [lead] = await rows(
    "SELECT DurableId, (SELECT QualifiedApiName FROM Fields WHERE QualifiedApiName = 'Hat__c') FROM EntityDefinition WHERE QualifiedApiName = 'Lead'",
  )
  assert.equal(lead?.['Fields']?.totalSize, 1)
})

test('tooling requests travel together, search, and find none of what Assay has none of', async () => {
  const answer = await conn.request<{ compositeResponse: { body: Json; httpStatusCode: number }[] }>({
    method: 'POST',
    url: '/tooling/composite',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      compositeRequest: [
        'tooling/query?q=SELECT+Id,CronExpression,CronJobDetail.Name+FROM+CronTrigger',
        "tooling/query?q=SELECT+Id+FROM+ValidationRule+WHERE+EntityDefinition.QualifiedApiName='Lead'",
        'tooling/composite/batch',
      ].map((url, at) => ({ method: 'GET', url: `/services/data/v60.0/${url}`, referenceId: `part${at}` })),
    }),
  })
  assert.deepEqual(
    answer.compositeResponse.map(({ body, httpStatusCode }) => [httpStatusCode, body.totalSize]),
    [
      [200, 0],
      [200, 0],
      [400, undefined],
    ],
  )
  const batch = await conn.request<{ hasErrors: boolean }>({
    method: 'POST',
    url: '/tooling/composite/batch',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ batchRequests: [{ method: 'GET', url: 'v60.0/tooling/sobjects/CustomField/describe' }] }),
  })
  assert.equal(batch.hasErrors, false)
  const found = await conn.request<{ searchRecords: Json[] }>('/tooling/search?q=FIND+%7BNobody%7D')
  assert.deepEqual(found.searchRecords, [])
})

test('an editor is offered no completions, in the form of the language it asks for', async () => {
  assert.deepEqual(await conn.tooling.completions('apex'), { publicDeclarations: {} })
  assert.deepEqual(await conn.tooling.completions('visualforce'), { completions: {} })
})
