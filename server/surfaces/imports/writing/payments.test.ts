import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { encodeId } from '../../../../shared/ids.ts'
import { anAccount, anOpportunity } from '../../../../test/support/builders.ts'
import { acted, refusalsOf } from '../../../../test/support/importOutcomes.ts'
import { importRoom, type ImportRoom } from '../../../../test/support/importing.ts'
import { many, sql } from '../../../platform/sql.ts'
import { undoImport } from './undo.ts'

let room: ImportRoom
let deals: readonly number[]
before(async () => {
  room = await importRoom()
  deals = await room.write(async (tx) => {
    const fjord = encodeId(await anAccount(tx, room.admin, { Name: 'Fjord AB' }))
    const skog = encodeId(await anAccount(tx, room.admin, { Name: 'Skog AS' }))
    const deal = (Name: string, AccountId: string) =>
      anOpportunity(tx, room.admin, { Name, AccountId, StageName: 'Closed Won', CloseDate: '2026-01-31' })
    return [await deal('Pumps', fjord), await deal('Pumps', skog), await deal('Valves', fjord)]
  })
})
after(() => room.drop())

const collected = async (): Promise<number[]> => {
  const rows = await room.read((tx) =>
    many<{ id: number; collected: number }>(tx, sql`select id, collected::float8 as collected from opportunity`),
  )
  return deals.map((deal) => rows.find(({ id }) => id === deal)?.collected ?? 0)
}

test('a bank statement pays deals by id, by name and account, by a name of its own, or by a known invoice', async () => {
  const done = await room.take(
    'payments.csv',
    `Opportunity,Account,Amount Received,Payment Date,Invoice No,Bank Reference,Payment Method
Pumps,Fjord AB,"1,000.50",2026-02-01,R-1,TX-1,Bank transfer
pumps,skog as,2000,2026-02-02,R-2,TX-2,Bank transfer
Valves,,300,2026-02-03,R-3,TX-3,Card
${encodeId(deals[2] ?? 0)},,40,2026-02-04,R-4,TX-4,Card
`,
  )
  assert.equal(done.objectName, 'Payment')
  assert.deepEqual([done.counts.created, done.counts.refused], [4, 0])
  assert.deepEqual(await collected(), [1000.5, 2000, 340])
  const rest = await room.take(
    'payments march.csv',
    'Amount Received,Payment Date,Invoice No,Bank Reference\n500,2026-03-01,r-2,TX-5\n-40,2026-03-02,R-4,TX-6\n',
  )
  assert.deepEqual([rest.counts.created, rest.counts.refused], [2, 0])
  assert.deepEqual(await collected(), [1000.5, 2500, 300])
})

test('a row that does not say which deal was paid, or says a payment twice, is refused with the reason', async () => {
  const before = await collected()
  const done = await room.take(
    'payments wrong.csv',
    `Opportunity,Account,Amount Received,Payment Date,Invoice No,Bank Reference
Pumps,,1,2026-02-01,,TX-10
Nowhere,,1,2026-02-01,,TX-11
Pumps,Nowhere AB,1,2026-02-01,,TX-12
,,1,2026-02-01,R-99,TX-13
,,1,2026-02-01,,TX-14
Valves,,1,2026-02-01,,TX-1
Valves,,0,2026-02-01,,TX-15
Valves,,-5000,2026-02-01,,TX-16
Valves,,1,2999-02-01,,TX-17
`,
  )
  assert.deepEqual([done.counts.created, done.counts.refused], [0, 9])
  const reasons = (await refusalsOf(room, done)).map(({ reason }) => reason)
  const expected = [
    /Several opportunities are called 'Pumps'.*Name the account/,
    /no Opportunity 'Nowhere' here/,
    /There is no opportunity 'Pumps' of 'Nowhere AB'/,
    /No payment of the invoice 'R-99' is known/,
    /does not say what was paid/,
    /has this Reference already/,
    /payment of nothing/,
    /less than nothing/,
    /still to come/,
  ]
  for (const [at, pattern] of expected.entries()) assert.match(reasons[at] ?? '', pattern)
  assert.deepEqual(await collected(), before)
})

test('undoing an import of deals leaves those that were paid since, and says so', async () => {
  const done = await room.take(
    'deals.csv',
    'Opportunity Name,Account Name,Stage,Amount,Close Date\nFans,Fjord AB,Closed Won,100,2026-01-05\nBelts,Fjord AB,Closed Won,100,2026-01-05\n',
    { object: 'Opportunity' },
  )
  await room.take('payments fans.csv', 'Opportunity,Amount Received,Payment Date\nFans,100,2026-02-01\n')
  await acted(room, done.id, 'undo')
  await undoImport(room.workshop, room.org, done.id)
  const left = await room.read((tx) =>
    many<{ name: string }>(tx, sql`select name from opportunity where import_id = ${done.id} and deleted_at is null`),
  )
  assert.deepEqual(
    left.map(({ name }) => name),
    ['Fans'],
  )
  const said = await room.read((tx) =>
    many<{ reason: string }>(tx, sql`select reason from import_refusal where import_id = ${done.id} and line = 0`),
  )
  assert.match(said.map(({ reason }) => reason).join(), /The deal Fans stays: money was received for it/)
})

test('undoing an import of payments takes the cash back; the same file brought twice counts once', async () => {
  const before = await collected()
  const content = 'Opportunity,Amount Received,Payment Date,Bank Reference\nValves,77,2026-04-01,TX-20\n'
  const done = await room.take('payments april.csv', content)
  const again = await room.take('payments april again.csv', content)
  assert.deepEqual([done.counts.created, again.counts.created, again.counts.refused], [1, 0, 1])
  assert.deepEqual(await collected(), [before[0], before[1], (before[2] ?? 0) + 77])
  await acted(room, done.id, 'undo')
  await undoImport(room.workshop, room.org, done.id)
  assert.deepEqual(await collected(), before)
})
