import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { importStories, type ImportStories } from '../../../test/support/importStories.ts'
import { inXml, rowXml, sheetXml, workbookOf, zipOf } from '../../../test/support/workbooks.ts'
import { bytesSource } from './reading/source.ts'
import { readRows } from './reading/rows.ts'
import { keepSharedStrings } from './reading/workbook/sharedStrings.ts'
import { SHEET_DIALECT } from './reading/workbook/choice.ts'
import { csvOfSheet } from './reading/workbook/sheet.ts'
import { openWorkbook } from './reading/workbook/workbook.ts'

let stories: ImportStories

before(async () => {
  stories = await importStories()
})
after(() => stories.server.close())

const HEADS = ['First Name', 'Last Name', 'Company', 'Email', 'Phone', 'Employees', 'Annual Revenue', 'Created Date']

test('a spreadsheet becomes leads: texts, numbers, dates and formulas as its cells show them', async () => {
  const { opened, carried, get } = stories
  const shared = ['Åsa', 'Öberg & Söner <AB>', 'asa@oberg.example']
  const file = workbookOf(
    [
      {
        name: 'People',
        rows: [
          HEADS,
          [
            'Åsa',
            'Öberg',
            { shared: 1 },
            { shared: 2 },
            4_680_123_456_789,
            { formula: '6*7', value: 42 },
            1250000.5,
            { serial: 46_023 },
          ],
          [],
          ['Bo', 'Ek', 'Ek "Ek"\nAB', null, null, null, null, { serial: 46_023.75 }],
        ],
      },
    ],
    { shared },
  )
  const taken = await opened('people.xlsx', file)
  assert.deepEqual([taken.object, taken.layout.sheets, taken.layout.sheet], ['Lead', ['People'], 'People'])
  const done = await carried(taken.Id)
  assert.deepEqual([done.state, done.counts.created, done.counts.refused], ['done', 2, 0], JSON.stringify(done))
  const { records } = (
    await get(
      '/api/leads?fields=FirstName,Company,Email,Phone,NumberOfEmployees,AnnualRevenue,CreatedDate&sort=FirstName',
    )
  ).json()
  assert.deepEqual(
    records.map((one: Record<string, unknown>) => [
      one.FirstName,
      one.Company,
      one.Email,
      one.Phone,
      one.NumberOfEmployees,
      one.AnnualRevenue,
    ]),
    [
      ['Bo', 'Ek "Ek"\nAB', null, null, null, null],
      ['Åsa', 'Öberg & Söner <AB>', 'asa@oberg.example', '4680123456789', 42, 1250000.5],
    ],
  )
  assert.deepEqual(
    records.map((one: Record<string, string>) => one.CreatedDate),
    ['2026-01-01T18:00:00.000Z', '2026-01-01T00:00:00.000Z'],
  )
})

test('a sheet is chosen by its name; left to us, the first that holds anything is read, and hidden ones last', async () => {
  const { opened, server, admin, send } = stories
  const file = workbookOf([
    { name: 'Notes', rows: [] },
    {
      name: 'Secret',
      isHidden: true,
      rows: [
        ['Last Name', 'Company'],
        ['Hid', 'Den'],
      ],
    },
    {
      name: 'Leads',
      rows: [
        ['Last Name', 'Company'],
        ['Moe', 'Moe Ltd'],
      ],
    },
    {
      name: 'Firms',
      rows: [
        ['Account Name', 'Website', 'Billing City'],
        ['Fjord AB', 'fjord.example', 'Oslo'],
      ],
    },
  ])
  const taken = await opened('book.xlsx', file)
  assert.deepEqual(taken.layout.sheets, ['Notes', 'Leads', 'Firms', 'Secret'])
  assert.deepEqual([taken.layout.sheet, taken.object], ['Leads', 'Lead'])
  const turn = (sheet: string) =>
    server.call('PATCH', `/api/imports/${taken.Id}`, {
      headers: admin,
      body: { object: 'Account', options: { sheet } },
    })
  const turned = (await turn('Firms')).json()
  assert.deepEqual(
    [turned.layout.sheet, turned.mapping.map(({ field }: { field: string }) => field)],
    ['Firms', ['Name', 'Website', 'BillingCity']],
  )
  const unknown = await turn('Nowhere')
  assert.deepEqual([unknown.statusCode, unknown.json().errors[0].code], [400, 'sheet_unknown'])
  assert.match(unknown.json().errors[0].message, /Its sheets are 'Notes', 'Leads', 'Firms', 'Secret'\./)
  assert.equal((await send('book.xlsx', file, { options: { sheet: 'Notes' } })).json().errors[0].code, 'file_empty')
  const text = await send('book.xlsx', 'Last Name,Company\nMoe,Moe Ltd\n')
  assert.equal(text.statusCode, 201, 'a CSV file called .xlsx is what it is')
})

