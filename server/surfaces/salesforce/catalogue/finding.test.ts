import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { decodeId } from '../../../../shared/ids.ts'
import { noteViewed } from '../../../ground/users/recent.ts'
import { inTransaction } from '../../../platform/transactions.ts'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'

let client: Client
let userId = 0

before(async () => {
  client = await aClient()
  userId =
    decodeId((await client.conn.query('SELECT Id FROM User ORDER BY CreatedDate DESC LIMIT 1')).records[0]?.Id ?? '') ??
    0
  await client.conn.sobject('Lead').create({ LastName: 'Smith', Company: 'Fjord Energi' })
})

after(() => client.server.close())

describe('what happened', () => {
  test('what a user looked at stands in recent, newest first, and with its object', async () => {
    const [first, second] = [await client.anAccount(), await client.anAccount()]
    const actor = { userId, name: 'Ada', role: 'administrator', privateObjects: [] } as const
    for (const id of [first, second])
      await inTransaction(client.server.db, client.server.org, (tx) => noteViewed(tx, actor, [decodeId(id) ?? 0]))
    const recent = await client.conn.recent()
    assert.deepEqual(
      recent.slice(0, 2).map((one) => [one.attributes?.type, one.Id]),
      [
        ['Account', second],
        ['Account', first],
      ],
    )
    assert.equal((await client.conn.recent(1)).length, 1)
    const short = (await client.get('/sobjects/Account')).json()
    assert.equal(short.recentItems[0].Id, second)
    assert.equal(short.objectDescribe.name, 'Account')
  })

  test('a query for view makes its records recent', async () => {
    const id = await client.anAccount()
    await client.conn.query(`SELECT Id FROM Account WHERE Id = '${id}' FOR VIEW`)
    assert.equal((await client.conn.recent(1))[0]?.Id, id)
    const { records } = await client.conn.query(
      'SELECT Id, Name, Type FROM RecentlyViewed WHERE LastViewedDate != null ORDER BY LastViewedDate DESC LIMIT 1',
    )
    assert.deepEqual([records[0]?.Id, records[0]?.['Type']], [id, 'Account'])
    const other = await client.server.as('administrator')
    const theirs = await client.server.call('GET', at('/query?q=SELECT+Id+FROM+RecentlyViewed'), { headers: other })
    assert.equal(theirs.json().totalSize, 0)
  })

  test('what was changed and what was deleted is told for a time', async () => {
    const id = await client.anAccount()
    const gone = await client.anAccount()
    await client.conn.sobject('Account').destroy(gone)
    const [start, end] = [new Date(Date.parse('2020-01-01')), new Date(Date.parse('2099-01-01'))]
    const updated = await client.conn.sobject('Account').updated(start.toISOString(), end.toISOString())
    assert.ok(updated.ids.includes(id) && !updated.ids.includes(gone))
    const deleted = await client.conn.sobject('Account').deleted(start.toISOString(), end.toISOString())
    assert.deepEqual(
      deleted.deletedRecords.map((one) => one.id),
      [gone],
    )
    for (const query of ['', '?start=x&end=y', '?start=2027-01-02T00:00:00Z&end=2027-01-01T00:00:00Z'])
      assert.equal(
        (await client.get(`/sobjects/Account/updated${query}`)).json()[0].errorCode,
        'INVALID_REPLICATION_DATE',
      )
  })
})

