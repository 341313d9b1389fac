import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { importStories, type ImportStories } from '../../../test/support/importStories.ts'

let stories: ImportStories

before(async () => {
  stories = await importStories()
})
after(() => stories.server.close())

const LIST = `Vorname,Nachname,Firma,E-Mail,Kommentar
Ada,Byron,Byron Looms,ada@byronlooms.example,first
Grace,Hopper,Navy Research,nobody,second
Alan,Turing,Bletchley Works,nowhere,third
Kurt,Gödel,Unvollständig GmbH,none,fourth
`

test('the file of refused rows, mended and sent again, completes the first import', async () => {
  const { opened, carried, errorsOf, shown, takenBack } = stories
  const first = await opened('fair.csv', LIST, { options: { duplicates: 'create' } })
  const done = await carried(first.Id)
  assert.deepEqual([done.counts.created, done.counts.refused], [1, 3])
  const errors = await errorsOf(first.Id)
  assert.match(errors, /^Line,What happened,Field,Reason,Vorname,Nachname,Firma,E-Mail,Kommentar\r\n3,Refused,Email,/)

  const half = errors
    .replace(',nobody,', ',grace@navyresearch.example,')
    .replace(',nowhere,', ',alan@bletchley.example,')
  const second = await opened('fair-errors.csv', half)
  assert.deepEqual(
    [second.mends, second.object, second.options.duplicates, second.mapping.map(({ field }) => field)],
    [
      first.Id,
      'Lead',
      'create',
      [null, null, null, null, 'FirstName', 'LastName', 'Company', 'Email', done.mapping[4]?.field ?? null],
    ],
  )
  const mended = await carried(second.Id)
  assert.deepEqual([mended.counts.created, mended.counts.refused], [2, 1])
  assert.equal((await shown(first.Id)).mended, 2)
  // What is refused twice stands under the line it has in the first file, with one set of reasons.
  const still = await errorsOf(second.Id)
  assert.match(
    still,
    /^Line,What happened,Field,Reason,Vorname,Nachname,Firma,E-Mail,Kommentar\r\n5,Refused,Email,[^\r]*Kurt/,
  )
  assert.doesNotMatch(await errorsOf(first.Id), /Grace|Alan/)

  const third = await opened('once more.csv', still.replace(',none,', ',kurt@unvollstaendig.example,'))
  assert.equal(third.mends, first.Id)
  assert.equal((await carried(third.Id)).counts.created, 1)
  assert.deepEqual([(await shown(first.Id)).mended, (await errorsOf(first.Id)).trim().split('\r\n').length], [3, 1])

  assert.equal((await takenBack(third.Id)).state, 'undone')
  assert.equal((await shown(first.Id)).mended, 2)
  assert.match(await errorsOf(first.Id), /5,Refused,Email/)
})

test('a mended file that is sent twice brings nothing in twice', async () => {
  const { opened, carried, errorsOf } = stories
  const first = await opened(
    'names.csv',
    'First Name,Last Name,Company,Email\nBo,Ek,Ek AB,bo\nPer,Dal,Dal AS,per@dal.example\n',
  )
  await carried(first.Id)
  const mended = (await errorsOf(first.Id)).replace(',bo\r', ',bo@ek.example\r')
  assert.equal((await carried((await opened('a.csv', mended)).Id)).counts.created, 1)
  const again = await carried((await opened('a.csv', mended, { options: { duplicates: 'create' } })).Id)
  assert.deepEqual([again.counts.created, again.counts.skipped], [0, 1])
  assert.match(await errorsOf(again.Id), /2,Left out,,Line 2 of the first file was mended before\.,Bo,Ek/)
})

test('a file that only looks like one of ours is read as any other', async () => {
  const { opened } = stories
  const other = await opened(
    'x.csv',
    'Line,What happened,Field,Reason,Last Name,Company\n2,Refused,Email,Odd,Moe,Moe Ltd\n',
  )
  assert.deepEqual([other.mends, other.mapping[4]?.field], [null, 'LastName'])
})

test('an import keeps the duplicate rules of the org, whatever its owner chooses', async () => {
  const { opened, carried, errorsOf, server, admin } = stories
  const [rule] = (await stories.get('/api/duplicate-rules')).json<{ rules: { Id: string }[] }>().rules
  const set = (body: object) => server.call('PATCH', `/api/duplicate-rules/${rule?.Id}`, { headers: admin, body })
  const list = 'First Name,Last Name,Company,Email,Country\nIda,Wells,Wells Press,ida@wellspress.example,Norway\n'
  await carried((await opened('one.csv', list)).Id)
  await set({
    onCreate: { action: 'block' },
    bypassRoles: [],
    conditions: { field: 'Country', op: 'eq', value: 'Norway' },
  })
  const blocked = await carried((await opened('two.csv', list, { options: { duplicates: 'create' } })).Id)
  assert.deepEqual([blocked.counts.created, blocked.counts.skipped], [0, 1])
  assert.match(
    await errorsOf(blocked.Id),
    /Known as lead .*The duplicate rule 'Standard lead rule' keeps it from being made a second time\./,
  )
  const other = list.replace('Norway', 'Sweden')
  assert.equal(
    (await carried((await opened('three.csv', other, { options: { duplicates: 'create' } })).Id)).counts.created,
    1,
  )
  const known = await carried((await opened('four.csv', list, { options: { duplicates: 'inquiry' } })).Id)
  assert.equal(known.counts.known, 1)
  await set({ onCreate: { action: 'allow' }, bypassRoles: ['administrator'], conditions: null })
})
