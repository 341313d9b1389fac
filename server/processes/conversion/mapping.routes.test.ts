import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

type Json = Record<string, unknown>
type Mapping = { readonly mapping: Record<string, Record<string, string>> }

const call = (method: 'GET' | 'POST' | 'PATCH', url: string, body?: object, headers = admin) =>
  server.call(method, url, { headers, body })

const made = async (url: string, body: object): Promise<Json> => {
  const answer = await call('POST', url, body)
  assert.ok(answer.statusCode < 300, answer.body)
  return answer.json()
}

test('an administrator says where fields of a lead go, custom ones included, and conversion follows', async () => {
  await made('/api/custom-fields', { object: 'Lead', label: 'Pump count', type: 'int' })
  await made('/api/custom-fields', { object: 'Opportunity', label: 'Pumps', type: 'double' })
  const changed = await call('PATCH', '/api/conversion-mapping', {
    Opportunity: { Pumps__c: 'Pump_count__c', Description: 'Description' },
    Contact: { Description: null },
    Account: { phone: 'MobilePhone' },
  })
  assert.equal(changed.statusCode, 200, changed.body)
  const { mapping } = changed.json<Mapping>()
  assert.deepEqual(
    [mapping.Opportunity?.Pumps__c, mapping.Contact?.Description, mapping.Account?.Phone],
    ['Pump_count__c', undefined, 'MobilePhone'],
  )
  const lead = await made('/api/leads', {
    LastName: 'Mapped',
    Company: 'Mapped',
    MobilePhone: '+46701234567',
    Description: 'Wants twelve',
    Pump_count__c: 12,
  })
  const { accountId, contactId, opportunityId } = await made(`/api/leads/${String(lead.Id)}/conversion`, {
    overrideReason: 'A referral',
    keepOutOfForecast: true,
  })
  const read = async (url: string): Promise<Json> => (await call('GET', url)).json()
  const deal = await read(`/api/opportunities/${String(opportunityId)}`)
  assert.deepEqual(
    [deal.Pumps__c, deal.Description, deal.ForecastCategoryName, deal.ForecastCategory],
    [12, 'Wants twelve', 'Omitted', 'Omitted'],
  )
  assert.equal((await read(`/api/contacts/${String(contactId)}`)).Description, null)
  assert.equal((await read(`/api/accounts/${String(accountId)}`)).Phone, '+46701234567')
  // The next stage speaks for itself again.
  await call('PATCH', `/api/opportunities/${String(opportunityId)}`, { StageName: 'Qualification' })
  const moved = await read(`/api/opportunities/${String(opportunityId)}`)
  assert.deepEqual([moved.ForecastCategoryName, moved.ForecastCategory], ['Pipeline', 'Pipeline'])

  const back = (await call('PATCH', '/api/conversion-mapping', { Account: { Phone: 'Phone' } })).json<Mapping>()
  assert.equal(back.mapping.Account?.Phone, 'Phone')
})

test('what does not fit, is not there or is conversion’s own is refused at the field, and nothing is kept', async () => {
  for (const [body, code] of [
    [{ Account: { AnnualRevenue: 'Company' } }, 'kinds_do_not_fit'],
    [{ Account: { Nothing: 'Company' } }, 'invalid_field'],
    [{ Contact: { Title: 'Nothing' } }, 'invalid_field'],
    [{ Opportunity: { StageName: 'Status' } }, 'field_not_mapped'],
    [{ Contact: { Name: 'LastName' } }, 'field_not_mapped'],
  ] as const) {
    const answer = await call('PATCH', '/api/conversion-mapping', { Contact: { Title: 'Company' }, ...body })
    assert.ok(answer.statusCode === 422 || answer.statusCode === 400, `${answer.statusCode} ${JSON.stringify(body)}`)
    assert.equal(answer.json<{ errors: Json[] }>().errors[0]?.code, code)
  }
  const { mapping } = (await call('GET', '/api/conversion-mapping')).json<Mapping>()
  assert.equal(mapping.Contact?.Title, 'Title')
  const manager = await server.as('manager')
  assert.equal((await call('PATCH', '/api/conversion-mapping', {}, manager)).statusCode, 403)
})
