import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { layoutOf } from '../reading/layout.ts'
import { fileSource } from '../reading/source.ts'
import { guessObject } from './guess.ts'
import { keyColumnOf } from './keys.ts'
import { suggestMapping, type Column } from './suggest.ts'
import { standardTarget, standardTargets } from './targets.fixture.ts'

const columns = (...names: readonly string[]): readonly Column[] => names.map((name) => ({ name, cells: [] }))
const fieldsFor = (objectName: string, ...names: readonly string[]): readonly (string | null)[] =>
  suggestMapping(columns(...names), standardTarget(objectName)).map(({ field }) => field)

test('headings of many systems and languages find their fields', () => {
  assert.deepEqual(
    fieldsFor('Lead', 'FirstName', 'LASTNAME', 'Company Name', 'E-mail Address', 'mobile', 'zip', 'lead_source', 'url'),
    ['FirstName', 'LastName', 'Company', 'Email', 'MobilePhone', 'PostalCode', 'LeadSource', 'Website'],
  )
  assert.deepEqual(fieldsFor('Lead', 'Vorname', 'Nachname', 'Firma', 'E-Mail', 'Telefon', 'PLZ', 'Ort', 'Straße'), [
    'FirstName',
    'LastName',
    'Company',
    'Email',
    'Phone',
    'PostalCode',
    'City',
    'Street',
  ])
  assert.deepEqual(fieldsFor('Lead', 'Prénom', 'Nom', 'Société', 'Courriel', 'Pays'), [
    'FirstName',
    'LastName',
    'Company',
    'Email',
    'Country',
  ])
  assert.deepEqual(
    fieldsFor('Contact', 'Contact: First Name', 'Contact: Last Name', 'Account: Account Name', 'Contact: Email'),
    ['FirstName', 'LastName', 'AccountId', 'Email'],
  )
  assert.deepEqual(
    fieldsFor('Opportunity', 'Deal Name', 'Deal Stage', 'Close Date', 'Amount', 'Associated Company', 'Deal owner'),
    ['Name', 'StageName', 'CloseDate', 'Amount', 'AccountId', 'OwnerId'],
  )
  assert.deepEqual(fieldsFor('Lead', 'Lead_Email__c', 'Frist Name'), ['Email', 'FirstName'])
})

test('a field is suggested once, and each suggestion says why', () => {
  const mapping = suggestMapping(columns('Email', 'E-mail', 'Emial'), standardTarget('Lead'))
  assert.deepEqual(
    mapping.map(({ field }) => field),
    ['Email', null, null],
  )
  assert.match(mapping[0]?.reason ?? '', /API name, Email/)
  assert.equal(mapping[0]?.confidence, 1)
})

test('a full name stands in only where its parts are missing', () => {
  assert.deepEqual(fieldsFor('Lead', 'Full name', 'Company'), ['Name', 'Company'])
  assert.deepEqual(fieldsFor('Lead', 'Full name', 'First name', 'Last name'), [null, 'FirstName', 'LastName'])
})

test('cells speak where headings say nothing, and are heard against them', () => {
  const nameless = suggestMapping(
    [
      { name: 'Column 1', cells: ['ann@a.com', 'bob@b.org'] },
      { name: 'Column 2', cells: ['+1 415 555 0100', '(415) 555-0101'] },
      { name: 'Column 3', cells: ['Germany', 'Japan', 'Österreich'] },
    ],
    standardTarget('Lead'),
  )
  assert.deepEqual(
    nameless.map(({ field }) => field),
    ['Email', 'Phone', 'Country'],
  )
  const contradicted = suggestMapping([{ name: 'Email', cells: ['red', 'green', 'blue'] }], standardTarget('Lead'))
  assert.equal(contradicted[0]?.field, null)
})

test('a list without column names is told by what lists of people have in common', () => {
  const column = (at: number, ...cells: readonly string[]) => ({ name: `Column ${at}`, cells })
  const list = [
    column(1, 'Schmidt', 'Müller', 'Okafor', 'Lindqvist'),
    column(2, 'Anna', 'Peter', 'Chidi', 'Johannes'),
    column(3, 'Nordwind GmbH', 'Weber Pumps Ltd', 'Acme', 'Schulz KG'),
    column(4, 'hello', 'call again', 'said no', 'next year'),
    column(5, '+49 30 1234501', '+49 30 1234502', '+46 8 123450', '030 1234504'),
  ]
  const fields = (object: string) => suggestMapping(list, standardTarget(object)).map(({ field }) => field)
  assert.deepEqual(fields('Lead'), ['LastName', 'FirstName', 'Company', null, 'Phone'])
  assert.deepEqual(fields('Contact'), ['LastName', 'FirstName', 'AccountId', null, 'Phone'])
  // Columns that have names are what their names say.
  const named = suggestMapping([{ name: 'Zone', cells: ['Anna', 'Peter', 'Maria'] }], standardTarget('Lead'))
  assert.equal(named[0]?.field, null)
})

