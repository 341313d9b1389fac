import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Connection } from 'jsforce'
import { clientsByRole, type RoleClients } from '../../../../../test/support/salesforce.ts'
import { archiveOf, filesIn } from './zip.ts'

let server: RoleClients['server']
let conn: Connection
let as: RoleClients['as']

before(async () => {
  ;({ server, as } = await clientsByRole('64.0'))
  conn = await as('administrator')
})
after(() => server.close())

const file = (root: string, inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</${root}>`

const manifest = (types: Readonly<Record<string, readonly string[]>>): string =>
  file(
    'Package',
    Object.entries(types)
      .map(
        ([name, members]) =>
          `<types>${members.map((one) => `<members>${one}</members>`).join('')}<name>${name}</name></types>`,
      )
      .join('') + '<version>64.0</version>',
  )

const text = (name: string): string =>
  `<fields><fullName>${name}</fullName><label>Field ${name}</label><type>Text</type><length>40</length></fields>`

const object = (label: string, fields: string): string =>
  file(
    'CustomObject',
    `<deploymentStatus>Deployed</deploymentStatus>${fields}<label>${label}</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>${label}s</pluralLabel><sharingModel>ReadWrite</sharingModel>`,
  )

const deployed = async (files: Readonly<Record<string, string>>, options = {}, by = conn) =>
  by.metadata.deploy(archiveOf(new Map(Object.entries(files))).toString('base64'), options).complete(true)

const isThere = async (name: string): Promise<boolean> => {
  const { sobjects } = await conn.describeGlobal()
  return sobjects.some((one) => one.name === name)
}

test('a package makes an object, its fields and those that point to it, in whatever order they come', async () => {
  const lookup =
    '<fields><fullName>Crane__c</fullName><label>Crane</label><type>Lookup</type><referenceTo>Crane__c</referenceTo><relationshipLabel>Leads</relationshipLabel><relationshipName>Leads</relationshipName></fields>'
  const result = await deployed({
    'package.xml': manifest({ CustomObject: ['Crane__c'], CustomField: ['Crane__c.Maker__c', 'Lead.Crane__c'] }),
    'objects/Lead.object': file('CustomObject', lookup),
    'objects/Crane__c.object': object('Crane', text('Maker__c')),
  })
  assert.deepEqual(
    [result.success, result.status, result.numberComponentsDeployed, result.numberComponentErrors],
    [true, 'Succeeded', 3, 0],
  )
  const { id } = await conn.sobject('Crane__c').create({ Name: 'Number one', Maker__c: 'Kone' })
  const lead = await conn.sobject('Lead').create({ LastName: 'Ek', Company: 'Ek', Crane__c: id })
  const read = await conn.sobject('Lead').retrieve(lead.id ?? '')
  assert.equal(read.Crane__c, id)
})

test('of a package of which a part is refused nothing is kept, and of one that is only tried neither', async () => {
  const files = {
    'package.xml': manifest({ CustomObject: ['Ship__c'] }),
    'objects/Ship__c.object': object('Ship', text('Flag__c').replace('>Text<', '>Hologram<')),
  }
  const refused = await deployed(files)
  assert.deepEqual([refused.success, refused.status, refused.numberComponentErrors], [false, 'Failed', 1])
  const [failure] = [refused.details?.componentFailures ?? []].flat()
  assert.equal(failure?.fullName, 'Ship__c.Flag__c')
  assert.match(failure?.problem ?? '', /Hologram/)
  assert.equal(await isThere('Ship__c'), false)
  const sound = { ...files, 'objects/Ship__c.object': object('Ship', text('Flag__c')) }
  assert.equal((await deployed(sound, { checkOnly: true })).success, true)
  assert.equal(await isThere('Ship__c'), false)
  assert.equal((await deployed(sound)).success, true)
  assert.equal(await isThere('Ship__c'), true)
})

test('what is retrieved can be deployed again, and changes nothing', async () => {
  const kinds = { CustomObject: ['Boat__c'], CustomField: ['Boat__c.Sail__c'] }
  await deployed({ 'package.xml': manifest(kinds), 'objects/Boat__c.object': object('Boat', text('Sail__c')) })
  const types = [{ name: 'CustomObject', members: ['Boat__c', 'Nothing__c'] }]
  const unpackaged = { types, version: '64.0', objectPermissions: [] }
  const result = await conn.metadata.retrieve({ apiVersion: 64, unpackaged }).complete()
  assert.equal(result.success, true)
  const files = await filesIn(Buffer.from(result.zipFile, 'base64'))
  assert.deepEqual([...files.keys()].toSorted(), ['unpackaged/objects/Boat__c.object', 'unpackaged/package.xml'])
  assert.match(files.get('unpackaged/objects/Boat__c.object') ?? '', /<fullName>Sail__c<\/fullName>/)
  assert.match(JSON.stringify(result.messages), /Nothing__c/)
  const before = await conn.metadata.read('CustomObject', 'Boat__c')
  assert.equal((await deployed(Object.fromEntries(files))).success, true)
  assert.deepEqual(await conn.metadata.read('CustomObject', 'Boat__c'), before)
})

test('a package takes away what its destructive changes name', async () => {
  await deployed({
    'package.xml': manifest({ CustomObject: ['Raft__c'] }),
    'objects/Raft__c.object': object('Raft', text('Log__c')),
  })
  const result = await deployed({
    'package.xml': manifest({}),
    'destructiveChanges.xml': manifest({ CustomField: ['Raft__c.Log__c'] }),
  })
  assert.equal(result.success, true)
  const { fields } = await conn.sobject('Raft__c').describe()
  assert.equal(
    fields.some(({ name }) => name === 'Log__c'),
    false,
  )
})

test('who may not set up deploys nothing, and a package is told to who sent it alone', async () => {
  const files = {
    'package.xml': manifest({ CustomObject: ['Yacht__c'] }),
    'objects/Yacht__c.object': object('Yacht', ''),
  }
  await assert.rejects(async () => deployed(files, {}, await as('sales')))
  assert.equal(await isThere('Yacht__c'), false)
  const { id } = await deployed(files)
  const other = await as('administrator')
  await assert.rejects(async () => other.metadata.checkDeployStatus(id))
})

test('what is no archive, what swells and what names no contents is refused', async () => {
  const sent = (bytes: Buffer) => conn.metadata.deploy(bytes.toString('base64')).complete()
  await assert.rejects(() => sent(Buffer.from('no zip')), /no zip archive/)
  await assert.rejects(() => sent(archiveOf(new Map([['a.txt', 'x']]))), /package\.xml/)
  const bomb = archiveOf(new Map([['package.xml', ' '.repeat(60 * 1024 * 1024)]]))
  assert.ok(bomb.length < 100_000)
  await assert.rejects(() => sent(bomb), /MB together/)
})

const archive = (files: Readonly<Record<string, string>>): Buffer => archiveOf(new Map(Object.entries(files)))

test('a package is deployed over REST, and told there by its id', async () => {
  const files = {
    'package.xml': manifest({ CustomObject: ['Tug__c'], CustomTab: ['Tug__c'] }),
    'objects/Tug__c.object': object('Tug', ''),
    'tabs/Tug__c.tab': file('CustomTab', '<customObject>true</customObject><motif>Custom53: Bell</motif>'),
  }
  const { id } = await conn.metadata.deployRest(archive(files), { rollbackOnError: true })
  const result = await conn.metadata.checkDeployStatus(id ?? '', true, true)
  assert.deepEqual([result.status, result.numberComponentsDeployed, result.done], ['Succeeded', 2, true])
  assert.equal([result.details?.componentSuccesses ?? []].flat().length, 2)
  assert.equal(await isThere('Tug__c'), true)
  const short: { readonly deployResult: Record<string, unknown> } = await conn.request(`/metadata/deployRequest/${id}`)
  assert.equal('details' in short.deployResult, false)
  await assert.rejects(
    () => conn.request('/metadata/deployRequest/0Af000000000001AAA'),
    (error: Error) => error.name === 'NOT_FOUND',
  )
})

test('what was tried and is sound is carried out without being sent again', async () => {
  const files = {
    'package.xml': manifest({ CustomObject: ['Ferry__c'] }),
    'objects/Ferry__c.object': object('Ferry', text('Line__c')),
  }
  const tried = await deployed(files, { checkOnly: true })
  assert.equal(await isThere('Ferry__c'), false)
  const carriedOut: unknown = await conn.metadata.deployRecentValidation({ id: tried.id })
  assert.equal(typeof carriedOut, 'string')
  assert.equal((await conn.metadata.checkDeployStatus(String(carriedOut))).status, 'Succeeded')
  assert.equal(await isThere('Ferry__c'), true)
  await assert.rejects(
    () => conn.metadata.deployRecentValidation({ id: String(carriedOut), rest: true }),
    (error: Error) => error.name === 'INVALID_ID_FIELD',
  )
})

test('a deployment that was carried out cannot be cancelled, and one that is not there neither', async () => {
  const { id } = await deployed({
    'package.xml': manifest({ CustomObject: ['Skiff__c'] }),
    'objects/Skiff__c.object': object('Skiff', ''),
  })
  const cancel = (one: string) => conn.metadata.cancelDeploy(one)
  await assert.rejects(() => cancel(id), /Deployment already completed/)
  await assert.rejects(() => cancel('0Af000000000001AAA'), /Invalid deploy ID/)
  const body = JSON.stringify({ deployResult: { status: 'Canceling' } })
  const url = `/metadata/deployRequest/${id}`
  await assert.rejects(
    () => conn.request({ method: 'PATCH', url, body, headers: { 'content-type': 'application/json' } }),
    /Deployment already completed/,
  )
})

test('what stands in the file of an object and is not kept is refused by its name', async () => {
  const rule =
    '<validationRules><fullName>Short</fullName><active>true</active><errorConditionFormula>true</errorConditionFormula><errorMessage>No</errorMessage></validationRules>'
  const result = await deployed({
    'package.xml': manifest({ CustomObject: ['Punt__c'] }),
    'objects/Punt__c.object': object('Punt', rule),
  })
  const [failure] = [result.details?.componentFailures ?? []].flat()
  assert.deepEqual(
    [result.success, failure?.componentType, failure?.fullName],
    [false, 'ValidationRule', 'Punt__c.Short'],
  )
})

test('over REST only a sound request of who may set up is taken', async () => {
  const files = { 'package.xml': manifest({}) }
  await assert.rejects(async () => (await as('sales')).metadata.deployRest(archive(files)))
  const sent = async (body: string | Buffer, type: string) => {
    const { authorization } = await server.as('administrator')
    const answer = await server.app.inject({
      method: 'POST',
      url: '/services/data/v64.0/metadata/deployRequest',
      headers: { authorization, 'content-type': type },
      payload: body,
    })
    return [answer.statusCode, answer.json<{ readonly errorCode: string }[]>()[0]?.errorCode]
  }
  assert.deepEqual(await sent('--x--', 'multipart/form-data; boundary=x'), [400, 'JSON_PARSER_ERROR'])
  assert.deepEqual(await sent('nothing', 'multipart/form-data'), [400, 'JSON_PARSER_ERROR'])
  assert.deepEqual(await sent('{}', 'application/json'), [400, 'JSON_PARSER_ERROR'])
  const cutOff =
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\nContent-Type: application/zip\r\n\r\nPK'
  assert.deepEqual(await sent(cutOff, 'multipart/form-data; boundary=x'), [400, 'JSON_PARSER_ERROR'])
})

test('code in a package is refused as a component, and what else stands in it is told beside it', async () => {
  const result = await deployed({
    'Mine/package.xml': manifest({ ApexClass: ['Adder'], CustomObject: ['Barge__c'] }),
    'Mine/classes/Adder.cls': 'public class Adder { }',
    'Mine/classes/Adder.cls-meta.xml': file('ApexClass', '<apiVersion>64.0</apiVersion>'),
    'Mine/objects/Barge__c.object': object('Barge', ''),
  })
  assert.deepEqual([result.status, result.numberComponentsTotal, result.numberComponentErrors], ['Failed', 2, 1])
  const [failure] = [result.details?.componentFailures ?? []].flat()
  assert.deepEqual([failure?.componentType, failure?.fullName], ['ApexClass', 'Adder'])
  assert.match(failure?.problem ?? '', /type 'ApexClass' is not kept here/)
})

test('a package asked for by its name is told to be none, beside what else was asked for', async () => {
  const result = await conn.metadata.retrieve({ packageNames: ['My Package'], apiVersion: '64.0' } as never).complete()
  assert.equal(result.success, true)
  assert.match(JSON.stringify(result.messages), /No package named 'My Package' found/)
  const files = await filesIn(Buffer.from(result.zipFile, 'base64'))
  assert.deepEqual([...files.keys()], ['unpackaged/package.xml'])
})
