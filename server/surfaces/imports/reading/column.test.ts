import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readingOf } from './column.ts'
import { isFault, type CellReading, type FieldType, type ReadingHints, type TargetField } from './field.ts'

const field = (type: FieldType, more: Partial<TargetField> = {}): TargetField => ({
  name: 'F',
  label: 'Field',
  type,
  ...more,
})

function readAll(type: FieldType, cells: readonly string[], hints: ReadingHints = {}): readonly CellReading[] {
  const { read } = readingOf(field(type), cells, hints)
  return cells.map(read)
}

const read = (type: FieldType, cell: string, hints: ReadingHints = {}): CellReading =>
  readAll(type, [cell], hints)[0] ?? null

const isRefused = (reading: CellReading, sentence: RegExp): void =>
  assert.ok(isFault(reading) && sentence.test(reading.fault), JSON.stringify(reading))

test('numbers are read as people of the column write them', () => {
  assert.deepEqual(readAll('currency', ['1.234,50 €', '12', '3,5', '-7,00', '']), [1234.5, 12, 3.5, -7, null])
  assert.deepEqual(readAll('currency', ['$1,234.50', 'USD 12', '(3.5)', '2.5M', '1 234', "1'000.25", 'n/a']), [
    1234.5,
    12,
    -3.5,
    2_500_000,
    1234,
    1000.25,
    null,
  ])
  assert.deepEqual(readAll('percent', ['30 %', '12.5%']), [30, 12.5])
  assert.deepEqual(readAll('int', ['2,822', '10.0', '1,00,000']), [2822, 10, 100_000])
  isRefused(read('int', '2.5'), /whole number/)
  isRefused(read('int', '51-200'), /not a number/)
})

test('any number written with either mark reads back equal', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
      fc.constantFrom('en-US', 'de-DE', 'de-CH', 'es-ES'),
      (cents, locale) => {
        const value = cents / 100
        const cell = value.toLocaleString(locale, { minimumFractionDigits: 2 })
        const decimal = locale === 'en-US' || locale === 'de-CH' ? '.' : ','
        assert.equal(read('currency', cell, { decimal }), Object.is(value, -0) ? 0 : value)
      },
    ),
  ))

test('what could be either says so', () => {
  const unsure = readingOf(field('currency'), ['1.234', '2.500'])
  assert.equal(unsure.unsure, true)
  assert.match(unsure.decided ?? '', /decimal mark/)
  assert.equal(readingOf(field('currency'), ['1.234', '2,5']).decimal, ',')
  assert.equal(readingOf(field('currency'), ['1.234', '2.5']).unsure, undefined)
})

test('one date above the twelfth decides a whole column', () => {
  assert.deepEqual(readAll('date', ['03/04/2027', '25/12/2027']), ['2027-04-03', '2027-12-25'])
  assert.deepEqual(readAll('date', ['03/04/2027', '12/25/2027']), ['2027-03-04', '2027-12-25'])
  assert.deepEqual(readAll('date', ['03.04.2027', '1.2.27']), ['2027-04-03', '2027-02-01'])
  const unsure = readingOf(field('date'), ['03/04/2027', '05/06/2027'])
  assert.equal(unsure.unsure, true)
  assert.match(unsure.decided ?? '', /day, month, year: 03\/04\/2027 is 2027-04-03/)
  const american = readingOf(field('date'), ['03/04/2027', '12/25/2027'])
  isRefused(american.read('25/12/2027'), /month, day, year/)
})

test('dates come in many shapes', () => {
  const same = [
    '2027-03-09',
    '2027/3/9',
    '20270309',
    '2027-03-09T10:00:00Z',
    '9 March 2027',
    'Mar 9, 2027',
    '9. März 2027',
    '9 de marzo de 2027',
    'Tue, 09 Mar 2027',
    '2027-03-09 00:00:00',
  ]
  for (const cell of same) assert.equal(read('date', cell), '2027-03-09', cell)
  assert.deepEqual(readAll('date', ['46455', '46456']), ['2027-03-09', '2027-03-10'])
  assert.equal(read('date', '0000-00-00'), null)
  isRefused(read('date', '2027-02-30'), /not a date/)
  isRefused(read('date', 'tomorrow'), /not a date/)
})

