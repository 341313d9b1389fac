import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { acted, counted, leadsOf, refusalsOf } from '../../../test/support/importOutcomes.ts'
import { importRoom, type ImportRoom } from '../../../test/support/importing.ts'
import { sql } from '../../platform/sql.ts'
import { changeImport, openImport } from './imports.ts'
import { previewImport } from './preview.ts'
import { refusalsFile } from './refusalsFile.ts'
import { workImport } from './writing/run.ts'

let room: ImportRoom
before(async () => {
  room = await importRoom()
})
after(() => room.drop())

test('a list becomes leads without a hand laid on it', async () => {
  const done = await room.take(
    'messe.csv',
    'Vorname;Nachname;Firma;E-Mail;Umsatz\nAda;Löwe;Löwe Optik GmbH;ada@loewe-optik.example;1.250,50 €\nBo;Ek;Ek & Söner;bo@ek-soner.example;\n',
  )
  assert.equal(done.objectName, 'Lead')
  assert.equal(done.state, 'done')
  assert.deepEqual(done.counts, { read: 2, created: 2, updated: 0, known: 0, skipped: 0, refused: 0 })
  assert.deepEqual(
    (await leadsOf(room, done)).map(({ name, company }) => `${name}, ${company}`),
    ['Ada Löwe, Löwe Optik GmbH', 'Bo Ek, Ek & Söner'],
  )
})

test('a row that cannot be read is refused with its line and the reason, and the rest goes on', async () => {
  const done = await room.take(
    'bad.csv',
    'Last Name,Company,Email,Employees\nOne,Alpha Works,one@alphaworks.example,12\nTwo,Beta Works,two at betaworks,12\nThree,Gamma Works,three@gammaworks.example,51-200\n"Four,Delta Works,x\nFive,Epsilon Works,five@epsilonworks.example,5,6,7\nSix,Zeta Works,six@zetaworks.example,6\n',
  )
  assert.deepEqual({ created: done.counts.created, refused: done.counts.refused }, { created: 2, refused: 4 })
  const refusals = await refusalsOf(room, done)
  assert.deepEqual(
    refusals.map(({ line, field }) => [line, field]),
    [
      [3, 'Email'],
      [4, 'NumberOfEmployees'],
      [5, null],
      [6, null],
    ],
  )
  assert.match(refusals[1]?.reason ?? '', /'51-200' is not a whole number|'51-200' is not a number/)
  assert.match(refusals[2]?.reason ?? '', /quote/)
  const file = (await Array.fromAsync(refusalsFile(room.db, room.org, done))).join('')
  assert.match(file, /^\ufeffLine,What happened,Field,Reason,Last Name,Company/)
  assert.equal(file.split('\r\n').length, 6)
})

test('formulas of a refused row are harmless in the error file', async () => {
  const done = await room.take(
    'evil.csv',
    'Last Name,Company,Email\nGood,Good Works,good@goodworks.example\n=cmd()|x,@evil,no-address\n',
  )
  const file = (await Array.fromAsync(refusalsFile(room.db, room.org, done))).join('')
  assert.match(file, /,'=cmd\(\)\|x,'@evil,no-address/)
})

test('a preview says how columns are read, what is wrong, and whom we know, and keeps nothing', async () => {
  const before = await counted(room, sql`select count(*)::int as n from lead`)
  const { id } = await room.open(
    'preview.csv',
    'Last Name;Company;Email;Ask again on\nLovelace;Analytical Engines;ada@analytical.example;25/12/2027\nBabbage;Analytical Engines;charles@analytical.example;01/02/2028\nByron;Poems Ltd;nobody;03/04/2028\n',
  )
  const preview = await previewImport(room.workshop, room.org, room.admin, id)
  assert.equal(preview.isWholeFile, true)
  assert.deepEqual({ created: preview.counts?.created, refused: preview.counts?.refused }, { created: 2, refused: 1 })
  const date = preview.columns.find(({ column }) => column === 'Ask again on')
  assert.equal(date?.field, 'RecheckOn')
  assert.match(date?.decided ?? '', /day, month, year/)
  assert.equal(preview.problems[0]?.field, 'Email')
  const labels = new Map(preview.fields.map(({ name, label }) => [name, label]))
  assert.deepEqual([labels.get('Name'), labels.get('CreatedDate')], ['Full name', 'Created'], 'also what nobody types')
  assert.ok(!labels.has('LastModifiedDate'))
  assert.equal(await counted(room, sql`select count(*)::int as n from lead`), before)
})

