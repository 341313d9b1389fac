import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeId } from '../../../shared/ids.ts'
import { asking } from '../../../test/support/asking.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { run, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { recountCollected } from './payments.ts'

type Json = Record<string, unknown>

let server: TestServer
let ask: ReturnType<typeof asking>

before(async () => {
  server = await aServer()
  ask = asking(server, await server.as('administrator'))
})
after(() => server.close())

const made = async (path: string, body: Json): Promise<string> =>
  String((await ask.sent('POST', `/api/${path}?allowDuplicates=true`, body)).Id)

/** A won deal of 12,000, of the campaign if one is named. */
const aWonDeal = async (more: Json = {}): Promise<string> =>
  made('opportunities', {
    Name: 'Pumps',
    AccountId: await made('accounts', { Name: 'Fjord AB' }),
    StageName: 'Closed Won',
    CloseDate: '2026-01-31',
    Amount: 12_000,
    ...more,
  })

const paid = (OpportunityId: string, Amount: number, more: Json = {}): Promise<string> =>
  made('payments', { OpportunityId, Amount, ReceivedDate: '2026-02-14', ...more })

const moneyOf = async (deal: string): Promise<unknown[]> => {
  const { Amount, Collected, OpenAmount } = await ask.sent('GET', `/api/opportunities/${deal}`)
  return [Amount, Collected, OpenAmount]
}

const collectedBy = async (campaign: string): Promise<unknown[]> => {
  const { own, tree } = await ask.sent('GET', `/api/campaigns/${campaign}/roll-ups`)
  return [own, tree].map((numbers) => (numbers as Json).collected)
}

const recounted = () => inTransaction(server.db, server.org, recountCollected)

test('a deal says what was won, what was paid of it, and what is still to come; refunds are taken off', async () => {
  const deal = await aWonDeal()
  assert.deepEqual(await moneyOf(deal), [12_000, 0, 12_000])
  const first = await paid(deal, 5000.1, { InvoiceNumber: '2026-17', Method: 'Bank transfer' })
  await paid(deal, 3000.2, { InvoiceNumber: '2026-17' })
  assert.deepEqual(await moneyOf(deal), [12_000, 8000.3, 3999.7])
  await paid(deal, -1000, { Note: 'Goods sent back' })
  assert.deepEqual(await moneyOf(deal), [12_000, 7000.3, 4999.7])
  await ask.sent('PATCH', `/api/payments/${first}`, { Amount: 4000.1 })
  assert.deepEqual(await moneyOf(deal), [12_000, 6000.3, 5999.7])
  const { records } = await ask.sent('GET', `/api/payments?sort=Amount&fields=Amount,IsRefund,Name`)
  assert.deepEqual(
    (records as Json[]).map(({ Amount, IsRefund, Name }) => [Amount, IsRefund, Name]),
    [
      [-1000, true, '2026-02-14'],
      [3000.2, false, '2026-17'],
      [4000.1, false, '2026-17'],
    ],
  )
  const history = JSON.stringify(await ask.sent('GET', `/api/payments/${first}/history`))
  assert.match(history, /5000\.1/)
  const open = await aWonDeal({ StageName: 'Prospecting' })
  await paid(open, 500)
  assert.deepEqual(await moneyOf(open), [12_000, 500, null], 'a deal that is not won owes nothing yet')
})

test('a payment is refused with the rule and the way on where it cannot be true', async () => {
  const deal = await aWonDeal()
  const body = { OpportunityId: deal, Amount: 100, ReceivedDate: '2026-02-14' }
  await ask.refused('POST', '/api/payments', { ...body, Amount: 0 }, 'invalid_value')
  await ask.refused('POST', '/api/payments', { ...body, ReceivedDate: '2999-01-01' }, 'invalid_value')
  await ask.refused('POST', '/api/payments', { Amount: 1, ReceivedDate: '2026-02-14' }, 'required_field_missing')
  const tooMuch = await ask.refused('POST', '/api/payments', { ...body, Amount: -1 }, 'refund_exceeds_payments')
  assert.match(String(tooMuch.message), /0\.00 was collected/)
  const id = await paid(deal, 100, { Reference: 'TX-1' })
  await ask.refused('POST', '/api/payments', { ...body, Reference: 'tx-1' }, 'duplicate_value')
  await ask.refused('PATCH', `/api/payments/${id}`, { Amount: 0 }, 'invalid_value')
  await paid(deal, -40)
  await ask.refused('PATCH', `/api/payments/${id}`, { Amount: 39 }, 'refund_exceeds_payments')
  const gone = await ask.refused('DELETE', `/api/payments/${id}`, undefined, 'refund_exceeds_payments')
  assert.equal(gone.field, 'Amount')
  await ask.refused(
    'PATCH',
    `/api/payments/${id}`,
    { OpportunityId: await aWonDeal() },
    'invalid_field_for_insert_update',
  )
  assert.deepEqual(await moneyOf(deal), [12_000, 60, 11_940])
})

