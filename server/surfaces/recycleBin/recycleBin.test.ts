import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer

before(async () => {
  server = await aServer()
})
after(() => server.close())

type Headers = { readonly authorization: string }
type Binned = {
  readonly Id: string
  readonly object: string
  readonly Name: string
  readonly deletedBy: { readonly Name: string } | null
}
type Result = { readonly id: string; readonly success: boolean; readonly errors: readonly { code: string }[] }
type Json = Record<string, unknown>

async function call<T = Json>(
  headers: Headers,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: object,
): Promise<T> {
  const answer = await server.call(method, url, { headers, body })
  assert.ok(answer.statusCode < 300, `${url} ${answer.body}`)
  return answer.body === '' ? ({} as T) : answer.json<T>()
}

const makeOne = async (headers: Headers, path: string, body: Json): Promise<string> =>
  String((await call(headers, 'POST', `/api/${path}?allowDuplicates=true`, body)).Id)

const binOf = async (headers: Headers, query = ''): Promise<readonly Binned[]> =>
  (await call<{ records: readonly Binned[] }>(headers, 'GET', `/api/recycle-bin?${query}`)).records

const act = async (headers: Headers, way: 'restoration' | 'removal', ids: readonly string[]) =>
  (await call<{ results: readonly Result[] }>(headers, 'POST', `/api/recycle-bin/${way}`, { ids })).results.map(
    ({ success, errors }) => (success ? 'done' : errors[0]?.code),
  )

test('what was deleted stands in the recycle bin, the latest first, and comes back from there together', async () => {
  const admin = await server.as('administrator')
  const lead = await makeOne(admin, 'leads', { LastName: 'Binned', Company: 'Nordwind' })
  const task = await makeOne(admin, 'tasks', { Subject: 'Ask again' })
  await call(admin, 'POST', '/api/custom-objects', { label: 'Machine' })
  const machine = await makeOne(admin, 'records/Machine__c', { Name: 'Press 4' })
  await call(admin, 'DELETE', `/api/leads/${lead}`)
  await call(admin, 'DELETE', `/api/tasks/${task}`)
  await call(admin, 'DELETE', `/api/records/Machine__c/${machine}`)
  const found = await binOf(admin)
  assert.deepEqual(
    found.map(({ Id, object, Name }) => [Id, object, Name]),
    [
      [machine, 'Machine__c', 'Press 4'],
      [task, 'Task', 'Ask again'],
      [lead, 'Lead', 'Binned'],
    ],
  )
  assert.match(String(found[0]?.deletedBy?.Name), /administrator/)
  assert.deepEqual(
    (await binOf(admin, 'q=BIN')).map(({ Id }) => Id),
    [lead],
  )
  assert.deepEqual(
    (await binOf(admin, 'object=Task')).map(({ Id }) => Id),
    [task],
  )
  assert.deepEqual(await act(admin, 'restoration', [lead, machine, lead, task]), ['done', 'done', 'done', 'done'])
  assert.deepEqual(await binOf(admin), [])
  assert.equal((await call(admin, 'GET', `/api/leads/${lead}`)).Name, 'Binned')
  assert.deepEqual(await act(admin, 'restoration', [lead]), ['not_in_recycle_bin'])
})

test('what belongs together comes back together, in whatever order it is named', async () => {
  const admin = await server.as('administrator')
  const account = await makeOne(admin, 'accounts', { Name: 'Whole AB' })
  const deal = await makeOne(admin, 'opportunities', {
    Name: 'Pumps',
    AccountId: account,
    StageName: 'Prospecting',
    CloseDate: '2099-03-31',
    Amount: 1,
  })
  const payment = await makeOne(admin, 'payments', { OpportunityId: deal, Amount: 1, ReceivedDate: '2026-01-02' })
  await call(admin, 'DELETE', `/api/payments/${payment}`)
  await call(admin, 'DELETE', `/api/opportunities/${deal}`)
  await call(admin, 'DELETE', `/api/accounts/${account}`)
  assert.deepEqual(await act(admin, 'restoration', [payment, deal, account]), ['done', 'done', 'done'])
})

