import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { firstAdministrator } from '../../../bin/assay/people.ts'
import { copyOrg, type Copied } from './migration.ts'
import { SourceError, type Json, type Source } from './source.ts'

type Row = Readonly<Record<string, string>>
type Described = Readonly<Record<string, unknown>>

const id = (prefix: string, number: number): string => `${prefix}${String(number).padStart(12, '0')}AAA`

const text = (name: string, more: Described = {}): Described => ({
  name,
  label: name,
  type: 'string',
  length: 80,
  ...more,
})
const link = (name: string, referenceTo: readonly string[], more: Described = {}): Described => ({
  ...text(name),
  type: 'reference',
  referenceTo,
  ...more,
})
const stamps = [
  text('Id'),
  text('CreatedDate'),
  link('CreatedById', ['User']),
  text('LastModifiedDate'),
  link('OwnerId', ['User', 'Group']),
]
const custom = { custom: true }

/** An org with what only Salesforce has: formulas, settings, links to cases, people without a company, and values nobody checked. */
const objects: Readonly<
  Record<string, { readonly fields: readonly Described[]; readonly rows: readonly Row[]; readonly more?: Described }>
> = {
  Organization: { fields: [text('Id')], rows: [{ Id: id('00D', 1) }] },
  User: {
    fields: [text('Id')],
    rows: [{ Id: id('005', 1), Username: 'owen@there.example', Email: 'owen@there.example', LastName: 'Reyes' }],
  },
  Group: {
    fields: [text('Id'), text('Name'), text('Type')],
    rows: [
      { Id: id('00G', 1), Name: 'Inbound', Type: 'Queue' },
      { Id: id('00G', 2), Name: 'CEO', Type: 'Role' },
    ],
  },
  Account: {
    fields: [
      ...stamps,
      text('Name'),
      link('ParentId', ['Account']),
      text('Margin__c', { ...custom, type: 'double', calculated: true }),
      link('Any__c', ['Account', 'Contact'], custom),
    ],
    rows: [
      {
        Id: id('001', 1),
        Name: 'Below',
        ParentId: id('001', 2),
        OwnerId: id('005', 1),
        CreatedDate: '2014-03-01T10:00:00.000+0000',
      },
      { Id: id('001', 2), Name: 'Above', OwnerId: id('005', 9) },
    ],
  },
  Lead: {
    fields: [
      ...stamps,
      text('LastName'),
      text('Company'),
      text('Email'),
      text('Status'),
      text('IsConverted'),
      text('ConvertedDate'),
      text('Tier__c', {
        ...custom,
        type: 'picklist',
        restrictedPicklist: true,
        picklistValues: [{ value: 'Gold', label: 'Gold', active: true }],
      }),
    ],
    rows: [
      {
        Id: id('00Q', 1),
        LastName: 'Alone',
        Email: 'not an address',
        Status: 'Raw',
        OwnerId: id('00G', 1),
        Tier__c: 'Silver',
      },
      {
        Id: id('00Q', 2),
        LastName: 'Done',
        Company: 'Below',
        Status: 'Raw',
        IsConverted: 'true',
        ConvertedDate: '2020-05-06',
      },
      { Id: id('00Q', 3), Company: 'Nobody', Status: 'Raw' },
    ],
  },
  Task: {
    fields: [...stamps, text('Subject'), link('WhatId', ['Account', 'Case', 'Visit__c']), text('IsClosed')],
    rows: [
      { Id: id('00T', 1), Subject: 'Call', WhatId: id('500', 1) },
      {
        Id: id('00T', 2),
        Subject: '',
        WhatId: id('a01', 1),
        IsClosed: 'true',
        LastModifiedDate: '2021-01-01T00:00:00.000+0000',
      },
    ],
  },
  Note: {
    fields: [...stamps, text('Title'), link('ParentId', ['Account', 'Case'])],
    rows: [{ Id: id('002', 1), Title: 'About a case', ParentId: id('500', 1) }],
  },
  Visit__c: {
    fields: [...stamps, text('Name', { autoNumber: true }), link('Account__c', ['Account'], custom)],
    rows: [{ Id: id('a01', 1), Name: 'V-0007', Account__c: id('001', 1) }],
    more: { ...custom, label: 'Visit', labelPlural: 'Visits' },
  },
  Settings__c: { fields: stamps, rows: [], more: { ...custom, customSetting: true } },
}

let here: TestServer
let copied: Copied
let headers: { readonly authorization: string }

before(async () => {
  here = await aServer()
  headers = await here.as('administrator')
  copied = await copyOrg({
    db: here.db,
    org: here.org,
    source: otherOrg(),
    actor: await firstAdministrator(here.db, here.org),
  })
})
after(() => here.close())

