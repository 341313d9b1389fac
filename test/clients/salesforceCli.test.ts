import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { aCommandLine, type CommandLine } from './commandLine.ts'

type Row = Readonly<Record<string, string>>

let line: CommandLine
let lead = ''

before(async () => {
  line = await aCommandLine()
  await line.server.call('POST', '/api/custom-fields', {
    object: 'Lead',
    name: 'ErpId__c',
    label: 'ERP id',
    type: 'string',
    length: 40,
    externalId: true,
    unique: true,
  })
  await line.sf('org', 'login', 'access-token', '--instance-url', line.server.url, '--no-prompt', '--alias', 'loc')
})
after(() => line.close())

const query = async (soql: string): Promise<Row[]> => {
  const { records } = await line.result('data', 'query', '-o', 'loc', '--query', soql)
  assert.ok(Array.isArray(records))
  return records
}

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(path.join(line.folder, name), text)
  return name
}

const csv = (text: string): Row[] => parse(text, { columns: true })

const wait = ['-o', 'loc', '--wait', '3'] as const

test('it signs in with a token and shows whom it speaks to', async () => {
  const org = await line.result('org', 'display', '-o', 'loc')
  assert.equal(org.connectedStatus, 'Connected')
  assert.equal(org.username, 'bench@assay.test')
  assert.equal(new URL(String(org.instanceUrl)).origin, line.server.url)
  assert.match(await line.sf('org', 'display', '-o', 'loc'), /bench@assay\.test/)
})

test('it creates, gets and updates a record', async () => {
  const made = await line.result(
    'data',
    'create',
    'record',
    '-o',
    'loc',
    '-s',
    'Lead',
    '-v',
    "LastName='Brandt Weber' Company=Kestrel",
  )
  assert.equal(made.success, true)
  lead = String(made.id)
  const got = await line.result('data', 'get', 'record', '-o', 'loc', '-s', 'Lead', '-i', lead)
  assert.equal(got.LastName, 'Brandt Weber')
  assert.equal(got.Company, 'Kestrel')
  await line.sf('data', 'update', 'record', '-o', 'loc', '-s', 'Lead', '-i', lead, '-v', "Title='Head of Sales'")
  const found = await line.result(
    'data',
    'get',
    'record',
    '-o',
    'loc',
    '-s',
    'Lead',
    '--where',
    "LastName='Brandt Weber'",
  )
  assert.equal(found.Title, 'Head of Sales')
})

test('it queries as a table, as JSON and as CSV', async () => {
  const soql = `SELECT Id, LastName, Owner.Name, CreatedDate FROM Lead WHERE Id = '${lead}'`
  assert.match(await line.sf('data', 'query', '-o', 'loc', '--query', soql), /Brandt Weber/)
  const [record] = await query(soql)
  assert.equal(record?.LastName, 'Brandt Weber')
  const [row] = csv(await line.sf('data', 'query', '-o', 'loc', '--query', soql, '--result-format', 'csv'))
  assert.equal(row?.LastName, 'Brandt Weber')
  assert.ok(row?.['Owner.Name'])
  const counted = await line.sf(
    'data',
    'query',
    '-o',
    'loc',
    '--query',
    'SELECT COUNT(Id) total, Status FROM Lead GROUP BY Status',
  )
  assert.match(counted, /TOTAL|total/)
})

test('a query that cannot be understood is told so', async () => {
  const { status, said } = await line.refused('data', 'query', '-o', 'loc', '--query', 'SELECT Nothing__c FROM Lead')
  assert.equal(status, 1)
  assert.match(said, /No such column 'Nothing__c'/)
})

test('it searches', async () => {
  assert.match(
    await line.sf('data', 'search', '-o', 'loc', '--query', 'FIND {Kestrel} IN ALL FIELDS RETURNING Lead(Id, Company)'),
    /Kestrel/,
  )
})

