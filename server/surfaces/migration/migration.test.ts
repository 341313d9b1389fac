import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aBulkServer, type BulkServer } from '../../../test/support/bulk.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { firstAdministrator } from '../../../bin/assay/people.ts'
import { copiedIds, copyOrg, previewCopy, type Copied, type Migration } from './migration.ts'
import { signIn } from './signingIn.ts'
import type { Source } from './source.ts'

type Row = Record<string, unknown>

let there: BulkServer
let here: TestServer
let headers: { readonly authorization: string }
let migration: Migration
let copied: Copied | undefined

before(async () => {
  there = await aBulkServer()
  here = await aServer()
  headers = await here.as('administrator')
  await fillOrg()
  const source = await signIn(there.url, { token: String(there.conn.accessToken) })
  migration = { db: here.db, org: here.org, source, actor: await firstAdministrator(here.db, here.org) }
})
after(async () => {
  await there.close()
  await here.close()
})

const create = async (name: string, record: Row): Promise<string> => {
  const { id } = await there.conn.sobject(name).create(record)
  assert.ok(id !== undefined, name)
  return id
}

async function fillOrg(): Promise<void> {
  await fillStructure()
  const { conn } = there
  const parent = await create('Account', { Name: 'Kestrel Group', Industry: 'Banking' })
  const account = await create('Account', {
    Name: 'Kestrel "North", Ltd\nBranch',
    ParentId: parent,
    AnnualRevenue: 1250.5,
  })
  await conn.sobject('Account').update({ Id: parent, ParentId: await create('Account', { Name: 'Above all' }) })
  const boss = await create('Contact', { LastName: 'Okafor', AccountId: account, Email: 'ada@kestrel.example' })
  await create('Contact', { LastName: 'Weber', FirstName: 'Jürgen', AccountId: account, ReportsToId: boss })
  const campaign = await create('Campaign', { Name: 'Spring fair', IsActive: true })
  await create('Campaign', { Name: 'Spring fair, day two', ParentId: campaign })

  const lead = { Company: 'Tern & Sons', LeadSource: 'Web' }
  const open = await create('Lead', { ...lead, LastName: 'Open', Plant__c: 'South', HasOptedOutOfEmail: true })
  await conn.sobject('Lead').update({ Id: open, Title: 'Head of Sales' })
  const converted = await create('Lead', { ...lead, LastName: 'Converted', Email: 'con@tern.example' })
  await create('CampaignMember', { CampaignId: campaign, LeadId: converted, Status: 'Sent' })
  await create('CampaignMember', { CampaignId: campaign, ContactId: boss, Status: 'Responded' })
  await create('Task', { Subject: 'Call back', WhoId: converted, Status: 'Completed', ActivityDate: '2026-05-01' })
  await convert(converted)
  const [deal] = (await conn.query('SELECT Id FROM Opportunity')).records
  await conn.sobject('Opportunity').update({ Id: String(deal?.Id), Amount: 4200, NextStep: 'Send the offer' })
  await create('OpportunityContactRole', { OpportunityId: deal?.Id, ContactId: boss, Role: 'Evaluator' })
  const keep = await create('Lead', { ...lead, LastName: 'Twice' })
  const lose = await create('Lead', { ...lead, LastName: 'Twice', Phone: '+49 30 1234567' })
  await conn.soap.merge({ masterRecord: { type: 'Lead', Id: keep }, recordToMergeIds: [lose] })
  await conn.sobject('Lead').delete(await create('Lead', { ...lead, LastName: 'Thrown away' }))
  await conn.sobject('Lead').create(
    Array.from({ length: 150 }, (_, at) => ({ ...lead, LastName: `Many ${at}`, Company: `Company ${at}` })),
    { allowRecursive: true },
  )

  await create('Event', {
    Subject: 'Visit',
    WhoId: boss,
    WhatId: account,
    StartDateTime: '2026-06-01T08:00:00Z',
    EndDateTime: '2026-06-01T09:30:00Z',
  })
  await create('Note', { ParentId: account, Title: 'Remember', Body: 'Blue door,\n"second" floor' })
  await create('Attachment', { ParentId: account, Name: 'plan.txt', Body: Buffer.from('a plan').toString('base64') })
  const bytes = Buffer.alloc(1_300_000, 'assay ')
  const version = { PathOnClient: 'film.bin', Title: 'Film', FirstPublishLocationId: account }
  await create('ContentVersion', { ...version, VersionData: bytes.toString('base64') })
  const first = await create('Machine__c', { Name: 'Press', Account__c: account, Hours__c: 12.5 })
  const second = await create('Machine__c', { Name: 'Saw', Account__c: parent, Twin__c: first })
  await conn.sobject('Machine__c').update({ Id: first, Twin__c: second })
}

