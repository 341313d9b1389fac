import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { importStories, type ImportStories } from '../../../test/support/importStories.ts'
import { workbookOf } from '../../../test/support/workbooks.ts'
import { bytesSource } from './reading/source.ts'
import { readRows } from './reading/rows.ts'
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