test('the recycle bin is paged by key, and meets everything once', async () => {
  const admin = await server.as('administrator')
  const ParentId = await makeOne(admin, 'accounts', { Name: 'Of notes' })
  const made = await call<{ results: readonly { id: string }[] }>(
    admin,
    'POST',
    '/api/notes',
    ['a', 'b', 'c'].map((Title) => ({ Title, ParentId })),
  )
  const ids = made.results.map(({ id }) => id)
  await call(admin, 'DELETE', `/api/notes?ids=${ids.join(',')}`)
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const page: { records: readonly Binned[]; next: string | null } = await call(
      admin,
      'GET',
      `/api/recycle-bin?object=Note&limit=2${next === '' ? '' : `&after=${next}`}`,
    )
    seen.push(...page.records.map(({ Id }) => Id))
    next = page.next
  }
  assert.deepEqual(seen.toSorted(), ids.toSorted())
})

test('whoever may not delete an object’s records sees none of them there, and brings none back', async () => {
  const [admin, sales, reader] = [
    await server.as('administrator'),
    await server.as('sales'),
    await server.as('read_only'),
  ]
  const lead = await makeOne(admin, 'leads', { LastName: 'Kept', Company: 'Nordwind' })
  const account = await makeOne(admin, 'accounts', { Name: 'Fjord AB' })
  await call(admin, 'DELETE', `/api/leads/${lead}`)
  await call(admin, 'DELETE', `/api/accounts/${account}`)
  assert.deepEqual(
    (await binOf(sales)).map(({ Id }) => Id).filter((id) => id === lead || id === account),
    [account],
  )
  assert.deepEqual(await binOf(reader), [])
  assert.deepEqual(await act(sales, 'restoration', [lead, account]), ['forbidden', 'done'])
  assert.deepEqual(await act(reader, 'restoration', [lead]), ['forbidden'])
})

test('of a private object only one’s own stands in one’s recycle bin', async () => {
  const [admin, one, other] = [await server.as('administrator'), await server.as('sales'), await server.as('sales')]
  await call(admin, 'PATCH', '/api/settings', { Sharing: { Account: 'private' } })
  const account = await makeOne(one, 'accounts', { Name: 'Mine alone' })
  await call(one, 'DELETE', `/api/accounts/${account}`)
  const seen = async (headers: Headers) => (await binOf(headers, 'object=Account')).some(({ Id }) => Id === account)
  assert.deepEqual([await seen(one), await seen(other), await seen(admin)], [true, false, true])
  assert.deepEqual(await act(other, 'restoration', [account]), ['not_in_recycle_bin'])
  await call(admin, 'PATCH', '/api/settings', { Sharing: { Account: 'public' } })
})

test('what a merge took away is no part of the recycle bin: it comes back with the merge', async () => {
  const admin = await server.as('administrator')
  const [master, loser] = [
    await makeOne(admin, 'leads', { LastName: 'Master', Company: 'Nordwind' }),
    await makeOne(admin, 'leads', { LastName: 'Loser', Company: 'Nordwind' }),
  ]
  await call(admin, 'POST', '/api/leads/merge', { master, losers: [loser] })
  assert.equal(
    (await binOf(admin)).some(({ Id }) => Id === loser),
    false,
  )
})

test('an administrator removes for good; what others belong to goes with them in one act, and stays while they are kept', async () => {
  const [admin, manager] = [await server.as('administrator'), await server.as('manager')]
  const companyWithPerson = async () => {
    const account = await makeOne(admin, 'accounts', { Name: 'Gone GmbH' })
    const contact = await makeOne(admin, 'contacts', { LastName: 'Gone', AccountId: account })
    await call(admin, 'DELETE', `/api/contacts/${contact}`)
    await call(admin, 'DELETE', `/api/accounts/${account}`)
    return { account, contact }
  }
  const first = await companyWithPerson()
  const lone = await makeOne(admin, 'accounts', { Name: 'Nobody there' })
  await call(admin, 'DELETE', `/api/accounts/${lone}`)
  assert.deepEqual(await act(admin, 'removal', [first.account, lone]), ['still_pointed_to', 'done'])
  assert.deepEqual(await act(admin, 'removal', [first.account, first.contact]), ['done', 'done'])
  assert.deepEqual(await act(admin, 'restoration', [lone, first.contact]), ['not_in_recycle_bin', 'not_in_recycle_bin'])
  const refused = await server.call('POST', '/api/recycle-bin/removal', {
    headers: manager,
    body: { ids: [first.account] },
  })
  assert.equal(refused.statusCode, 403)
})