test('a reference is named by id, e-mail address, name or an outside key', () => {
  const [owner, account] = suggestMapping(
    [
      { name: 'Owner', cells: ['ann@a.com'] },
      { name: 'Account.Oracle_Id__c', cells: ['1-00'] },
    ],
    standardTarget('Opportunity'),
  )
  assert.deepEqual([owner?.field, owner?.by], ['OwnerId', 'Email'])
  assert.deepEqual([account?.field, account?.by], ['AccountId', 'Oracle_Id__c'])
})

test('people of whom nothing more is said are leads', () => {
  const [first] = guessObject(
    'list.csv',
    columns('First Name', 'Last Name', 'Company', 'Email', 'Phone'),
    standardTargets,
  )
  assert.equal(first?.object, 'Lead')
})

const DATA = path.join(import.meta.dirname, '../../../../../shared/data')

const FILES: readonly {
  readonly file: string
  readonly object: string
  readonly key: string | null
  readonly fields: Readonly<Record<string, string | null>>
}[] = [
  {
    file: 'maven-crm/accounts.csv',
    object: 'Account',
    key: null,
    fields: {
      account: 'Name',
      sector: 'Industry',
      revenue: 'AnnualRevenue',
      employees: 'NumberOfEmployees',
      office_location: 'BillingCountry',
      subsidiary_of: 'ParentId',
    },
  },
  {
    file: 'maven-crm/sales_pipeline.csv',
    object: 'Opportunity',
    key: 'opportunity_id',
    fields: {
      sales_agent: 'OwnerId',
      account: 'AccountId',
      deal_stage: 'StageName',
      close_date: 'CloseDate',
      close_value: 'Amount',
    },
  },
  {
    file: 'maven-crm/sales_teams.csv',
    object: 'User',
    key: null,
    fields: { sales_agent: 'Name', manager: 'ManagerId' },
  },
  {
    file: 'olist-funnel/olist_marketing_qualified_leads_dataset.csv',
    object: 'Lead',
    key: 'mql_id',
    fields: { first_contact_date: 'CreatedDate', origin: 'LeadSource' },
  },
  {
    file: 'olist-funnel/olist_closed_deals_dataset.csv',
    object: 'Opportunity',
    key: 'mql_id',
    fields: { won_date: 'CloseDate', sr_id: 'OwnerId', seller_id: 'AccountId' },
  },
  {
    file: 'import/accountData.csv',
    object: 'Account',
    key: 'ID',
    fields: { NAME: 'Name', PARENTID: 'ParentId', BILLINGCITY: 'BillingCity' },
  },
  {
    file: 'import/opportunityData.csv',
    object: 'Opportunity',
    key: 'ID',
    fields: { ACCOUNTID: 'AccountId', STAGENAME: 'StageName', CLOSEDATE: 'CloseDate' },
  },
  {
    file: 'import/trailhead/Accounts-Contacts.csv',
    object: 'Contact',
    key: null,
    fields: { 'Contact: Last Name': 'LastName', 'Account: Account Name': 'AccountId' },
  },
]

for (const { file, object, key, fields } of FILES) {
  const there = path.join(DATA, file)
  test(
    `${path.basename(file)} is understood as ${object}`,
    { skip: existsSync(there) ? false : 'the public data beside the project is not here' },
    async () => {
      const layout = await layoutOf(fileSource(there))
      const found = layout.columns.map((name, at) => ({ name, cells: layout.sample.map((row) => row[at] ?? '') }))
      const [guess] = guessObject(path.basename(file), found, standardTargets)
      assert.equal(guess?.object, object)
      const got = new Map(guess.mapping.map(({ column, field }) => [column, field]))
      for (const [column, field] of Object.entries(fields)) assert.equal(got.get(column), field, column)
      assert.equal(keyColumnOf(found, guess.mapping), key)
    },
  )
}
