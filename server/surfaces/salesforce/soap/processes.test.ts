import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { many, sql } from '../../../platform/sql.ts'
import { reading } from '../../../platform/transactions.ts'
import {
  aSoapServer,
  envelope,
  leadRecord,
  record,
  sessionHeader,
  textOf,
  textsOf,
  type SoapServer,
} from '../../../../test/support/soap.ts'

let soap: SoapServer

before(async () => {
  soap = await aSoapServer()
})
after(() => soap.close())

const convert = (...leads: readonly string[]): string =>
  `<urn:convertLead>${leads.map((lead) => `<urn:leadConverts>${lead}</urn:leadConverts>`).join('')}</urn:convertLead>`

const lead = (id: string | undefined, more = ''): string =>
  `<convertedStatus>Closed - Converted</convertedStatus><leadId>${id}</leadId>${more}`

const ALL_OR_NONE = '<urn:AllOrNoneHeader><urn:allOrNone>true</urn:allOrNone></urn:AllOrNoneHeader>'

async function as(role: 'vetter' | 'marketing', call: string): Promise<string> {
  const { authorization } = await soap.as(role)
  return (await soap.post(envelope(call, sessionHeader(authorization.replace('Bearer ', ''))))).body
}

test('a lead that is not vetted is refused with the rule, and converted by who may override it', async () => {
  const [id] = await soap.make(leadRecord('Unvetted'))
  const refused = await as('vetter', convert(lead(id)))
  assert.equal(textOf(refused, 'success'), 'false')
  assert.equal(textOf(refused, 'statusCode'), 'FIELD_CUSTOM_VALIDATION_EXCEPTION')
  assert.match(textOf(refused, 'message'), /^This lead is not vetted yet/)
  const { body } = await soap.send(convert(lead(id)))
  assert.equal(textOf(body, 'success'), 'true', body)
  const [kept] = await reading(soap.db, soap.org, (tx) =>
    many<{ reason: string }>(
      tx,
      sql`
      select override_reason as reason
      from conversion`,
    ),
  )
  assert.equal(kept?.reason, 'Converted over the API')
})

test('who may not convert is told so in the result of the lead', async () => {
  const [id] = await soap.make(leadRecord('Forbidden'))
  const body = await as('marketing', convert(lead(id)))
  assert.equal(textOf(body, 'success'), 'false')
  assert.equal(textOf(body, 'statusCode'), 'INSUFFICIENT_ACCESS_OR_READONLY')
})

test('all or none converts no lead when one is refused', async () => {
  const [one, other] = await soap.make(leadRecord('Together'), leadRecord('Or not'))
  const wishes = convert(lead(one), lead(other, '<accountId>001000000000zzz</accountId>'), lead('nonsense'))
  const { body } = await soap.send(wishes, ALL_OR_NONE)
  assert.deepEqual(textsOf(body, 'success'), ['false', 'false', 'false'])
  assert.deepEqual(textsOf(body, 'statusCode').at(-1), 'MALFORMED_ID')
  const second = await soap.send(convert(lead(one), lead(other, '<accountId>001000000000zzz</accountId>')), ALL_OR_NONE)
  assert.deepEqual(textsOf(second.body, 'statusCode'), [
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'INVALID_CROSS_REFERENCE_KEY',
  ])
  const left = await soap.query(`SELECT Id FROM Lead WHERE IsConverted = false AND Id IN ('${one}','${other}')`)
  assert.equal(textOf(left, 'size'), '2')
  const partly = await soap.send(convert(lead(one), lead(other, '<accountId>001000000000zzz</accountId>')))
  assert.deepEqual(textsOf(partly.body, 'success'), ['true', 'false'])
})

test('a contact without its account, and more than a hundred leads, are refused', async () => {
  const [id] = await soap.make(leadRecord('Alone'))
  const { body } = await soap.send(convert(lead(id, '<contactId>003000000000zzz</contactId>')))
  assert.equal(textOf(body, 'success'), 'false')
  const many = await soap.send(convert(...Array.from({ length: 101 }, () => lead(id))))
  assert.equal(textOf(many.body, 'faultcode'), 'sf:EXCEEDED_ID_LIMIT')
})

