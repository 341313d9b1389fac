import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { dayIn } from '../../../shared/relativeFilter.ts'

let server: TestServer

before(async () => {
  server = await aServer()
})
after(() => server.close())

type Steps = { readonly hasLeads: boolean }
type Home = { readonly tasksDueToday: { count: number }; readonly tasksOverdue: { count: number } }

test('what is due today is told by the calendar of who asks: their own time zone, else their browser’s', async () => {
  const headers = await server.as('sales')
  // 26 hours apart, so that it is never the same day in both.
  const [early, late] = ['Pacific/Kiritimati', 'Etc/GMT+12']
  const body = { Subject: 'Call', ActivityDate: dayIn(new Date(), late) }
  assert.equal((await server.call('POST', '/api/tasks', { headers, body })).statusCode, 201)
  const dueIn = async (timeZone: string): Promise<number[]> => {
    const url = `/api/home?timeZone=${encodeURIComponent(timeZone)}`
    const { tasksDueToday, tasksOverdue } = (await server.call('GET', url, { headers })).json<Home>()
    return [tasksDueToday.count, tasksOverdue.count]
  }
  assert.deepEqual(await dueIn(late), [1, 0])
  assert.deepEqual(await dueIn(early), [0, 1])
  const { user } = (await server.call('GET', '/api/session', { headers })).json<{ user: { Id: string } }>()
  const choose = (TimeZoneSidKey: string | null) =>
    server.call('PATCH', `/api/users/${user.Id}`, { headers, body: { TimeZoneSidKey } })
  assert.equal((await choose(late)).statusCode, 200)
  assert.deepEqual(await dueIn(early), [1, 0])
  assert.equal((await choose(null)).statusCode, 200)
  assert.deepEqual(await dueIn(early), [0, 1])
  assert.equal((await server.call('GET', '/api/home?timeZone=Mars/Olympus', { headers })).statusCode, 400)
})

test('who sets an organization up is told what it still lacks; nobody else is', async () => {
  const headers = await server.as('administrator')
  const stepsFor = async (signedIn: typeof headers) =>
    (await server.call('GET', '/api/home', { headers: signedIn })).json<{ firstSteps: Steps | null }>().firstSteps
  const steps = await stepsFor(headers)
  assert.equal(steps?.hasLeads, false)
  await server.call('POST', '/api/leads', { headers, body: { LastName: 'Lovelace', Company: 'Engines' } })
  assert.deepEqual(await stepsFor(headers), { ...steps, hasLeads: true })
  assert.equal(await stepsFor(await server.as('vetter')), null)
})

test('my new leads are mine and my queues’, the newest first, however many others have', async () => {
  const admin = await server.as('administrator')
  const headers = await server.as('vetter')
  const idOf = async (answer: Promise<{ json: () => { Id: string } }>) => (await answer).json().Id
  const { user } = (await server.call('GET', '/api/session', { headers })).json<{ user: { Id: string } }>()
  const queue = await idOf(server.call('POST', '/api/groups', { headers: admin, body: { Name: 'Trade show' } }))
  const members = await server.call('POST', `/api/groups/${queue}/members`, {
    headers: admin,
    body: { userIds: [user.Id] },
  })
  assert.ok(members.statusCode < 300, members.body)
  const lead = (LastName: string, OwnerId: string) =>
    idOf(server.call('POST', '/api/leads', { headers: admin, body: { LastName, Company: LastName, OwnerId } }))
  const first = await lead('Ask', user.Id)
  const second = await lead('Bjork', queue)
  const third = await lead('Ceder', user.Id)
  await server.call('POST', '/api/leads', { headers: admin, body: { LastName: 'Dunge', Company: 'Elsewhere' } })
  const { newLeads } = (await server.call('GET', '/api/home', { headers })).json<{
    newLeads: { count: number; records: readonly { Id: string }[] }
  }>()
  assert.deepEqual([newLeads.count, newLeads.records.map(({ Id }) => Id)], [3, [third, second, first]])
})
