import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { importStories, type ImportStories } from '../../../test/support/importStories.ts'
import { inXml, rowXml, sheetXml, workbookOf, zipOf } from '../../../test/support/workbooks.ts'
import { keepSharedStrings } from './reading/workbook/sharedStrings.ts'

let stories: ImportStories

before(async () => {
  stories = await importStories()
})
after(() => stories.server.close())

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