describe('menus', () => {
  test('jsforce learns limits, tabs, theme and quick actions', async () => {
    const { DailyApiRequests } = await client.conn.limits()
    assert.ok(DailyApiRequests && DailyApiRequests.Remaining < DailyApiRequests.Max)
    assert.ok((await client.conn.tabs()).some(({ sobjectName }) => sobjectName === 'Lead'))
    assert.ok((await client.conn.theme()).themeItems.some(({ name }) => name === 'Opportunity'))
    const actions = await client.conn.quickActions()
    assert.ok(actions.some(({ name }) => name === 'NewLead'))
    const ofLead = (await client.conn.sobject('Lead').quickActions()) as readonly { readonly name: string }[]
    assert.ok(ofLead.some(({ name }) => name === 'Lead.NewTask'))
    const described = await client.conn.sobject('Lead').quickAction('Lead.NewTask').describe()
    assert.deepEqual([described.targetSobjectType, described.targetParentField], ['Task', 'WhoId'])
    assert.equal((await client.get('/quickActions/Nonsense')).statusCode, 404)
  })

  test('a quick action makes a task with the lead it stands at', async () => {
    const { records } = await client.conn.query("SELECT Id FROM Lead WHERE LastName = 'Smith'")
    const leadId = records[0]?.Id
    assert.ok(leadId)
    const made = await client.conn.sobject('Lead').quickAction('Lead.NewTask').execute(leadId, { Subject: 'Call back' })
    assert.ok(made.success)
    const tasks = await client.conn.query(`SELECT Subject FROM Task WHERE WhoId = '${leadId}'`)
    assert.equal(tasks.records[0]?.['Subject'], 'Call back')
  })

  test('a call is logged where it was made, done already', async () => {
    const { conn } = client
    const accountId = await client.anAccount()
    const call = conn.quickAction('LogACall')
    const described = await call.describe()
    assert.deepEqual([described.type, described.targetSobjectType], ['LogACall', 'Task'])
    assert.ok(
      (described as { readonly layout?: { readonly layoutRows: readonly unknown[] } }).layout?.layoutRows.length,
    )
    const blank = (await call.defaultValues()) as Record<string, unknown>
    assert.deepEqual([blank.Subject, blank.Description, blank.WhoId, blank.WhatId], ['Call', null, null, null])
    const forAccount = (await call.defaultValues(accountId)) as Record<string, unknown>
    assert.deepEqual([forAccount.WhoId, forAccount.WhatId], [null, accountId])
    const made = await call.execute(accountId, { Description: 'They want a demo' })
    assert.deepEqual([made.success, made.created, made.contextId, made.feedItemIds], [true, true, accountId, []])
    const [task] = (await conn.query(`SELECT Subject, Status, TaskSubtype FROM Task WHERE WhatId = '${accountId}'`))
      .records
    assert.deepEqual([task?.['Subject'], task?.['Status'], task?.['TaskSubtype']], ['Call', 'Completed', 'Call'])
    const wrong = await client.send('POST', '/quickActions/LogACall', { contextId: 'nobody', record: {} })
    assert.deepEqual([wrong.statusCode, wrong.json()[0].errorCode], [400, 'MALFORMED_ID'])
  })

  test('users have a layout by name, and nothing else has', async () => {
    const { layouts, recordTypeMappings } = await client.conn.sobject('User').layouts('UserAlt')
    assert.ok(layouts[0]?.detailLayoutSections.length && recordTypeMappings.length)
    assert.equal((await client.get('/sobjects/Lead/describe/namedLayouts/UserAlt')).statusCode, 404)
  })

  test('layouts and compact layouts show the fields under their headings', async () => {
    const { layouts, recordTypeMappings } = await client.conn.sobject('Lead').layouts()
    const [layout] = layouts
    const headings = layout?.detailLayoutSections.map(({ heading }) => heading) ?? []
    assert.ok(headings.includes('Person') && headings.includes('Address'))
    const items =
      layout?.editLayoutSections.flatMap((section) => section.layoutRows.flatMap((row) => row.layoutItems)) ?? []
    const company = items.find(({ label }) => label === 'Company')
    assert.ok(company?.required && company.editableForNew)
    assert.ok(!items.some(({ label }) => label === 'Converted'))
    assert.equal(
      (await client.get(`/sobjects/Lead/describe/layouts/${recordTypeMappings[0]?.recordTypeId}`)).json().id,
      layout?.id,
    )
    assert.equal((await client.conn.sobject('Lead').compactLayouts()).compactLayouts[0]?.objectType, 'Lead')
    assert.equal((await client.conn.sobject('Lead').approvalLayouts()).approvalLayouts.length, 0)
    assert.equal((await client.get('/compactLayouts?q=Lead,Account')).json().Account.objectType, 'Account')
  })

  test('list views are told with their results', async () => {
    const { listviews } = (await client.conn.sobject('Lead').listviews()) as {
      readonly listviews: readonly { readonly id: string }[]
    }
    const [view] = listviews
    assert.ok(view)
    const { columns } = (await client.conn.sobject('Lead').listview(view.id).results()) as {
      readonly columns: readonly unknown[]
    }
    assert.ok(columns.length > 0)
    const described = (await client.conn.sobject('Lead').listview(view.id).describe()) as {
      readonly sobjectType: string
    }
    assert.equal(described.sobjectType, 'Lead')
    const { plans } = await client.conn.sobject('Lead').listview(view.id).explain()
    assert.equal(plans[0]?.sobjectType, 'Lead')
    assert.equal((await client.get('/sobjects/Account/listviews/nonsense')).statusCode, 404)
  })

  test('the query a list view tells of finds what the list view shows', async () => {
    const { conn, server } = client
    await conn.sobject('Lead').create({ LastName: `O'Neil 50%_`, Company: 'Fjord\\Bay' })
    await conn.sobject('Lead').create({ LastName: `O'Neil 500`, Company: 'Fjord' })
    const filter = {
      and: [
        { field: 'LastName', op: 'contains', value: `'Neil 50%_` },
        { field: 'Company', op: 'eq', value: 'Fjord\\Bay' },
        { not: { field: 'Email', op: 'notNull' } },
        {
          or: [
            { field: 'IsConverted', op: 'eq', value: false },
            { field: 'CreatedDate', op: 'gt', value: '2020-01-01T00:00:00Z' },
          ],
        },
        { field: 'Status', op: 'in', value: ['Open - Not Contacted', 'Nurturing'] },
      ],
    }
    const made = await server.call('POST', '/api/views', {
      headers: client.admin,
      body: {
        Object: 'Lead',
        Name: 'Odd names',
        Filter: filter,
        Sort: '-CreatedDate',
        Columns: ['LastName', 'Company'],
      },
    })
    assert.equal(made.statusCode, 201, made.body)
    const { query } = (await conn.sobject('Lead').listview(made.json().Id).describe()) as { readonly query: string }
    assert.match(query, /^SELECT Id, LastName, Company FROM Lead WHERE .* ORDER BY CreatedDate DESC NULLS LAST$/)
    assert.deepEqual(
      (await conn.query(query)).records.map((record) => record['LastName']),
      [`O'Neil 50%_`],
    )
  })

  test('who has a describe already gets it no more, until it changes', async () => {
    const { headers } = await client.get('/sobjects/Lead/describe')
    const again = await client.get('/sobjects/Lead/describe', { 'if-none-match': String(headers.etag) })
    assert.deepEqual([again.statusCode, again.body], [304, ''])
    const since = String(headers['last-modified'])
    assert.equal((await client.get('/sobjects/Lead/describe', { 'if-modified-since': since })).statusCode, 304)
    assert.equal((await client.get('/sobjects/Lead/describe', { 'if-none-match': '"x"' })).statusCode, 200)
  })
})

