import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Headers = { readonly authorization: string }

let server: TestServer
let admin: Headers
let vetter: Headers
let sales: Headers

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
  vetter = await server.as('vetter')
  sales = await server.as('sales')
})
after(() => server.close())

const send = async (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
  headers: Headers = vetter,
) => {
  const answer = await server.call(method, url, { headers, body })
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
}

const make = async (path: string, fields: object) => (await send('POST', `/api/${path}`, fields, admin)).body

const vet = (id: string, criteria = ['Budget', 'Authority', 'Need', 'Timeline']) =>
  send(
    'POST',
    `/api/leads/${id}/evidence`,
    criteria.map((criterion) => ({ criterion, value: 'Said so', source: 'call', saidBy: 'Ada' })),
  )

test('a call is vetted, converted, and taken back', async () => {
  const lead = await make('leads', {
    FirstName: 'Ada',
    LastName: 'Okafor',
    Company: 'Nordwind GmbH',
    Email: 'ada@nordwind.example',
  })
  const partly = await vet(lead.Id, ['Budget', 'Authority', 'Need'])
  assert.deepEqual(
    [partly.status, partly.body.qualification.sentence],
    [201, 'This lead is not vetted yet: timeline is missing.'],
  )

  const early = await send('POST', `/api/leads/${lead.Id}/conversion`, {})
  assert.equal(early.status, 422)
  assert.deepEqual(
    [early.body.errors[0].code, early.body.errors[0].way],
    ['criteria_not_met', { label: 'Record timeline', action: 'record_evidence' }],
  )

  await vet(lead.Id, ['Timeline'])
  const call = await send('POST', `/api/leads/${lead.Id}/outcome`, { outcome: 'opportunity', note: 'Wants a meeting' })
  assert.deepEqual(
    [call.status, call.body.way.action, call.body.qualification.metAll],
    [200, 'convert', true],
    JSON.stringify(call.body),
  )

  const made = await send('POST', `/api/leads/${lead.Id}/conversion`, { amount: 25_000 })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const opportunity = (await send('GET', `/api/opportunities/${made.body.opportunityId}`)).body
  assert.deepEqual(
    [opportunity.Amount, opportunity.AccountId, opportunity.StageName],
    [25_000, made.body.accountId, 'Prospecting'],
  )

  const after = (await send('GET', `/api/leads/${lead.Id}/conversion`)).body
  assert.deepEqual(
    [after.conversion.undo, after.conversion.account.Name, after.conversion.contact.Name],
    [{ isPossible: true, obstacles: [] }, 'Nordwind GmbH', 'Ada Okafor'],
  )

  const again = await send('POST', `/api/leads/${lead.Id}/conversion`)
  assert.deepEqual([again.status, again.body.errors[0].facts.contactId], [409, made.body.contactId])

  assert.equal((await send('DELETE', `/api/leads/${lead.Id}/conversion?reason=Wrong+person`)).status, 204)
  assert.equal((await send('GET', `/api/accounts/${made.body.accountId}`)).status, 404)
  const back = (await send('GET', `/api/leads/${lead.Id}`)).body
  assert.deepEqual([back.Status, back.IsConverted, back.ConvertedContactId], ['Working - Contacted', false, null])
  assert.equal((await send('POST', `/api/leads/${lead.Id}/conversion`)).status, 201)
})

test('who was spoken with as a lead was spoken with as the contact, and so was the account', async () => {
  const lead = await make('leads', { LastName: 'Tallis', Company: 'Ferry Works' })
  await vet(lead.Id)
  await send('POST', `/api/leads/${lead.Id}/outcome`, { outcome: 'opportunity', note: 'Wants a meeting' })
  const { LastActivityDate: day } = (await send('GET', `/api/leads/${lead.Id}?fields=LastActivityDate`)).body
  assert.match(String(day), /^\d{4}-\d\d-\d\d$/)
  const { status, body } = await send('POST', `/api/leads/${lead.Id}/conversion`, { doNotCreateOpportunity: true })
  assert.equal(status, 201, JSON.stringify(body))
  for (const address of [`contacts/${body.contactId}`, `accounts/${body.accountId}`])
    assert.equal((await send('GET', `/api/${address}?fields=LastActivityDate`)).body.LastActivityDate, day, address)
})

