import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Connection } from 'jsforce'
import { clientsByRole, type RoleClients } from '../../../../test/support/salesforce.ts'

let server: RoleClients['server']
let conn: Connection
let url: string
let as: RoleClients['as']

before(async () => {
  ;({ server, url, as } = await clientsByRole())
  conn = await as('administrator')
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

/** What stands at the end of a way through records and lists. */
const at = (value: unknown, ...way: readonly (string | number)[]): unknown =>
  way.reduce<unknown>((found, step) => (found as Record<string | number, unknown> | undefined)?.[step], value)

const listAt = (value: unknown, ...way: readonly (string | number)[]): readonly Json[] => {
  const found = at(value, ...way)
  return Array.isArray(found) ? found : []
}

const saved = (results: unknown): readonly Json[] => [results].flat() as readonly Json[]

function allSaved(results: unknown): void {
  for (const one of saved(results)) assert.equal(one.success, true, JSON.stringify(one))
}

test('jsforce makes an object and its fields, and then inserts, upserts by an external id and queries along relationships', async () => {
  allSaved(
    await conn.metadata.create(
      'CustomObject',
      some(
        object('Shipment__c', { nameField: { type: 'AutoNumber', label: 'Number', displayFormat: 'S-{0000}' } }),
        object('Parcel__c'),
      ),
    ),
  )
  allSaved(
    await conn.metadata.create(
      'CustomField',
      some(
        { fullName: 'Shipment__c.Ref__c', label: 'Ref', type: 'Text', length: 40, externalId: true, unique: true },
        {
          fullName: 'Shipment__c.Account__c',
          label: 'Account',
          type: 'Lookup',
          referenceTo: 'Account',
          relationshipName: 'Shipments',
        },
        { fullName: 'Shipment__c.Weight__c', label: 'Weight', type: 'Number', precision: 8, scale: 2 },
        { fullName: 'Shipment__c.Urgent__c', label: 'Urgent', type: 'Checkbox', defaultValue: false },
        {
          fullName: 'Parcel__c.Shipment__c',
          label: 'Shipment',
          type: 'MasterDetail',
          referenceTo: 'Shipment__c',
          relationshipName: 'Parcels',
        },
        {
          fullName: 'Parcel__c.Size__c',
          label: 'Size',
          type: 'Picklist',
          valueSet: {
            restricted: true,
            valueSetDefinition: {
              sorted: false,
              value: [
                { fullName: 'S', default: true, label: 'Small' },
                { fullName: 'L', default: false, label: 'Large' },
              ],
            },
          },
        },
      ),
    ),
  )
  const account = await conn.sobject('Account').create({ Name: 'Fjord AB' })
  const made = await conn.sobject('Shipment__c').create({ Ref__c: 'A-1', Account__c: account.id, Weight__c: 1.5 })
  assert.ok(made.success)
  const upserted = await conn
    .sobject('Shipment__c')
    .upsert({ Ref__c: 'a-1', Weight__c: 2.5, Urgent__c: true }, 'Ref__c')
  assert.deepEqual([upserted.success, upserted.id], [true, made.id])
  const parcel = await conn.sobject('Parcel__c').create({ Name: 'Box', Shipment__c: made.id })
  assert.ok(parcel.success)
  const { records } = await conn.query<Json>(
    "SELECT Name, Ref__c, Weight__c, Urgent__c, Account__r.Name, (SELECT Name, Size__c FROM Parcels__r) FROM Shipment__c WHERE Account__r.Name = 'Fjord AB'",
  )
  const [shipment] = records
  assert.deepEqual(
    [shipment?.Name, shipment?.Ref__c, shipment?.Weight__c, shipment?.Urgent__c, at(shipment, 'Account__r', 'Name')],
    ['S-0001', 'A-1', 2.5, true, 'Fjord AB'],
  )
  assert.deepEqual(
    listAt(shipment, 'Parcels__r', 'records').map(({ Name, Size__c }) => [Name, Size__c]),
    [['Box', 'S']],
  )
  const up = await conn.query<Json>('SELECT Shipment__r.Account__r.Name FROM Parcel__c')
  assert.deepEqual(at(up.records, 0, 'Shipment__r', 'Account__r', 'Name'), 'Fjord AB')
  const down = await conn.query<Json>('SELECT Name, (SELECT Ref__c FROM Shipments__r) FROM Account')
  assert.deepEqual(at(down.records, 0, 'Shipments__r', 'records', 0, 'Ref__c'), 'A-1')
  const duplicate = await conn.sobject('Shipment__c').create([{ Ref__c: 'A-1' }])
  const [error] = duplicate[0]?.errors ?? []
  assert.equal(at(error, 'statusCode'), 'DUPLICATE_VALUE')
  assert.match(
    String(error?.message),
    new RegExp(`^duplicate value found: Ref__c duplicates value on record with id: ${made.id?.slice(0, 15)}`),
  )
})

test('what was made is read back as it was written, and listed with who made it', async () => {
  const [shipment] = saved(await conn.metadata.read('CustomObject', ['Shipment__c']))
  assert.deepEqual(
    [shipment?.label, shipment?.pluralLabel, shipment?.sharingModel, at(shipment, 'nameField', 'displayFormat')],
    ['Shipment', 'Shipments', 'ReadWrite', 'S-{0000}'],
  )
  assert.ok(listAt(shipment, 'fields').some(({ fullName, externalId }) => fullName === 'Ref__c' && externalId === true))
  const fields = saved(await conn.metadata.read('CustomField', ['Parcel__c.Size__c', 'Parcel__c.Shipment__c']))
  assert.deepEqual(
    listAt(fields, 0, 'valueSet', 'valueSetDefinition', 'value').map(({ fullName, label, default: isDefault }) => [
      fullName,
      label,
      isDefault,
    ]),
    [
      ['S', 'Small', true],
      ['L', 'Large', false],
    ],
  )
  assert.deepEqual(
    [fields[1]?.type, fields[1]?.referenceTo, fields[1]?.relationshipName],
    ['MasterDetail', 'Shipment__c', 'Parcels'],
  )
  const listed = await conn.metadata.list(
    [{ type: 'CustomObject' }, { type: 'CustomField' }, { type: 'ApexClass' }],
    '60.0',
  )
  const found = listed.find(({ fullName }) => fullName === 'Shipment__c')
  assert.match(String(found?.id), /^01I/)
  assert.match(String(found?.createdByName), /administrator/)
  assert.ok(
    listed.some(({ fullName }) => fullName === 'Account') &&
      listed.some(({ fullName }) => fullName === 'Parcel__c.Size__c'),
  )
  const { metadataObjects } = await conn.metadata.describe('60.0')
  assert.deepEqual(
    metadataObjects.map(({ xmlName }) => xmlName),
    ['CustomObject', 'GlobalValueSet', 'StandardValueSet', 'CustomTab', 'Layout', 'Profile', 'Queue'],
  )
})

test('fields are changed, upserted, renamed with their object, and deleted; what stands in the way is said', async () => {
  allSaved(
    await conn.metadata.update(
      'CustomField',
      some({ fullName: 'Shipment__c.Weight__c', label: 'Weight (kg)', type: 'Number', precision: 10, scale: 2 }),
    ),
  )
  const upserted = saved(
    await conn.metadata.upsert(
      'CustomField',
      some(
        { fullName: 'Shipment__c.Note__c', label: 'Note', type: 'LongTextArea', length: 5000, visibleLines: 3 },
        {
          fullName: 'Shipment__c.Ref__c',
          label: 'Reference',
          type: 'Text',
          length: 60,
          unique: true,
          externalId: true,
        },
      ),
    ),
  )
  assert.deepEqual(
    upserted.map(({ created }) => created),
    [true, false],
  )
  const [refused] = saved(await conn.metadata.delete('CustomObject', ['Shipment__c']))
  assert.deepEqual([refused?.success, at(refused, 'errors', 0, 'statusCode')], [false, 'DEPENDENCY_EXISTS'])
  const renamed = await conn.metadata.rename('CustomObject', 'Parcel__c', 'Package__c')
  assert.deepEqual([renamed.success, renamed.fullName], [true, 'Parcel__c'], JSON.stringify(renamed))
  assert.equal((await conn.query('SELECT Id FROM Package__c')).totalSize, 1)
  allSaved(await conn.metadata.delete('CustomField', ['Shipment__c.Note__c']))
  await assert.rejects(async () => conn.query('SELECT Note__c FROM Shipment__c'), { errorCode: 'INVALID_FIELD' })
})

test('what cannot be kept is refused in its own place, and the rest is saved; with all or none nothing is', async () => {
  const results = saved(
    await conn.metadata.create(
      'CustomField',
      some(
        { fullName: 'Lead.Worth__c', label: 'Worth', type: 'Currency', precision: 12, scale: 2 },
        { fullName: 'Lead.Age__c', label: 'Age', type: 'Number', precision: 3, scale: 0, formula: 'TODAY() - 1' },
        { fullName: 'Lead.Where__c', label: 'Where', type: 'Location' },
        { fullName: 'Lead.Worth__c', label: 'Worth', type: 'Currency' },
        { fullName: 'Nothing__c.X__c', label: 'X', type: 'Date' },
        { fullName: "Lead.'; drop table lead; --__c", label: 'X', type: 'Date' },
      ),
    ),
  )
  assert.deepEqual(
    results.map(({ success, errors }) => (success === true ? 'saved' : at(errors, 0, 'statusCode'))),
    [
      'saved',
      'FIELD_INTEGRITY_EXCEPTION',
      'FIELD_INTEGRITY_EXCEPTION',
      'DUPLICATE_DEVELOPER_NAME',
      'INVALID_CROSS_REFERENCE_KEY',
      'FIELD_INTEGRITY_EXCEPTION',
    ],
  )
  const body = (
    allOrNone: boolean,
  ) => `<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <e:Header><SessionHeader><sessionId>${conn.accessToken}</sessionId></SessionHeader><AllOrNoneHeader><allOrNone>${allOrNone}</allOrNone></AllOrNoneHeader></e:Header>
    <e:Body><createMetadata>
      <metadata xsi:type="CustomField"><fullName>Lead.First__c</fullName><label>First</label><type>Date</type></metadata>
      <metadata xsi:type="CustomField"><fullName>Lead.Worth__c</fullName><label>Worth</label><type>Date</type></metadata>
    </createMetadata></e:Body></e:Envelope>`
  const send = async (allOrNone: boolean) =>
    (
      await fetch(`${url}/services/Soap/m/60.0`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: body(allOrNone),
      })
    ).text()
  assert.match(await send(true), /ALL_OR_NONE_OPERATION_ROLLED_BACK/)
  await assert.rejects(async () => conn.query('SELECT First__c FROM Lead'), { errorCode: 'INVALID_FIELD' })
  await send(false)
  assert.equal((await conn.query('SELECT First__c FROM Lead')).totalSize, 0)
})

test('lists of values are shared by fields, and standard ones are read', async () => {
  const headers = await server.as('administrator')
  const set = {
    fullName: 'Sizes',
    masterLabel: 'Sizes',
    sorted: false,
    customValue: [
      { fullName: 'S', default: false, label: 'Small' },
      { fullName: 'M', default: false, label: 'Medium' },
    ],
  }
  allSaved(await conn.metadata.create('GlobalValueSet', some(set)))
  allSaved(
    await conn.metadata.create(
      'CustomField',
      some({ fullName: 'Lead.Size__c', label: 'Size', type: 'Picklist', valueSet: { valueSetName: 'Sizes' } }),
    ),
  )
  const values = async () => {
    const { fields } = (await server.call('GET', '/api/objects/Lead', { headers })).json<{ fields: Json[] }>()
    return listAt(
      fields.find(({ name }) => name === 'Size__c'),
      'picklist',
    ).map(({ value }) => value)
  }
  assert.deepEqual(await values(), ['S', 'M'])
  allSaved(
    await conn.metadata.update(
      'GlobalValueSet',
      some({ ...set, customValue: [...set.customValue, { fullName: 'L', default: false, label: 'Large' }] }),
    ),
  )
  assert.deepEqual(await values(), ['S', 'M', 'L'])
  const [refused] = saved(await conn.metadata.delete('GlobalValueSet', ['Sizes']))
  assert.equal(at(refused, 'errors', 0, 'statusCode'), 'DEPENDENCY_EXISTS')
  const [industry] = saved(await conn.metadata.read('StandardValueSet', ['Industry']))
  assert.ok(listAt(industry, 'standardValue').some(({ fullName }) => fullName === 'Banking'))
})

test('who may not set up, and who is not signed in, is refused', async () => {
  const seller = await as('sales')
  await assert.rejects(
    async () => seller.metadata.create('CustomObject', some(object('Mine__c'))),
    /may not see or change how objects are set up/,
  )
  const stranger = new Connection({ instanceUrl: url, accessToken: 'nothing', version: '60.0' })
  await assert.rejects(async () => stranger.metadata.describe('60.0'), { name: 'sf:INVALID_SESSION_ID' })
})
