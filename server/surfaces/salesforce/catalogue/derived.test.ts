import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

const rows = async (soql: string) => (await client.conn.query(soql)).records

test('periods follow the month the fiscal year begins in', async () => {
  const spans = () =>
    rows(
      "SELECT FullyQualifiedLabel, StartDate, EndDate FROM Period WHERE FiscalYearSettings.Name = '2027' AND Type IN ('Year', 'Quarter') ORDER BY Type DESC, Number",
    )
  const said = async () => (await spans()).map((one) => [one['FullyQualifiedLabel'], one['StartDate'], one['EndDate']])
  assert.deepEqual((await said()).slice(0, 2), [
    ['FY 2027', '2027-01-01', '2027-12-31'],
    ['Q1 FY 2027', '2027-01-01', '2027-03-31'],
  ])
  const changed = await client.server.call('PATCH', '/api/settings', {
    headers: client.admin,
    body: { FiscalYearStartMonth: 4 },
  })
  assert.equal(changed.statusCode, 200, changed.body)
  assert.deepEqual(await said(), [
    ['FY 2027', '2026-04-01', '2027-03-31'],
    ['Q1 FY 2027', '2026-04-01', '2026-06-30'],
    ['Q2 FY 2027', '2026-07-01', '2026-09-30'],
    ['Q3 FY 2027', '2026-10-01', '2026-12-31'],
    ['Q4 FY 2027', '2027-01-01', '2027-03-31'],
  ])
  const [today] = await rows(
    "SELECT Number FROM Period WHERE Type = 'Month' AND StartDate <= TODAY AND EndDate >= TODAY",
  )
  assert.equal(today?.['Number'], ((new Date().getUTCMonth() + 12 - 3) % 12) + 1)
})

test('a deal’s primary campaign has all the influence under the default model', async () => {
  const { conn } = client
  const { id: campaignId } = await conn.sobject('Campaign').create({ Name: 'Autumn fair' })
  const deal = { StageName: 'Prospecting', CloseDate: '2027-03-01', AccountId: await client.anAccount() }
  const { id: dealId } = await conn
    .sobject('Opportunity')
    .create({ ...deal, Name: 'Cranes', Amount: 500, CampaignId: campaignId })
  await conn.sobject('Opportunity').create({ ...deal, Name: 'Ropes', Amount: 20 })
  const [influence, ...others] = await rows(
    'SELECT OpportunityId, Campaign.Name, Influence, RevenueShare, Model.IsDefaultModel FROM CampaignInfluence',
  )
  assert.deepEqual(others, [])
  assert.deepEqual(
    [influence?.['OpportunityId'], influence?.['Campaign'].Name, influence?.['Influence'], influence?.['RevenueShare']],
    [dealId, 'Autumn fair', 100, 500],
  )
  assert.equal(influence?.['Model'].IsDefaultModel, true)
  const [campaign] = await rows(
    `SELECT (SELECT RevenueShare FROM CampaignInfluences) FROM Campaign WHERE Id = '${campaignId}'`,
  )
  assert.equal(campaign?.['CampaignInfluences'].totalSize, 1)
  await assert.rejects(conn.sobject('CampaignInfluence').create({ CampaignId: campaignId }), {
    name: 'INSUFFICIENT_ACCESS_OR_READONLY',
  })
})

test('what is told of changes is described under its own name, and asked for by nobody', async () => {
  const told = await client.conn.sobject('LeadChangeEvent').describe()
  assert.deepEqual([told.name, told.queryable, told.createable], ['LeadChangeEvent', false, false])
  const types = new Map<string, string>(told.fields.map(({ name, type }) => [name, type]))
  assert.deepEqual([types.get('ReplayId'), types.get('ChangeEventHeader')], ['string', 'complexvalue'])
  assert.deepEqual([types.get('Company'), types.has('SystemModstamp')], ['string', false])
  assert.equal((await client.get('/sobjects/ProfileChangeEvent/describe')).statusCode, 404)
  assert.equal((await client.get('/sobjects/NothingChangeEvent/describe')).statusCode, 404)
})
