import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anEventStage, type EventStage } from '../../../test/support/events.ts'
import { many, run, sql } from '../../platform/sql.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import { decodeId } from '../../../shared/ids.ts'
import { campaignsWithRoom } from './places.sql.ts'
import { settlePlaces } from './registrations.ts'

let stage: EventStage

before(async () => {
  stage = await anEventStage()
})
after(() => stage.server.close())

const mailOf = (name: string): string => `${name.toLowerCase()}@visitors.example`
const person = (name: string) => ({
  first_name: 'Ada',
  last_name: name,
  email: mailOf(name),
  company: 'Nordwind',
})

test('an event without sessions is over with its campaign: nobody moves up any more, and it keeps no other from its turn', async () => {
  const id = await stage.event({ Capacity: 1 }, { EndDate: '2099-01-01' })
  await stage.register(id, person('Inside'))
  await stage.register(id, person('Outside'))
  const { db, org } = stage.server
  await stage.call('PATCH', `/api/campaigns/${id}`, { EndDate: '2020-01-01' })
  await inTransaction(db, org, (tx) =>
    run(tx, sql`update event_plan set capacity = 5 where campaign_id = ${decodeId(id) ?? 0}`),
  )
  assert.ok(!(await reading(db, org, campaignsWithRoom)).includes(decodeId(id) ?? 0))
  await inTransaction(db, org, (tx) => settlePlaces(tx, { publicUrl: '', mailFrom: '' }, [decodeId(id) ?? 0]))
  const states = await reading(db, org, (tx) =>
    many<{ state: string }>(
      tx,
      sql`select state from event_registration where campaign_id = ${decodeId(id) ?? 0} order by waiting_from, id`,
    ),
  )
  assert.deepEqual(
    states.map(({ state }) => state),
    ['registered', 'waiting'],
  )
})

test('where mail is set up, who registers again is answered as who registers first', async () => {
  const posted = await anEventStage({ SMTP_URL: 'smtp://127.0.0.1:9' })
  try {
    const id = await posted.event()
    const answers = [await posted.register(id, person('Twice')), await posted.register(id, person('Twice'))]
    assert.deepEqual(answers, [`/e/${id}/received`, `/e/${id}/received`])
    const [letter] = await posted.letters(mailOf('Twice'))
    assert.match(letter?.text ?? '', /\/e\/t\/\S+/)
  } finally {
    await posted.server.close()
  }
})