test('a preview goes on behind a line that cannot be read, and behind a stray quote', async () => {
  const { id } = await room.open(
    'strayQuotes.csv',
    'Last Name;Company;Email\nHopper;Compilers Ltd;grace@compilers.example\nNeil;5" Disks Ltd;neil@disks.example\n' +
      '"Never closed;Open Ltd;open@open.example\nKay;Tablets Ltd;alan@tablets.example\nWirth;Pascal AG;nobody\n',
  )
  const { tried, isWholeFile, counts } = await previewImport(room.workshop, room.org, room.admin, id)
  assert.deepEqual({ tried, isWholeFile }, { tried: 5, isWholeFile: true })
  assert.deepEqual({ created: counts?.created, refused: counts?.refused }, { created: 3, refused: 2 })
})

test('columns are mapped as they were the last time', async () => {
  const { id } = await room.open('first.csv', 'who,firm,adr\nMüller,Müller Bau,m@muellerbau.example\n')
  const choices = {
    object: 'Lead',
    mapping: [
      { column: 'who', field: 'LastName' },
      { column: 'firm', field: 'Company' },
      { column: 'adr', field: 'Email' },
    ],
  }
  await changeImport(room.db, room.workshop.doors, room.org, room.admin, id, choices)
  await acted(room, id, 'start')
  await workImport(room.workshop, room.org, id)
  const second = await room.open('second.csv', 'adr,who,firm\na@zimmerei.example,Amsel,Zimmerei Amsel\n')
  assert.equal(second.objectName, 'Lead')
  assert.deepEqual(
    second.mapping.map(({ field }) => field),
    ['Email', 'LastName', 'Company'],
  )
})

test('what the file refers to is found by name, made when asked, and refused when not', async () => {
  const deals =
    'Deal name,Account name,Deal stage,Close date,Amount,Deal owner\nRoof,Turmbau AG,Won,2027-01-31,5000,Nobody Known\n'
  const refused = await room.take('deals.csv', deals)
  assert.equal(refused.counts.refused, 1)
  assert.match(
    (await refusalsOf(room, refused))[0]?.reason ?? '',
    /there is no Account 'Turmbau AG' here.*make what is missing/,
  )
  const done = await room.take('deals2.csv', deals, { options: { createMissing: ['Account'] } })
  assert.equal(done.counts.created, 1)
  assert.equal(
    await counted(
      room,
      sql`select count(*)::int as n from opportunity o join account a on a.id = o.account_id where o.import_id = ${done.id} and a.name = 'Turmbau AG' and o.stage_name = 'Closed Won' and o.owner_id = ${room.admin.userId}`,
    ),
    1,
  )
})

test('a parent that stands further down in the file is tied in the end', async () => {
  const done = await room.take(
    'accounts.csv',
    'Account Name,Parent Account\nKleinwerk Nord,Grosswerk Holding\nGrosswerk Holding,\nEinzelwerk,Niemand GmbH\n',
  )
  assert.equal(done.counts.created, 3)
  assert.equal(
    await counted(
      room,
      sql`select count(*)::int as n from account child join account parent on parent.id = child.parent_id where child.name = 'Kleinwerk Nord' and parent.name = 'Grosswerk Holding'`,
    ),
    1,
  )
  assert.match((await refusalsOf(room, done))[0]?.reason ?? '', /no 'Niemand GmbH' here or in the file/)
})

test('a file that is no table leaves nothing behind', async () => {
  const files = (): Promise<number> => counted(room, sql`select count(*)::int as n from stored_file`)
  const before = await files()
  await assert.rejects(room.open('people.csv', Buffer.from('PK\x03\x04…')), { code: 'archive_damaged' })
  await assert.rejects(room.open('nothing.csv', ''), { code: 'file_empty' })
  assert.equal(await files(), before)
})

test('whoever may not import cannot, and sees nobody else’s imports', async () => {
  const reader = { ...room.admin, role: 'read_only' as const }
  const nothing = {
    name: 'x.csv',
    arriving: (async function* () {
      yield Buffer.from('a\n')
    })(),
  }
  await assert.rejects(openImport(room.db, room.workshop.doors, room.org, reader, nothing), { code: 'forbidden' })
})

test('a cell no database can store costs its own row only', async () => {
  const done = await room.take(
    'nul.csv',
    Buffer.from(
      'Last Name,Company,Email\nA\0da,Nul & Sons,ada@nulsons.example\nBob,Lone \ud800 Works,bob@loneworks.example\n',
    ),
  )
  assert.equal(done.counts.created, 2)
  assert.equal(
    await counted(room, sql`select count(*)::int as n from lead where last_name = 'Ada' and import_id = ${done.id}`),
    1,
  )
})
