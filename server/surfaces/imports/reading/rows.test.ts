import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { DELIMITERS, type Dialect } from './dialect.ts'
import { encodingOf, utf8Of, type Encoding } from './encoding.ts'
import type { Row } from './row.ts'
import { readRows, START } from './rows.ts'
import { bytesSource, type ByteSource } from './source.ts'

const UTF8: Encoding = { name: 'utf-8', bomBytes: 0, reason: '' }
const COMMA: Dialect = { delimiter: ',', quote: '"', escape: '"' }

async function allRows(source: ByteSource, encoding = UTF8, dialect = COMMA, from = START): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const batch of readRows(source, encoding, dialect, from, { rowMaxBytes: 64 * 1024 })) rows.push(...batch)
  return rows
}

const cellsOf = async (text: string): Promise<readonly (readonly string[])[]> =>
  (await allRows(bytesSource('x.csv', Buffer.from(text)))).map(({ cells }) => cells)

function written(table: readonly (readonly string[])[], dialect: Dialect, lineEnd: string): string {
  const quote = dialect.quote ?? '"'
  const cell = (text: string): string =>
    `${quote}${text.replaceAll(quote, `${dialect.escape ?? quote}${quote}`)}${quote}`
  return table.map((row) => row.map(cell).join(dialect.delimiter) + lineEnd).join('')
}

const cell = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '"', "'", ',', ';', '\n', '\r\n', 'a"b', '""', ' x ', 'é', '漢字'),
)
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 })
const quotes: readonly Pick<Dialect, 'quote' | 'escape'>[] = [
  { quote: '"', escape: '"' },
  { quote: "'", escape: "'" },
]

test('any table written in any dialect, encoding and line end reads back equal', () =>
  fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(...DELIMITERS),
      fc.constantFrom(...quotes),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'),
      fc.integer({ min: 1, max: 70 }),
      async (cells, delimiter, quoting, lineEnd, name, pieceBytes) => {
        const dialect = { delimiter, ...quoting }
        const bytes = iconv.encode(written(cells, dialect, lineEnd), name)
        const rows = await allRows(bytesSource('t.csv', bytes, pieceBytes), { name, bomBytes: 0, reason: '' }, dialect)
        assert.deepEqual(
          rows.map((row) => row.cells),
          cells.map((row) => row.map((text) => text.toWellFormed())),
        )
      },
    ),
    { numRuns: 150 },
  ))

const tidy = fc.constantFrom('', 'a', 'b c', '"x"', '"a,b"', '"say ""hi"""', 'é', '漢字', 'd"e', '"two\nlines"', '"')

test('rows that are read at a glance are those the parser reads, however the file is cut and wherever it gets unclear', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(tidy, { maxLength: 4 }), { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 40 }),
      async (cells, lineEnd, pieceBytes) => {
        const text = cells.map((row) => row.join(',')).join(lineEnd)
        // A cell of two lines is the parser's, and so is all behind it.
        const parsed = await allRows(bytesSource('t.csv', Buffer.from(`"1\n2",\n${text}`)))
        const read = await allRows(bytesSource('t.csv', Buffer.from(`"12",\n${text}`), pieceBytes))
        assert.deepEqual(
          read.slice(1).map((row) => [row.cells, row.line, row.fault]),
          parsed.slice(1).map((row) => [row.cells, row.line - 1, row.fault]),
        )
      },
    ),
    { numRuns: 300 },
  ))

test('reading goes on at any row as if it had never stopped', () =>
  fc.assert(
    fc.asyncProperty(table, fc.nat(), async (cells, pick) => {
      const source = bytesSource('t.csv', Buffer.from(written(cells, COMMA, '\n')), 16)
      const rows = await allRows(source)
      const at = pick % rows.length
      const row = rows[at]
      assert.ok(row)
      const rest = await allRows(source, UTF8, COMMA, { byte: row.endByte, line: row.nextLine })
      assert.deepEqual(rest, rows.slice(at + 1))
    }),
    { numRuns: 60 },
  ))

test('rows of every width and line end are kept as they are', async () => {
  assert.deepEqual(await cellsOf('a,b\r\n1\n2,3,4\r5,\n\n\n,,\n'), [
    ['a', 'b'],
    ['1'],
    ['2', '3', '4'],
    ['5', ''],
    ['', '', ''],
  ])
})

test('lines are counted over blank lines and cells of several lines', async () => {
  const rows = await allRows(bytesSource('x.csv', Buffer.from('a,b\r\n\r\n"x\r\ny\nz",2\r\n3,4\n')))
  assert.deepEqual(
    rows.map(({ line }) => line),
    [1, 3, 6],
  )
})

