import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

type Row = Readonly<Record<string, unknown>>

const rows = async (soql: string): Promise<readonly Row[]> => (await client.conn.query(soql)).records

const made = async (object: string, fields: Readonly<Record<string, unknown>>): Promise<string> => {
  const { id } = await client.conn.sobject(object).create(fields)
  return id ?? ''
}

const recordsIn = (value: unknown): readonly Row[] => (value === null ? [] : (value as { records: Row[] }).records)

test('an account lists the activities of its deals and people too, the open apart from the past, each once', async () => {
  const AccountId = await client.anAccount()
  const WhoId = await made('Contact', { LastName: 'Ek', AccountId })
  const deal = { Name: 'Cranes', StageName: 'Prospecting', CloseDate: '2027-03-01', Amount: 500, AccountId }
  const WhatId = await made('Opportunity', deal)
  const ReminderDateTime = '2027-02-01T08:00:00.000+0000'
  await made('Task', { Subject: 'about it', WhatId: AccountId, WhoId, IsReminderSet: true, ReminderDateTime })
  await made('Task', { Subject: 'about its deal', WhatId })
  await made('Task', { Subject: 'with its contact', WhoId })
  await made('Task', { Subject: 'done', WhoId, Status: 'Completed' })
  const hour = { StartDateTime: '2020-01-01T09:00:00Z', EndDateTime: '2020-01-01T10:00:00Z' }
  await made('Event', { Subject: 'long ago', WhatId, ...hour })
  await made('Task', { Subject: 'elsewhere' })
  const [account] = await rows(`
    SELECT (SELECT Subject, IsTask, ReminderDateTime, Account.Id FROM OpenActivities WHERE CallObject = null ORDER BY Subject),
      (SELECT Subject, IsTask, ActivitySubtype FROM ActivityHistories ORDER BY Subject)
    FROM Account WHERE Id = '${AccountId}'`)
  const subjects = (list: unknown) => recordsIn(list).map(({ Subject, IsTask }) => [Subject, IsTask])
  assert.deepEqual(subjects(account?.OpenActivities), [
    ['about it', true],
    ['about its deal', true],
    ['with its contact', true],
  ])
  assert.deepEqual(subjects(account?.ActivityHistories), [
    ['done', true],
    ['long ago', false],
  ])
  const told = (list: unknown, name: string) => recordsIn(list).map((one) => one[name])
  assert.deepEqual(told(account?.OpenActivities, 'ReminderDateTime'), [ReminderDateTime, null, null])
  assert.deepEqual(told(account?.ActivityHistories, 'ActivitySubtype'), ['Task', 'Event'])
  const [contact] = await rows(`SELECT (SELECT Subject FROM OpenActivities) FROM Contact WHERE Id = '${WhoId}'`)
  assert.equal(recordsIn(contact?.OpenActivities).length, 2)
})

test('describe names what stands beside a record once for each', async () => {
  const { childRelationships } = await client.conn.sobject('Account').describe()
  const named = (name: string) =>
    childRelationships
      .filter(({ relationshipName }) => relationshipName === name)
      .map(({ childSObject, field }) => [childSObject, field])
  assert.deepEqual(named('OpenActivities'), [['OpenActivity', 'AccountId']])
  assert.deepEqual(named('ActivityHistories'), [['ActivityHistory', 'AccountId']])
  assert.deepEqual(named('NotesAndAttachments'), [['NoteAndAttachment', 'ParentId']])
  assert.deepEqual(named('CombinedAttachments'), [['CombinedAttachment', 'ParentId']])
})

test('notes, attachments and files of a record are listed together', async () => {
  const ParentId = await client.anAccount()
  await made('Note', { ParentId, Title: 'Called' })
  await made('Attachment', { ParentId, Name: 'offer.pdf', Body: 'aGVsbG8=' })
  await made('ContentVersion', {
    Title: 'Plan',
    PathOnClient: 'plan.txt',
    VersionData: 'aGVsbG8=',
    FirstPublishLocationId: ParentId,
  })
  const [account] = await rows(`
    SELECT (SELECT Title, IsNote FROM NotesAndAttachments ORDER BY Title),
      (SELECT Title, RecordType, ContentSize FROM CombinedAttachments ORDER BY Title),
      (SELECT Title, ContentDocument.Title FROM AttachedContentDocuments)
    FROM Account WHERE Id = '${ParentId}'`)
  const noted = recordsIn(account?.NotesAndAttachments).map(({ Title, IsNote }) => [Title, IsNote])
  assert.deepEqual(noted, [
    ['Called', true],
    ['offer.pdf', false],
  ])
  const combined = recordsIn(account?.CombinedAttachments).map((one) => [one.Title, one.RecordType, one.ContentSize])
  assert.deepEqual(combined, [
    ['Called', 'Note', null],
    ['offer.pdf', 'Attachment', 5],
    ['Plan', 'File', 5],
  ])
  assert.equal(recordsIn(account?.AttachedContentDocuments).length, 1)
})

test('whoever may not see a private note, or an activity, does not see it in these lists either', async () => {
  const ParentId = await client.anAccount()
  await made('Note', { ParentId, Title: 'Mine alone', IsPrivate: true })
  await made('Note', { ParentId, Title: 'For all' })
  const soon = { StartDateTime: '2199-01-01T09:00:00Z', EndDateTime: '2199-01-01T10:00:00Z' }
  await made('Event', { Subject: 'Mine alone', WhatId: ParentId, IsPrivate: true, ...soon })
  await made('Event', { Subject: 'For all', WhatId: ParentId, ...soon })
  const seller = await client.server.as('sales')
  const seen = async (field: string, relationship: string) => {
    const q = `SELECT (SELECT ${field} FROM ${relationship}) FROM Account WHERE Id = '${ParentId}'`
    const [account] = (await client.get(`/query?q=${encodeURIComponent(q)}`, seller)).json().records
    return recordsIn(account[relationship]).map((one: Row) => one[field])
  }
  for (const relationship of ['NotesAndAttachments', 'CombinedAttachments'])
    assert.deepEqual(await seen('Title', relationship), ['For all'])
  assert.deepEqual(await seen('Subject', 'OpenActivities'), ['For all'])
})