async function fillStructure(): Promise<void> {
  const { ask } = await there.browser()
  const field = (more: Row) => ask('POST', '/api/custom-fields', more)
  await ask('POST', '/api/custom-objects', { name: 'Machine__c', label: 'Machine', labelPlural: 'Machines' })
  const reference = { object: 'Machine__c', type: 'reference' }
  await field({ ...reference, name: 'Account__c', label: 'Account', referenceTo: 'Account' })
  await field({ ...reference, name: 'Twin__c', label: 'Twin', referenceTo: 'Machine__c' })
  await field({ object: 'Machine__c', name: 'Hours__c', label: 'Hours', type: 'double', precision: 10, scale: 2 })
  const picklist = [{ value: 'North' }, { value: 'South' }]
  await field({ object: 'Lead', name: 'Plant__c', label: 'Plant', type: 'picklist', picklist })
}

async function convert(leadId: string): Promise<{ readonly id: string }> {
  const [status] = (await there.conn.query('SELECT ApiName FROM LeadStatus WHERE IsConverted = true')).records
  const done = await there.conn.soap.convertLead({
    leadId,
    convertedStatus: String(status?.ApiName),
    opportunityName: 'Tern',
  })
  assert.equal(done.success, true, JSON.stringify(done))
  return { id: String(done.opportunityId) }
}

const askHere = async (soql: string): Promise<Row[]> => {
  const rows: Row[] = []
  let url: string | undefined = `/services/data/v59.0/query?q=${encodeURIComponent(soql)}`
  while (url !== undefined) {
    const answer = await here.call('GET', url, { headers })
    assert.equal(answer.statusCode, 200, answer.body)
    const page: { records: Row[]; nextRecordsUrl?: string } = answer.json()
    rows.push(...page.records)
    url = page.nextRecordsUrl
  }
  return rows
}

const askThere = async (soql: string): Promise<Row[]> =>
  (await there.conn.query<Row>(soql, { autoFetch: true })).records

const NAMES = [
  'Account',
  'Campaign',
  'Contact',
  'Lead',
  'Opportunity',
  'OpportunityContactRole',
  'CampaignMemberStatus',
  'CampaignMember',
  'Task',
  'Event',
  'Note',
  'Machine__c',
  'Attachment',
  'ContentDocument',
  'ContentVersion',
  'ContentDocumentLink',
  'LeadHistory',
  'AccountHistory',
  'OpportunityFieldHistory',
  'OpportunityHistory',
]

/** What each side knows of its own. */
const OWN = new Set([
  'PersonId',
  'ImportId',
  'LastViewedDate',
  'LastReferencedDate',
  'IsUnreadByOwner',
  'VersionData',
  'Body',
  'SystemModstamp',
  'ContentBodyId',
])

test('a preview tells what would be made, and makes nothing', async () => {
  const preview = await previewCopy(migration)
  assert.deepEqual(
    preview.structure.objects.map(({ name }) => name),
    ['Machine__c'],
  )
  assert.ok(preview.structure.fields.some(({ object, field }) => object.name === 'Lead' && field.name === 'Plant__c'))
  assert.ok(preview.counts.some(({ objectName, there: count }) => objectName === 'Lead' && count > 150))
  assert.deepEqual(await askHere('SELECT Id FROM Account'), [])
})

/** A source whose line breaks at the n-th question. */
const breaking = (source: Source, after: number): Source => {
  let asked = 0
  const ask =
    <Sent extends readonly unknown[], Got>(verb: (...sent: Sent) => Promise<Got>) =>
    async (...sent: Sent): Promise<Got> => {
      if (++asked > after) throw new Error('the line broke')
      return verb(...sent)
    }
  return { ...source, get: ask(source.get), json: ask(source.json), post: ask(source.post) }
}