test('it describes an object and lists all of them', async () => {
  const described = await line.result('sobject', 'describe', '-o', 'loc', '-s', 'Lead')
  assert.ok(Array.isArray(described.fields))
  assert.ok(described.fields.some(({ name, externalId }) => name === 'ErpId__c' && externalId === true))
  const listed = await line.sf('sobject', 'list', '-o', 'loc', '--sobject', 'all')
  for (const name of ['Account', 'Contact', 'Lead', 'Opportunity', 'Campaign', 'CampaignMember'])
    assert.match(listed, new RegExp(`^${name}$`, 'm'))
})

test('it lists limits and counts records', async () => {
  assert.match(await line.sf('limits', 'api', 'display', '-o', 'loc'), /DailyApiRequests/)
  assert.match(await line.sf('org', 'list', 'limits', '-o', 'loc'), /DailyApiRequests/)
  assert.match(await line.sf('org', 'list', 'sobject', 'record-counts', '-o', 'loc', '-s', 'Lead'), /Lead/)
})

test('it exports trees and imports them', async () => {
  const soql = 'SELECT Name, Industry, (SELECT FirstName, LastName FROM Contacts) FROM Account'
  await line.sf('data', 'create', 'record', '-o', 'loc', '-s', 'Account', '-v', "Name='Tern & Sons' Industry=Banking")
  const [account] = await query("SELECT Id FROM Account WHERE Name = 'Tern & Sons'")
  await line.sf(
    'data',
    'create',
    'record',
    '-o',
    'loc',
    '-s',
    'Contact',
    '-v',
    `LastName=Okafor FirstName=Ada AccountId=${account?.Id}`,
  )
  await line.sf('data', 'export', 'tree', '-o', 'loc', '--query', soql, '--output-dir', 'tree')
  await line.sf('data', 'export', 'tree', '-o', 'loc', '--query', soql, '--output-dir', 'planned', '--plan')
  const [exported] = await readdir(path.join(line.folder, 'tree'))
  await line.sf('data', 'import', 'tree', '-o', 'loc', '--files', path.join('tree', String(exported)))
  assert.equal((await query("SELECT Id FROM Contact WHERE Account.Name = 'Tern & Sons'")).length, 2)
  const plan = (await readdir(path.join(line.folder, 'planned'))).find((name) => name.endsWith('plan.json'))
  await line.sf('data', 'import', 'tree', '-o', 'loc', '--plan', path.join('planned', String(plan)))
  assert.equal((await query("SELECT Id FROM Account WHERE Name = 'Tern & Sons'")).length, 3)
})

test('it imports, upserts, updates, exports and deletes in bulk', async () => {
  const names = Array.from({ length: 50 }, (_, at) => `${at},Person ${at},Company ${at}`)
  const first = await file('first.csv', `ErpId__c,LastName,Company\n${names.join('\n')}\n`)
  const imported = await line.result(
    'data',
    'import',
    'bulk',
    ...wait,
    '-s',
    'Lead',
    '--file',
    first,
    '--line-ending',
    'LF',
  )
  assert.equal(imported.processedRecords, 50)

  const second = await file(
    'second.csv',
    `ErpId__c,LastName,Company\n${[...names.slice(0, 10), '99,New,Company'].join('\n')}\n`,
  )
  await line.sf(
    'data',
    'upsert',
    'bulk',
    ...wait,
    '-s',
    'Lead',
    '--file',
    second,
    '--external-id',
    'ErpId__c',
    '--line-ending',
    'LF',
  )
  const kept = await query('SELECT Id, ErpId__c FROM Lead WHERE ErpId__c != null ORDER BY ErpId__c')
  assert.equal(kept.length, 51)

  const third = await file('third.csv', `Id,Title\n${kept.map(({ Id }) => `${Id},Director`).join('\n')}\n`)
  await line.sf('data', 'update', 'bulk', ...wait, '-s', 'Lead', '--file', third, '--line-ending', 'LF')
  await line.sf(
    'data',
    'export',
    'bulk',
    ...wait,
    '--query',
    'SELECT Id, Title FROM Lead WHERE ErpId__c != null',
    '--output-file',
    'all.csv',
    '--result-format',
    'csv',
  )
  const exported = csv(await readFile(path.join(line.folder, 'all.csv'), 'utf8'))
  assert.deepEqual(new Set(exported.map(({ Id }) => Id)), new Set(kept.map(({ Id }) => Id)))
  assert.ok(exported.every(({ Title }) => Title === 'Director'))
  await line.sf(
    'data',
    'export',
    'bulk',
    ...wait,
    '--query',
    'SELECT Id, Title FROM Lead WHERE ErpId__c != null',
    '--output-file',
    'all.json',
    '--result-format',
    'json',
  )
  assert.equal(JSON.parse(await readFile(path.join(line.folder, 'all.json'), 'utf8')).length, 51)

  const fourth = await file(
    'fourth.csv',
    `Id\n${kept
      .slice(1)
      .map(({ Id }) => Id)
      .join('\n')}\n`,
  )
  await line.sf('data', 'delete', 'bulk', ...wait, '-s', 'Lead', '--file', fourth, '--line-ending', 'LF')
  assert.equal((await query('SELECT Id FROM Lead WHERE ErpId__c != null')).length, 1)
})

