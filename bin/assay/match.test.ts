import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import iconv from 'iconv-lite'
import { commandsIn, type Commands, type Ended } from '../../test/support/commands.ts'
import { makeTestFolder } from '../../test/support/postgres.ts'
import { until } from '../../test/support/until.ts'
import { workbookOf } from '../../test/support/workbooks.ts'
import { WrongUse } from './command.ts'
import { matchCommand } from './match.ts'

let folder: string
let commands: Commands
before(async () => {
  folder = await makeTestFolder()
  commands = commandsIn(folder)
})
after(async () => {
  await commands.close()
  await rm(folder, { recursive: true, force: true })
})

/** Types the command, with no database anywhere near. */
const match = (...words: readonly string[]): Promise<Ended> => commands.type(['match', ...words])

const given = (name: string, content: string | Buffer): Promise<void> => writeFile(path.join(folder, name), content)
const pairsIn = async (name: string): Promise<string[]> =>
  (await readFile(path.join(folder, name), 'utf8')).trim().split('\n').slice(1)

const people = [
  'ref;forename;family_name;birth_dt;addr_line_1;town;zip;shoe size',
  'A1;William;Ostrander;1951-03-09;14 Elmfield Road;Thornbury;20114;9',
  'A2;Bill;Ostrander;1951-03-09;14 Elmfield Rd;Thornbury;20114;9',
  'A3;Maja;Jörgensen;1980-11-30;3 Hafengasse;Lübeck;23552;7',
  'A4;Maja;Joergensen;1980-11-30;Hafengasse 3;Luebeck;23552;',
  'A5;Peter;Quillon;1971-01-02;88 Long Lane;Stowe;30001;8',
].join('\n')

test('a list of people with headings of its own is matched, its rows named by a column, and every column accounted for', async () => {
  await given('people.csv', people)
  const { status, out, said } = await match('people.csv', '--id', 'ref', '--out', 'pairs.csv')
  assert.equal(status, 0, said)
  assert.match(out, /5 rows compared; 2 pairs written to pairs\.csv\./)
  assert.match(said, /forename is firstName, family_name is lastName, birth_dt is birthdate, addr_line_1 is street/)
  assert.match(said, /Compared as text: shoe size/)
  const pairs = await pairsIn('pairs.csv')
  assert.deepEqual(
    pairs.map((line) => line.split(',').slice(0, 2)),
    [
      ['A1', 'A2'],
      ['A3', 'A4'],
    ],
  )
  assert.match(pairs[0] ?? '', /Bill is a form of William/)
})

test('letters of an old program are found by themselves, or as somebody says', async () => {
  const russian =
    'surname;forename;town;phone\nКузнецов;Сергей;Казань;+7 843 2001122\nКузнецов;Сергей;Казань;+7 843 2001122\n'
  await given('old.csv', iconv.encode(russian, 'windows-1251'))
  const found = await match('old.csv', '--out', 'found.csv')
  assert.match(found.said, /by its letters it is Cyrillic \(Windows\)/)
  assert.match((await pairsIn('found.csv'))[0] ?? '', /^1,2,/)
  const chosen = await match('old.csv', '--encoding', 'windows-1251', '--out', 'chosen.csv')
  assert.match(chosen.said, /You chose it\./)
  const unknown = await match('old.csv', '--encoding', 'klingon', '--out', 'none.csv')
  assert.notEqual(unknown.status, 0)
  assert.match(unknown.said, /'klingon' is no encoding we know/)
})

