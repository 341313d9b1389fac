import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asking } from '../../../test/support/asking.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { changeSettings } from '../../ground/orgs/settings.ts'
import { inTransaction } from '../../platform/transactions.ts'

let server: TestServer

before(async () => {
  server = await aServer()
})
after(() => server.close())

test('whoever writes the id of a record out of sight into a condition does not learn its name', async () => {
  const admin = await server.as('administrator')
  const marketing = await server.as('marketing')
  const ask = asking(server, admin)
  const account = String((await ask.sent('POST', '/api/accounts', { Name: 'Harbour Secret' })).Id)
  const campaign = String((await ask.sent('POST', '/api/campaigns', { Name: 'Fair for all' })).Id)
  await inTransaction(server.db, server.org, (tx) => changeSettings(tx, theProgram, { privateObjects: ['Account'] }))
  const Condition = {
    or: [{ field: 'LastName', op: 'in', value: [account, 'Malm'] }, { campaign: { id: campaign } }],
  }
  const kept = await ask.sent('POST', '/api/segments', { Name: 'Curious', Condition }, marketing)
  const seen = await ask.sent('GET', `/api/segments/${String(kept.Id)}`, undefined, marketing)
  const lead = await ask.sent('POST', '/api/leads', { LastName: 'Malm', Company: 'Fjord AB' }, marketing)
  const why = await ask.sent(
    'GET',
    `/api/segments/${String(kept.Id)}/why?person=${String(lead.Id)}`,
    undefined,
    marketing,
  )
  const listed = await ask.sent('GET', '/api/segments', undefined, marketing)
  for (const answer of [kept, seen, why, listed]) assert.doesNotMatch(JSON.stringify(answer), /Harbour Secret/)
  assert.deepEqual(seen.Names, { [campaign]: 'Fair for all' })
  const whole = await ask.sent('GET', `/api/segments/${String(kept.Id)}`)
  assert.deepEqual(whole.Names, { [campaign]: 'Fair for all', [account]: 'Harbour Secret' })
})