test('moments keep their zone, and take the one of the import when they name none', () => {
  assert.equal(read('datetime', '2018-02-26 19:58:54'), '2018-02-26T19:58:54.000Z')
  assert.equal(read('datetime', '07/15/2009 02:14:45+0800'), '2009-07-14T18:14:45.000Z')
  assert.equal(read('datetime', '2010-10-14T12:00:00.000GMT'), '2010-10-14T12:00:00.000Z')
  assert.equal(read('datetime', '2010-10-14T12:00:00.000Z-0300'), '2010-10-14T15:00:00.000Z')
  assert.equal(read('datetime', '3/9/2027 1:05 PM', { order: 'mdy' }), '2027-03-09T13:05:00.000Z')
  assert.equal(read('datetime', '2027-07-01 12:00', { timeZone: 'Europe/Vienna' }), '2027-07-01T10:00:00.000Z')
  assert.deepEqual(readAll('datetime', ['1520000000000']), ['2018-03-02T14:13:20.000Z'])
  isRefused(read('datetime', '2027-07-01 12:00 Mars'), /time zone/)
})

test('any moment in ISO form reads back equal', () =>
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      (moment) => {
        assert.equal(read('datetime', moment.toISOString()), moment.toISOString())
        assert.equal(read('date', moment.toISOString().slice(0, 10)), moment.toISOString().slice(0, 10))
      },
    ),
  ))

test('yes and no come in several languages', () => {
  assert.deepEqual(readAll('boolean', ['yes', 'Ja', 'TRUE', '1', 'x', '1.0', 'No', 'nein', 'FALSE', '0', '']), [
    true,
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    null,
  ])
  isRefused(read('boolean', 'perhaps'), /neither yes nor no/)
})

test('a picklist understands other cases, other words and slips of the finger, and says so', () => {
  const stage = field('picklist', {
    name: 'StageName',
    label: 'Stage',
    restricted: true,
    picklist: ['Prospecting', 'Qualification', 'Closed Won', 'Closed Lost'].map((value) => ({ value })),
  })
  const cells = ['closed-won', 'Won', 'Lost', 'Engaging', 'Prospectng', 'Prospecting']
  const column = readingOf(stage, cells)
  assert.deepEqual(cells.map(column.read), [
    'Closed Won',
    'Closed Won',
    'Closed Lost',
    'Qualification',
    'Prospecting',
    'Prospecting',
  ])
  assert.match(column.decided ?? '', /Won is read as Closed Won/)
  isRefused(column.read('Banana'), /is not a Stage \('Banana'\); it may be Prospecting/)
  assert.equal(readingOf(stage, [], { values: { Banana: 'Closed Lost' } }).read('banana'), 'Closed Lost')
  const free = field('picklist', { picklist: [{ value: 'Technology' }] })
  assert.deepEqual(['technolgy', 'retail', ''].map(readingOf(free, []).read), ['Technology', 'retail', null])
})

test('text loses what spreadsheets added, and nothing else', () => {
  assert.equal(read('string', '  Ann\0 '), 'Ann')
  assert.equal(read('string', "'=SUM(A1)"), '=SUM(A1)')
  assert.equal(read('string', "O'Neil"), "O'Neil")
  assert.equal(read('string', 'Null'), 'Null')
  assert.equal(read('string', '\\N'), null)
  assert.equal(read('email', 'Ann Lee <ann@a.com>'), 'ann@a.com')
  isRefused(read('phone', '4.15E+09'), /shortened by a spreadsheet/)
  const short = readingOf(field('string', { length: 3, label: 'Code' }), [])
  isRefused(short.read('abcd'), /has 4 characters; Code holds 3/)
})
