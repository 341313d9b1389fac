import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Json = Record<string, unknown>
type Headers = { readonly authorization: string }

let server: TestServer
let manager: Headers
let seller: Headers

before(async () => {
  server = await aServer()
  manager = await server.as('manager')
  seller = await server.as('sales')
})
after(() => server.close())

const ask = async (
  headers: Headers,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: object,
): Promise<{ status: number; answer: Json; errors: readonly Json[] }> => {
  const answer = await server.call(method, url, { headers, body })
  const json = answer.body === '' ? {} : answer.json<Json>()
  return { status: answer.statusCode, answer: json, errors: (json.errors ?? []) as Json[] }
}

const viewsFor = async (headers: Headers, object = 'Lead'): Promise<Json[]> =>
  (await ask(headers, 'GET', `/api/views?object=${object}`)).answer.views as Json[]

const named = (views: readonly Json[], name: string): Json => {
  const found = views.find(({ Name }) => Name === name)
  assert.ok(found, name)
  return found
}

test('every list has views from the first day, whose filters and orders the lists take', async () => {
  for (const [object, names] of [
    ['Lead', ['My open leads', 'All open leads', 'Untouched', 'My unread leads', 'New this week']],
    ['Account', ['My accounts', 'Customers']],
    ['Contact', ['My contacts']],
    ['Opportunity', ['My open opportunities', 'Closing this month', 'Past their close date']],
    ['Campaign', ['All active campaigns']],
  ] as const) {
    const views = await viewsFor(seller, object)
    for (const name of names) assert.equal(named(views, name).Standard, true)
    for (const { Name, Filter, Sort } of views) {
      // Kept as a view of one's own it is checked as the list will.
      const kept = await ask(seller, 'POST', '/api/views', {
        Object: object,
        Name: `${String(Name)}, mine`,
        Filter,
        Sort,
      })
      assert.equal(kept.status, 201, JSON.stringify(kept.answer))
    }
  }
})

test('a view is kept, found by nobody else, renamed and deleted', async () => {
  const body = {
    Object: 'Lead',
    Name: ' Hot  leads ',
    Filter: {
      and: [
        { field: 'Rating', op: 'in', value: ['Hot'] },
        { field: 'OwnerId', op: 'eq', value: '$me' },
      ],
    },
    Sort: '-CreatedDate',
    Columns: ['Name', 'Vetting', 'Rating'],
  }
  const { status, answer } = await ask(seller, 'POST', '/api/views', body)
  assert.equal(status, 201)
  assert.deepEqual(
    [answer.Name, answer.ApiName, answer.Filter, answer.Columns, answer.Shared, answer.MayChange],
    ['Hot leads', 'Hot_leads', body.Filter, body.Columns, false, true],
  )
  const url = `/api/views/${String(answer.Id)}`
  assert.ok(!(await viewsFor(manager)).some(({ Id }) => Id === answer.Id))
  for (const method of ['GET', 'PATCH', 'DELETE'] as const)
    assert.equal((await ask(manager, method, url, method === 'PATCH' ? {} : undefined)).status, 404)
  const again = await ask(seller, 'POST', '/api/views', { ...body, Name: 'hot LEADS' })
  assert.deepEqual([again.status, again.errors[0]?.field], [409, 'Name'])
  assert.equal((await ask(seller, 'PATCH', url, { Name: 'Burning', Sort: null })).answer.Sort, null)
  named(await viewsFor(seller), 'Burning')
  assert.equal((await ask(seller, 'DELETE', url)).status, 204)
  assert.equal((await ask(seller, 'GET', url)).status, 404)
})

test('managers share views with everybody, and others use them without changing them', async () => {
  const refused = await ask(seller, 'POST', '/api/views', { Object: 'Lead', Name: 'For all', Shared: true })
  assert.equal(refused.status, 403)
  const { answer } = await ask(manager, 'POST', '/api/views', { Object: 'Lead', Name: 'For all', Shared: true })
  const seen = named(await viewsFor(seller), 'For all')
  assert.deepEqual([seen.Id, seen.MayChange, seen.Shared], [answer.Id, false, true])
  const change = await ask(seller, 'PATCH', `/api/views/${String(answer.Id)}`, { Name: 'For me' })
  assert.equal(change.status, 403)
  assert.match(String(change.errors[0]?.message), /save it as a view of your own/)
  const administrator = await server.as('administrator')
  assert.equal(
    (await ask(administrator, 'PATCH', `/api/views/${String(answer.Id)}`, { Name: 'All of us' })).status,
    200,
  )
})

test('a list opens with the view a person chose, until it is no longer shared or deleted', async () => {
  const { answer } = await ask(manager, 'POST', '/api/views', { Object: 'Account', Name: 'Ours', Shared: true })
  const url = `/api/views/${String(answer.Id)}`
  const opens = async (headers: Headers) =>
    (await viewsFor(headers, 'Account')).filter(({ Default }) => Default === true).map(({ Name }) => Name)
  for (const headers of [manager, seller]) assert.equal((await ask(headers, 'POST', `${url}/default`)).status, 204)
  assert.deepEqual([await opens(seller), await opens(manager)], [['Ours'], ['Ours']])
  await ask(manager, 'PATCH', url, { Shared: false })
  assert.deepEqual([await opens(seller), await opens(manager)], [[], ['Ours']])
  await ask(manager, 'DELETE', `${url}/default`)
  assert.deepEqual(await opens(manager), [])
})

test('what came with Assay is neither changed nor deleted, and the refusal says what to do instead', async () => {
  const administrator = await server.as('administrator')
  const standard = named(await viewsFor(administrator), 'All leads')
  for (const method of ['PATCH', 'DELETE'] as const) {
    const { status, errors } = await ask(
      administrator,
      method,
      `/api/views/${String(standard.Id)}`,
      method === 'PATCH' ? { Name: 'X' } : undefined,
    )
    assert.deepEqual([status, errors[0]?.code], [403, 'standard_view'])
    assert.match(String(errors[0]?.message), /view of your own/)
  }
})

test('a view that no list could show is refused at the field', async () => {
  for (const [body, code] of [
    [{ Name: '' }, 'invalid_value'],
    [{ Name: 'x'.repeat(41) }, 'invalid_value'],
    [{ Name: 'A', Filter: { field: 'Nothing', op: 'eq', value: 1 } }, 'invalid_field'],
    [{ Name: 'A', Filter: { field: 'CreatedDate', op: 'ge', value: 'SOMETIME' } }, undefined],
    [{ Name: 'A', Sort: '-Description' }, 'malformed_sort'],
    [{ Name: 'A', Columns: ['Name', 'Nothing'] }, 'invalid_field'],
  ] as const) {
    const { status, errors } = await ask(seller, 'POST', '/api/views', { Object: 'Lead', ...body })
    assert.ok(status === 400 || status === 422, `${status} ${JSON.stringify(body)}`)
    if (code !== undefined) assert.equal(errors[0]?.code, code)
  }
  assert.equal((await ask(seller, 'POST', '/api/views', { Object: 'Nothing', Name: 'A' })).status, 404)
})
