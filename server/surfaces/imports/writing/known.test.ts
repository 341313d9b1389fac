import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { encodeId } from '../../../../shared/ids.ts'
import { acted, counted, current, HEADER, leadsOf, refusalsOf } from '../../../../test/support/importOutcomes.ts'
import { importRoom, type ImportRoom } from '../../../../test/support/importing.ts'
import { aLead } from '../../../../test/support/builders.ts'
import { sql } from '../../../platform/sql.ts'
import { undoImport } from './undo.ts'

let room: ImportRoom
before(async () => {
  room = await importRoom()
})
after(() => room.drop())

test('somebody we know makes an inquiry, never a second lead, and answers the campaign', async () => {
  const { campaignId, leadId } = await room.write(async (tx) => {
    const [campaign] =
      (await room.workshop.doors.get('Campaign')?.create(tx, room.admin, [{ Name: 'Hannover 2027' }])) ?? []
    return {
      campaignId: campaign?.id ?? 0,
      leadId: await aLead(tx, room.admin, {
        FirstName: 'Grace',
        LastName: 'Hopper',
        Company: 'Eckert Computing',
        Email: 'grace@eckert.example',
      }),
    }
  })
  const list = `${HEADER}Grace,Hopper,Eckert Computing,grace@eckert.example,\nJean,Bartik,Mauchly Machines,jean@mauchly.example,\n`
  const done = await room.take('hannover.csv', list, {
    options: { campaignId: encodeId(campaignId), memberStatus: 'Responded' },
  })
  assert.deepEqual({ created: done.counts.created, known: done.counts.known }, { created: 1, known: 1 })
  assert.equal(await counted(room, sql`select count(*)::int as n from lead where last_name = 'Hopper'`), 1)
  assert.equal(
    await counted(
      room,
      sql`select count(*)::int as n from inquiry q join lead l on l.person_id = q.person_id where l.id = ${leadId} and q.source = 'Import'`,
    ),
    1,
  )
  assert.equal(
    await counted(
      room,
      sql`select count(*)::int as n from campaign_member where campaign_id = ${campaignId} and has_responded`,
    ),
    2,
  )
})

test('blanks of a known lead are filled when asked, and undoing empties them again', async () => {
  const leadId = await room.write((tx) =>
    aLead(tx, room.admin, {
      FirstName: 'Mary',
      LastName: 'Keller',
      Company: 'Clarke College',
      Email: 'mary@clarke.example',
    }),
  )
  const list = `${HEADER}Mary,Keller,Clarke College,mary@clarke.example,+1 563 555 0101\nNew,Person,Dubuque Data,new@dubuquedata.example,\n`
  const done = await room.take('fill.csv', list, { options: { duplicates: 'fill' } })
  assert.deepEqual({ created: done.counts.created, updated: done.counts.updated }, { created: 1, updated: 1 })
  const phone = (): Promise<number> =>
    counted(room, sql`select count(*)::int as n from lead where id = ${leadId} and phone is not null`)
  assert.equal(await phone(), 1)
  await acted(room, done.id, 'undo')
  await undoImport(room.workshop, room.org, done.id)
  assert.equal((await current(room, done.id)).state, 'undone')
  assert.equal(await phone(), 0)
  assert.deepEqual(await leadsOf(room, done), [])
  assert.equal(
    await counted(room, sql`select count(*)::int as n from lead where id = ${leadId} and deleted_at is null`),
    1,
  )
})

test('the same person twice in one file is one lead', async () => {
  const done = await room.take(
    'twice.csv',
    `${HEADER}Radia,Perlman,Spanning Trees Ltd,radia@spanningtrees.example,\nRadia,Perlman,Spanning Trees,radia@spanningtrees.example,\n`,
  )
  assert.deepEqual({ created: done.counts.created, skipped: done.counts.skipped }, { created: 1, skipped: 1 })
  assert.match((await refusalsOf(room, done))[0]?.reason ?? '', /Line 2 is the same/)
})