test('a conversion that was built upon says what stands in the way, and since when', async () => {
  const lead = await make('leads', { LastName: 'Lind', Company: 'Fjord AB' })
  await vet(lead.Id)
  const made = (await send('POST', `/api/leads/${lead.Id}/conversion`)).body
  await send('PATCH', `/api/opportunities/${made.opportunityId}`, { StageName: 'Qualification' }, sales)
  await send('POST', '/api/tasks', { Subject: 'Send offer', WhoId: made.contactId }, sales)
  const { undo } = (await send('GET', `/api/leads/${lead.Id}/conversion`)).body.conversion
  assert.deepEqual(
    [undo.isPossible, undo.obstacles.map(({ kind }: { kind: string }) => kind)],
    [false, ['activity', 'changed']],
  )
  assert.ok(!Number.isNaN(Date.parse(undo.obstacles[0].since)))
  const refused = await send('DELETE', `/api/leads/${lead.Id}/conversion`)
  assert.equal(refused.status, 409)
  assert.match(
    refused.body.errors[0].message,
    /can no longer be undone: work was built on it\. Something was done or planned/,
  )
})

test('before converting one sees whom it may be, what would be filled, and who already sells there', async () => {
  const account = await make('accounts', { Name: 'Kestrel Ltd', Website: 'kestrel.example', Phone: '+44 20 7946 0001' })
  const contact = await make('contacts', {
    FirstName: 'Grace',
    LastName: 'Hale',
    AccountId: account.Id,
    Email: 'grace@kestrel.example',
    Title: 'CFO',
  })
  await make('opportunities', {
    Name: 'Turbines',
    AccountId: account.Id,
    ContactId: contact.Id,
    StageName: 'Prospecting',
    CloseDate: '2031-03-31',
    Amount: 9000,
  })
  const lead = await make('leads', {
    FirstName: 'Grace',
    LastName: 'Hale',
    Company: 'Kestrel Limited',
    Email: 'grace@kestrel.example',
    Title: 'Chief financial officer',
    City: 'London',
  })
  const seen = (await send('GET', `/api/leads/${lead.Id}/conversion`, undefined, admin)).body
  const [first] = seen.accounts
  assert.equal(first.record.Id, account.Id)
  assert.ok(first.reasons.length > 0)
  assert.deepEqual(
    first.fills.map(({ field, leadValue }: { field: string; leadValue: string }) => [field, leadValue]),
    [['BillingCity', 'London']],
  )
  assert.deepEqual(
    seen.contacts[0].stays.map(({ field, value }: { field: string; value: string }) => [field, value]),
    [['Title', 'CFO']],
  )
  assert.match(seen.warnings[0], /already works the open opportunity 'Turbines' with Grace Hale/)
  assert.match(
    seen.obstacle,
    /not vetted yet: budget, authority, need and timeline are missing\. You may convert it with a reason/,
  )
})

test('the people of one company are shown with who spoke to whom', async () => {
  const [ada, bo] = [
    await make('leads', { LastName: 'Vik', Company: 'Solberg AS', Email: 'vik@solberg.example' }),
    await make('leads', { LastName: 'Moe', Company: 'Solberg', Email: 'moe@solberg.example' }),
  ]
  await make('leads', { LastName: 'Dahl', Company: 'Solbergfoss AS', Email: 'dahl@solbergfoss.example' })
  await send('POST', `/api/leads/${bo.Id}/outcome`, { outcome: 'definite_maybe', followUpOn: '2031-01-01' })
  const company = (await send('GET', `/api/leads/${ada.Id}/company`)).body
  assert.deepEqual(
    company.leads.map(({ Id, reasons, talks }: { Id: string; reasons: string[]; talks: { times: number }[] }) => [
      Id,
      reasons,
      talks.map(({ times }) => times),
    ]),
    [[bo.Id, ['Same domain solberg.example', 'Same company name'], [1]]],
  )
  const account = await make('accounts', { Name: 'SOLBERG A/S' })
  const atAccount = (await send('GET', `/api/accounts/${account.Id}/leads`)).body
  assert.deepEqual(new Set(atAccount.leads.map(({ Id }: { Id: string }) => Id)), new Set([ada.Id, bo.Id]))
  await vet(ada.Id)
  await send('POST', `/api/leads/${ada.Id}/conversion`, { accountId: account.Id })
  const [others, ofBo] = [
    (await send('GET', `/api/leads/${ada.Id}/company`)).body,
    (await send('GET', `/api/leads/${bo.Id}/company`)).body,
  ]
  assert.deepEqual([others.contacts.length, ofBo.contacts.length], [0, 1], 'nobody is a colleague of their own')
})