test('the same list is read in UTF-16 and in Latin 1', async () => {
  await Promise.all([
    given('wide.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(people, 'utf16le')])),
    given('old.csv', Buffer.from(people, 'latin1')),
  ])
  for (const file of ['wide.csv', 'old.csv']) {
    const { status, said } = await match(file, '--out', 'pairs.csv')
    assert.equal(status, 0, said)
    assert.deepEqual(
      (await pairsIn('pairs.csv')).map((line) => line.split(',').slice(0, 2).join()),
      ['1,2', '3,4'],
      file,
    )
  }
})

test('a spreadsheet is matched as it is: its first sheet with rows, or the one that is named', async () => {
  const rows = people.split('\n').map((line) => line.split(';'))
  const older = rows.map((cells) => cells.map((cell) => (cell === 'A2' ? 'B2' : cell)))
  await given(
    'people.xlsx',
    workbookOf([
      { name: 'Notes', rows: [] },
      { name: 'This year', rows },
      { name: 'Last year', rows: older },
    ]),
  )
  const first = await match('people.xlsx', '--id', 'ref', '--out', 'pairs.csv')
  assert.equal(first.status, 0, first.said)
  assert.match(first.said, /The sheet read is 'This year'\./)
  assert.match((await pairsIn('pairs.csv'))[0] ?? '', /^A1,A2,/)
  const named = await match('people.xlsx', '--sheet', 'last year', '--id', 'ref', '--out', 'pairs.csv')
  assert.equal(named.status, 0, named.said)
  assert.match((await pairsIn('pairs.csv'))[0] ?? '', /^A1,B2,/)
  const wrong = await match('people.xlsx', '--sheet', 'Next year', '--out', 'pairs.csv')
  assert.equal(wrong.status, 1)
  assert.match(wrong.said, /no sheet called 'Next year'\. Its sheets are 'Notes', 'This year', 'Last year'/)
})

test('a command that is stopped half-way leaves nothing of the list behind', async () => {
  const rows = Array.from({ length: 30_000 }, (_, at) => `Person ${at % 9000},Town ${at % 700},+4930${1_000_000 + at}`)
  await given('long.csv', ['name,town,phone', ...rows].join('\n'))
  const scratch = path.join(folder, 'scratch')
  await mkdir(scratch)
  const { ended, kill } = commands.begin(['match', 'long.csv', '--out', 'stopped.csv'], { env: { TMPDIR: scratch } })
  await until(
    () => readdir(folder),
    (names) => names.includes('stopped.csv.part'),
  )
  kill('SIGTERM')
  assert.equal((await ended).status, 143)
  assert.deepEqual(await readdir(scratch), [])
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.startsWith('stopped')),
    [],
  )
})

test('names of companies alone are matched across alphabets and legal forms', async () => {
  const others = ['Blue Harbour Ltd', 'Kestrel Foods Inc', 'Möwe Verlag GmbH', 'Atlas Copper SA', 'Lindqvist AB']
  await given('names.csv', ['company', 'Яндекс', 'Yandex N.V.', 'ООО «Газпром»', 'GAZPROM', ...others].join('\n'))
  const { status, said } = await match('names.csv', '--out', 'pairs.csv')
  assert.equal(status, 0, said)
  assert.match(said, /The rows are organisations\./)
  assert.deepEqual(
    (await pairsIn('pairs.csv')).map((line) => line.split(',').slice(0, 2).join()),
    ['1,2', '3,4'],
  )
})

test('what cannot be read is refused in a sentence, with status 1 and no file', async () => {
  await given('people.csv', people)
  const wrong = await Promise.all([
    match('nowhere.csv', '--out', 'none.csv'),
    match('people.csv', '--id', 'number', '--out', 'none.csv'),
    match('people.csv', '--map', 'shoe size=Boots', '--out', 'none.csv'),
  ])
  for (const { status, said } of wrong) assert.equal(status, 1, said)
  assert.match(wrong[0].said, /There is no file nowhere\.csv/)
  assert.match(wrong[1].said, /no column 'number'\. It has 'ref', 'forename'/)
  assert.match(wrong[2].said, /not compared by 'Boots'\. Say a field such as FirstName/)
  await assert.rejects(readFile(path.join(folder, 'none.csv')))
})

test('what is typed wrongly is said with status 2, before anything is read', async () => {
  const wrong = [
    matchCommand.run([]),
    matchCommand.run(['a.csv']),
    matchCommand.run(['a.csv', '--out', 'b.csv', '--min', 'high']),
    matchCommand.run(['a.csv', '--out', 'b.csv', '--against', 'deals']),
    matchCommand.run(['a.csv', '--out', 'b.csv', '--map', 'town']),
  ]
  for (const refused of wrong)
    await assert.rejects(refused, (error) => error instanceof WrongUse && error.message.endsWith('.'))
})