test('what stands beside records is asked for with them, not by itself', async () => {
  for (const object of ['OpenActivity', 'ActivityHistory', 'NoteAndAttachment', 'AttachedContentDocument']) {
    await assert.rejects(async () => client.conn.query(`SELECT Id FROM ${object}`), {
      name: 'INVALID_TYPE_FOR_OPERATION',
      message: `entity type ${object} does not support query`,
    })
    assert.equal((await client.conn.sobject(object).describe()).queryable, false)
  }
})

test('a user is told what they may do with a record, of those they see', async () => {
  const mine = await client.anAccount()
  const access = async (headers: Readonly<Record<string, string>>, user: string) => {
    const q = `SELECT RecordId, HasReadAccess, HasEditAccess, HasDeleteAccess, MaxAccessLevel FROM UserRecordAccess WHERE UserId = '${user}' AND RecordId IN ('${mine}')`
    return (await client.get(`/query?q=${encodeURIComponent(q)}`, headers)).json().records
  }
  const [administrator, reader] = [client.admin, await client.server.as('read_only')]
  const idOf = async (headers: Readonly<Record<string, string>>): Promise<string> =>
    (await client.server.call('GET', '/services/oauth2/userinfo', { headers })).json().user_id
  const [all] = await access(administrator, await idOf(administrator))
  assert.deepEqual([all.RecordId, all.HasDeleteAccess, all.MaxAccessLevel], [mine, true, 'All'])
  const [some] = await access(reader, await idOf(reader))
  assert.deepEqual([some.HasReadAccess, some.HasEditAccess, some.MaxAccessLevel], [true, false, 'Read'])
  assert.deepEqual(await access(reader, await idOf(administrator)), [])
})

test('who keeps the users is told what another may do with a record, and nobody else is', async () => {
  const { server, admin } = client
  const idOf = async (headers: Readonly<Record<string, string>>): Promise<string> =>
    (await server.call('GET', '/services/oauth2/userinfo', { headers })).json().user_id
  const seller = await server.as('sales')
  const sellerId = await idOf(seller)
  const lead = { LastName: 'Ek', Company: 'Ekverk' }
  const [theirs, mine] = [await made('Lead', { ...lead, OwnerId: sellerId }), await made('Lead', lead)]
  const access = async (headers: Readonly<Record<string, string>>, user: string) => {
    const q = `SELECT RecordId, HasEditAccess, HasAllAccess, MaxAccessLevel FROM UserRecordAccess WHERE UserId = '${user}' AND RecordId IN ('${mine}', '${theirs}') ORDER BY RecordId`
    const { records } = (await client.get(`/query?q=${encodeURIComponent(q)}`, headers)).json()
    return records.map((one: Row) => [one.RecordId, one.HasEditAccess, one.HasAllAccess])
  }
  const sharing = (Lead: 'private' | 'public') =>
    server.call('PATCH', '/api/settings', { headers: admin, body: { Sharing: { Lead } } })
  assert.deepEqual((await access(admin, sellerId)).map(([id]: string[]) => id).toSorted(), [mine, theirs].toSorted())
  assert.equal((await sharing('private')).statusCode, 200)
  try {
    assert.deepEqual(await access(admin, sellerId), await access(seller, sellerId))
    assert.deepEqual(
      (await access(admin, sellerId)).map(([id]: string[]) => id),
      [theirs],
    )
    assert.equal((await access(admin, await idOf(admin))).length, 2)
    const reader = await server.as('read_only')
    assert.deepEqual(await access(admin, await idOf(reader)), [])
    assert.deepEqual(await access(reader, sellerId), [])
    assert.deepEqual(await access(await server.as('manager'), sellerId), [])
  } finally {
    await sharing('public')
  }
})

test('the history and the roles of a deal lie in the recycle bin with it, and come back with it', async () => {
  const AccountId = await client.anAccount()
  const deal = { Name: 'Ropes', StageName: 'Prospecting', CloseDate: '2027-03-01', Amount: 500, AccountId }
  const OpportunityId = await made('Opportunity', deal)
  await made('OpportunityContactRole', {
    OpportunityId,
    ContactId: await made('Contact', { LastName: 'Ek', AccountId }),
  })
  await client.conn.sobject('Opportunity').update({ Id: OpportunityId, StageName: 'Qualification' })
  const objects = ['OpportunityContactRole', 'OpportunityHistory', 'OpportunityFieldHistory']
  const counts = (scanAll: boolean) =>
    Promise.all(
      objects.map(async (object) => {
        const q = `SELECT IsDeleted FROM ${object} WHERE OpportunityId = '${OpportunityId}'`
        const { records } = await client.conn.query(q, { scanAll })
        return records.map(({ IsDeleted }) => Boolean(IsDeleted))
      }),
    )
  const before = await counts(false)
  assert.ok(before.every((list) => list.length > 0 && !list.includes(true)))
  await client.conn.sobject('Opportunity').destroy(OpportunityId)
  assert.deepEqual(await counts(false), [[], [], []])
  assert.deepEqual(
    await counts(true),
    before.map((list) => list.map(() => true)),
  )
  await client.conn.soap.undelete([OpportunityId])
  assert.deepEqual(await counts(false), before)
})
