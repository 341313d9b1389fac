import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aContact, anAccount, anOpportunity, anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { many, sql } from '../../platform/sql.ts'
import { Account } from '../accounts/fields.ts'
import { createContactRoles } from './contactRoles.ts'
import { Opportunity } from './fields.ts'
import { openOpportunities, updateOpportunities } from './opportunities.ts'
import { endOfQuarter } from './opportunity.ts'
import { opportunityStageDoor } from './stageList.ts'
import { opportunityStages } from './stages.ts'

test('the stage drives probability, forecast category, and whether a deal is closed and won', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await anOpportunity(tx, admin, { StageName: 'needs analysis' })
    const open = await getRecord(tx, admin, Opportunity, id)
    assert.deepEqual(
      [open.StageName, open.Probability, open.ForecastCategory, open.IsClosed, open.ExpectedRevenue],
      ['Needs Analysis', 20, 'Pipeline', false, 2400],
    )
    await updateOpportunities(tx, admin, [{ id, draft: { StageName: 'Closed Won' } }])
    const won = await getRecord(tx, admin, Opportunity, id)
    assert.deepEqual([won.Probability, won.ForecastCategory, won.IsClosed, won.IsWon], [100, 'Closed', true, true])
  }))

test('an opportunity without account, amount or close date is refused with the reason', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const account = encodeId(await anAccount(tx, admin))
    const whole = { Name: 'Pumps', AccountId: account, StageName: 'Prospecting', CloseDate: '2027-03-31', Amount: 1 }
    for (const missing of ['AccountId', 'CloseDate', 'Amount']) {
      const [saved] = await openOpportunities(tx, admin, [{ ...whole, [missing]: null }])
      assert.equal(saved?.refusal?.details.field, missing)
    }
    const [withReason] = await openOpportunities(tx, admin, [
      { ...whole, Amount: null, NoAmountReason: 'Not known yet' },
    ])
    assert.equal(withReason?.created, true)
  }))

test('Closed Lost names its reason, and a failed vetting the letter that was wrong', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await anOpportunity(tx, admin)
    const lose = async (draft: Record<string, unknown>) =>
      (await updateOpportunities(tx, admin, [{ id, draft: { StageName: 'Closed Lost', ...draft } }]))[0]?.refusal
        ?.details.field
    assert.equal(await lose({}), 'LossReason')
    assert.equal(await lose({ LossReason: 'Vetting was wrong' }), 'VettingFailure')
    assert.equal(await lose({ LossReason: 'Vetting was wrong', VettingFailure: 'Budget' }), undefined)
  }))

test('every change of amount, probability, stage or close date leaves a row in the history', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await anOpportunity(tx, admin)
    await updateOpportunities(tx, admin, [{ id, draft: { Amount: 15_000 } }])
    await updateOpportunities(tx, admin, [{ id, draft: { NextStep: 'Send the agenda' } }])
    await updateOpportunities(tx, admin, [{ id, draft: { StageName: 'Qualification' } }])
    const rows = await many<{ amount: number; stage: string }>(
      tx,
      sql`select amount, stage_name as stage from opportunity_history where opportunity_id = ${id} order by id`,
    )
    assert.deepEqual(rows, [
      { amount: 12_000, stage: 'Prospecting' },
      { amount: 15_000, stage: 'Prospecting' },
      { amount: 15_000, stage: 'Qualification' },
    ])
  }))

test('pushing the close date past the end of a month is counted, pulling it in is not', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await anOpportunity(tx, admin)
    for (const CloseDate of ['2027-04-01', '2027-04-30', '2027-02-01', '2027-05-01'])
      await updateOpportunities(tx, admin, [{ id, draft: { CloseDate } }])
    assert.equal((await getRecord(tx, admin, Opportunity, id)).PushCount, 2)
  }))

test('an account is a customer after a won deal, and a lost prospect when all were lost', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const account = await anAccount(tx, admin)
    const lifecycle = async () => (await getRecord(tx, admin, Account, account)).Lifecycle
    assert.equal(await lifecycle(), 'Prospect')
    await anOpportunity(tx, admin, { AccountId: encodeId(account), StageName: 'Closed Lost', LossReason: 'Price' })
    assert.equal(await lifecycle(), 'Lost prospect')
    await anOpportunity(tx, admin, { AccountId: encodeId(account), StageName: 'Closed Won' })
    assert.equal(await lifecycle(), 'Customer')
  }))

test('a new primary contact takes the place of the old one', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const first = await aContact(tx, admin)
    const second = await aContact(tx, admin)
    const id = await anOpportunity(tx, admin, { ContactId: encodeId(first) })
    assert.equal((await getRecord(tx, admin, Opportunity, id)).ContactId, first)
    await createContactRoles(tx, admin, [
      { OpportunityId: encodeId(id), ContactId: encodeId(second), IsPrimary: true, Role: 'Decision Maker' },
    ])
    assert.equal((await getRecord(tx, admin, Opportunity, id)).ContactId, second)
  }))

test('a quarter ends where the fiscal year says', () => {
  assert.equal(endOfQuarter('2026-11-21', 1), '2026-12-31')
  assert.equal(endOfQuarter('2026-11-21', 2), '2027-01-31')
  assert.equal(endOfQuarter('2028-02-01', 3), '2028-02-29')
  assert.equal(endOfQuarter('2026-03-31', 1), '2026-03-31')
})

test('a sales process has exactly two ends, and a stage in use is neither deleted nor turned', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await anOpportunity(tx, admin)
    const stage = (await opportunityStages(tx)).find(({ name }) => name === 'Prospecting')?.id ?? 0
    const [third] = await opportunityStageDoor.create(tx, admin, [
      { MasterLabel: 'Almost won', IsClosed: true, IsWon: true, DefaultProbability: 100 },
    ])
    assert.equal(third?.refusal?.code, 'exactly_two_ends')
    const [kept] = await opportunityStageDoor.remove(tx, admin, [stage])
    assert.equal(kept?.refusal?.code, 'opportunity_stage_in_use')
    const [renamed] = await opportunityStageDoor.update(tx, admin, [
      { id: stage, draft: { MasterLabel: 'First talk' } },
    ])
    assert.equal(renamed?.refusal, undefined)
  }))