const merge = (master: string | undefined, losers: readonly (string | undefined)[], fields = ''): string =>
  `<urn:request><masterRecord><type>Lead</type><Id>${master}</Id>${fields}</masterRecord>${losers.map((id) => `<recordToMergeIds>${id}</recordToMergeIds>`).join('')}</urn:request>`

test('one merge that is refused leaves the others of its call alone', async () => {
  const ids = await soap.make(...['A', 'B', 'C', 'D', 'E'].map((name) => leadRecord(`Merge ${name}`)))
  const [a, b, c, d, e] = ids
  const { body } = await soap.send(
    `<urn:merge>${merge(a, [b], '<fieldsToNull>Company</fieldsToNull>')}${merge(a, [b, c, d])}${merge(d, [d])}${merge(a, ['nonsense'])}${merge(c, [d], '<Title>Kept</Title>')}${merge(e, [d])}</urn:merge>`,
  )
  assert.deepEqual(textsOf(body, 'success'), ['false', 'false', 'false', 'false', 'true', 'false'])
  assert.deepEqual(textsOf(body, 'mergedRecordIds'), [d])
  assert.equal(textsOf(body, 'statusCode')[1], 'EXCEEDED_ID_LIMIT')
  const all = await soap.send(
    `<urn:queryAll><queryString>SELECT MasterRecordId, IsDeleted FROM Lead WHERE Id = '${d}'</queryString></urn:queryAll>`,
  )
  assert.equal(textOf(all.body, 'MasterRecordId'), c)
  assert.equal(textOf(all.body, 'IsDeleted'), 'true')
})

test('with a lead its memberships leave the recycle bin, and what others point to stays in it', async () => {
  const [campaign] = await soap.make(record('Campaign', '<urn1:Name>Fair</urn1:Name>'))
  const [account] = await soap.make(record('Account', '<urn1:Name>Pointed to</urn1:Name>'))
  const [gone] = await soap.make(leadRecord('Gone'))
  const [contact] = await soap.make(
    record('Contact', `<urn1:LastName>Pointing</urn1:LastName><urn1:AccountId>${account}</urn1:AccountId>`),
  )
  const [member] = await soap.make(
    record('CampaignMember', `<urn1:CampaignId>${campaign}</urn1:CampaignId><urn1:LeadId>${gone}</urn1:LeadId>`),
  )
  await soap.send(
    `<urn:update>${record('Lead', `<urn1:Id>${gone}</urn1:Id><urn1:Title>Changed</urn1:Title>`)}</urn:update>`,
  )
  await soap.send(`<urn:delete><ids>${gone}</ids><ids>${contact}</ids></urn:delete>`)
  const { body } = await soap.send(
    `<urn:emptyRecycleBin><ids>${gone}</ids><ids>${contact}</ids><ids>${account}</ids></urn:emptyRecycleBin>`,
  )
  assert.deepEqual(textsOf(body, 'success'), ['true', 'true', 'false'])
  const left = await soap.query(`SELECT Id FROM CampaignMember WHERE Id = '${member}'`)
  assert.equal(textOf(left, 'size'), '0')
  const ofHistory = await reading(soap.db, soap.org, (tx) =>
    many(
      tx,
      sql`
      select id
      from field_history
      where new_value = 'Changed'`,
    ),
  )
  assert.deepEqual(ofHistory, [])
  const closed = await as('vetter', `<urn:emptyRecycleBin><ids>${gone}</ids></urn:emptyRecycleBin>`)
  assert.equal(textOf(closed, 'statusCode'), 'INSUFFICIENT_ACCESS_OR_READONLY')
})

test('a record that others still point to stays in the recycle bin, with the reason', async () => {
  const [leadId] = await soap.make(leadRecord('Became a contact'))
  const id = textOf((await soap.send(convert(lead(leadId)))).body, 'contactId')
  const deleted = await soap.send(`<urn:delete><ids>${id}</ids></urn:delete>`)
  assert.equal(textOf(deleted.body, 'success'), 'true', deleted.body)
  const { body } = await soap.send(`<urn:emptyRecycleBin><ids>${id}</ids></urn:emptyRecycleBin>`)
  assert.equal(textOf(body, 'statusCode'), 'DELETE_FAILED')
  assert.match(textOf(body, 'message'), /^Other records still point to this contact/)
})