test('whatever stands in cells comes out of the sheet as it went in', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { minLength: 1, maxLength: 5 }), {
        minLength: 1,
        maxLength: 8,
      }),
      async (cells) => {
        const rows = cells.map((row) => row.map(allowed))
        const shared = [...new Set(rows.flat())]
        const asShared = rows.map((row) => row.map((text) => ({ shared: shared.indexOf(text) })))
        for (const file of [
          workbookOf([{ name: 'A', rows }]),
          workbookOf([{ name: 'A', rows: asShared }], { shared }),
        ]) {
          const said = rows.map((row) => trimmed(row)).filter((row) => row.length > 0)
          assert.deepEqual(
            (await rowsIn(file)).map(trimmed).filter((row) => row.length > 0),
            said,
          )
        }
      },
    ),
    { numRuns: 100 },
  ))

/** XML has no control characters, reads CR as LF, and Excel's own escapes are none of ours to write. */
const allowed = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- They are what is taken out.
  text.replace(/[\u0000-\u001f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/g, '')
const trimmed = (row: readonly string[]): readonly string[] =>
  row.slice(0, row.findLastIndex((cell) => cell !== '') + 1)

async function rowsIn(file: Buffer): Promise<readonly (readonly string[])[]> {
  const workbook = await openWorkbook(bytesSource('a.xlsx', file), file.length)
  const [sheet] = workbook.sheets
  assert.ok(sheet)
  const parts: Buffer[] = []
  for await (const part of csvOfSheet(workbook, sheet)) parts.push(part)
  const rows: (readonly string[])[] = []
  const encoding = { name: 'utf-8', bomBytes: 0, reason: '' }
  for await (const batch of readRows(bytesSource('a.csv', Buffer.concat(parts)), encoding, SHEET_DIALECT))
    rows.push(...batch.map(({ cells }) => cells))
  return rows
}

const wide = (n: number, text: string) => Array.from({ length: n }, () => ({ shared: 0, text }))

for (const [what, file, code, sentence] of [
  [
    'a zip archive of something else',
    zipOf([
      ['a.txt', 'x'],
      ['b.txt', 'y'],
    ]),
    'not_csv',
    /is a zip archive with 'a\.txt', 'b\.txt' in it\. Unpack it/,
  ],
  [
    'an empty archive',
    Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]),
    'not_csv',
    /empty zip archive/,
  ],
  [
    'an archive cut off',
    workbookOf([{ name: 'A', rows: [['x']] }]).subarray(0, 300),
    'archive_damaged',
    /cut off or damaged/,
  ],
  [
    'a binary workbook',
    zipOf([
      ['_rels/.rels', '<Relationships/>'],
      ['xl/workbook.bin', 'x'],
    ]),
    'not_csv',
    /binary workbook \(\.xlsb\)/,
  ],
  ['an OpenDocument sheet', zipOf([['content.xml', '<x/>']]), 'not_csv', /OpenDocument/],
  [
    'a cell whose text is not in the workbook',
    workbookOf(
      [
        {
          name: 'A',
          rows: [
            ['Last Name', 'Company'],
            [{ shared: 7 }, 'Okafor Ltd'],
          ],
        },
      ],
      { shared: ['Ada'] },
    ),
    'archive_damaged',
    /points to text 7, which the workbook does not hold/,
  ],
  [
    'a sheet that is no XML',
    workbookOf([{ name: 'A', xml: '<worksheet><row><c' }]),
    'archive_damaged',
    /cannot be unpacked/,
  ],
  [
    'a zip bomb',
    workbookOf([{ name: 'A', xml: `<worksheet><sheetData>${' '.repeat(80 * 1024 ** 2)}</sheetData></worksheet>` }]),
    'archive_bomb',
    /which no list of people does/,
  ],
  [
    'a text without end',
    workbookOf([{ name: 'A', rows: [[{ shared: 0 }]] }], { shared: ['x'.repeat(40_000)] }),
    'archive_bomb',
    /holds 40,000 letters/,
  ],
  [
    'sheets without a cell, one after the other',
    workbookOf(wide(31, '').map((_, n) => ({ name: `${n}`, rows: n < 30 ? [] : [['Last Name'], ['Late']] }))),
    'file_empty',
    /among its first 20; name the one you mean/,
  ],
  [
    'a text in pieces without end',
    workbookOf([{ name: 'A', xml: `<a><row><c t="str">${`<v>${'x'.repeat(30_000)}</v>`.repeat(2000)}` }]),
    'archive_bomb',
    /holds 60,000 letters/,
  ],
  [
    'texts repeated until they fill the disk',
    workbookOf([{ name: 'A', rows: [wide(100, '')] }], { shared: ['x'.repeat(32_000)] }),
    'archive_bomb',
    /row 1 holds more than 2 MB/,
  ],
  [
    'a row beyond the last',
    workbookOf([{ name: 'A', xml: `<worksheet><sheetData>${rowXml(['x'], 99_999_999)}</sheetData></worksheet>` }]),
    'archive_bomb',
    /not where a row can be/,
  ],
  [
    'a column beyond the last',
    workbookOf([
      {
        name: 'A',
        xml: '<worksheet><sheetData><row r="1"><c r="ZZZZ1" t="str"><v>x</v></c></row></sheetData></worksheet>',
      },
    ]),
    'archive_bomb',
    /out of reach/,
  ],
  [
    'sheets inside sheets',
    workbookOf([{ name: 'A', xml: '<a>'.repeat(5000) }]),
    'archive_bomb',
    /inside each other without end/,
  ],
  [
    'entities that multiply',
    workbookOf([
      {
        name: 'A',
        xml: `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(1000)}">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&a;</v></c></row></sheetData></worksheet>`,
      },
    ]),
    'archive_damaged',
    /cannot be unpacked/,
  ],
  [
    'a workbook of empty sheets',
    workbookOf([
      { name: 'A', rows: [[], []] },
      { name: 'B', xml: sheetXml([]) },
    ]),
    'file_empty',
    /no sheet with anything in it/,
  ],
] as const) {
  test(`${what} is refused in a sentence, and the server lives`, async () => {
    const { send, get } = stories
    for (const name of ['people.csv', 'people.xlsx']) {
      const answer = await send(name, file)
      assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, answer.body)
      const [error] = answer.json().errors
      assert.equal(error.code, code, error.message)
      assert.match(error.message, sentence)
      assert.ok(error.message.startsWith(`'${name}'`) || error.message.includes(inXml(name)))
    }
    assert.equal((await get('/api/imports')).statusCode, 200)
  })
}

