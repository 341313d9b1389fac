import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anIntake, type Intake } from '../../../test/support/intake.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { forgetOldPosts } from './forms.jobs.ts'

let intake: Intake

before(async () => {
  intake = await anIntake()
})
after(() => intake.server.close())

const DAY_MS = 86_400_000

test('what was sent in a worked post is forgotten when its time is over, and what waits is kept', async () => {
  const { server, admin, post, newestPost, get } = intake
  const began = now()
  await post({ last_name: 'Kept', company: 'Nordwind', email: 'kept@nordwind.example' })
  const worked = await newestPost()
  await post({ company: 'Nobody said who' })
  const waiting = await newestPost()
  assert.deepEqual([worked.State, waiting.State], ['lead', 'waiting'])

  const settings = await server.call('PATCH', '/api/form-settings', { headers: admin, body: { PostsKeptDays: 30 } })
  assert.deepEqual(settings.json(), { PostsPerMinute: 60, PostsKeptDays: 30 })
  const short = await server.call('PATCH', '/api/form-settings', { headers: admin, body: { PostsKeptDays: 1 } })
  assert.equal(short.statusCode, 400)

  const read = async (one: Record<string, unknown>) => JSON.stringify(await get(`/api/form-posts/${String(one.Id)}`))
  try {
    stopClockAt(new Date(began.getTime() + 29 * DAY_MS))
    await forgetOldPosts(server.db, server.org)
    assert.match(await read(worked), /Kept/)
    stopClockAt(new Date(began.getTime() + 31 * DAY_MS))
    await forgetOldPosts(server.db, server.org)
  } finally {
    stopClockAt(undefined)
  }
  assert.doesNotMatch(await read(worked), /kept@nordwind/)
  assert.match(await read(worked), /no longer kept/)
  assert.match(await read(waiting), /Nobody said who/)
  assert.equal((await intake.byEmail('kept@nordwind.example')).length, 1)
})