test('a quote that never closes costs its own line only', async () => {
  const rows = await allRows(bytesSource('x.csv', Buffer.from('a,b\n1,"2\n3,4\n5,"x\ny"\n6,"7\n8,9\n')))
  assert.deepEqual(
    rows.map(({ line, cells, fault }) => [line, fault === undefined ? cells : 'fault']),
    [
      [1, ['a', 'b']],
      [2, 'fault'],
      [3, ['3', '4']],
      [4, ['5', 'x\ny']],
      [6, 'fault'],
      [7, ['8', '9']],
    ],
  )
})

test('quotes inside words stay as they are', async () => {
  assert.deepEqual(await cellsOf('a "quoted" word,5" pipe\n'), [['a "quoted" word', '5" pipe']])
})

test('a row beyond the limit is refused and the next one is read, without holding it in memory', async () => {
  const line = 64 * 1024 * 1024
  const end = Buffer.from('\n1,2\n')
  const filler = Buffer.alloc(1024 * 1024, 'x')
  const long: ByteSource = {
    name: 'long.csv',
    async *open(from) {
      if (from < 4) yield Buffer.from('a,b\n').subarray(from)
      let at = Math.max(from, 4)
      for (; at < line; at += filler.length) yield filler.subarray(0, line - at)
      yield end.subarray(at - line)
    },
  }
  const before = process.memoryUsage().rss
  const rows = await allRows(long)
  assert.deepEqual(
    rows.map(({ cells }) => cells),
    [['a', 'b'], [], ['1', '2']],
  )
  assert.match(rows[1]?.fault ?? '', /at most 64 kB/)
  assert.ok(process.memoryUsage().rss - before < 200 * 1024 * 1024)
})

test('a file full of broken quotes is refused as a whole, with its line', async () => {
  const text = Array.from({ length: 300 }, (_, at) => `${at},"${'y'.repeat(70_000)}\n`).join('')
  await assert.rejects(allRows(bytesSource('broken.csv', Buffer.from(text))), { code: 'file_unreadable' })
})

test('10,000 columns and NUL bytes are read', async () => {
  const [row] = await cellsOf(`${Array.from({ length: 10_000 }, () => 'x\0y').join(',')}\n`)
  assert.equal(row?.length, 10_000)
  assert.equal(row?.[9999], 'x\0y')
})

test('an encoding is known by its mark, its zeros, or its letters', async () => {
  const named = async (bytes: Buffer): Promise<string> => {
    const { name, bomBytes } = await encodingOf(bytesSource('e.csv', bytes, 7))
    return `${name}+${bomBytes}`
  }
  const text = 'name,city\nZoë,Köln\nJosé,Málaga\n'
  assert.equal(await named(Buffer.from(text)), 'utf-8+0')
  assert.equal(await named(Buffer.from(`\ufeff${text}`)), 'utf-8+3')
  assert.equal(await named(iconv.encode(text, 'windows-1252')), 'windows-1252+0')
  for (const wide of ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be']) {
    assert.equal(await named(iconv.encode(text, wide)), `${wide}+0`)
    const marked = iconv.encode(`\ufeff${text}`, wide)
    assert.equal(await named(marked), `${wide}+${wide.startsWith('utf-16') ? 2 : 4}`)
  }
  const mixed = Buffer.concat([Buffer.from(text.repeat(20)), iconv.encode(text, 'windows-1252')])
  assert.equal(await named(mixed), 'utf-8/windows-1252+0')
})

const inOldFiles: Readonly<
  Record<string, { readonly people: readonly string[]; readonly encodings: readonly string[] }>
> = {
  japanese: {
    people: ['田中 太郎,株式会社東京商事,大阪', '佐藤 花子,日本電気サービス,名古屋', '高橋 健一,北海道食品,札幌'],
    encodings: ['shift_jis', 'euc-jp', 'utf-16le', 'utf-16be'],
  },
  chinese: { people: ['王 伟,北京科技有限公司,上海', '李 秀英,深圳电子股份有限公司,广州'], encodings: ['gb18030'] },
  taiwanese: { people: ['陳 麗,臺北科技股份有限公司,高雄', '黃 偉,新竹電子工業,臺中'], encodings: ['big5'] },
  korean: { people: ['김 민수,서울무역 주식회사,부산', '최 지훈,한국식품,대구'], encodings: ['euc-kr'] },
  russian: {
    people: ['Иванов Сергей,ООО Ромашка,Москва', 'Сидорова Ольга,Московский завод,Казань'],
    encodings: ['windows-1251', 'koi8-r', 'iso-8859-5', 'cp866'],
  },
  polish: {
    people: ['Wiśniewska Małgorzata,Młyn Śląski,Łódź', 'Łukaszewicz Paweł,Drukarnia Gdańska,Poznań'],
    encodings: ['windows-1250', 'iso-8859-2'],
  },
  greek: {
    people: ['Παπαδόπουλος Γιώργος,Αθηναϊκή Ζυθοποιία,Θεσσαλονίκη'],
    encodings: ['windows-1253', 'iso-8859-7'],
  },
  turkish: {
    people: ['Yılmaz Ayşe,Işık Gıda,İstanbul', 'Öztürk İbrahim,Doğuş Ticaret,Eskişehir'],
    encodings: ['windows-1254'],
  },
  arabic: { people: ['محمد الحسن,شركة النور,القاهرة', 'فاطمة العلي,مصنع القاهرة,دبي'], encodings: ['windows-1256'] },
  german: {
    people: ['Köhler Jürgen,Bäckerei Größ,München', 'Bauer Paul,Meier KG,Berlin'],
    encodings: ['windows-1252', 'macroman'],
  },
  french: {
    people: ['Lefèvre François,Café du Théâtre,Besançon', 'Dupré Zoé,Électricité SA,Orléans'],
    encodings: ['windows-1252'],
  },
  swedish: { people: ['Åkesson Åsa,Västerås Mejeri,Malmö'], encodings: ['windows-1252'] },
}

