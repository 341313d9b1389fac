import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { DELIMITERS } from './dialect.ts'
import { layoutOf, type Layout } from './layout.ts'
import { bytesSource } from './source.ts'

const laidOut = (text: string, name = 'list.csv'): Promise<Layout> => layoutOf(bytesSource(name, Buffer.from(text)))

const BODY = 'Ann;Lee;ann@a.com;12,50\nBob;Ray;bob@b.com;1.300,00\n'

test('the delimiter is the one that divides the lines evenly', async () => {
  assert.equal((await laidOut(`First;Last;Email;Amount\n${BODY}`)).dialect.delimiter, ';')
  assert.equal((await laidOut('a|b\n1,5|2\n2,5|3\n')).dialect.delimiter, '|')
  assert.equal((await laidOut('name\tcity\n"Lee, Ann"\t"Paris, TX"\n')).dialect.delimiter, '\t')
  assert.equal((await laidOut("a,b\n'x, y',2\n'z',3\n")).dialect.quote, "'")
  assert.equal((await laidOut('a,b\n"say \\"hi\\", Bob",2\n"z",3\n')).dialect.escape, '\\')
})

test('every delimiter is found in ordinary tables', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...DELIMITERS),
      fc.array(
        fc.record({
          first: fc.stringMatching(/^[A-Z][a-z]{1,9}$/),
          company: fc.stringMatching(/^[A-Z][a-z]{1,9} (Inc|GmbH|& Co)$/),
          size: fc.nat(9999),
        }),
        { minLength: 2, maxLength: 20 },
      ),
      async (delimiter, rows) => {
        const text = [
          'First Name,Company,Employees',
          ...rows.map(({ first, company, size }) => `${first},${company},${size}`),
        ].join('\n')
        const layout = await laidOut(text.replaceAll(',', delimiter))
        assert.equal(layout.dialect.delimiter, delimiter)
        assert.deepEqual(layout.columns, ['First Name', 'Company', 'Employees'])
      },
    ),
    { numRuns: 100 },
  ))

test('the line of names is found below titles, and missed when there is none', async () => {
  const titled = await laidOut('Trade show 2027\n\nFirst,Last,Email\nAnn,Lee,ann@a.com\nBob,Ray,bob@b.com\n')
  assert.deepEqual(titled.columns, ['First', 'Last', 'Email'])
  assert.equal(titled.rowsBefore, 2)
  assert.equal(titled.sample.length, 2)
  const bare = await laidOut('Ann,Lee,ann@a.com\nBob,Ray,bob@b.com\n')
  assert.equal(bare.hasHeader, false)
  assert.deepEqual(bare.columns, ['Column 1', 'Column 2', 'Column 3'])
  assert.equal(bare.sample.length, 2)
})

test("Excel's line 'sep=;' names the delimiter and is no row", async () => {
  const layout = await laidOut(`sep=;\nFirst;Last;Email;Amount\n${BODY}`)
  assert.equal(layout.dialect.delimiter, ';')
  assert.deepEqual(layout.columns, ['First', 'Last', 'Email', 'Amount'])
})

test('columns of the same or no name are told apart', async () => {
  assert.deepEqual((await laidOut('Email,Email,,Name\na,b,c,d\n')).columns, ['Email', 'Email (2)', 'Column 3', 'Name'])
})

test('a spreadsheet, an archive, a page or an empty file is refused by what it is', async () => {
  const refused = (bytes: Buffer, code: string, sentence: RegExp): Promise<void> =>
    assert.rejects(
      layoutOf(bytesSource('people.csv', bytes)),
      (error: Error & { code?: string }) => error.code === code && sentence.test(error.message),
    )
  await refused(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'not_csv', /xls.*Save as/)
  await refused(gzipSync('a,b'), 'not_csv', /gzip/)
  await refused(Buffer.from('<!DOCTYPE html><table>'), 'not_csv', /web page/)
  await refused(Buffer.from('[{"a":1}]'), 'not_csv', /JSON/)
  await refused(Buffer.from('%PDF-1.7'), 'not_csv', /PDF/)
  await refused(Buffer.from(''), 'file_empty', /empty/)
  await refused(Buffer.from('\n \n'), 'file_empty', /no rows/)
})