test('empty texts by the million are not held in memory', async () => {
  const most = { bytes: 0 }
  const before = process.memoryUsage().heapUsed
  const pieces = async function* () {
    yield Buffer.from('<sst>')
    for (let piece = 0; piece < 400; piece++) {
      yield Buffer.from('<si/>'.repeat(5000))
      most.bytes = Math.max(most.bytes, process.memoryUsage().heapUsed - before)
    }
    yield Buffer.from('<si><t>last</t></si></sst>')
  }
  const texts = await keepSharedStrings('empty.xlsx', pieces())
  assert.deepEqual(
    [texts.at(0), texts.at(1_999_999), texts.at(2_000_000), texts.at(2_000_001)],
    ['', '', 'last', undefined],
  )
  await texts.close()
  assert.ok(most.bytes < 100 * 1024 ** 2, `${most.bytes} bytes`)
})

test('of a spreadsheet that was refused nothing stays behind', async () => {
  const { server } = stories
  const { manyOnce, sql } = await import('../../platform/sql.ts')
  const { reading } = await import('../../platform/transactions.ts')
  const left = await reading(server.db, server.org, (tx) =>
    manyOnce<{ name: string }>(
      tx,
      sql`
      select f.name
      from stored_file f
      where not exists (select from import i where i.file_id = f.id or (i.workbook ->> 'fileId')::bigint = f.id)`,
    ),
  )
  assert.deepEqual(left, [])
})
