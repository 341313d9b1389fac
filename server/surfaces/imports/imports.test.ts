import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { importRoom, publicFile, type ImportRoom } from '../../../test/support/importing.ts'
import { aLead } from '../../../test/support/builders.ts'
import { many, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/tx.ts'
import { actOnImport, changeImport, openImport } from './imports.ts'
import { importById, refusalsAfter } from './imports.sql.ts'
import type { Import } from './import.ts'
import { previewImport } from './preview.ts'
import { refusalsFile } from './refusalsFile.ts'
import { workImport } from './writing/run.ts'
import { undoImport } from './writing/undo.ts'

let room: ImportRoom
before(async () => {
  room = await importRoom()
})
after(() => room.drop())

const HEADER = 'First Name,Last Name,Company,Email,Phone\n'

type Found = { readonly name: string; readonly company: string; readonly email: string | null }

const leadsOf = (imported: Import): Promise<Found[]> =>
  room.read((tx) =>
    many<Found>(
      tx,
      sql`select concat_ws(' ', first_name, last_name) as name, company, email from lead where import_id = ${imported.id} and deleted_at is null order by id`,
    ),
  )

const counted = async (statement: ReturnType<typeof sql<{ n: number }>>): Promise<number> =>
  (await room.read((tx) => many<{ n: number }>(tx, statement)))[0]?.n ?? -1

const refusalsOf = (imported: Import) => room.read((tx) => refusalsAfter(tx, imported.id, -1, -1, 1000))

const acted = (id: number, act: 'start' | 'pause' | 'cancel' | 'check' | 'undo'): Promise<Import> =>
  room.write((tx) => actOnImport(tx, room.admin, room.workshop.doors, id, act))

const current = async (id: number): Promise<Import> => {
  const imported = await room.read((tx) => importById(tx, id))
  assert.ok(imported)
  return imported
}

test('a list becomes leads without a hand laid on it', async () => {
  const done = await room.take(
    'messe.csv',
    'Vorname;Nachname;Firma;E-Mail;Umsatz\nAda;Löwe;Löwe Optik GmbH;ada@loewe-optik.example;1.250,50 €\nBo;Ek;Ek & Söner;bo@ek-soner.example;\n',
  )
  assert.equal(done.objectName, 'Lead')
  assert.equal(done.state, 'done')
  assert.deepEqual(done.counts, { read: 2, created: 2, updated: 0, known: 0, skipped: 0, refused: 0 })
  assert.deepEqual(
    (await leadsOf(done)).map(({ name, company }) => `${name}, ${company}`),
    ['Ada Löwe, Löwe Optik GmbH', 'Bo Ek, Ek & Söner'],
  )
})

test('a row that cannot be read is refused with its line and the reason, and the rest goes on', async () => {
  const done = await room.take(
    'bad.csv',
    'Last Name,Company,Email,Employees\nOne,Alpha Works,one@alphaworks.example,12\nTwo,Beta Works,two at betaworks,12\nThree,Gamma Works,three@gammaworks.example,51-200\n"Four,Delta Works,x\nFive,Epsilon Works,five@epsilonworks.example,5,6,7\nSix,Zeta Works,six@zetaworks.example,6\n',
  )
  assert.deepEqual({ created: done.counts.created, refused: done.counts.refused }, { created: 2, refused: 4 })
  const refusals = await refusalsOf(done)
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

test('somebody we know makes an inquiry, never a second lead, and answers the campaign', async () => {
  const { campaignId, leadId } = await room.write(async (tx) => {
    const [campaign] =
      (await room.workshop.doors.get('Campaign')?.create(tx, room.admin, [{ Name: 'Hannover 2027' }])) ?? []
    return {
      campaignId: campaign?.id ?? 0,
      leadId: await aLead(tx, room.admin, {
        FirstName: 'Grace',
        LastName: 'Hopper',
        Company: 'Eckert Computing',
        Email: 'grace@eckert.example',
      }),
    }
  })
  const list = `${HEADER}Grace,Hopper,Eckert Computing,grace@eckert.example,\nJean,Bartik,Mauchly Machines,jean@mauchly.example,\n`
  const done = await room.take('hannover.csv', list, {
    options: { campaignId: encodeId(campaignId), memberStatus: 'Responded' },
  })
  assert.deepEqual({ created: done.counts.created, known: done.counts.known }, { created: 1, known: 1 })
  assert.equal(await counted(sql`select count(*)::int as n from lead where last_name = 'Hopper'`), 1)
  assert.equal(
    await counted(
      sql`select count(*)::int as n from inquiry q join lead l on l.person_id = q.person_id where l.id = ${leadId} and q.source = 'Import'`,
    ),
    1,
  )
  assert.equal(
    await counted(
      sql`select count(*)::int as n from campaign_member where campaign_id = ${campaignId} and has_responded`,
    ),
    2,
  )
})

test('blanks of a known lead are filled when asked, and undoing empties them again', async () => {
  const leadId = await room.write((tx) =>
    aLead(tx, room.admin, {
      FirstName: 'Mary',
      LastName: 'Keller',
      Company: 'Clarke College',
      Email: 'mary@clarke.example',
    }),
  )
  const list = `${HEADER}Mary,Keller,Clarke College,mary@clarke.example,+1 563 555 0101\nNew,Person,Dubuque Data,new@dubuquedata.example,\n`
  const done = await room.take('fill.csv', list, { options: { duplicates: 'fill' } })
  assert.deepEqual({ created: done.counts.created, updated: done.counts.updated }, { created: 1, updated: 1 })
  const phone = (): Promise<number> =>
    counted(sql`select count(*)::int as n from lead where id = ${leadId} and phone is not null`)
  assert.equal(await phone(), 1)
  await acted(done.id, 'undo')
  await undoImport(room.workshop, room.org, done.id)
  assert.equal((await current(done.id)).state, 'undone')
  assert.equal(await phone(), 0)
  assert.deepEqual(await leadsOf(done), [])
  assert.equal(await counted(sql`select count(*)::int as n from lead where id = ${leadId} and deleted_at is null`), 1)
})

test('the same person twice in one file is one lead', async () => {
  const done = await room.take(
    'twice.csv',
    `${HEADER}Radia,Perlman,Spanning Trees Ltd,radia@spanningtrees.example,\nRadia,Perlman,Spanning Trees,radia@spanningtrees.example,\n`,
  )
  assert.deepEqual({ created: done.counts.created, skipped: done.counts.skipped }, { created: 1, skipped: 1 })
  assert.match((await refusalsOf(done))[0]?.reason ?? '', /Line 2 is the same/)
})

const people = (n: number, company: (at: number) => string): string =>
  HEADER +
  Array.from(
    { length: n },
    (_, at) =>
      `${word(at * 7919 + 13)},${word(at * 104_729 + 5)},${company(at)},p${at}@${company(at)
        .toLowerCase()
        .replace(/[^a-z]/g, '')}.example,\n`,
  ).join('')

const SYLLABLES = 'ba ko ri tam lu shen dor vil ga mek nor pi zu hal fen'.split(' ')

/** A made-up word for each number, no two alike to the ear for long. */
function word(number: number): string {
  let rest = number
  let text = ''
  do {
    text += SYLLABLES[rest % SYLLABLES.length]
    rest = Math.floor(rest / SYLLABLES.length)
  } while (rest > 0)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

test('killed half-way and run again, no row is there twice and none is missing', async () => {
  const rows = 6000
  const { id } = await room.open(
    'large.csv',
    people(rows, (at) => `${word(at * 31 + 1_000_003)} Works`),
  )
  await changeImport(room.db, room.workshop.doors, room.org, room.admin, id, { options: { duplicates: 'create' } })
  await acted(id, 'start')
  await killHalfWay(id)
  const half = await current(id)
  assert.ok(half.counts.created > 0 && half.counts.created < rows, `${half.counts.created} rows were written`)
  assert.equal(half.state, 'running')
  await Promise.all([workImport(room.workshop, room.org, id), workImport(room.workshop, room.org, id)])
  const done = await current(id)
  // Two workers at one import: the one that lost the place stopped by itself.
  if (done.state !== 'done') await workImport(room.workshop, room.org, id)
  const end = await current(id)
  assert.equal(end.state, 'done')
  assert.deepEqual(end.counts, { read: rows, created: rows, updated: 0, known: 0, skipped: 0, refused: 0 })
  assert.equal(await counted(sql`select count(*)::int as n from lead where import_id = ${id}`), rows)
  assert.equal(await counted(sql`select count(distinct email)::int as n from lead where import_id = ${id}`), rows)
})

/** Runs the import in a program of its own, and kills it when it has written its second batch. */
async function killHalfWay(importId: number): Promise<void> {
  const program = spawn(
    process.execPath,
    [
      path.join(import.meta.dirname, '../../../test/support/importProgram.ts'),
      JSON.stringify(room.connection),
      String(importId),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let batches = 0
  for await (const line of createInterface({ input: program.stdout })) {
    assert.match(line, /^\d+$/)
    if (++batches === 2) program.kill('SIGKILL')
  }
  assert.equal(batches >= 2, true)
}

test('an import pauses between batches and goes on where it was', async () => {
  const { id } = await room.open(
    'pause.csv',
    people(5000, (at) => `${word(at * 37 + 2_000_003)} House`),
  )
  await changeImport(room.db, room.workshop.doors, room.org, room.admin, id, { options: { duplicates: 'create' } })
  await acted(id, 'start')
  let paused: Promise<unknown> = Promise.resolve()
  let batches = 0
  const pausing = {
    ...room.workshop,
    onProgress: () => {
      if (++batches === 1) paused = acted(id, 'pause')
    },
  }
  await workImport(pausing, room.org, id)
  await paused
  const half = await current(id)
  assert.equal(half.state, 'paused')
  assert.ok(half.counts.read < 5000)
  await acted(id, 'start')
  await workImport(room.workshop, room.org, id)
  assert.equal((await current(id)).counts.created, 5000)
})

test('trying an import keeps nothing and counts everything', async () => {
  const before = await counted(sql`select count(*)::int as n from lead`)
  const { id } = await room.open(
    'try.csv',
    `${HEADER}Katherine,Johnson,Langley Research,kj@langley.example,\n,,,not-an-address,\n`,
  )
  await acted(id, 'check')
  await workImport(room.workshop, room.org, id)
  const tried = await current(id)
  assert.equal(tried.state, 'checked')
  assert.deepEqual({ created: tried.counts.created, refused: tried.counts.refused }, { created: 1, refused: 1 })
  assert.equal(await counted(sql`select count(*)::int as n from lead`), before)
  await acted(id, 'start')
  await workImport(room.workshop, room.org, id)
  assert.equal((await current(id)).counts.created, 1)
})

test('a preview says how columns are read, what is wrong, and whom we know, and keeps nothing', async () => {
  const before = await counted(sql`select count(*)::int as n from lead`)
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
  assert.equal(await counted(sql`select count(*)::int as n from lead`), before)
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
  await acted(id, 'start')
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
    (await refusalsOf(refused))[0]?.reason ?? '',
    /there is no Account 'Turmbau AG' here.*make what is missing/,
  )
  const done = await room.take('deals2.csv', deals, { options: { createMissing: ['Account'] } })
  assert.equal(done.counts.created, 1)
  assert.equal(
    await counted(
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
      sql`select count(*)::int as n from account child join account parent on parent.id = child.parent_id where child.name = 'Kleinwerk Nord' and parent.name = 'Grosswerk Holding'`,
    ),
    1,
  )
  assert.match((await refusalsOf(done))[0]?.reason ?? '', /no 'Niemand GmbH' here or in the file/)
})

test('a file that is no table leaves nothing behind', async () => {
  const files = (): Promise<number> => counted(sql`select count(*)::int as n from stored_file`)
  const before = await files()
  await assert.rejects(room.open('people.csv', Buffer.from('PK\x03\x04…')), { code: 'not_csv' })
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
    await counted(sql`select count(*)::int as n from lead where last_name = 'Ada' and import_id = ${done.id}`),
    1,
  )
})

const PUBLIC = [
  'maven-crm/accounts.csv',
  'maven-crm/sales_teams.csv',
  'maven-crm/sales_pipeline.csv',
  'olist-funnel/olist_marketing_qualified_leads_dataset.csv',
  'olist-funnel/olist_closed_deals_dataset.csv',
]
const hasPublicData = (await publicFile(PUBLIC[0] ?? '')) !== undefined

test(
  'the Maven CRM and the Olist funnel import without hand work',
  { skip: hasPublicData ? false : 'the public data beside the project is not here' },
  async () => {
    const mine = await importRoom()
    try {
      const done: Import[] = []
      // One after the other: deals refer to accounts and people of the files before.
      for (const file of PUBLIC) done.push(await mine.take(file.split('/')[1] ?? '', (await publicFile(file)) ?? ''))
      assert.deepEqual(
        done.map(({ objectName, counts }) => [objectName, counts.created, counts.refused]),
        [
          ['Account', 85, 0],
          ['User', 35, 0],
          ['Opportunity', 8800, 0],
          ['Lead', 8000, 0],
          ['Opportunity', 842, 0],
        ],
      )
      const [deals] = await inTransaction(mine.db, mine.org, (tx) =>
        many<{ won: number; lost: number; owners: number; gathered: number }>(
          tx,
          sql`
        select count(*) filter (where won_at is not null)::int as won, count(*) filter (where stage_name = 'Closed Lost')::int as lost,
          count(distinct o.owner_id)::int as owners, count(*) filter (where a.name like 'No account named%')::int as gathered
        from opportunity o join account a on a.id = o.account_id where o.import_id = ${done[2]?.id}`,
        ),
      )
      assert.deepEqual(deals, { won: 4238, lost: 2473, owners: 30, gathered: 1425 })
      const [old] = await mine.read((tx) =>
        many<{ n: number }>(tx, sql`select count(*)::int as n from lead where created_at < '2019-01-01'`),
      )
      assert.equal(old?.n, 8000)
      // Each closed deal of the funnel names the lead it came from: that lead was converted into it.
      const [funnel] = await inTransaction(mine.db, mine.org, (tx) =>
        many<{ won: number; leads: number }>(
          tx,
          sql`
        select count(*) filter (where o.won_at is not null)::int as won, count(distinct l.id)::int as leads
        from opportunity o join lead l on l.converted_opportunity_id = o.id where o.import_id = ${done[4]?.id} and l.import_id = ${done[3]?.id}`,
        ),
      )
      assert.deepEqual(funnel, { won: 842, leads: 842 })
    } finally {
      await mine.drop()
    }
  },
)