describe('records nobody keeps as such', () => {
  const rows = async (soql: string) => (await client.conn.query(soql)).records

  test('the sf command line learns what it asks an org', async () => {
    const [org] = await rows(
      'SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType, FiscalYearStartMonth FROM Organization',
    )
    assert.deepEqual([org?.['Name'], org?.['IsSandbox'], org?.['FiscalYearStartMonth']], ['Nordwind', false, 1])
    const [user] = await rows(
      "SELECT Username, Alias, Profile.Name, UserRole.Name, UserType FROM User WHERE Profile.Name = 'System Administrator'",
    )
    assert.deepEqual([user?.['Profile'].Name, user?.['UserType']], ['System Administrator', 'Standard'])
  })

  test('a user who chose no time zone has the one their queries count days by', async () => {
    const [user] = await rows(
      "SELECT Id, TimeZoneSidKey FROM User WHERE TimeZoneSidKey = 'UTC' AND LastName = 'Okafor'",
    )
    assert.equal(user?.['TimeZoneSidKey'], 'UTC')
    assert.equal((await client.conn.sobject('User').retrieve(user?.Id ?? '')).TimeZoneSidKey, 'UTC')
    const [lead] = await rows('SELECT Owner.Name, CreatedBy.TimeZoneSidKey FROM Lead LIMIT 1')
    assert.equal(lead === undefined ? 'UTC' : lead['CreatedBy'].TimeZoneSidKey, 'UTC')
  })

  test('a lead’s history tells an owner by the id and is of the lead', async () => {
    const { id } = await client.conn.sobject('Lead').create({ LastName: 'Lind', Company: 'Fjord' })
    const { id: queueId } = await client.conn.sobject('Lead').create({ LastName: 'Ek', Company: 'Fjord' })
    assert.ok(id && queueId)
    const [other] = await rows("SELECT Id FROM User WHERE LastName = 'Okafor'")
    await client.conn.sobject('Lead').update({ Id: id, OwnerId: other?.Id, Rating: 'Hot' })
    const history = await rows(
      `SELECT Field, OldValue, NewValue, Lead.LastName, CreatedBy.Name FROM LeadHistory WHERE LeadId = '${id}' ORDER BY Field`,
    )
    assert.deepEqual(
      history.map((one) => [one['Field'], one['NewValue'], one['Lead'].LastName]),
      [
        ['OwnerId', other?.Id, 'Lind'],
        ['Rating', 'Hot', 'Lind'],
      ],
    )
  })

  test('the catalogue, permissions and lists answer queries', async () => {
    const [entity] = await rows(
      "SELECT QualifiedApiName, Label, KeyPrefix FROM EntityDefinition WHERE QualifiedApiName = 'Lead'",
    )
    assert.equal(entity?.['KeyPrefix'], '00Q')
    const fields = await rows(
      "SELECT QualifiedApiName, DataType FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Lead' AND QualifiedApiName = 'OwnerId'",
    )
    assert.equal(fields[0]?.['DataType'], 'Lookup(User,Group)')
    const may = await rows(
      "SELECT PermissionsDelete FROM ObjectPermissions WHERE SobjectType = 'Lead' AND Parent.Profile.Name = 'Sales'",
    )
    assert.deepEqual(
      may.map((one) => one['PermissionsDelete']),
      [false],
    )
    assert.equal((await rows('SELECT Id FROM TaskStatus WHERE IsClosed = true')).length, 1)
    assert.equal((await rows('SELECT Id FROM RecordType')).length, 0)
    assert.equal((await rows('SELECT Id, ApiName FROM LeadStatus WHERE IsConverted = true')).length, 1)
  })
})

test('what a role may not do to an object, its describe does not offer', async () => {
  const reader = await client.server.as('read_only')
  const answer = await client.server.call('GET', at('/sobjects/Lead/describe'), { headers: reader })
  const { createable, updateable, deletable, fields } = answer.json()
  assert.deepEqual([createable, updateable, deletable], [false, false, false])
  assert.ok(!fields.some((field: { createable: boolean; updateable: boolean }) => field.createable || field.updateable))
})