test('refused rows of a bulk job are told, and the command fails', async () => {
  const wrong = await file('wrong.csv', 'LastName,Company\nRight,Company\n,Company\n')
  const { status, said } = await line.refused(
    'data',
    'import',
    'bulk',
    ...wait,
    '-s',
    'Lead',
    '--file',
    wrong,
    '--line-ending',
    'LF',
    '--json',
  )
  assert.notEqual(status, 0)
  const { data } = JSON.parse(said.slice(said.indexOf('{')))
  await line.sf('data', 'bulk', 'results', '-o', 'loc', '--job-id', data.jobId)
  const failed = (await readdir(line.folder)).find((name) => name.includes('failed'))
  assert.match(await readFile(path.join(line.folder, String(failed)), 'utf8'), /REQUIRED_FIELD_MISSING/)
})

test('its older bulk commands work too', async () => {
  const older = await file('older.csv', 'ErpId__c,LastName,Company\n700,Older,Company\n')
  await line.sf('force', 'data', 'bulk', 'upsert', ...wait, '-s', 'Lead', '--file', older, '--external-id', 'ErpId__c')
  const [made] = await query("SELECT Id FROM Lead WHERE ErpId__c = '700'")
  const gone = await file('gone.csv', `Id\n${made?.Id}\n`)
  await line.sf('force', 'data', 'bulk', 'delete', ...wait, '-s', 'Lead', '--file', gone)
  assert.deepEqual(await query("SELECT Id FROM Lead WHERE ErpId__c = '700'"), [])
})

test('it uploads a file and calls any address', async () => {
  await file('agenda.txt', 'One, two')
  await line.sf('data', 'create', 'file', '-o', 'loc', '--file', 'agenda.txt', '--parent-id', lead, '--title', 'Agenda')
  assert.equal(
    (await query(`SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '${lead}'`)).length,
    1,
  )
  assert.match(
    await line.sf('api', 'request', 'rest', `services/data/v64.0/sobjects/Lead/${lead}`, '-o', 'loc'),
    /Brandt Weber/,
  )
})

test('it deletes a record', async () => {
  await line.sf('data', 'delete', 'record', '-o', 'loc', '-s', 'Lead', '-i', lead)
  assert.deepEqual(await query(`SELECT Id FROM Lead WHERE Id = '${lead}'`), [])
})

test('it lists metadata', async () => {
  assert.match(await line.sf('org', 'list', 'metadata-types', '-o', 'loc'), /CustomObject/)
  assert.match(await line.sf('org', 'list', 'metadata', '-o', 'loc', '-m', 'CustomObject'), /Lead/)
})