test('a list is answered in order, and with allOrNone not at all when one is refused', async () => {
  const [good, raw] = [
    await make('leads', { LastName: 'Ek', Company: 'Ek AB' }),
    await make('leads', { LastName: 'Alm', Company: 'Alm AB' }),
  ]
  await vet(good.Id)
  const none = await send('POST', '/api/leads/conversion?allOrNone=true', [{ leadId: good.Id }, { leadId: raw.Id }])
  assert.equal(none.status, 422)
  const some = await send('POST', '/api/leads/conversion', [
    { leadId: good.Id, doNotCreateOpportunity: true },
    { leadId: raw.Id },
  ])
  assert.deepEqual(
    some.body.results.map(
      ({ leadId, success, opportunityId }: { leadId: string; success: boolean; opportunityId: string | null }) => [
        leadId,
        success,
        opportunityId,
      ],
    ),
    [
      [good.Id, true, null],
      [raw.Id, false, null],
    ],
  )
})

test('ids of something else, unknown words and too many leads are refused', async () => {
  const lead = await make('leads', { LastName: 'Ny', Company: 'Ny AB' })
  assert.equal((await send('POST', `/api/leads/${lead.Id}/conversion`, { accountId: lead.Id })).status, 404)
  assert.equal((await send('POST', `/api/leads/${lead.Id}/conversion`, { acountId: lead.Id })).status, 400)
  assert.equal(
    (
      await send(
        'POST',
        '/api/leads/conversion',
        Array.from({ length: 101 }, () => ({ leadId: lead.Id })),
      )
    ).status,
    422,
  )
  assert.equal(
    (await send('POST', `/api/leads/${lead.Id}/conversion`, undefined, await server.as('read_only'))).status,
    403,
  )
  assert.equal((await send('DELETE', `/api/leads/${lead.Id}/conversion`)).status, 409)
})

test('the agreement is drafted and signed by both sides, and the leads of a list are judged by it', async () => {
  const drafted = await send('POST', '/api/agreements', { firstResponseHours: 4 }, sales)
  assert.deepEqual([drafted.status, drafted.body.version, drafted.body.state], [201, 2, 'draft'])
  assert.equal(
    (await send('POST', `/api/agreements/${drafted.body.Id}/signature`, { side: 'marketing' }, sales)).status,
    403,
  )
  assert.equal(
    (await send('POST', `/api/agreements/${drafted.body.Id}/signature`, { side: 'sales' }, sales)).status,
    200,
  )
  await send('POST', `/api/agreements/${drafted.body.Id}/signature`, { side: 'marketing' }, admin)
  const current = (await send('GET', '/api/agreements/current')).body
  assert.deepEqual(
    [current.version, current.state, current.firstResponseHours, current.cautions],
    [2, 'in_force', 4, []],
  )
  assert.equal((await send('GET', '/api/agreements')).body.agreements.length, 2)
  const lead = await make('leads', { LastName: 'Berg', Company: 'Berg AB' })
  const list = (await send('GET', `/api/leads/qualification?ids=${lead.Id}`)).body
  assert.deepEqual([list.qualifications[0].isAgreementSigned, list.qualifications[0].missing.length], [true, 4])
})

test('a closed lead reopens over the API with its reason', async () => {
  const lead = await make('leads', { LastName: 'Holm', Company: 'Holm AB' })
  assert.equal((await send('POST', `/api/leads/${lead.Id}/outcome`, { outcome: 'dead_end' })).status, 422)
  assert.equal(
    (await send('POST', `/api/leads/${lead.Id}/outcome`, { outcome: 'dead_end', reason: 'Student or research' }))
      .status,
    200,
  )
  assert.equal(
    (await send('POST', `/api/leads/${lead.Id}/reopening`, { reason: 'Graduated, and buys now' })).status,
    204,
  )
  assert.equal((await send('GET', `/api/leads/${lead.Id}`)).body.ReopenedReason, 'Graduated, and buys now')
})