function otherOrg(): Source {
  const jobs: string[] = []
  const rowsOf = (soql: string): readonly Row[] => {
    const name = /FROM (\w+)/.exec(soql)?.[1] ?? ''
    const found = objects[name]
    if (found === undefined) throw new SourceError(400, `sObject type '${name}' is not supported.`)
    return found.rows
  }
  const json = async (path: string): Promise<Json> => {
    const url = new URL(path, 'http://there.example')
    const soql = url.searchParams.get('q')
    if (soql !== null) return { totalSize: rowsOf(soql).length, done: true, records: rowsOf(soql) }
    if (url.pathname === '/sobjects')
      return { sobjects: Object.keys(objects).map((name) => ({ name, queryable: true })) }
    const described = /^\/sobjects\/(\w+)\/describe$/.exec(url.pathname)?.[1]
    if (described === undefined) return { state: 'JobComplete' }
    const found = objects[described]
    return {
      name: described,
      label: described,
      labelPlural: described,
      fields: found?.fields,
      childRelationships: [],
      ...found?.more,
    }
  }
  return {
    url: 'http://there.example',
    json,
    post: async (_, { query }) => ({ id: String(jobs.push(String(query)) - 1) }),
    get: async (path) => {
      const soql = jobs[Number(/query\/(\d+)/.exec(path)?.[1])] ?? ''
      const fields = /SELECT (.*) FROM/.exec(soql)?.[1]?.split(', ') ?? []
      const lines = rowsOf(soql).map((row) =>
        fields.map((name) => `"${(row[name] ?? '').replaceAll('"', '""')}"`).join(','),
      )
      return new Response([fields.join(','), ...lines].join('\n'), { headers: { 'sforce-locator': 'null' } })
    },
  }
}

const ask = async (soql: string): Promise<Record<string, unknown>[]> => {
  const answer = await here.call('GET', `/services/data/v59.0/query?q=${encodeURIComponent(soql)}`, { headers })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().records
}

const countOf = (name: string) => copied.counts.find(({ objectName }) => objectName === name)

test('formulas and links to several kinds of record are left out by name, and settings are no objects', async () => {
  assert.deepEqual(
    copied.leftOut.map(({ name }) => name),
    ['Account.Margin__c', 'Account.Any__c'],
  )
  assert.equal(countOf('Settings__c'), undefined)
  const [visit] = await ask('SELECT Name, Account__r.Name FROM Visit__c')
  assert.equal(visit?.Name, 'V-0007')
})

test('a lead without a company is kept, one without a name is left out, and both are said', async () => {
  const leads = await ask(
    'SELECT LastName, Company, Email, Owner.Name, Tier__c, IsConverted, ConvertedDate FROM Lead ORDER BY LastName',
  )
  assert.deepEqual(
    leads.map(({ LastName, Company, Email, Tier__c, IsConverted, ConvertedDate }) => [
      LastName,
      Company,
      Email,
      Tier__c,
      IsConverted,
      ConvertedDate,
    ]),
    [
      ['Alone', '[not provided]', null, 'Silver', false, null],
      ['Done', 'Below', null, null, true, '2020-05-06'],
    ],
  )
  const { there, here: kept, remarks } = countOf('Lead') ?? { there: 0, here: 0, remarks: [] }
  assert.deepEqual([there, kept], [3, 2])
  assert.ok(
    remarks.some((remark) => remark === '1 left out: LastName is missing'),
    remarks.join('\n'),
  )
  assert.ok(
    remarks.some((remark) => remark.includes('Email left blank')),
    remarks.join('\n'),
  )
})

test('a parent copied later is joined, and whoever is not here owns nothing', async () => {
  const accounts = await ask('SELECT Id, Name, ParentId, CreatedDate FROM Account ORDER BY Name')
  assert.deepEqual(
    accounts.map(({ Name }) => Name),
    ['Above', 'Below'],
  )
  assert.equal(accounts[1]?.ParentId, accounts[0]?.Id)
  assert.equal(accounts[1]?.CreatedDate, '2014-03-01T10:00:00.000+0000')
  assert.ok(countOf('Account')?.remarks.some((remark) => remark.includes('the owner is not here')))
})

test('what points to a case is kept without it where it can be, and left out where not', async () => {
  const tasks = await ask('SELECT Subject, WhatId, IsClosed FROM Task ORDER BY Subject')
  assert.deepEqual(
    tasks.map(({ Subject, WhatId, IsClosed }) => [Subject, WhatId, IsClosed]),
    [
      ['Call', null, false],
      ['Task', null, true],
    ],
  )
  assert.ok(
    countOf('Task')?.remarks.some((remark) => remark.includes('2 references lead to records that are not copied')),
  )
  assert.deepEqual(countOf('Note')?.remarks, ['1 left out: ParentId points to a record that is not copied'])
  assert.deepEqual([countOf('Note')?.there, countOf('Note')?.here], [1, 0])
})

test('only queues and groups come, and not the groups Salesforce keeps for roles', async () => {
  assert.deepEqual(
    (await ask('SELECT Name FROM Group')).map(({ Name }) => Name),
    ['Inbound'],
  )
  assert.deepEqual([countOf('Group')?.there, countOf('Group')?.here], [1, 1])
})
