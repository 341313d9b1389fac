import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { importStories, type ImportStories } from '../../../test/support/importStories.ts'
import { anyText } from '../../../test/support/texts.ts'

let stories: ImportStories

before(async () => {
  stories = await importStories()
  for (const field of [
    { label: 'Score', type: 'double' },
    { label: 'Visited', type: 'datetime' },
    { label: 'Founded', type: 'date' },
    { label: 'Loyal', type: 'boolean' },
    { label: 'Share', type: 'percent' },
    { label: 'Wishes', type: 'multipicklist', picklist: ['Tea', 'Coffee', 'Water'].map((value) => ({ value })) },
  ]) {
    const made = await stories.post('/api/custom-fields', { object: 'Lead', ...field })
    assert.ok(made.statusCode < 300, made.body)
  }
})
after(() => stories.server.close())

const FIELDS = [
  'FirstName',
  'LastName',
  'Company',
  'Title',
  'Description',
  'Street',
  'City',
  'PostalCode',
  'Phone',
  'Email',
  'AnnualRevenue',
  'NumberOfEmployees',
  'DoNotCall',
  'LeadSource',
  'Rating',
  'Score__c',
  'Visited__c',
  'Founded__c',
  'Loyal__c',
  'Share__c',
  'Wishes__c',
]

// What files and spreadsheets read in their own way, between any characters at all.
const hostile = fc.constantFrom(
  ..."=1+1|@SUM(A1)|+46701234567|-5|'=x|''=x|'quoted'|\"quoted\"|\"|a,b;c\td|two\nlines|00123|1e5|TRUE|ja|null|N/A|-|3.5.2024|؜＝x|𝒜|; =y|a;'=z".split(
    '|',
  ),
)
const text = fc.oneof(hostile, anyText({ maxLength: 12 }), fc.constant(null))
const name = fc.oneof(hostile, anyText({ minLength: 1, maxLength: 12 }))
const lead = fc.record({
  FirstName: text,
  LastName: name,
  Company: name,
  Title: text,
  Description: text,
  Street: text,
  City: text,
  PostalCode: fc.constantFrom('01067', 'SW1A 1AA', '00000', null),
  Phone: fc.constantFrom('+46 70 123 45 67', '0046701234567', '0701-23 45 67 ext. 9', null),
  Email: fc.constantFrom('o’neil@fjord.example', 'a+b@fjord.example', 'UPPER@FJORD.EXAMPLE', null),
  AnnualRevenue: fc.oneof(fc.integer({ min: -1000, max: 1e9 }), fc.constantFrom(0.1, 1234.56, null)),
  NumberOfEmployees: fc.oneof(fc.nat(), fc.constant(null)),
  DoNotCall: fc.boolean(),
  LeadSource: fc.constantFrom('Web', 'Trade Show', null),
  Rating: fc.constantFrom('Hot', 'Cold', null),
  Score__c: fc.oneof(fc.integer(), fc.constantFrom(0.25, -7.5, null)),
  Visited__c: fc.constantFrom('2024-02-29T23:59:59.999Z', '1999-12-31T00:00:00.000Z', null),
  Founded__c: fc.constantFrom('1669-01-02', '2024-03-04', '1969-12-31', null),
  Loyal__c: fc.boolean(),
  Share__c: fc.constantFrom(0, 12.5, 100, null),
  Wishes__c: fc.constantFrom('Tea', 'Tea;Water', null),
})

test('leads exported as a file and imported from it are what they were, whatever they hold', () =>
  fc.assert(
    fc.asyncProperty(fc.array(lead, { minLength: 1, maxLength: 6 }), async (drafts) => {
      const made = await stories.post('/api/leads?allowDuplicates=true', drafts)
      const ids = made
        .json<{ results: readonly { success: boolean; id?: string }[] }>()
        .results.flatMap(({ success, id }) => (success && id !== undefined ? [id] : []))
      if (ids.length === 0) return
      const before = await rowsOf({ field: 'Id', op: 'in', value: ids })
      const file = await exported({ field: 'Id', op: 'in', value: ids })
      const { Id } = await stories.opened('leads.csv', file, { object: 'Lead', options: { duplicates: 'create' } })
      const { counts } = await stories.carried(Id)
      assert.equal(counts.refused, 0, await stories.errorsOf(Id))
      assert.equal(counts.created, ids.length)
      assert.deepEqual(await rowsOf({ field: 'ImportId', op: 'eq', value: Id }), before)
    }),
    { numRuns: 40 },
  ))

const asked = (filter: object): string => `filter=${encodeURIComponent(JSON.stringify(filter))}&fields=${FIELDS.join()}`

/** The fields of each, in no order: rows alike are stored after others. */
async function rowsOf(filter: object): Promise<readonly string[]> {
  const answer = await stories.get(`/api/leads?${asked(filter)}&limit=200`)
  assert.equal(answer.statusCode, 200, answer.body)
  const { records } = answer.json<{ records: readonly Readonly<Record<string, unknown>>[] }>()
  return records.map((row) => JSON.stringify(FIELDS.map((field) => trimmed(row[field])))).toSorted()
}

/** Blanks around a text are not read from a file. */
const trimmed = (value: unknown): unknown => (typeof value === 'string' ? value.trim() || null : value)

async function exported(filter: object): Promise<string> {
  const answer = await stories.get(`/api/exports/Lead.csv?${asked(filter)}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.body
}