test('of a list each payment is booked or refused by itself, and all or none where that is asked', async () => {
  const deal = await aWonDeal()
  const payments = Array.from({ length: 2000 }, (_, at) => ({
    OpportunityId: deal,
    Amount: at === 7 ? 0 : 1,
    ReceivedDate: '2026-02-14',
  }))
  const { results } = await ask.sent('POST', '/api/payments', payments)
  assert.equal((results as Json[]).filter(({ success }) => success).length, 1999)
  assert.deepEqual(await moneyOf(deal), [12_000, 1999, 10_001])
  await ask.answer('POST', '/api/payments?allOrNone=true', payments)
  assert.deepEqual(await moneyOf(deal), [12_000, 1999, 10_001])
})

test('a payment leaves and comes back from the recycle bin, alone or with its deal, and its campaign follows', async () => {
  const top = await made('campaigns', { Name: 'Fairs' })
  const fair = await made('campaigns', { Name: 'Fair', ParentId: top })
  const deal = await aWonDeal({ CampaignId: fair })
  const [first] = [await paid(deal, 4000), await paid(deal, 1000)]
  assert.deepEqual(await collectedBy(top), [0, 5000])
  const { AmountCollected, HierarchyAmountCollected } = await ask.sent(
    'GET',
    `/api/campaigns/${top}?fields=AmountCollected,HierarchyAmountCollected`,
  )
  assert.deepEqual([AmountCollected, HierarchyAmountCollected], [0, 5000])
  await ask.sent('DELETE', `/api/payments/${first}`)
  assert.deepEqual(await collectedBy(fair), [1000, 1000])
  await ask.sent('DELETE', `/api/opportunities/${deal}`)
  assert.deepEqual(await collectedBy(fair), [0, 0])
  assert.equal((await ask.answer('GET', `/api/payments/${first}`)).statusCode, 404)
  await ask.refused('POST', `/api/payments/${first}/restoration`, {}, 'opportunity_in_recycle_bin')
  await ask.sent('POST', `/api/opportunities/${deal}/restoration`, {})
  assert.deepEqual(await collectedBy(fair), [1000, 1000], 'what was deleted before stays deleted')
  await ask.sent('POST', `/api/payments/${first}/restoration`, {})
  assert.deepEqual(await collectedBy(fair), [5000, 5000])
  await ask.sent('PATCH', `/api/opportunities/${deal}`, { CampaignId: top })
  assert.deepEqual(await collectedBy(top), [5000, 5000])
  assert.deepEqual(await recounted(), [])
})

test('the recount finds what was written past every door, says it, and corrects it', async () => {
  const deal = await aWonDeal({ Name: 'Valves' })
  await paid(deal, 700)
  await inTransaction(server.db, server.org, (tx) =>
    run(tx, sql`update opportunity set collected = 1 where id = ${decodeId(deal) ?? 0}`),
  )
  assert.deepEqual(await recounted(), [{ id: decodeId(deal), name: 'Valves', was: 1, sum: 700 }])
  assert.deepEqual(await moneyOf(deal), [12_000, 700, 11_300])
  assert.deepEqual(await recounted(), [])
})

test('two people book at once, and every cent is there', async () => {
  const deal = await aWonDeal()
  await Promise.all(Array.from({ length: 12 }, () => paid(deal, 10.01)))
  assert.deepEqual((await moneyOf(deal))[1], 120.12)
})

test('marketing reads what was collected, and books nothing', async () => {
  const deal = await aWonDeal()
  await paid(deal, 10)
  const marketing = await server.as('marketing')
  const body = { OpportunityId: deal, Amount: 1, ReceivedDate: '2026-02-14' }
  await ask.refused('POST', '/api/payments', body, 'forbidden', marketing)
  const { records } = await ask.sent('GET', '/api/payments', undefined, marketing)
  assert.ok((records as Json[]).length > 0)
  const secret = await aWonDeal({ IsPrivate: true })
  const hidden = await paid(secret, 5)
  assert.equal((await ask.answer('GET', `/api/payments/${hidden}`, undefined, marketing)).statusCode, 404)
})

test('tools made for Salesforce query payments and the deals above them', async () => {
  const deal = await aWonDeal({ Name: 'Compressors' })
  await paid(deal, 250, { InvoiceNumber: 'R-9' })
  const query = async (text: string): Promise<Json[]> =>
    (await ask.sent('GET', `/services/data/v62.0/query?q=${encodeURIComponent(text)}`)).records as Json[]
  const [row] = await query(
    "SELECT Amount, ReceivedDate, Opportunity.Name, Opportunity.Collected FROM Payment WHERE InvoiceNumber = 'R-9'",
  )
  assert.deepEqual(
    [row?.Amount, row?.ReceivedDate, Object.entries(row?.Opportunity ?? {}).slice(-2)],
    [
      250,
      '2026-02-14',
      [
        ['Name', 'Compressors'],
        ['Collected', 250],
      ],
    ],
  )
  const [sum] = await query(`SELECT SUM(Amount) total FROM Payment WHERE OpportunityId = '${deal}'`)
  assert.equal(sum?.total, 250)
  const [parent] = await query(`SELECT Id, (SELECT Amount FROM Payments) FROM Opportunity WHERE Id = '${deal}'`)
  assert.match(JSON.stringify(parent?.Payments), /"totalSize":1.*"Amount":250/)
})