test('names of every script are read as they were written, in whatever an old program wrote them', async () => {
  for (const [language, { people, encodings }] of Object.entries(inOldFiles))
    for (const encoding of encodings) {
      const lines = Array.from({ length: 12 }, (_, at) => `${at},${people[at % people.length]},person${at}@example.com`)
      const text = `id,name,company,city,email\n${lines.join('\n')}\n`
      const source = bytesSource('old.csv', iconv.encode(text, encoding), 1000)
      const found = await encodingOf(source)
      const parts: Buffer[] = []
      for await (const part of utf8Of(source, found, 0)) parts.push(part)
      assert.equal(Buffer.concat(parts).toString('utf8'), text, `${language} in ${encoding}, read as ${found.name}`)
    }
})

test('of a list put together from old files of several kinds it is said so, and of one of a single kind it is not', async () => {
  const linesIn = (language: string, encoding: string, howMany: number): Buffer => {
    const { people } = inOldFiles[language] ?? { people: [] }
    const lines = Array.from({ length: howMany }, (_, at) => `${people[at % people.length]},person${at}@example.com\n`)
    return iconv.encode(lines.join(''), encoding)
  }
  const saidOf = async (...parts: Buffer[]): Promise<string> =>
    (await encodingOf(bytesSource('several.csv', Buffer.concat(parts), 10_000))).reason
  const [russian, polish, german] = [
    linesIn('russian', 'windows-1251', 500),
    linesIn('polish', 'windows-1250', 2000),
    linesIn('german', 'windows-1252', 2000),
  ]
  assert.match(
    await saidOf(russian, polish),
    /most of it is Central European .Windows., but parts of it are Cyrillic .Windows.: .*several files\. Import each/,
  )
  assert.match(await saidOf(german, russian), /most of it is Western European .*parts of it are Cyrillic/)
  for (const whole of [russian, polish, german]) assert.doesNotMatch(await saidOf(whole), /several files/)
})

test('a few Western European names among many that are plain are read as such', async () => {
  const rows = [
    'Müller,Groß GmbH,Köln',
    'García,José,Compañía',
    'Gonçalves,São Paulo,x',
    'Sørensen,Århus,x',
    'Lefèvre,Orléans,x',
  ]
  for (const row of rows)
    for (const [plain, foreign] of [
      [0, 1],
      [200, 1],
      [200, 3],
      [0, 10],
      [0, 200],
    ] as const) {
      const text = `a,b,c\n${'Smith,Acme,York\n'.repeat(plain)}${`${row}\n`.repeat(foreign)}`
      const { name } = await encodingOf(bytesSource('west.csv', iconv.encode(text, 'windows-1252')))
      assert.equal(name, 'windows-1252', `${foreign} of ${row} after ${plain} plain ones`)
    }
})

test('lines of two encodings are read each as what it is, wherever the file is cut and reading goes on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('Zoë', 'Köln', '10 €', 'plain', '“Ål”'), fc.boolean()), {
        minLength: 1,
        maxLength: 20,
      }),
      fc.integer({ min: 1, max: 9 }),
      async (lines, pieceBytes) => {
        const file = lines.map(([word, isOld]) => iconv.encode(`${word}\n`, isOld ? 'windows-1252' : 'utf-8'))
        const source = bytesSource('m.csv', Buffer.concat(file), pieceBytes)
        const encoding = { name: 'utf-8/windows-1252', bomBytes: 0, reason: '' }
        const whole = lines.map(([word]) => `${word}\n`).join('')
        const from = Buffer.byteLength(lines[0]?.[0] ?? '') + 1
        for (const at of [0, from]) {
          const parts: Buffer[] = []
          for await (const part of utf8Of(source, encoding, at)) parts.push(part)
          assert.equal(Buffer.concat(parts).toString(), Buffer.from(whole).subarray(at).toString())
        }
      },
    ),
  )
})