test('a copied org is equal row by row, ids and all they point to, though the copying was cut off again and again', async () => {
  let cuts = 0
  for (; copied === undefined; cuts++) {
    const cut = { ...migration, pageRows: 40, source: breaking(migration.source, 35 + cuts) }
    copied = await copyOrg(cut).catch((error: unknown) => {
      assert.match(String(error), /the line broke/)
      return undefined
    })
  }
  assert.ok(cuts > 4, `cut off ${cuts} times`)
  const ids = new Map<string, string>()
  for await (const { theirs, ours } of copiedIds(here.db, here.org, migration.source)) ids.set(theirs, ours)
  for (const name of NAMES) {
    const body = name === 'Note' ? '' : 'Body'
    const fields = (await there.conn.sobject(name).describe()).fields
      .filter(
        ({ name: field, type }) =>
          (!OWN.has(field) || field === (body === '' ? 'Body' : '-')) && !['address', 'base64'].includes(type),
      )
      .map(({ name: field }) => field)
    const soql = `SELECT ${fields.join(', ')} FROM ${name}`
    const where = name === 'ContentDocumentLink' ? [...ids.keys()].filter((id) => id.startsWith('069')) : []
    const asked = (list: readonly string[]) =>
      list.length === 0 ? soql : `${soql} WHERE ContentDocumentId IN (${list.map((id) => `'${id}'`).join()})`
    const theirs = await askThere(asked(where))
    const ours = await askHere(asked(where.map((id) => ids.get(id) ?? '')))
    assert.ok(theirs.length > 0, `${name} has records`)
    const plain = (row: Row, id: (text: string) => string) =>
      Object.fromEntries(
        Object.entries(row)
          .filter(([key]) => key !== 'attributes')
          .map(([key, value]) => [key, typeof value === 'string' ? id(value) : value]),
      )
    const byId = new Map(ours.map((row) => [String(row.Id), plain(row, (text) => text)]))
    assert.deepEqual(
      byId,
      new Map(
        theirs.map((row) => [
          ids.get(String(row.Id)) ?? `${String(row.Id)} is not here`,
          plain(row, (text) => ids.get(text) ?? text),
        ]),
      ),
      name,
    )
  }
})

test('the counts agree, and the files have their bytes', async () => {
  assert.ok(copied !== undefined && copied.counts.length > 20)
  for (const { objectName, there: count, here: mine, remarks } of copied.counts)
    assert.equal(mine, count, `${objectName}: ${remarks.join('; ')}`)
  const [version] = await askHere('SELECT Id FROM ContentVersion')
  const film = await here.call(
    'GET',
    `/services/data/v59.0/sobjects/ContentVersion/${String(version?.Id)}/VersionData`,
    { headers },
  )
  assert.deepEqual(film.rawPayload, Buffer.alloc(1_300_000, 'assay '))
  const [attachment] = await askHere('SELECT Id FROM Attachment')
  const plan = await here.call('GET', `/services/data/v59.0/sobjects/Attachment/${String(attachment?.Id)}/Body`, {
    headers,
  })
  assert.equal(plan.body, 'a plan')
})

test('a converted lead and its contact are one person, a merged one is not copied, and nobody new may sign in', async () => {
  const [lead] = await askHere(
    "SELECT Id, IsConverted, ConvertedContactId, ConvertedOpportunity.Name FROM Lead WHERE LastName = 'Converted'",
  )
  assert.equal(lead?.IsConverted, true)
  const undone = await here.call('DELETE', `/api/leads/${String(lead?.Id)}/conversion`, { headers })
  assert.match(undone.body, /converted in the system it was copied from/)
  assert.equal((await askHere("SELECT Id FROM Lead WHERE LastName = 'Twice'")).length, 1)
  assert.deepEqual(await askHere("SELECT Id FROM Lead WHERE LastName = 'Thrown away'"), [])
  const people = await askHere('SELECT Username, IsActive FROM User')
  const active = people.filter(({ IsActive }) => IsActive === true)
  assert.ok(people.length > active.length)
})

test('copied again, no row is there twice', async () => {
  const again = await copyOrg(migration)
  assert.deepEqual(again.counts, copied?.counts)
})
