import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

const MASTER = '012000000000000AAA'

const body = async (path: string) => {
  const answer = await client.get(`/ui-api${path}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}

const aLead = async (fields: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const lead = { LastName: 'Ek', FirstName: 'Ada', Company: client.aName(), ...fields }
  return (await client.conn.sobject('Lead').create(lead)).id ?? ''
}

describe('UI API', () => {
  test('tells of an object, its fields in the words of their types', async () => {
    const lead = await body('/object-info/lead')
    assert.deepEqual([lead.apiName, lead.keyPrefix, lead.defaultRecordTypeId], ['Lead', '00Q', MASTER])
    assert.deepEqual(lead.nameFields, ['Name', 'FirstName', 'LastName'])
    const { Id, Status, OwnerId, LastName, Company } = lead.fields
    assert.deepEqual([Id.dataType, Status.dataType, OwnerId.dataType], ['Reference', 'Picklist', 'Reference'])
    assert.deepEqual([LastName.required, LastName.compoundFieldName, Company.required], [true, 'Name', true])
    assert.deepEqual([OwnerId.relationshipName, OwnerId.referenceToInfos[0].nameFields[0]], ['Owner', 'Name'])
    assert.equal((await body('/object-info')).objects.Lead.objectInfoUrl, at('/ui-api/object-info/Lead'))
    const batch = await body('/object-info/batch/Account,Nonsense')
    assert.deepEqual(
      batch.results.map(({ statusCode }: { statusCode: number }) => statusCode),
      [200, 404],
    )
    assert.equal(batch.hasErrors, true)
  })

  test('answers 304 to who knows an object already', async () => {
    const first = await client.get('/ui-api/object-info/Lead')
    const tag = String(first.headers.etag)
    assert.equal((await client.get('/ui-api/object-info/Lead', { 'if-none-match': tag })).statusCode, 304)
  })

  test('tells the values of a picklist, and which is usual', async () => {
    const status = await body(`/object-info/Lead/picklist-values/${MASTER}/Status`)
    assert.equal(status.defaultValue.value, 'Open - Not Contacted')
    assert.ok(status.values.some(({ value }: { value: string }) => value === 'Working - Contacted'))
    const all = await body(`/object-info/Lead/picklist-values/${MASTER}`)
    assert.deepEqual(all.picklistFieldValues.Status, status)
    const wrong = await client.get('/ui-api/object-info/Lead/picklist-values/012000000000001AAA/Status')
    assert.equal(wrong.statusCode, 404)
  })

  test('shows a record by the fields asked for, its numbers and references in the words people read', async () => {
    const id = await aLead({ AnnualRevenue: 1234.5 })
    const fields = 'Lead.Name,Lead.AnnualRevenue,Lead.Owner.Name,Lead.Status'
    const lead = await body(`/records/${id}?fields=${fields}&optionalFields=Lead.Nonsense,Lead.Email`)
    assert.deepEqual([lead.apiName, lead.id, lead.recordTypeId], ['Lead', id, MASTER])
    assert.deepEqual(lead.fields.Name, { displayValue: null, value: 'Ada Ek' })
    assert.equal(lead.fields.AnnualRevenue.value, 1234.5)
    assert.match(lead.fields.AnnualRevenue.displayValue, /1,234\.50/)
    assert.equal(lead.fields.Status.displayValue, 'Open - Not Contacted')
    assert.equal(lead.fields.Owner.value.apiName, 'User')
    assert.equal(lead.fields.Owner.displayValue, lead.fields.Owner.value.fields.Name.value)
    assert.deepEqual(Object.keys(lead.fields).toSorted(), ['AnnualRevenue', 'Email', 'Name', 'Owner', 'Status'])
    assert.equal(lead.weakEtag, Date.parse(lead.systemModstamp))
  })

  test('writes days as the reader does, their years whole', async () => {
    const AccountId = await client.anAccount()
    const deal = { Name: 'Cranes', StageName: 'Prospecting', CloseDate: '2027-03-01', Amount: 500, AccountId }
    const { id } = await client.conn.sobject('Opportunity').create(deal)
    const shown = await body(`/records/${id}?fields=Opportunity.CloseDate,Opportunity.CreatedDate`)
    assert.deepEqual(shown.fields.CloseDate, { displayValue: '3/1/2027', value: '2027-03-01' })
    assert.match(shown.fields.CreatedDate.displayValue, /^\d+\/\d+\/\d{4}, \d+:\d\d\s[AP]M$/)
    assert.match(shown.fields.CreatedDate.value, /Z$/)
  })

  test('shows all a layout holds, or what tells a record from others', async () => {
    const id = await aLead()
    const full = await body(`/records/${id}?layoutTypes=Full`)
    assert.ok('Company' in full.fields && 'Owner' in full.fields && 'LastName' in full.fields)
    const compact = await body(`/records/${id}?layoutTypes=Compact`)
    assert.equal(Object.keys(compact.fields).length, 5)
  })

  test('refuses fields that are not there, and requests that ask for nothing', async () => {
    const id = await aLead()
    const refused = async (path: string) => {
      const answer = await client.get(`/ui-api/records/${path}`)
      return [answer.statusCode, answer.json()[0].errorCode]
    }
    assert.deepEqual(await refused(`${id}?fields=Lead.Nonsense`), [400, 'INVALID_FIELD'])
    assert.deepEqual(await refused(`${id}?fields=Nonsense`), [400, 'ILLEGAL_QUERY_PARAMETER_VALUE'])
    assert.deepEqual(await refused(`${id}?fields=Lead.Id,Lead.Id)--`), [400, 'ILLEGAL_QUERY_PARAMETER_VALUE'])
    assert.deepEqual(await refused(id), [400, 'ILLEGAL_QUERY_PARAMETER_VALUE'])
    assert.deepEqual(await refused(`00Q00000000zzzzAAA?fields=Lead.Id`), [404, 'NOT_FOUND'])
  })

  test('answers a batch of records of several objects in order, those that are not there in their places', async () => {
    const [lead, account] = [await aLead(), await client.anAccount()]
    const ids = `${account},00Q00000000zzzzAAA,${lead}`
    const { hasErrors, results } = await body(`/records/batch/${ids}?fields=Lead.Company,Account.Name`)
    assert.equal(hasErrors, true)
    assert.deepEqual(
      results.map(({ statusCode, result }: { statusCode: number; result: { apiName?: string } }) => [
        statusCode,
        result.apiName,
      ]),
      [
        [200, 'Account'],
        [404, undefined],
        [200, 'Lead'],
      ],
    )
  })

  test('makes, changes and removes a record', async () => {
    const fields = { LastName: 'Ui', Company: client.aName() }
    const made = await client.send('POST', '/ui-api/records', { apiName: 'Lead', fields })
    assert.equal(made.statusCode, 201, made.body)
    const { id, lastModifiedDate } = made.json()
    assert.equal(made.json().fields.LastName.value, 'Ui')
    const changed = await client.send('PATCH', `/ui-api/records/${id}`, { fields: { FirstName: 'Una' } })
    assert.deepEqual([changed.statusCode, changed.json().fields.Name.value], [200, 'Una Ui'])
    const stale = await client.send(
      'PATCH',
      `/ui-api/records/${id}`,
      { fields: { FirstName: 'Late' } },
      { 'if-unmodified-since': new Date(Date.parse(lastModifiedDate) - 60_000).toUTCString() },
    )
    assert.equal(stale.statusCode, 412)
    assert.equal((await client.send('DELETE', `/ui-api/records/${id}`)).statusCode, 204)
    assert.equal((await client.get(`/ui-api/records/${id}?fields=Lead.Id`)).statusCode, 404)
  })

  test('says of each field why a record could not be kept, and keeps nothing of it', async () => {
    const refused = await client.send('POST', '/ui-api/records', { apiName: 'Lead', fields: { FirstName: 'Only' } })
    assert.equal(refused.statusCode, 400)
    const { enhancedErrorType, output } = refused.json()
    assert.equal(enhancedErrorType, 'RecordError')
    assert.deepEqual(Object.keys(output.fieldErrors).toSorted(), ['Company', 'LastName'])
    assert.equal(output.fieldErrors.LastName[0].errorCode, 'REQUIRED_FIELD_MISSING')
    assert.equal((await client.conn.query("SELECT Id FROM Lead WHERE FirstName = 'Only'")).totalSize, 0)
  })

  test('brings records with their objects and layouts, and what a new one starts with', async () => {
    const id = await aLead()
    const ui = await body(`/record-ui/${id}?layoutTypes=Full&modes=View,Edit`)
    assert.deepEqual(Object.keys(ui.layouts.Lead[MASTER].Full), ['View', 'Edit'])
    assert.equal(ui.objectInfos.Lead.apiName, 'Lead')
    assert.equal(ui.records[id].fields.LastName.value, 'Ek')
    const items = ui.layouts.Lead[MASTER].Full.View.sections.flatMap(
      ({ layoutRows }: { layoutRows: { layoutItems: { layoutComponents: { apiName: string }[] }[] }[] }) =>
        layoutRows.flatMap(({ layoutItems }) => layoutItems.map(({ layoutComponents: [one] }) => one?.apiName)),
    )
    assert.ok(items.includes('Company'))
    const { record, layout, objectInfos } = await body('/record-defaults/create/Lead')
    assert.deepEqual([record.id, record.fields.Status.value], [null, 'Open - Not Contacted'])
    assert.deepEqual([layout.mode, objectInfos.Lead.label], ['Create', 'Lead'])
    assert.equal((await body('/layout/Lead?mode=Edit')).mode, 'Edit')
  })

  test('pages through the records of a list view', async () => {
    const Company = client.aName()
    for (const LastName of ['A', 'B', 'C']) await aLead({ LastName, Company })
    const view = await client.server.call('POST', '/api/views', {
      headers: client.admin,
      body: {
        Object: 'Lead',
        Name: 'Of one company',
        Filter: { and: [{ field: 'Company', op: 'eq', value: Company }] },
        Columns: ['LastName', 'Company'],
        Sort: 'LastName',
      },
    })
    assert.equal(view.statusCode, 201, view.body)
    const { lists } = await body('/list-ui/Lead')
    const { id } = lists.find(({ label }: { label: string }) => label === 'Of one company')
    assert.deepEqual(
      (await body(`/list-info/${id}`)).displayColumns.map((column: { fieldApiName: string }) => column.fieldApiName),
      ['LastName', 'Company'],
    )
    const first = await body(`/list-records/${id}?pageSize=2`)
    const names = (page: { records: { fields: { LastName: { value: string } } }[] }) =>
      page.records.map(({ fields }) => fields.LastName.value)
    assert.deepEqual(names(first), ['A', 'B'])
    const next = await client.server.call('GET', first.nextPageUrl, { headers: client.admin })
    assert.deepEqual([names(next.json()), next.json().nextPageToken], [['C'], null])
    assert.equal((await body(`/list-records/${id}?pageSize=2000`)).count, 3)
    assert.equal((await body(`/list-ui/${id}`)).records.count, 3)
  })
})
