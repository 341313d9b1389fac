import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { importRoom, type ImportRoom } from '../../../test/support/importing.ts'
import { many, sql } from '../../platform/sql.ts'
import { taskDoor } from '../../records/activities/activities.ts'
import { actOnImport } from './imports.ts'
import { undoImport } from './writing/undo.ts'

let room: ImportRoom

before(async () => {
  room = await importRoom()
})
after(() => room.drop())

const leadsNow = () =>
  room.read((tx) =>
    many<{ name: string; status: string; isConverted: boolean }>(
      tx,
      sql`select last_name as name, status, converted_at is not null as "isConverted" from lead order by last_name`,
    ),
  )

test('undoing an import of won deals opens the leads it converted again, and tells which stay and why', async () => {
  await room.take('leads.csv', 'lead_id,Last Name,Company\nL1,Astrid,Fjord\nL2,Bjorn,Skog\nL3,Cecilie,Berg\n')
  const deals = await room.take(
    'deals.csv',
    'lead_id,Opportunity Name,Account Name,Stage,Amount,Close Date\nL1,Pumps,Fjord,Closed Won,100,2027-01-05\nL2,Valves,Skog,Closed Won,200,2027-01-06\n',
    { object: 'Opportunity' },
  )
  assert.equal(deals.counts.created, 2, JSON.stringify(deals))
  assert.deepEqual(
    (await leadsNow()).map(({ isConverted }) => isConverted),
    [true, true, false],
  )
  const [contact] = await room.read((tx) =>
    many<{ id: number }>(tx, sql`select converted_contact_id as id from lead where last_name = 'Bjorn'`),
  )
  await room.write((tx) => taskDoor.create(tx, room.admin, [{ Subject: 'Send the invoice', WhoId: contact?.id }]))

  await room.write((tx) => actOnImport(tx, room.admin, room.workshop.doors, deals.id, 'undo'))
  await undoImport(room.workshop, room.org, deals.id)

  assert.deepEqual(await leadsNow(), [
    { name: 'Astrid', status: 'Open - Not Contacted', isConverted: false },
    { name: 'Bjorn', status: 'Closed - Converted', isConverted: true },
    { name: 'Cecilie', status: 'Open - Not Contacted', isConverted: false },
  ])
  const left = await room.read((tx) =>
    many<{ name: string }>(
      tx,
      sql`
      select name from opportunity where deleted_at is null
      union all select name from account where deleted_at is null
      union all select last_name from contact where deleted_at is null
      order by name`,
    ),
  )
  assert.deepEqual(
    left.map(({ name }) => name),
    ['Bjorn', 'Skog', 'Valves'],
  )
  const said = await room.read((tx) =>
    many<{ reason: string }>(tx, sql`select reason from import_refusal where import_id = ${deals.id} and line = 0`),
  )
  assert.match(
    said.map(({ reason }) => reason).join('\n'),
    /The lead Bjorn stays converted.*Something was done or planned/,
  )
  assert.ok(!said.some(({ reason }) => reason.includes('Astrid')))
})
