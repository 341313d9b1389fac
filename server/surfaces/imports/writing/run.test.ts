import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { acted, counted, current, HEADER } from '../../../../test/support/importOutcomes.ts'
import { importRoom, type ImportRoom } from '../../../../test/support/importing.ts'
import { sql } from '../../../platform/sql.ts'
import { changeImport } from '../imports.ts'
import { workImport } from './run.ts'
import { waitsFor } from './turn.ts'

let room: ImportRoom
before(async () => {
  room = await importRoom()
})
after(() => room.drop())

const people = (n: number, company: (at: number) => string): string =>
  HEADER + Array.from({ length: n }, (_, at) => person(at, company(at))).join('')

const person = (at: number, company: string): string =>
  `${word(at * 7919 + 13)},${word(at * 104_729 + 5)},${company},p${at}@${company.toLowerCase().replace(/[^a-z]/g, '')}.example,\n`

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
  const rows = 2000
  const { id } = await room.open(
    'large.csv',
    people(rows, (at) => `${word(at * 31 + 1_000_003)} Works`),
  )
  await changeImport(room.db, room.workshop.doors, room.org, room.admin, id, { options: { duplicates: 'create' } })
  await acted(room, id, 'start')
  await killHalfWay(id)
  const half = await current(room, id)
  assert.ok(half.counts.created > 0 && half.counts.created < rows, `${half.counts.created} rows were written`)
  assert.equal(half.state, 'running')
  await Promise.all([workImport(room.workshop, room.org, id), workImport(room.workshop, room.org, id)])
  const done = await current(room, id)
  // Two workers at one import: the one that lost the place stopped by itself.
  if (done.state !== 'done') await workImport(room.workshop, room.org, id)
  const end = await current(room, id)
  assert.equal(end.state, 'done')
  assert.deepEqual(end.counts, { read: rows, created: rows, updated: 0, known: 0, skipped: 0, refused: 0 })
  assert.equal(await counted(room, sql`select count(*)::int as n from lead where import_id = ${id}`), rows)
  assert.equal(await counted(room, sql`select count(distinct email)::int as n from lead where import_id = ${id}`), rows)
})

test('of two files with the same people, started at the same moment, one waits for the other, and everybody is made once', async () => {
  const rows = 1500
  const text = people(rows, (at) => `${word(at * 37 + 2_000_003)} Mills`)
  const ids = [(await room.open('fair.csv', text)).id, (await room.open('fair again.csv', text)).id]
  for (const id of ids) {
    await changeImport(room.db, room.workshop.doors, room.org, room.admin, id, { options: { duplicates: 'skip' } })
    await acted(room, id, 'start')
  }
  const work = (id: number): Promise<boolean> => workImport({ ...room.workshop, batchRows: 250 }, room.org, id)
  const underway = ids.map(async (id) => ({ id, hadTurn: await work(id) }))
  const waiting = await Promise.race(underway)
  const ahead = await room.read(async (tx) => waitsFor(tx, await current(room, waiting.id)))
  const went = (await Promise.all(underway)).find(({ hadTurn }) => hadTurn)
  assert.equal(waiting.hadTurn, false)
  assert.equal(ahead, (await current(room, went?.id ?? 0)).fileName)
  assert.equal(await work(waiting.id), true)
  const after = await current(room, waiting.id)
  assert.deepEqual([after.state, after.counts.created, after.counts.skipped], ['done', 0, rows])
  assert.equal(await counted(room, sql`select count(*)::int as n from lead where company like '% Mills'`), rows)
})

/** Runs the import in a program of its own, which is killed when it has written its second batch. */
async function killHalfWay(importId: number): Promise<void> {
  const program = spawn(
    process.execPath,
    [
      path.join(import.meta.dirname, '../../../../test/support/importProgram.ts'),
      JSON.stringify(room.connection),
      String(importId),
      '2',
    ],
    { stdio: 'inherit' },
  )
  assert.deepEqual(await once(program, 'exit'), [null, 'SIGKILL'])
}

test('the same person is one lead, in whichever of the batches under way they stand again', async () => {
  const own = (at: number): string => person(at, `${word(at * 41 + 3_000_003)} Mill`)
  const isRepeated = (at: number): boolean => at >= 300 && at % 3 === 2
  const repeated = (at: number): string => own(at - ([100, 200, 250][at % 7] ?? 10))
  const rows = Array.from({ length: 900 }, (_, at) => (isRepeated(at) ? repeated(at) : own(at)))
  const { id } = await room.open('again.csv', HEADER + rows.join(''))
  await changeImport(room.db, room.workshop.doors, room.org, room.admin, id, { options: { duplicates: 'skip' } })
  await acted(room, id, 'start')
  await workImport({ ...room.workshop, batchRows: 100 }, room.org, id)
  const { counts } = await current(room, id)
  assert.deepEqual([counts.read, counts.created, counts.skipped], [900, 700, 200])
  assert.equal(await counted(room, sql`select count(distinct email)::int as n from lead where import_id = ${id}`), 700)
})

test('an import pauses between batches and goes on where it was', async () => {
  const { id } = await room.open(
    'pause.csv',
    people(1500, (at) => `${word(at * 37 + 2_000_003)} House`),
  )
  await changeImport(room.db, room.workshop.doors, room.org, room.admin, id, { options: { duplicates: 'create' } })
  await acted(room, id, 'start')
  let paused: Promise<unknown> = Promise.resolve()
  let batches = 0
  const pausing = {
    ...room.workshop,
    batchRows: 250,
    onProgress: () => {
      if (++batches === 1) paused = acted(room, id, 'pause')
    },
  }
  await workImport(pausing, room.org, id)
  await paused
  const half = await current(room, id)
  assert.equal(half.state, 'paused')
  assert.ok(half.counts.read < 1500)
  await acted(room, id, 'start')
  await workImport(room.workshop, room.org, id)
  assert.equal((await current(room, id)).counts.created, 1500)
})

test('trying an import keeps nothing and counts everything', async () => {
  const before = await counted(room, sql`select count(*)::int as n from lead`)
  const { id } = await room.open(
    'try.csv',
    `${HEADER}Katherine,Johnson,Langley Research,kj@langley.example,\n,,,not-an-address,\n`,
  )
  await acted(room, id, 'check')
  await workImport(room.workshop, room.org, id)
  const tried = await current(room, id)
  assert.equal(tried.state, 'checked')
  assert.deepEqual({ created: tried.counts.created, refused: tried.counts.refused }, { created: 1, refused: 1 })
  assert.equal(await counted(room, sql`select count(*)::int as n from lead`), before)
  await acted(room, id, 'start')
  await workImport(room.workshop, room.org, id)
  assert.equal((await current(room, id)).counts.created, 1)
})
